import { strToU8, zipSync } from 'fflate'
import { cellStyles, sheetStyles, type CellStyles } from './xlsx-styles.ts'

export type SheetColumn = {
  readonly key: string
  readonly title: string
  /** In characters; a Chinese character counts two. */
  readonly width?: number
  /** A serial number stands in the middle of its column. */
  readonly type?: 'text' | 'integer' | 'number' | 'date' | 'serial'
}
export type SheetRow = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Sheet = {
  readonly sheet?: string
  readonly title?: string
  readonly columns: readonly SheetColumn[]
  readonly rows: readonly SheetRow[]
  /** Lines under the title; each is spread over the width in nearly equal parts: the unit on the left, the period on the right. */
  readonly lead?: readonly (readonly string[])[]
  /** A row of headings above the columns' own, each over so many columns; '' joins with the heading beneath it. */
  readonly groups?: readonly (readonly [heading: string, columns: number])[]
  /** Lines under the table, spread like `lead`: who filled it in, who answers for it, the date, the seal. */
  readonly foot?: readonly (readonly string[])[]
  /** A form is read and signed, not filtered; a list is filtered. */
  readonly form?: boolean
}

export const xlsxMediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * Rule FI-2: a text that a spreadsheet would run as a formula gets an apostrophe in front. The cells are texts anyway;
 * the apostrophe still guards when somebody saves the sheet as .csv and opens it again.
 */
export const guardFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
/** What guardFormula added, taken off again when a sheet comes back. */
export const unguardFormula = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

// oxlint-disable-next-line no-control-regex -- XML 1.0 has no way to write these characters
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
/** Text as XML holds it. */
export const escapeXml = (text: string): string => text.replaceAll(unwritable, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** 0 → A, 25 → Z, 26 → AA. */
function letters(column: number): string {
  let name = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCodePoint(65 + ((rest - 1) % 26)) + name
  return name
}

const dayZero = Date.UTC(1899, 11, 30)
const dateShape = /^(\d{4})-(\d\d)-(\d\d)$/

const textCell = (at: string, styled: number, text: string) =>
  text === '' ? `<c r="${at}" s="${styled}"/>` : `<c r="${at}" s="${styled}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, 32_000))}</t></is></c>`

function cell(at: string, type: NonNullable<SheetColumn['type']>, value: SheetRow[string], styles: CellStyles): string {
  if (value === null || value === undefined || value === '') return `<c r="${at}" s="${styles[type]}"/>`
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${at}" s="${styles[type === 'text' ? 'number' : type]}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return textCell(at, styles.text, value ? '是' : '否')
  const text = String(value)
  const day = type === 'date' ? dateShape.exec(text) : null
  if (day === null) return textCell(at, type === 'integer' || type === 'number' ? styles.dash : styles.text, guardFormula(text))
  return `<c r="${at}" s="${styles.date}"><v>${Math.round((Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) - dayZero) / 86_400_000)}</v></c>`
}

/** Rows of a sheet being written, with the areas that are joined. */
type Writing = { readonly columns: readonly SheetColumn[]; readonly styles: CellStyles; readonly rows: string[]; readonly merges: string[] }

/** Adds a row; answers its number. */
function addRow(into: Writing, cells: (row: number) => string, height?: number): number {
  const row = into.rows.length + 1
  into.rows.push(`<row r="${row}"${height === undefined ? '' : ` ht="${height}" customHeight="1"`}>${cells(row)}</row>`)
  return row
}

function merge(into: Writing, fromColumn: number, fromRow: number, toColumn: number, toRow: number): void {
  if (fromColumn !== toColumn || fromRow !== toRow) into.merges.push(`${letters(fromColumn)}${fromRow}:${letters(toColumn)}${toRow}`)
}

const widthOf = (column: SheetColumn): number => column.width ?? 16

/** The columns that begin `shares` parts of nearly equal breadth, each at least one column. */
function startsOf(columns: readonly SheetColumn[], shares: number): number[] {
  const edges = columns.map((_, at) => columns.slice(0, at).reduce((sum, column) => sum + widthOf(column), 0))
  const total = columns.reduce((sum, column) => sum + widthOf(column), 0)
  const starts = [0]
  for (let part = 1; part < shares; part += 1) {
    const from = (starts.at(-1) ?? 0) + 1
    const free = Array.from({ length: columns.length - (shares - part) - from + 1 }, (_, n) => from + n)
    const far = (at: number) => Math.abs((edges[at] ?? 0) - (total * part) / shares)
    starts.push(free.reduce((best, at) => (far(at) < far(best) ? at : best), from))
  }
  return starts
}

/** Texts spread over the width in parts of nearly equal breadth; what has no columns left is joined to the last. */
function addSpread(into: Writing, texts: readonly string[], styled: number, height: number): void {
  const width = into.columns.length
  const shares = Math.min(texts.length, width)
  const parts = [...texts.slice(0, shares - 1), texts.slice(shares - 1).join('　')]
  const starts = startsOf(into.columns, shares)
  const row = addRow(into, (number) => Array.from({ length: width }, (_, at) => textCell(`${letters(at)}${number}`, styled, starts.includes(at) ? guardFormula(parts[starts.indexOf(at)] ?? '') : '')).join(''), height)
  starts.forEach((start, at) => merge(into, start, row, (starts[at + 1] ?? width) - 1, row))
}

/** The rows of headings; answers the last of them. */
function addHeadings(into: Writing, { columns, groups }: Sheet): number {
  const own = (number: number) => columns.map((column, at) => textCell(`${letters(at)}${number}`, into.styles.heading, guardFormula(column.title))).join('')
  if (groups === undefined) return addRow(into, own, 22)
  const spans = groups.flatMap(([heading, count], group) => Array.from({ length: count }, (_, n) => ({ heading, group, first: n === 0 })))
  // A joined area shows its first cell: a column without a group has its heading in the upper row.
  const upper = addRow(into, (number) => columns.map((column, at) => textCell(`${letters(at)}${number}`, into.styles.heading, guardFormula(spans[at]?.heading === '' ? column.title : spans[at]?.first === true ? spans[at].heading : ''))).join(''), 22)
  const lower = addRow(into, own, 22)
  columns.forEach((_, at) => {
    const span = spans[at]
    if (span === undefined || span.heading === '') merge(into, at, upper, at, lower)
    else if (span.first) merge(into, at, upper, at + spans.filter((each) => each.group === span.group).length - 1, upper)
  })
  return lower
}

function sheetXml(sheet: Sheet): { xml: Uint8Array; headings: readonly [from: number, to: number] } {
  const { title, columns, rows } = sheet
  const last = letters(columns.length - 1)
  const styles = sheet.form === true ? cellStyles.form : cellStyles.list
  const into: Writing = { columns, styles, rows: [], merges: [] }
  if (title !== undefined) addSpread(into, [title], styles.title, 30)
  for (const line of sheet.lead ?? []) addSpread(into, line, styles.line, 22)
  const firstHeading = into.rows.length + 1
  const headingRow = addHeadings(into, sheet)
  const shaped = columns.map((column, at) => ({ key: column.key, type: column.type ?? 'text', letter: letters(at) }))
  for (const row of rows) addRow(into, (number) => shaped.map((column) => cell(`${column.letter}${number}`, column.type, row[column.key], styles)).join(''))
  const lastRow = into.rows.length
  for (const line of sheet.foot ?? []) addSpread(into, line, styles.line, 26)
  const parts = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<dimension ref="A1:${last}${into.rows.length}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headingRow}" topLeftCell="A${headingRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/>`,
    `<cols>${columns.map((column, at) => `<col min="${at + 1}" max="${at + 1}" width="${widthOf(column)}" customWidth="1"/>`).join('')}</cols><sheetData>`,
    ...into.rows,
    '</sheetData>',
    sheet.form === true ? '' : `<autoFilter ref="A${headingRow}:${last}${lastRow}"/>`,
    into.merges.length === 0 ? '' : `<mergeCells count="${into.merges.length}">${into.merges.map((area) => `<mergeCell ref="${area}"/>`).join('')}</mergeCells>`,
    '<printOptions horizontalCentered="1"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter></worksheet>',
  ]
  return { xml: strToU8(parts.join('')), headings: [firstHeading, headingRow] }
}

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** Excel takes at most 31 characters and none of these signs. */
const sheetName = (name: string) => name.replaceAll(/[[\]:*?/\\']/g, ' ').trim().slice(0, 31) || 'Sheet1'

/** Two sheets of one name are refused by Excel: the later ones are numbered. */
const namesOf = (sheets: readonly Sheet[]): string[] => {
  const taken = new Set<string>()
  return sheets.map((sheet) => {
    const wanted = sheetName(sheet.sheet ?? sheet.title ?? 'Sheet1')
    let name = wanted
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${wanted.slice(0, 27)} ${n}`
    taken.add(name.toLowerCase())
    return name
  })
}

/** One styled sheet: merged title, bold headings, borders, frozen headings, filter, landscape A4. */
export const writeXlsx = (sheet: Sheet): Uint8Array => writeBook([sheet])

/** Several styled sheets in one book; headings are repeated on every printed page. The same input gives the same bytes. */
export function writeBook(sheets: readonly Sheet[]): Uint8Array {
  const names = namesOf(sheets)
  const written = sheets.map(sheetXml)
  const text = (content: string) => strToU8(head + content)
  const each = (line: (n: number, name: string, at: number) => string) => names.map((name, at) => line(at + 1, escapeXml(name), at)).join('')
  return zipSync(
    {
      '[Content_Types].xml': text(
        `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${office}.sheet.main+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${office}.worksheet+xml"/>`)}<Override PartName="/xl/styles.xml" ContentType="${office}.styles+xml"/></Types>`,
      ),
      '_rels/.rels': text(`<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
      'xl/workbook.xml': text(
        `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets>${each((n, name) => `<sheet name="${name}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets>` +
          `<definedNames>${each((_, name, at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">'${name}'!$${written[at]?.headings[0] ?? 1}:$${written[at]?.headings[1] ?? 1}</definedName>`)}</definedNames></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': text(`<Relationships xmlns="${packaged}/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`),
      'xl/styles.xml': strToU8(sheetStyles),
      ...Object.fromEntries(written.map(({ xml }, at) => [`xl/worksheets/sheet${at + 1}.xml`, xml])),
    },
    { level: 4, mtime: '2020-01-01' },
  )
}
