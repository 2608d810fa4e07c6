import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { livingPid, stampOf } from './liveness.ts'

/** Uses of the running database by this process; a second one (a test, a command) must not end the first's. */
const ours = new Map<string, number>()

const folderOf = (dataDir: string) => path.join(dataDir, 'users')

/** Notes that this process uses the database; call under the start lock. */
export function enter(dataDir: string): void {
  ours.set(dataDir, (ours.get(dataDir) ?? 0) + 1)
  mkdirSync(folderOf(dataDir), { recursive: true, mode: 0o700 })
  writeFileSync(path.join(folderOf(dataDir), String(process.pid)), stampOf(process.pid), { mode: 0o600 })
}

/** Takes the note away; true where nobody alive uses the database any more and it may be stopped. Call under the start lock. */
export function leave(dataDir: string): boolean {
  const left = (ours.get(dataDir) ?? 1) - 1
  ours.set(dataDir, left)
  if (left > 0) return false
  rmSync(path.join(folderOf(dataDir), String(process.pid)), { force: true })
  let alone = true
  for (const name of readdirSync(folderOf(dataDir))) {
    const file = path.join(folderOf(dataDir), name)
    if (livingPid(readFileSync(file, 'utf8')) === null) rmSync(file, { force: true })
    else alone = false
  }
  return alone
}
