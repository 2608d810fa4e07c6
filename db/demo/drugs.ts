/** Drugs, materials and services of the demonstration: common generic names, codes and prices that are nobody's. */
export type DemoDrug = {
  readonly code: string; readonly atc: string; readonly generic: string; readonly name: string; readonly form: string; readonly strength: string; readonly unit: string; readonly cents: number
  /** The defined daily dose, how many of them a unit holds, and what one takes at a time. */
  readonly ddd: readonly [number, string]; readonly ddds: number; readonly dose: readonly [number, string]; readonly frequency: string; readonly route: string
  readonly grade?: '非限制' | '限制'; readonly central?: true; readonly negotiated?: true; readonly essential?: true; readonly monitored?: true; readonly injection?: true; readonly herbal?: true
}

const tablet = { form: '片剂', unit: '盒', route: '口服' } as const
const capsule = { form: '胶囊剂', unit: '盒', route: '口服' } as const
const powder = { form: '注射剂', unit: '支', route: '静脉滴注', injection: true } as const

export const demoDrugs = {
  statin: { code: 'YX-C10AA05', atc: 'C10AA05', generic: '阿托伐他汀钙', name: '阿托伐他汀钙片', ...tablet, strength: '20mg×7片', cents: 860, ddd: [20, 'mg'], ddds: 7, dose: [20, 'mg'], frequency: '一日一次', central: true, essential: true },
  amlodipine: { code: 'YX-C08CA01', atc: 'C08CA01', generic: '苯磺酸氨氯地平', name: '苯磺酸氨氯地平片', ...tablet, strength: '5mg×28片', cents: 320, ddd: [5, 'mg'], ddds: 28, dose: [5, 'mg'], frequency: '一日一次', central: true, essential: true },
  losartan: { code: 'YX-C09CA01', atc: 'C09CA01', generic: '氯沙坦钾', name: '氯沙坦钾片', ...tablet, strength: '50mg×14片', cents: 1240, ddd: [50, 'mg'], ddds: 14, dose: [50, 'mg'], frequency: '一日一次' },
  aspirin: { code: 'YX-B01AC06', atc: 'B01AC06', generic: '阿司匹林', name: '阿司匹林肠溶片', ...tablet, strength: '100mg×30片', cents: 1200, ddd: [100, 'mg'], ddds: 30, dose: [100, 'mg'], frequency: '一日一次', essential: true },
  metformin: { code: 'YX-A10BA02', atc: 'A10BA02', generic: '二甲双胍', name: '盐酸二甲双胍片', ...tablet, strength: '0.5g×48片', cents: 690, ddd: [2, 'g'], ddds: 12, dose: [0.5, 'g'], frequency: '一日三次', central: true, essential: true },
  pantoprazole: { code: 'YX-A02BC02', atc: 'A02BC02', generic: '泮托拉唑', name: '泮托拉唑钠肠溶胶囊', ...capsule, strength: '40mg×14粒', cents: 1850, ddd: [40, 'mg'], ddds: 14, dose: [40, 'mg'], frequency: '一日一次', central: true },
  amoxicillin: { code: 'YX-J01CA04', atc: 'J01CA04', generic: '阿莫西林', name: '阿莫西林胶囊', ...capsule, strength: '0.25g×24粒', cents: 980, ddd: [1.5, 'g'], ddds: 4, dose: [0.5, 'g'], frequency: '一日三次', grade: '非限制', essential: true },
  cefuroxime: { code: 'YX-J01DC02', atc: 'J01DC02', generic: '头孢呋辛酯', name: '头孢呋辛酯片', ...tablet, strength: '0.25g×12片', cents: 2600, ddd: [0.5, 'g'], ddds: 6, dose: [0.25, 'g'], frequency: '一日两次', grade: '非限制', central: true },
  levofloxacin: { code: 'YX-J01MA12', atc: 'J01MA12', generic: '左氧氟沙星', name: '盐酸左氧氟沙星片', ...tablet, strength: '0.5g×7片', cents: 1560, ddd: [0.5, 'g'], ddds: 7, dose: [0.5, 'g'], frequency: '一日一次', grade: '限制' },
  ambroxol: { code: 'YX-R05CB06', atc: 'R05CB06', generic: '氨溴索', name: '盐酸氨溴索口服溶液', form: '口服溶液剂', unit: '瓶', route: '口服', strength: '100ml:0.6g', cents: 2100, ddd: [0.12, 'g'], ddds: 5, dose: [0.03, 'g'], frequency: '一日三次' },
  cetirizine: { code: 'YX-R06AE07', atc: 'R06AE07', generic: '西替利嗪', name: '盐酸西替利嗪片', ...tablet, strength: '10mg×12片', cents: 1130, ddd: [10, 'mg'], ddds: 12, dose: [10, 'mg'], frequency: '一日一次', essential: true },
  ibuprofen: { code: 'YX-M01AE01', atc: 'M01AE01', generic: '布洛芬', name: '布洛芬缓释胶囊', ...capsule, strength: '0.3g×20粒', cents: 1420, ddd: [1.2, 'g'], ddds: 5, dose: [0.3, 'g'], frequency: '一日两次', essential: true },
  danshen: { code: 'YX-ZA04001', atc: '', generic: '复方丹参', name: '复方丹参滴丸', form: '滴丸剂', unit: '瓶', route: '口服', strength: '27mg×180丸', cents: 2750, ddd: [810, 'mg'], ddds: 6, dose: [270, 'mg'], frequency: '一日三次' },
  citicoline: { code: 'YX-N06BX06', atc: 'N06BX06', generic: '胞磷胆碱', name: '胞磷胆碱钠胶囊', ...capsule, strength: '0.1g×24粒', cents: 3980, ddd: [0.6, 'g'], ddds: 4, dose: [0.2, 'g'], frequency: '一日三次', monitored: true },
  ceftriaxone: { code: 'YX-J01DD04', atc: 'J01DD04', generic: '头孢曲松', name: '注射用头孢曲松钠', ...powder, strength: '1g', cents: 980, ddd: [2, 'g'], ddds: 0.5, dose: [2, 'g'], frequency: '一日一次', grade: '限制', central: true },
  albumin: { code: 'YX-B05AA01', atc: 'B05AA01', generic: '人血白蛋白', name: '人血白蛋白', ...powder, unit: '瓶', strength: '10g', cents: 38_000, ddd: [20, 'g'], ddds: 0.5, dose: [10, 'g'], frequency: '一日一次', negotiated: true, monitored: true },
  astragalus: { code: 'YX-YP0001', atc: '', generic: '黄芪', name: '黄芪', form: '饮片', unit: 'g', route: '煎服', strength: '', cents: 9, ddd: [30, 'g'], ddds: 0.033, dose: [30, 'g'], frequency: '一日一剂', herbal: true },
} as const satisfies Readonly<Record<string, DemoDrug>>
export type DrugKey = keyof typeof demoDrugs

/** What a patient of a department usually has, and what he is given for it. */
export const ailments: Readonly<Record<string, readonly (readonly [diagnosis: string, drugs: readonly DrugKey[]])[]>> = {
  heart: [['高血压病', ['amlodipine', 'losartan']], ['冠心病，高血压病', ['aspirin', 'statin', 'danshen']], ['高脂血症', ['statin']], ['2型糖尿病', ['metformin', 'statin']]],
  lung: [['急性支气管炎', ['ambroxol', 'amoxicillin']], ['社区获得性肺炎', ['cefuroxime', 'ambroxol']], ['急性鼻咽炎', ['cetirizine']], ['慢性支气管炎急性发作', ['levofloxacin', 'ambroxol']]],
  brain: [['脑梗死恢复期', ['aspirin', 'statin', 'citicoline']], ['头晕，高血压病', ['amlodipine', 'citicoline']], ['偏头痛', ['ibuprofen']]],
  body: [['慢性胃炎', ['pantoprazole']], ['软组织挫伤', ['ibuprofen']], ['胆囊炎', ['cefuroxime', 'pantoprazole']], ['腰椎间盘突出症', ['ibuprofen', 'danshen']]],
}
export type Ailment = 'heart' | 'lung' | 'brain' | 'body'
