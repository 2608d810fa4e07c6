/** Where each look of a cell stands among the formats of the style sheet. */
export const cellStyle = { title: 1, heading: 2, text: 3, integer: 4, number: 5, date: 6, line: 7 } as const

const border = '<border><left style="thin"><color rgb="FFBFBFBF"/></left><right style="thin"><color rgb="FFBFBFBF"/></right><top style="thin"><color rgb="FFBFBFBF"/></top><bottom style="thin"><color rgb="FFBFBFBF"/></bottom><diagonal/></border>'
const format = (number: number, font: number, fill: number, edge: number, alignment: string) =>
  `<xf numFmtId="${number}" fontId="${font}" fillId="${fill}" borderId="${edge}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" ${alignment}/></xf>`

export const sheetStyles =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>' +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF7"/></patternFill></fill></fills>' +
  `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>${border}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="8">` +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  format(0, 1, 0, 0, 'horizontal="center"') +
  format(49, 2, 2, 1, 'horizontal="center" wrapText="1"') +
  // 49 is "text": what looks like a number (an employee number, a code) stays as it was written.
  format(49, 0, 0, 1, 'wrapText="1"') +
  format(1, 0, 0, 1, '') +
  format(0, 0, 0, 1, '') +
  format(164, 0, 0, 1, 'horizontal="center"') +
  format(49, 0, 0, 0, 'horizontal="left"') +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
