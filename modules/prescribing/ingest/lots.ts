import { open } from 'node:fs/promises'

export type Lot = { readonly bytes: Buffer; /** Where it begins and ends in the text. */ readonly from: number; readonly to: number }

const newline = 0x0a
const quote = 0x22

function quotesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(quote); at !== -1; at = bytes.indexOf(quote, at + 1)) count += 1
  return count
}

/**
 * Rule PR-11: where a lot ends: after the last line end that lies in no quotes. A lot is read, judged and written in one
 * transaction with its place in the text, so that reading goes on after it whatever happened.
 */
export function cutAt(bytes: Buffer): number {
  let open = quotesIn(bytes) % 2 === 1
  for (let end = bytes.lastIndexOf(newline), from = bytes.length; end !== -1; from = end, end = end === 0 ? -1 : bytes.lastIndexOf(newline, end - 1)) {
    if (quotesIn(bytes.subarray(end, from)) % 2 === 1) open = !open
    if (!open) return end + 1
  }
  // No such end: a quote is missing somewhere, and lines are lines.
  return bytes.lastIndexOf(newline) + 1
}

/**
 * A quote that nothing closes would swallow the lines after it. Where a line with an odd number of quotes has all its columns,
 * and the quote does not open the last of them, the quotes are taken for what they are: signs that somebody typed.
 */
export function mendQuotes(bytes: Buffer, columns: number, delimiter: string): void {
  const mark = delimiter.charCodeAt(0)
  if (!bytes.includes(quote)) return
  for (let from = 0; from < bytes.length; ) {
    const next = bytes.indexOf(newline, from)
    const end = next === -1 ? bytes.length : next
    let [quotes, marks, lastMark] = [0, 0, -1]
    for (let at = from; at < end; at++) {
      if (bytes[at] === quote) quotes += 1
      else if (bytes[at] === mark) {
        marks += 1
        lastMark = at
      }
    }
    if (quotes % 2 === 1 && marks === columns - 1 && bytes.subarray(from, lastMark).includes(quote)) for (let at = from; at < end; at++) if (bytes[at] === quote) bytes[at] = 0x27
    from = end + 1
  }
}

/** Lots of about so many bytes from a place to the end; never more than one in memory. */
export async function* lotsOf(path: string, from: number, lotBytes: number, table: { readonly columns: number; readonly delimiter: string }): AsyncGenerator<Lot> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    for (let at = from; at < size; ) {
      const wanted = Math.min(lotBytes, size - at)
      const bytes = Buffer.allocUnsafe(wanted)
      const { bytesRead } = await file.read(bytes, 0, wanted, at)
      const read = bytes.subarray(0, bytesRead)
      // The sign that marks a null on the way to the table; nobody types it.
      for (let found = read.indexOf(1); found !== -1; found = read.indexOf(1, found)) read[found] = 0x20
      mendQuotes(read, table.columns, table.delimiter)
      const cut = at + bytesRead >= size ? bytesRead : cutAt(read)
      if (cut === 0) throw new Error('a line of the text is longer than a lot')
      yield { bytes: read.subarray(0, cut), from: at, to: at + cut }
      at += cut
    }
  } finally {
    await file.close()
  }
}
