import { gunzipSync, gzipSync } from 'node:zlib'
import type { Vault } from '../../../server/platform/crypto.ts'

/** Rows and faults repeat what people wrote and their telephones: packed and sealed. */
export const pack = (vault: Vault, rows: readonly unknown[]): Buffer => vault.seal(gzipSync(JSON.stringify(rows)).toString('base64'))

/** What was packed by the same program under the same name has the same shape. */
export const unpack = <Row>(vault: Vault, sealed: Buffer): Row[] => JSON.parse(gunzipSync(Buffer.from(vault.open(sealed), 'base64')).toString('utf8')) as Row[]
