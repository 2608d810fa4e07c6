import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { codeOf, livingPid, stampOf } from './liveness.ts'

/** Locks of this very process: a lock file with our number that is not in here was left by a dead namesake. */
const held = new Set<string>()
let counter = 0

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** Who holds a lock file; null where nobody alive does. */
export function holderOf(file: string): number | null {
  const text = textOf(file)
  const pid = text === null ? null : livingPid(text)
  return pid === process.pid && !held.has(file) ? null : pid
}

/** Takes a lock or answers null at once where a living process has it; a dead one's is taken over. */
export function tryLock(file: string): (() => void) | null {
  // Written first and linked into place, so that nobody ever sees a lock without its holder.
  counter += 1
  const own = `${file}.${process.pid}.${counter}`
  for (let attempt = 0; attempt < 3; attempt++) {
    writeFileSync(own, stampOf(process.pid), { mode: 0o600 })
    try {
      linkSync(own, file)
      held.add(file)
      return () => {
        held.delete(file)
        rmSync(file, { force: true })
      }
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    } finally {
      rmSync(own, { force: true })
    }
    if (holderOf(file) !== null) return null
    takeAway(file, own)
  }
  return null
}

/** Moves a dead holder's lock aside, and puts it back where somebody living was faster than we. */
function takeAway(file: string, aside: string): void {
  try {
    renameSync(file, aside)
    const text = textOf(aside)
    if (text !== null && livingPid(text) !== null && livingPid(text) !== process.pid) linkSync(aside, file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Waits for a lock that others hold only briefly: two launchers start one after the other. */
export async function lock(file: string, seconds: number): Promise<() => void> {
  for (let waited = 0; waited < seconds * 10; waited++) {
    const release = tryLock(file)
    if (release !== null) return release
    await wait(100)
  }
  throw new Error(`另一个进程（${holderOf(file) ?? '?'}）长时间占用启动锁 ${file}，没有启动；请结束它后再试。Another process has been starting the database for ${seconds} s.`)
}
