import { TextDecoder } from 'node:util'
import { readSeparated } from './separated.ts'
import { findHeading, type Encoding } from './sniff.ts'
import { headEncoding, textOfWhole, type Format } from './spool.ts'

export type Head = { readonly encoding: Encoding; readonly delimiter: string; readonly headings: readonly string[]; readonly sample: readonly (readonly string[])[] }

const sampleLines = 20
const headBytes = 512 * 1024

/** How a file is headed, and its first lines as a person will check them; null where it has no heading. */
export async function headOf(bytes: Buffer, format: Format): Promise<Head | null> {
  const encoding = headEncoding(bytes.subarray(0, headBytes), format)
  const text = format === 'csv' ? new TextDecoder(encoding).decode(bytes.subarray(0, headBytes), { stream: true }) : await textOfWhole(bytes, format)
  const head = Buffer.from(text.slice(0, headBytes))
  const heading = findHeading(head)
  if (heading === null) return null
  const below = head.subarray(heading.bytes).toString('utf8')
  // The last line of the head may be cut.
  const whole = head.length < headBytes ? below : below.slice(0, below.lastIndexOf('\n') + 1)
  return { encoding, delimiter: heading.delimiter, headings: heading.headings, sample: readSeparated(whole, heading.delimiter).slice(0, sampleLines) }
}
