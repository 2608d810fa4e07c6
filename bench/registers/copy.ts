import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const lot = 1 << 18

/** Rows on their way into a table; what a row cannot hold as it is must be escaped by whoever writes it. */
export type CopyIn = { write(line: string): Promise<void> | undefined; end(): Promise<void> }

export function copyInto(client: pg.Client, table: string, columns: readonly string[]): CopyIn {
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  const done = finished(stream)
  // Awaited in end(); a failure before that must not end the process by itself.
  done.catch(() => undefined)
  let held: string[] = []
  let length = 0
  const flush = async () => {
    const text = held.join('')
    held = []
    length = 0
    if (text !== '' && !stream.write(text)) await Promise.race([once(stream, 'drain'), done])
  }
  return {
    write(line) {
      held.push(line)
      length += line.length
      return length < lot ? undefined : flush()
    },
    async end() {
      await flush()
      stream.end()
      await done
    },
  }
}

/** One cell: null as COPY writes it. */
export const cell = (value: string | number | null): string => (value === null ? String.raw`\N` : String(value))
export const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\t', String.raw`\t`).replaceAll('\n', String.raw`\n`)
