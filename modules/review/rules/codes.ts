export const resultClasses = ['reasonable', 'non-standard', 'inappropriate', 'abnormal'] as const
export type ResultClass = (typeof resultClasses)[number]
export const resultClassNames: Readonly<Record<ResultClass, { readonly zh: string; readonly en: string }>> = {
  reasonable: { zh: '合理', en: 'Reasonable' },
  'non-standard': { zh: '不规范', en: 'Non-standard' },
  inappropriate: { zh: '用药不适宜', en: 'Inappropriate' },
  abnormal: { zh: '超常', en: 'Abnormal' },
}

type Named = { readonly zh: string; readonly en: string }
/** Rule RV-1: the codes of the national review sheet, as software in the field uses them; the first digit is the class. */
export const problemCodes = {
  '1-1': { zh: '前记、正文、后记缺项，书写不规范或字迹难辨', en: 'Header, body or footer incomplete, or unreadable' },
  '1-2': { zh: '医师签名、签章不规范或与留样不一致', en: "Doctor's signature or seal non-standard or unlike the sample" },
  '1-3': { zh: '药师未做适宜性审核（缺审核、调配、核对、发药签名，或单人值班未双签）', en: 'Pharmacist did not review suitability (signatures missing)' },
  '1-4': { zh: '新生儿、婴幼儿未写明日、月龄', en: 'Newborn or infant without age in days or months' },
  '1-5': { zh: '西药、中成药与中药饮片未分别开具', en: 'Western or patent drugs and herbal slices on one prescription' },
  '1-6': { zh: '未使用药品规范名称', en: 'Non-standard drug name' },
  '1-7': { zh: '剂量、规格、数量、单位不规范或不清楚', en: 'Dose, strength, quantity or unit not standard or unclear' },
  '1-8': { zh: '用法、用量用“遵医嘱”“自用”等含糊字句', en: 'Vague directions such as "as directed"' },
  '1-9': { zh: '修改未签名、未注明日期，或超剂量未注明原因和再次签名', en: 'Alteration unsigned, or over-dose without reason and second signature' },
  '1-10': { zh: '未写临床诊断或诊断不全', en: 'No or incomplete diagnosis' },
  '1-11': { zh: '单张门急诊处方超过五种药品', en: 'More than five drugs on one outpatient or emergency prescription' },
  '1-12': { zh: '门诊超过7日、急诊超过3日用量，未注明理由', en: 'Over 7 days (outpatient) or 3 days (emergency) without a reason' },
  '1-13': { zh: '麻醉、精神、毒性、放射性药品未执行有关规定', en: 'Rules on narcotic, psychotropic, toxic or radioactive drugs broken' },
  '1-14': { zh: '未按抗菌药物临床应用管理规定开具', en: 'Antibiotic not per the antibiotic management rule' },
  '1-15': { zh: '中药饮片未按君臣佐使排列，或未注明特殊调剂、煎煮要求', en: 'Herbal slices not in order, or special notes missing' },
  '2-1': { zh: '适应证不适宜', en: 'Indication unsuitable' },
  '2-2': { zh: '遴选的药品不适宜', en: 'Drug choice unsuitable' },
  '2-3': { zh: '药品剂型或给药途径不适宜', en: 'Dosage form or route unsuitable' },
  '2-4': { zh: '无正当理由不首选国家基本药物', en: 'Essential drug not first, without reason' },
  '2-5': { zh: '用法、用量不适宜', en: 'Usage or dose unsuitable' },
  '2-6': { zh: '联合用药不适宜', en: 'Combination unsuitable' },
  '2-7': { zh: '重复给药', en: 'Duplicate' },
  '2-8': { zh: '有配伍禁忌或不良相互作用', en: 'Incompatibility or adverse interaction' },
  '2-9': { zh: '其他用药不适宜', en: 'Otherwise unsuitable' },
  '3-1': { zh: '无适应证用药', en: 'No indication' },
  '3-2': { zh: '无正当理由开具高价药', en: 'Costly drug without reason' },
  '3-3': { zh: '无正当理由超说明书用药', en: 'Off-label without reason' },
  '3-4': { zh: '无正当理由为同一患者同时开具两种以上药理作用相同的药物', en: 'Two or more drugs of the same action at once, without reason' },
} as const satisfies Readonly<Record<string, Named>>
export type ProblemCode = keyof typeof problemCodes
export const codeList = Object.keys(problemCodes) as ProblemCode[]

export const isProblemCode = (text: string): text is ProblemCode => text in problemCodes

const classOfCode = (code: string): ResultClass => (code.startsWith('3-') ? 'abnormal' : code.startsWith('2-') ? 'inappropriate' : 'non-standard')
const gravest: readonly ResultClass[] = ['abnormal', 'inappropriate', 'non-standard']

/** Rule RV-1: no code is reasonable; otherwise the gravest of its codes says the class. */
export const classOf = (codes: readonly string[]): ResultClass => gravest.find((each) => codes.some((code) => classOfCode(code) === each)) ?? 'reasonable'

/** The same set of codes in the same order, whoever typed them. */
export const inOrder = (codes: readonly ProblemCode[]): ProblemCode[] => codeList.filter((code) => codes.includes(code))
