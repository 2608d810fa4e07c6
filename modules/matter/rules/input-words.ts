import type { Input, Words } from './definition.ts'

/** What a field of a move is called. */
export const inputWords: Readonly<Record<Input, Words>> = {
  text: { zh: '说明', en: 'Words' }, publicText: { zh: '给来信人的答复', en: 'Words for the author' }, reason: { zh: '理由', en: 'Reason' }, files: { zh: '佐证材料', en: 'Evidence' }, before: { zh: '整改前照片', en: 'Evidence before' }, after: { zh: '整改后照片', en: 'Evidence after' },
  department: { zh: '科室', en: 'Department' }, departments: { zh: '会同科室', en: 'Departments' }, staff: { zh: '经办人', en: 'Who handles it' }, date: { zh: '日期', en: 'Date' }, verdict: { zh: '结论', en: 'Verdict' }, responsible: { zh: '责任人', en: 'Who is responsible' },
  measure: { zh: '整改措施', en: 'Measure' }, other: { zh: '另一事项', en: 'The other matter' }, institution: { zh: '单位', en: 'Body' }, title: { zh: '标题', en: 'Title' }, satisfied: { zh: '是否满意', en: 'Satisfied or not' }, solved: { zh: '是否解决', en: 'Solved or not' },
  harm: { zh: '是否可能造成伤害', en: 'May somebody come to harm' }, category: { zh: '分类', en: 'Category' }, plan: { zh: '行动方案', en: 'Plan' }, subjects: { zh: '被反映人', en: 'Who it is about' },
}

export const sayInputs = (inputs: readonly Input[]): string => inputs.map((input) => inputWords[input].zh).join('、')
