import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM'
  }
}

/** Who holds a lock file; null where nobody alive does. */
export function holderOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim())
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

function claim(file: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, String(process.pid))
    closeSync(handle)
    return true
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Takes a lock or answers null at once where a living process has it; a dead one's is taken over. */
export function tryLock(file: string): (() => void) | null {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (claim(file)) return () => rmSync(file, { force: true })
    const holder = holderOf(file)
    if (holder === process.pid) return () => undefined
    if (holder !== null) return null
    rmSync(file, { force: true })
  }
  return null
}

/** Waits for a lock that others hold only briefly: two launchers start one after the other. */
export async function lock(file: string, seconds: number): Promise<() => void> {
  for (let waited = 0; waited < seconds * 10; waited++) {
    const release = tryLock(file)
    if (release !== null) return release
    await wait(100)
  }
  throw new Error(`另一个进程（${holderOf(file) ?? '?'}）长时间占用数据目录的启动锁 ${file}。Another process has been starting the database for ${seconds} s.`)
}

export { isAlive }
