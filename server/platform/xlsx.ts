import { strToU8, zipSync } from 'fflate'

export type SheetColumn = {
  readonly key: string
  readonly title: string
  /** In characters; a Chinese character counts two. */
  readonly width?: number
  readonly type?: 'text' | 'integer' | 'number' | 'date'
}
export type SheetRow = Readonly<Record<string, string | number | boolean | null | undefined>>
export type Sheet = { readonly sheet?: string; readonly title?: string; readonly columns: readonly SheetColumn[]; readonly rows: readonly SheetRow[] }

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
const escape = (text: string) => text.replaceAll(unwritable, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** 0 → A, 25 → Z, 26 → AA. */
function letters(column: number): string {
  let name = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCodePoint(65 + ((rest - 1) % 26)) + name
  return name
}

const style = { title: 1, heading: 2, text: 3, integer: 4, number: 5, date: 6 } as const
const dayZero = Date.UTC(1899, 11, 30)
const dateShape = /^(\d{4})-(\d\d)-(\d\d)$/

const textCell = (at: string, styled: number, text: string) =>
  text === '' ? `<c r="${at}" s="${styled}"/>` : `<c r="${at}" s="${styled}" t="inlineStr"><is><t xml:space="preserve">${escape(text.slice(0, 32_000))}</t></is></c>`

function cell(at: string, type: NonNullable<SheetColumn['type']>, value: SheetRow[string]): string {
  if (value === null || value === undefined || value === '') return `<c r="${at}" s="${style[type]}"/>`
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${at}" s="${style[type === 'text' ? 'number' : type]}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return textCell(at, style.text, value ? '是' : '否')
  const text = String(value)
  const day = type === 'date' ? dateShape.exec(text) : null
  if (day === null) return textCell(at, style.text, guardFormula(text))
  return `<c r="${at}" s="${style.date}"><v>${Math.round((Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) - dayZero) / 86_400_000)}</v></c>`
}

function sheetXml({ title, columns, rows }: Sheet): Uint8Array {
  const last = letters(columns.length - 1)
  const headingRow = title === undefined ? 1 : 2
  const parts: string[] = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<dimension ref="A1:${last}${headingRow + rows.length}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headingRow}" topLeftCell="A${headingRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/>`,
    `<cols>${columns.map((column, at) => `<col min="${at + 1}" max="${at + 1}" width="${column.width ?? 16}" customWidth="1"/>`).join('')}</cols><sheetData>`,
  ]
  if (title !== undefined) parts.push(`<row r="1" ht="30" customHeight="1">${columns.map((_, at) => textCell(`${letters(at)}1`, style.title, at === 0 ? guardFormula(title) : '')).join('')}</row>`)
  parts.push(`<row r="${headingRow}" ht="22" customHeight="1">${columns.map((column, at) => textCell(`${letters(at)}${headingRow}`, style.heading, guardFormula(column.title))).join('')}</row>`)
  const shaped = columns.map((column, at) => ({ key: column.key, type: column.type ?? 'text', letter: letters(at) }))
  rows.forEach((row, index) => {
    const number = headingRow + 1 + index
    parts.push(`<row r="${number}">${shaped.map((column) => cell(`${column.letter}${number}`, column.type, row[column.key])).join('')}</row>`)
  })
  parts.push(`</sheetData><autoFilter ref="A${headingRow}:${last}${headingRow + rows.length}"/>`)
  if (title !== undefined && columns.length > 1) parts.push(`<mergeCells count="1"><mergeCell ref="A1:${last}1"/></mergeCells>`)
  parts.push('<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>')
  return strToU8(parts.join(''))
}

const border = '<border><left style="thin"><color rgb="FFBFBFBF"/></left><right style="thin"><color rgb="FFBFBFBF"/></right><top style="thin"><color rgb="FFBFBFBF"/></top><bottom style="thin"><color rgb="FFBFBFBF"/></bottom><diagonal/></border>'
const format = (number: number, font: number, fill: number, edge: number, alignment: string) =>
  `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${edge}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" ${alignment}/></xf>`
const styles =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF7"/></patternFill></fill></fills>' +
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>${border}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7">` +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  format(0, 1, 0, 0, 'horizontal="center"') +
  format(49, 2, 2, 1, 'horizontal="center" wrapText="1"') +
  // 49 is "text": what looks like a number (an employee number, a code) stays as it was written.
  format(49, 0, 0, 1, 'wrapText="1"') +
  format(1, 0, 0, 1, '') +
  format(0, 0, 0, 1, '') +
  format(164, 0, 0, 1, 'horizontal="center"') +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** Excel takes at most 31 characters and none of these signs. */
const sheetName = (name: string) => name.replaceAll(/[[\]:*?/\\']/g, ' ').trim().slice(0, 31) || 'Sheet1'

/** One styled sheet: merged title, bold headings, borders, frozen headings, filter, landscape A4. */
export function writeXlsx(sheet: Sheet): Uint8Array {
  const name = escape(sheetName(sheet.sheet ?? sheet.title ?? 'Sheet1'))
  const text = (content: string) => strToU8(head + content)
  return zipSync(
    {
      '[Content_Types].xml': text(
        `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${office}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${office}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${office}.styles+xml"/></Types>`,
      ),
      '_rels/.rels': text(`<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
      'xl/workbook.xml': text(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`),
      'xl/_rels/workbook.xml.rels': text(`<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`),
      'xl/styles.xml': strToU8(styles),
      'xl/worksheets/sheet1.xml': sheetXml(sheet),
    },
    { level: 4, mtime: '2020-01-01' },
  )
}
