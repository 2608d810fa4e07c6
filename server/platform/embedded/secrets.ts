import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { keyRingShape, newKeyRing, type KeyRing } from '../crypto.ts'
import { codeOf } from './liveness.ts'

const shape = z.object({ superPassword: z.string().min(20), ownerPassword: z.string().min(20), appPassword: z.string().min(20), port: z.number().int().nullable(), keyRing: keyRingShape })
export type Secrets = z.infer<typeof shape>

const fileOf = (dataDir: string) => path.join(dataDir, 'secrets.json')

function parse(file: string): Secrets {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new Error(`密钥文件 ${file} 读不出来或已损坏，没有启动；请从备份恢复这个文件，不要删除它：没有它，加密的姓名和电话再也读不出来。The key file is damaged; restore it from a backup, do not delete it.`, { cause: error })
  }
}

/** Passwords and keys of one installation: made once, readable by their owner only, never in the database. */
export function loadSecrets(dataDir: string): Secrets {
  const file = fileOf(dataDir)
  if (existsSync(file)) return parse(file)
  const password = () => randomBytes(24).toString('base64url')
  const partial = write(file, { superPassword: password(), ownerPassword: password(), appPassword: password(), port: null, keyRing: newKeyRing() })
  try {
    // A link never replaces: of two first starts one wins, and both read the same keys.
    linkSync(partial, file)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(partial, { force: true })
  }
  return parse(file)
}

export const saveSecrets = (dataDir: string, secrets: Secrets): void => renameSync(write(fileOf(dataDir), secrets), fileOf(dataDir))

function write(file: string, secrets: Secrets): string {
  const partial = `${file}.${process.pid}`
  rmSync(partial, { force: true })
  const handle = openSync(partial, 'wx', 0o600)
  writeSync(handle, `${JSON.stringify(secrets, null, 2)}\n`)
  fsyncSync(handle)
  closeSync(handle)
  return partial
}

/** The key ring of an installation on a database of the operator's own: HUIYIN_KEYS, else the data folder's. */
export function externalKeyRing(dataDir: string, given: string | null): KeyRing {
  if (given === null) return loadSecrets(dataDir).keyRing
  try {
    return keyRingShape.parse(JSON.parse(given))
  } catch (error) {
    throw new Error('环境变量 HUIYIN_KEYS 不是有效的密钥（应为 secrets.json 中 keyRing 的 JSON），没有启动。HUIYIN_KEYS is not a key ring.', { cause: error })
  }
}
