/** What a line of a bill may say, and how the exports of hospital systems head it. In the order in which a person checks them. */
export const fields = [
  { key: 'lineId', zh: '明细流水号', en: 'Line number', required: false, words: ['明细流水号', '费用明细号', '明细id', '明细号', '流水号', '序号id', 'line_id', 'lineid', 'id'] },
  { key: 'onDate', zh: '费用日期', en: 'Date', required: true, words: ['费用日期', '收费日期', '开单日期', '处方日期', '计费日期', '发生日期', '费用发生时间', '收费时间', '日期', 'date'] },
  { key: 'kind', zh: '费用类别', en: 'Kind', required: true, words: ['费用类别', '收费类别', '费用类型', '项目类别', '类别', 'kind', 'type'] },
  { key: 'visitKind', zh: '就诊类型', en: 'Kind of visit', required: false, words: ['就诊类型', '就诊类别', '门诊住院标志', '病人类型', '患者类型', '医疗类别', 'visit_kind'] },
  { key: 'visitNo', zh: '就诊号', en: 'Visit number', required: true, words: ['就诊号', '就诊流水号', '门诊号', '住院号', '挂号流水号', '住院流水号', 'visit_no', 'encounter'] },
  { key: 'prescriptionNo', zh: '处方号', en: 'Prescription number', required: false, words: ['处方号', '处方编号', '处方流水号', '医嘱号', 'prescription_no', 'rx'] },
  { key: 'department', zh: '开单科室', en: 'Department', required: true, words: ['开单科室代码', '开单科室编码', '科室代码', '科室编码', '开单科室', '就诊科室', '科室', 'department', 'dept'] },
  { key: 'prescriber', zh: '开单医师', en: 'Prescriber', required: true, words: ['开单医师工号', '开单医生工号', '医师代码', '医生代码', '医生工号', '开单医师', '开单医生', '处方医师', '医师', '医生', 'prescriber', 'doctor'] },
  { key: 'itemCode', zh: '项目编码', en: 'Item code', required: true, words: ['国家医保编码', '医保编码', '医保代码', '国家编码', '项目编码', '项目代码', '药品编码', '收费项目编码', 'item_code', 'code'] },
  { key: 'itemName', zh: '项目名称', en: 'Item', required: true, words: ['项目名称', '药品名称', '收费项目名称', '名称', 'item_name', 'name'] },
  { key: 'quantity', zh: '数量', en: 'Quantity', required: true, words: ['数量', '总量', '发药数量', 'quantity', 'qty'] },
  { key: 'unit', zh: '单位', en: 'Unit', required: false, words: ['单位', '计价单位', '包装单位', 'unit'] },
  { key: 'amount', zh: '金额', en: 'Amount', required: true, words: ['金额', '费用金额', '总金额', '应收金额', '金额元', 'amount', 'fee'] },
  { key: 'selfPay', zh: '自付金额', en: 'Self-pay', required: false, words: ['自付金额', '个人自付', '自费金额', 'self_pay'] },
  { key: 'dose', zh: '单次剂量', en: 'Dose', required: false, words: ['单次剂量', '每次剂量', '一次用量', '单次用量', '剂量', 'dose'] },
  { key: 'doseUnit', zh: '剂量单位', en: 'Unit of the dose', required: false, words: ['剂量单位', '用量单位', 'dose_unit'] },
  { key: 'frequency', zh: '频次', en: 'Frequency', required: false, words: ['频次', '用药频次', '给药频次', '频率', 'frequency', 'freq'] },
  { key: 'days', zh: '用药天数', en: 'Days', required: false, words: ['用药天数', '天数', '疗程', 'days'] },
  { key: 'route', zh: '给药途径', en: 'Route', required: false, words: ['给药途径', '用法', '给药方式', 'route'] },
  { key: 'diagnoses', zh: '诊断', en: 'Diagnoses', required: false, words: ['诊断', '临床诊断', '诊断名称', '主要诊断', 'diagnosis', 'diagnoses'] },
  { key: 'patient', zh: '患者编号', en: 'Patient', required: false, words: ['患者编号', '患者id', '病人id', '身份证号', '证件号码', '就诊卡号', 'patient_id', 'patient'] },
  { key: 'age', zh: '年龄', en: 'Age', required: false, words: ['年龄', '患者年龄', 'age'] },
  { key: 'longTerm', zh: '长期处方', en: 'Long-term prescription', required: false, words: ['长期处方', '长处方', '长期处方标志', 'long_term'] },
  { key: 'reason', zh: '超量超限理由', en: 'Stated reason', required: false, words: ['超量理由', '超限理由', '超量超限理由', '延长理由', '理由', '备注', 'reason'] },
  { key: 'procurement', zh: '采购方式', en: 'Procurement', required: false, words: ['采购方式', '采购标志', '采购渠道', 'procurement'] },
  { key: 'admittedOn', zh: '入院日期', en: 'Admitted', required: false, words: ['入院日期', '入院时间', 'admitted'] },
  { key: 'dischargedOn', zh: '出院日期', en: 'Discharged', required: false, words: ['出院日期', '出院时间', 'discharged'] },
] as const

export type Field = (typeof fields)[number]['key']
export const fieldKeys = fields.map((each) => each.key)
export const fieldOf = (key: string): Field | null => fieldKeys.find((each) => each === key) ?? null

/** Which column, counted from 0, says a field. */
export type Columns = Readonly<Partial<Record<Field, number>>>

export const chargeKinds = ['drug', 'material', 'service', 'exam', 'lab', 'other'] as const
export type ChargeKind = (typeof chargeKinds)[number]
export const chargeKindNames: Readonly<Record<ChargeKind, { zh: string; en: string }>> = {
  drug: { zh: '药品', en: 'Drugs' }, material: { zh: '卫生材料', en: 'Consumables' }, service: { zh: '医疗服务', en: 'Medical services' }, exam: { zh: '检查', en: 'Examinations' }, lab: { zh: '化验', en: 'Laboratory' }, other: { zh: '其他', en: 'Other' },
}
export const visitKinds = ['outpatient', 'emergency', 'inpatient'] as const
export type VisitKind = (typeof visitKinds)[number]

/** What a hospital system calls a kind of charge or of visit, where a word says it; the person who confirms may say otherwise. */
export const kindWords: readonly (readonly [ChargeKind, readonly string[]])[] = [
  ['drug', ['药', '疫苗', '饮片', 'drug', 'medication']],
  ['material', ['材料', '耗材', '器械', 'material']],
  ['lab', ['化验', '检验', 'lab']],
  ['exam', ['检查', '放射', '超声', 'ct', '核磁', '心电', '病理', 'exam', 'imaging']],
  ['service', ['治疗', '护理', '手术', '诊察', '诊查', '挂号', '床位', '麻醉', '输血', '抢救', '监护', '服务', 'service', 'procedure']],
  ['other', ['其他', '其它', '杂费', 'other']],
]
export const visitWords: readonly (readonly [VisitKind, readonly string[]])[] = [
  ['emergency', ['急', 'emer']],
  ['inpatient', ['住院', '入院', '病房', '出院', 'inp', 'imp']],
  ['outpatient', ['门诊', '门', '体检', 'outp', 'amb']],
]
const said = <T>(words: readonly (readonly [T, readonly string[]])[], text: string): T | null => {
  const plain = text.trim().toLowerCase()
  return words.find(([kind, parts]) => plain === kind || parts.some((part) => plain.includes(part)))?.[0] ?? null
}
export const kindOfWord = (text: string): ChargeKind | null => said(kindWords, text)
export const visitOfWord = (text: string): VisitKind | null => said(visitWords, text)
