/** Where each look of a cell stands among the formats of the style sheet: a list on the screen, grey and tinted. */
const list = { title: 1, heading: 2, text: 3, integer: 4, number: 5, date: 6, line: 7, serial: 8, dash: 9 } as const
/** A form that is printed and signed: black lines, nothing tinted. */
const form = { title: 1, heading: 10, text: 11, integer: 12, number: 13, date: 14, line: 7, serial: 15, dash: 16 } as const
export type CellStyles = Readonly<Record<keyof typeof list, number>>
export const cellStyles: { readonly list: CellStyles; readonly form: CellStyles } = { list, form }

const border = (color: string) => `<border>${['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin"><color rgb="${color}"/></${side}>`).join('')}<diagonal/></border>`
const format = (number: number, font: number, fill: number, edge: number, alignment: string) =>
  `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${edge}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" ${alignment}/></xf>`

/** heading, text, integer, number, date, (line,) serial, dash. */
const tableFormats = ({ fill, edge }: { fill: number; edge: number }, line = '') =>
  format(49, 2, fill, edge, 'horizontal="center" wrapText="1"') +
  // 49 is "text": what looks like a number (an employee number, a code) stays as it was written.
  format(49, 0, 0, edge, 'horizontal="left" indent="1" wrapText="1"') +
  format(1, 0, 0, edge, '') +
  format(0, 0, 0, edge, '') +
  format(164, 0, 0, edge, 'horizontal="center"') +
  line +
  format(1, 0, 0, edge, 'horizontal="center"') +
  format(49, 0, 0, edge, 'horizontal="right"')

export const sheetStyles =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF7"/></patternFill></fill></fills>' +
  `<borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>${border('FFBFBFBF')}${border('FF000000')}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="17">` +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  format(0, 1, 0, 0, 'horizontal="center"') +
  tableFormats({ fill: 2, edge: 1 }, format(49, 0, 0, 0, 'horizontal="left"')) +
  tableFormats({ fill: 0, edge: 2 }) +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
