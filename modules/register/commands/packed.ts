import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Vault } from '../../../server/platform/crypto.ts'

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** Lets other requests go on between two portions of a long piece of work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** So many items between two breaths: a few milliseconds of work. */
export const portion = 500

/** One line of JSON an item, packed and sealed. */
export async function seal(vault: Vault, items: readonly unknown[]): Promise<Buffer> {
  const parts: string[] = []
  for (let at = 0; at < items.length; at += portion) {
    parts.push(items.slice(at, at + portion).map((item) => JSON.stringify(item)).join('\n'))
    await breathe()
  }
  return vault.seal((await zip(parts.join('\n'))).toString('base64'))
}

export async function unseal<T>(vault: Vault, sealed: Buffer): Promise<T[]> {
  const text = (await unzip(Buffer.from(vault.open(sealed), 'base64'))).toString('utf8')
  const items: T[] = []
  const lines = text === '' ? [] : text.split('\n')
  for (const [at, line] of lines.entries()) {
    // What was sealed by the same program under the same name has the same shape.
    items.push(JSON.parse(line) as T)
    if (at % portion === portion - 1) await breathe()
  }
  return items
}
