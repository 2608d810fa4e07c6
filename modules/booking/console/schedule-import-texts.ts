import type { Texts } from '../../../ui/texts.ts'

/** Texts of importing a schedule. */
export const texts = {
  importLead: { zh: '先看会导入什么、哪些单元格有错；没有错误才能导入，全部导入或一行也不导入。', en: 'First see what it would do and which cells are wrong; it is taken whole or not at all.' },
  template: { zh: '下载模板', en: 'Template' },
  file: { zh: '排班表（.xlsx、.xls、.csv）', en: 'Schedule (.xlsx, .xls, .csv)' },
  choose: { zh: '选择文件', en: 'Choose a file' },
  importReady: { zh: '可以导入：{rules} 条规则，新增 {clinics} 个门诊。', en: 'Ready: {rules} rules, {clinics} new clinics.' },
  importTake: { zh: '全部导入', en: 'Take all' },
  importDone: { zh: '已导入 {rules} 条规则、{clinics} 个新门诊，生成 {slots} 个号段。', en: '{rules} rules and {clinics} new clinics were taken; {slots} slots were made.' },
  importFaults: { zh: '有 {n} 处错误，没有导入；请在表里改正后重新选择文件。', en: '{n} faults; nothing was taken. Correct the sheet and choose it again.' },
  faults: { zh: '出错的单元格', en: 'Cells that are wrong' },
  planned: { zh: '会导入的规则', en: 'Rules it would add' },
  row: { zh: '行', en: 'Row' },
  column: { zh: '列', en: 'Column' },
  value: { zh: '内容', en: 'Value' },
  why: { zh: '问题', en: 'Reason' },
  cell: { zh: '第 {row} 行 · {column}', en: 'Row {row} · {column}' },
  isNew: { zh: '新门诊', en: 'New clinic' },
} as const satisfies Texts
