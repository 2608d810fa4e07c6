import type { Download } from '../../server/platform/app.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { writeXlsxApart } from '../../server/platform/sheets-apart.ts'
import { writeXlsx, xlsxMediaType } from '../../server/platform/xlsx.ts'
import { drugCells, drugColumns, type DrugRow } from './rules/drug-sheet.ts'
import { fields } from './rules/fields.ts'
import { rejectReasonKeys, rejectReasons } from './rules/reasons.ts'
import { listRejects, type FileKey } from './store/files.ts'

/** The first lines that were turned away, for whoever reads a file at the command line. */
export async function listRejectsInWords(read: ReadTx, key: FileKey, limit: number): Promise<(Reject & { words: string })[]> {
  return (await listRejects(read, key, { line: 0, n: 0 }, limit)).map((each) => ({ ...each, words: reasonInWords(each.reason) }))
}

type Reject = { readonly lineNo: number; readonly field: string; readonly heading: string; readonly reason: string; readonly cell: string }

const reasonInWords = (reason: string): string => rejectReasonKeys.flatMap((key) => (key === reason ? [rejectReasons[key].zh] : []))[0] ?? reason

/** Line, column, reason and cell: enough to put it right in the hospital's own system, and nothing of the patient. */
export async function rejectSheet(file: { readonly name: string; readonly rejected: number }, rejects: readonly Reject[]): Promise<Download> {
  const bytes = await writeXlsxApart(
    {
      sheet: '未导入的行', title: `${file.name}：未导入 ${file.rejected} 行${rejects.length < file.rejected ? `（列出前 ${rejects.length} 行）` : ''}，其余已导入`,
      columns: [{ key: 'lineNo', title: '行号', width: 10, type: 'integer' }, { key: 'heading', title: '列', width: 18 }, { key: 'field', title: '含义', width: 16 }, { key: 'reason', title: '原因', width: 44 }, { key: 'cell', title: '单元格内容', width: 28 }],
    },
    rejects.length,
    (at) => {
      const each = rejects[at]
      return each === undefined ? {} : { lineNo: each.lineNo, heading: each.heading, field: fields.find((field) => field.key === each.field)?.zh ?? each.field, reason: reasonInWords(each.reason), cell: each.cell }
    },
  )
  return { name: `未导入的行-${file.name}.xlsx`, mediaType: xlsxMediaType, bytes }
}

export const drugTemplate = (): Download => ({
  name: '药品目录模板.xlsx', mediaType: xlsxMediaType,
  bytes: writeXlsx({ sheet: '药品目录', title: '药品目录模板（带 * 的列必填；示例行请删去）', columns: drugColumns.map((column) => ({ key: column.key, title: column.required ? `${column.title}*` : column.title, width: 18 })), rows: [Object.fromEntries(drugColumns.map((column) => [column.key, column.example]))] }),
})

/** The catalogue in the columns it is brought in by, so that it can be changed there and brought back. */
export async function drugSheet(drugs: readonly DrugRow[]): Promise<Download> {
  const bytes = await writeXlsxApart({ sheet: '药品目录', columns: drugColumns.map((column) => ({ key: column.key, title: column.required ? `${column.title}*` : column.title, width: 18 })) }, drugs.length, (at) => { const drug = drugs[at]; return drug === undefined ? {} : drugCells(drug) })
  return { name: '药品目录.xlsx', mediaType: xlsxMediaType, bytes }
}
