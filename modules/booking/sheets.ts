import type { Download } from '../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType } from '../../server/platform/xlsx.ts'
import { sheetColumns } from './rules/schedule-sheet.ts'

/** The headings, what may be typed, and an example row that the import passes over. */
export const scheduleTemplate = (): Download => ({
  name: '门诊排班导入模板.xlsx',
  mediaType: xlsxMediaType,
  bytes: writeXlsx({
    sheet: '门诊排班',
    title: '门诊排班导入模板（带 * 的列必填，一行是一条每周规则；示例行不会导入）　星期可写 周一至周五、一三五、工作日、每天；类别可写 门诊、检查、治疗、专家工作室',
    columns: sheetColumns.map((column) => ({ key: column.key, title: column.required ? `${column.title}*` : column.title, width: column.width })),
    rows: [Object.fromEntries(sheetColumns.map((column) => [column.key, column.example]))],
  }),
})
