import { shanghaiDate, shanghaiTime } from '../../kernel/instant.ts'
import type { Download } from '../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType, type SheetColumn, type SheetRow } from '../../server/platform/xlsx.ts'
import { writeXlsxApart } from '../../server/platform/sheets-apart.ts'
import type { FieldDefinition, RegisterDefinition } from './rules/definition.ts'
import type { Entry } from './rules/entry.ts'
import { columnsOf } from './rules/import/columns.ts'
import type { ImportFault } from './rules/import/judge-row.ts'
import { needsDepartment } from './rules/validate.ts'
import { isFileField } from './rules/values.ts'
import { sayValue, type NamesById } from './rules/words.ts'

const file = (name: string, bytes: Uint8Array): Download => ({ name: `${name}.xlsx`, mediaType: xlsxMediaType, bytes })

const stateNames: Readonly<Record<Entry['state'], string>> = { entered: '已登记', confirmed: '已审核', withdrawn: '已撤回' }

/** The headings of the import and one row that says what each column takes; the import passes over it. */
export function templateSheet(definition: RegisterDefinition): Download {
  const columns = columnsOf(definition)
  return file(`${definition.name.zh}导入模板`, writeXlsx({
    sheet: definition.name.zh, title: `${definition.name.zh}导入模板（带 * 的列必填；灰色说明行不会导入，可以删去）`,
    columns: columns.map((column) => ({ key: column.key, title: column.required ? `${column.title}*` : column.title, width: Math.max(14, Math.min(40, column.hint.length * 2)) })),
    rows: [Object.fromEntries(columns.map((column) => [column.key, column.hint]))],
  }))
}

/** Fields that may leave the system: personal ones never do. */
const shownFields = (definition: RegisterDefinition): FieldDefinition[] => definition.fields.filter((field) => !field.personal)
const wide = (field: FieldDefinition): number => (field.type === 'longtext' ? 48 : field.type === 'text' || field.type === 'people' || field.type === 'link' ? 28 : 16)
const typeOf = (field: FieldDefinition): SheetColumn['type'] => (field.type === 'number' ? (field.decimals === 0 ? 'integer' : 'number') : field.type === 'date' ? 'date' : 'text')

export type ListedEntry = { readonly entry: Entry; readonly institution: string; readonly department: string }

/** Headings of fields are those of the import, so that an exported list can be read back elsewhere. */
export async function entriesSheet(definition: RegisterDefinition, listed: readonly ListedEntry[], names: NamesById, ask: { today: string; cut: boolean }): Promise<Download> {
  const fields = shownFields(definition)
  const columns: SheetColumn[] = [
    { key: '#institution', title: '机构', width: 28 }, { key: '#on', title: definition.day.label.zh, width: 14, type: 'date' },
    ...(needsDepartment(definition) ? [{ key: '#department', title: '科室', width: 18 }] : []),
    ...fields.map((field) => ({ key: field.key, title: field.unit === undefined ? field.label.zh : `${field.label.zh}（${field.unit.zh}）`, width: wide(field), type: typeOf(field) ?? 'text' })),
    { key: '#state', title: '状态', width: 10 }, { key: '#files', title: '附件', width: 8, type: 'integer' }, { key: '#by', title: '登记人', width: 12 }, { key: '#at', title: '登记时间', width: 18 }, { key: '#confirmed', title: '审核人', width: 12 },
  ]
  const rowOf = ({ entry, institution, department }: ListedEntry): SheetRow => ({
    ...Object.fromEntries(fields.map((field) => [field.key, field.type === 'number' ? ((entry.values[field.key] ?? null) as number | null) : sayValue(field, entry.values[field.key], names)])),
    '#institution': institution, '#on': entry.on, '#department': department, '#state': stateNames[entry.state], '#files': entry.files, '#by': entry.entered.name, '#at': localTime(entry.entered.at), '#confirmed': entry.confirmed?.name ?? '',
  })
  return file(`${definition.name.zh}-${ask.today}`, await writeXlsxApart({ sheet: definition.name.zh, title: `${definition.name.zh}${ask.cut ? `（只含最近 ${listed.length.toLocaleString('en')} 条，请缩小范围后再导出其余）` : ''}`, columns }, listed.length, (at) => {
    const each = listed[at]
    return each === undefined ? {} : rowOf(each)
  }))
}

const localTime = (instant: string): string => `${shanghaiDate(instant)} ${shanghaiTime(instant)}`

/** All faults of an import, one a line, to be mended beside the file. */
export async function faultsSheet(fileName: string, faults: readonly ImportFault[]): Promise<Download> {
  const columns: SheetColumn[] = [
    { key: 'row', title: '行号', width: 10, type: 'integer' }, { key: 'cell', title: '单元格', width: 10 }, { key: 'column', title: '列', width: 20 }, { key: 'value', title: '填写的内容', width: 30 }, { key: 'reason', title: '问题', width: 60 }, { key: 'severity', title: '类别', width: 10 },
  ]
  return file(`${fileName.replace(/\.[a-z]+$/i, '')}-问题清单`, await writeXlsxApart({ sheet: '问题清单', title: '导入问题清单', columns }, faults.length, (at) => ({ ...faults[at], severity: faults[at]?.severity === 'fault' ? '错误' : '提示' })))
}

/** The columns of a printed list: the day, the department, and what the definition lists. */
export function printColumns(definition: RegisterDefinition): { key: string; title: string; numeric: boolean }[] {
  const listed = definition.fields.filter((field) => field.list)
  const fields = listed.length > 0 ? listed : shownFields(definition).filter((field) => !isFileField(field)).slice(0, 6)
  return [
    { key: '#on', title: definition.day.label.zh, numeric: false }, ...(needsDepartment(definition) ? [{ key: '#department', title: '科室', numeric: false }] : []),
    ...fields.map((field) => ({ key: field.key, title: field.unit === undefined ? field.label.zh : `${field.label.zh}（${field.unit.zh}）`, numeric: field.type === 'number' })),
    { key: '#by', title: '登记人', numeric: false },
  ]
}

export const printRow = (definition: RegisterDefinition, { entry, department }: ListedEntry, names: NamesById): Record<string, string> => ({
  ...Object.fromEntries(definition.fields.filter((field) => !field.personal).map((field) => [field.key, sayValue(field, entry.values[field.key], names)])),
  '#on': entry.on, '#department': department, '#by': entry.entered.name,
})
