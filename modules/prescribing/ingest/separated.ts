/** Rows of separated text with quotes as spreadsheets write them; for heads and previews, never for a whole file. */
export function readSeparated(text: string, delimiter: string): string[][] {
  const rows: string[][] = []
  let [cells, cell, quoted]: [string[], string, boolean] = [[], '', false]
  const endRow = () => {
    cells.push(cell)
    rows.push(cells)
    cells = []
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === delimiter) {
      cells.push(cell)
      cell = ''
    } else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  if (cell !== '' || cells.length > 0) endRow()
  return rows.filter((row) => row.some((each) => each !== ''))
}

const needsQuotes = /[",\r\n]/
export const separatedLine = (cells: readonly string[]): string => `${cells.map((cell) => (needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`
