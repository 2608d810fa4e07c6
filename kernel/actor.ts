/** Who acts. A role comes from a post that the person holds today; nobody is given a role directly. */
export const staffRoles = [
  'commission_head',
  'commission_clerk',
  'inspector',
  'institution_head',
  'institution_clerk',
  'department_head',
  'doctor',
  'nurse',
  'pharmacist',
  'complaint_officer',
  'discipline_officer',
  'desk_clerk',
  'auditor',
] as const
export type StaffRole = (typeof staffRoles)[number]

export const roles = [...staffRoles, 'citizen'] as const
export type Role = (typeof roles)[number]

export const commissionRoles = ['commission_head', 'commission_clerk', 'inspector', 'auditor'] as const satisfies readonly StaffRole[]
export const institutionRoles = [
  'institution_head',
  'institution_clerk',
  'department_head',
  'doctor',
  'nurse',
  'pharmacist',
  'complaint_officer',
  'discipline_officer',
  'desk_clerk',
] as const satisfies readonly StaffRole[]

export const roleNames: Record<Role, { zh: string; en: string }> = {
  commission_head: { zh: '卫健委负责人', en: 'Commission head' },
  commission_clerk: { zh: '卫健委经办人', en: 'Commission clerk' },
  inspector: { zh: '监督员', en: 'Inspector' },
  institution_head: { zh: '机构负责人', en: 'Institution head' },
  institution_clerk: { zh: '机构经办人', en: 'Institution clerk' },
  department_head: { zh: '科室主任', en: 'Department head' },
  doctor: { zh: '医师', en: 'Doctor' },
  nurse: { zh: '护士', en: 'Nurse' },
  pharmacist: { zh: '药师', en: 'Pharmacist' },
  complaint_officer: { zh: '投诉专员', en: 'Complaint officer' },
  discipline_officer: { zh: '纪检监察员', en: 'Discipline officer' },
  desk_clerk: { zh: '窗口人员', en: 'Desk clerk' },
  auditor: { zh: '审计员', en: 'Auditor' },
  citizen: { zh: '群众', en: 'Citizen' },
}

export type HeldPost = {
  readonly postId: string
  readonly role: StaffRole
  readonly title: string
  readonly departmentId: string | null
}

/**
 * `institutionId` is the body the person works for (a commission is a body too); `regionPrefix` is set for
 * commission staff only and opens every institution whose GB/T 2260 code starts with it ('990121' a county, '9901' a city).
 */
export type Actor = {
  readonly kind: 'staff' | 'citizen' | 'system' | 'anonymous'
  readonly id: string
  readonly name: string
  readonly institutionId: string | null
  readonly regionPrefix: string | null
  readonly roles: readonly Role[]
  readonly posts: readonly HeldPost[]
}

export const anonymous: Actor = {
  kind: 'anonymous',
  id: '00000000-0000-7000-8000-000000000000',
  name: '',
  institutionId: null,
  regionPrefix: null,
  roles: [],
  posts: [],
}

/** A job or the identity service: sees everything, is named in every row it writes. */
export const systemActor = (name: string): Actor => ({
  kind: 'system',
  id: '00000000-0000-7000-8000-000000000001',
  name: `system:${name}`,
  institutionId: null,
  regionPrefix: '%',
  roles: [],
  posts: [],
})

export const hasRole = (actor: Actor, ...wanted: readonly Role[]): boolean => wanted.some((role) => actor.roles.includes(role))

/** Rule AC-1: commission staff act on bodies inside their region, everybody else on their own body only. */
export const mayActFor = (actor: Actor, institution: { institutionId: string; regionCode: string }): boolean =>
  actor.kind === 'system' ||
  actor.institutionId === institution.institutionId ||
  (actor.regionPrefix !== null && institution.regionCode.startsWith(actor.regionPrefix))
