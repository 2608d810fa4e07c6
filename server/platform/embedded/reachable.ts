import { existsSync, statSync } from 'node:fs'
import path from 'node:path'

/** True where somebody without special rights can walk to the folder. */
export function isReachable(folder: string): boolean {
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    if (existsSync(here) && (statSync(here).mode & 0o001) === 0) return false
    if (here === path.dirname(here)) return true
  }
}
