import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { keyRingShape, newKeyRing } from '../crypto.ts'

const shape = z.object({ superPassword: z.string().min(20), ownerPassword: z.string().min(20), appPassword: z.string().min(20), port: z.number().int().nullable(), keyRing: keyRingShape })
export type Secrets = z.infer<typeof shape>

const fileOf = (dataDir: string) => path.join(dataDir, 'secrets.json')

/** Passwords and keys of one installation: made once, readable by the owner only, never in the database. */
export function loadSecrets(dataDir: string): Secrets {
  const file = fileOf(dataDir)
  if (existsSync(file)) {
    const parsed = shape.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (!parsed.success) throw new Error(`密钥文件 ${file} 已损坏，无法启动；请从备份恢复这个文件，不要删除它。The key file is damaged; restore it from a backup and do not delete it.`)
    return parsed.data
  }
  const password = () => randomBytes(24).toString('base64url')
  const fresh: Secrets = { superPassword: password(), ownerPassword: password(), appPassword: password(), port: null, keyRing: newKeyRing() }
  saveSecrets(dataDir, fresh)
  return fresh
}

export function saveSecrets(dataDir: string, secrets: Secrets): void {
  const file = fileOf(dataDir)
  const partial = `${file}.${process.pid}`
  const handle = openSync(partial, 'w', 0o600)
  writeSync(handle, `${JSON.stringify(secrets, null, 2)}\n`)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(partial, file)
}
