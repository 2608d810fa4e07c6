import type { StaffRole } from '../../../kernel/actor.ts'

/** What there is to choose from, with the words people read and type. */
export const institutionKinds = ['commission', 'general', 'traditional', 'maternal_child', 'specialist', 'township', 'community', 'clinic', 'other'] as const
export type InstitutionKind = (typeof institutionKinds)[number]
export const institutionLevels = ['none', 'primary', 'two', 'three'] as const
export type InstitutionLevel = (typeof institutionLevels)[number]
export const ownerships = ['public', 'private'] as const
export type Ownership = (typeof ownerships)[number]
export const departmentKinds = ['clinical', 'technical', 'pharmacy', 'nursing', 'office'] as const
export type DepartmentKind = (typeof departmentKinds)[number]

type Words<Code extends string> = Readonly<Record<Code, { readonly zh: string; readonly en: string }>>

export const institutionKindNames: Words<InstitutionKind> = {
  commission: { zh: '卫生健康委', en: 'Health commission' },
  general: { zh: '综合医院', en: 'General hospital' },
  traditional: { zh: '中医医院', en: 'Traditional medicine hospital' },
  maternal_child: { zh: '妇幼保健院', en: 'Maternal and child hospital' },
  specialist: { zh: '专科医院', en: 'Specialist hospital' },
  township: { zh: '乡镇卫生院', en: 'Township hospital' },
  community: { zh: '社区卫生服务机构', en: 'Community health centre' },
  clinic: { zh: '诊所（门诊部）', en: 'Clinic' },
  other: { zh: '其他', en: 'Other' },
}
export const institutionLevelNames: Words<InstitutionLevel> = {
  none: { zh: '未定级', en: 'No level' },
  primary: { zh: '一级', en: 'Level one' },
  two: { zh: '二级', en: 'Level two' },
  three: { zh: '三级', en: 'Level three' },
}
export const ownershipNames: Words<Ownership> = {
  public: { zh: '公立', en: 'Public' },
  private: { zh: '民营', en: 'Private' },
}
export const departmentKindNames: Words<DepartmentKind> = {
  clinical: { zh: '临床', en: 'Clinical' },
  technical: { zh: '医技', en: 'Technical' },
  pharmacy: { zh: '药学', en: 'Pharmacy' },
  nursing: { zh: '护理', en: 'Nursing' },
  office: { zh: '职能', en: 'Office' },
}

/** Who looks names up: everybody who works here, whatever the post. */
export const directoryManagers = ['commission_head', 'commission_clerk', 'institution_head', 'institution_clerk'] as const satisfies readonly StaffRole[]
