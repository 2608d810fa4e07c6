import type { Download } from '../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType } from '../../server/platform/xlsx.ts'
import { orderColumns } from './rules/transfer/columns.ts'
import type { OrderFault } from './rules/transfer/judge.ts'

const file = (name: string, bytes: Uint8Array): Download => ({ name: `${name}.xlsx`, mediaType: xlsxMediaType, bytes })

/** The headings and one row that says what each column takes; the import passes over it. */
export const orderTemplate = (): Download =>
  file('转办工单导入模板', writeXlsx({
    sheet: '转办工单', title: '转办工单导入模板（带 * 的列必填；说明行不会导入，可以删去）',
    columns: orderColumns.map((column) => ({ key: column.key, title: column.required ? `${column.title}*` : column.title, width: Math.max(14, Math.min(40, column.hint.length * 2)) })),
    rows: [Object.fromEntries(orderColumns.map((column) => [column.key, column.hint]))],
  }))

export const faultsSheet = (fileName: string, faults: readonly OrderFault[]): Download =>
  file(`${fileName.replace(/\.[a-z]+$/i, '')}-问题清单`, writeXlsx({
    sheet: '问题清单', title: '导入问题清单',
    columns: [{ key: 'row', title: '行号', width: 10, type: 'integer' }, { key: 'cell', title: '单元格', width: 10 }, { key: 'column', title: '列', width: 16 }, { key: 'value', title: '填写的内容', width: 30 }, { key: 'reason', title: '问题', width: 60 }],
    rows: faults.map((fault) => ({ ...fault })),
  }))
