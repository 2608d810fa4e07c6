import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '')
export { codeOf }

const hasProc = existsSync('/proc/self/stat')

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A killed child that nobody has collected yet still has a number, but runs no more.
    return !(hasProc && statOf(pid)?.startsWith('Z') === true)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** State and what follows it of /proc/PID/stat; the name in front may hold blanks and brackets. */
function statOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2)
  } catch {
    return null
  }
}

/** Names a process so that another one with the same number, after a restart of the machine or container, is told apart. */
export const stampOf = (pid: number): string => `${pid} ${startOf(pid)}`.trim()

function startOf(pid: number): string {
  if (hasProc) return statOf(pid)?.split(' ')[19] ?? ''
  if (process.platform === 'win32') return ''
  return spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8', env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] ?? '' } }).stdout.trim().replaceAll(/\s+/g, '-')
}

/** Whether the process that wrote the stamp still runs; its number, or null. */
export function livingPid(stamp: string): number | null {
  const pid = Number(stamp.trim().split(' ')[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  return stampOf(pid) === stamp.trim() ? pid : null
}

/**
 * Whether the process is the PostgreSQL of exactly this folder: yes, no, or unknown where this system does not tell.
 * PostgreSQL works inside its data folder, and its command line names it.
 */
export function runsFolder(pid: number, folder: string): 'yes' | 'no' | 'unknown' {
  if (hasProc) {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === path.resolve(folder) ? 'yes' : 'no'
    } catch {
      // Another account's process hides its folder, but not its command line.
    }
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(path.resolve(folder)) ? 'yes' : 'no'
    } catch {
      return isAlive(pid) ? 'unknown' : 'no'
    }
  }
  if (process.platform === 'win32') return 'unknown'
  const listed = spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  if (listed.status !== 0 || listed.stdout.trim() === '') return 'unknown'
  return listed.stdout.includes(path.resolve(folder)) ? 'yes' : 'no'
}
