import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { keyRingShape, openVault, type KeyRing } from '../crypto.ts'

const count = z.number().int().min(0)
const manifestShape = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  migrations: z.array(z.string()),
  keyFingerprint: z.string(),
  /** Last links of all event chains, in one hash: what `verify` must find again. */
  chains: z.object({ heads: count, sha256: z.string() }),
  tables: z.array(z.object({ name: z.string().regex(/^[a-z_][a-z0-9_]*$/), columns: z.array(z.string()), rows: count, sha256: z.string() })),
  jobs: z.object({ rows: count, sha256: z.string() }),
})
export type Manifest = z.infer<typeof manifestShape>

/** A backup or restore that cannot be done; the message is for the operator. */
export class BackupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BackupError'
  }
}

/** Reads what a backup folder says of itself, and refuses one that is not whole. */
export function readManifest(folder: string): { manifest: Manifest; keyRing: KeyRing } {
  const place = path.resolve(folder)
  const read = (name: string): unknown => {
    try {
      return JSON.parse(readFileSync(path.join(place, name), 'utf8'))
    } catch (error) {
      throw new BackupError(`目录 ${place} 不是完整的备份（缺少或读不懂 ${name}），没有恢复，什么都没有改动。This is not a complete backup.`, { cause: error })
    }
  }
  const manifest = manifestShape.safeParse(read('manifest.json'))
  const keyRing = keyRingShape.safeParse(read('key-ring.json'))
  if (!manifest.success || !keyRing.success) throw new BackupError(`目录 ${place} 的备份清单已损坏，没有恢复，什么都没有改动。The manifest is damaged.`)
  if (openVault(keyRing.data).fingerprint !== manifest.data.keyFingerprint) throw new BackupError(`目录 ${place} 里的密钥与数据不配套，没有恢复，什么都没有改动。The key ring does not belong to this backup.`)
  return { manifest: manifest.data, keyRing: keyRing.data }
}
