// Puts a build into place so that two builds at once, a kill in between, or a server that still runs the last one never meet half a build.
// node: modules only; used before anything is installed.
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'

function* filesOf(place) {
  if (!existsSync(place)) return
  if (statSync(place).isFile()) yield place
  else for (const name of readdirSync(place).sort()) if (!name.includes('.test.')) yield* filesOf(path.join(place, name))
}

/** The hash of every file that a build depends on, names included; tests do not count. */
export function hashOf(root, sources) {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(path.join(root, source))) hash.update(path.relative(root, file).replaceAll('\\', '/')).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

export const isCurrent = (root, wanted) => textOf(path.join(root, 'dist', 'stamp')) === wanted

/**
 * Each build gets a folder of its own below .huiyin/builds; `dist` is a link to the newest one and is replaced in one step.
 * A server that runs an older build keeps its files: the last three are kept.
 */
export async function placeBuild(root, wanted, make) {
  const builds = path.join(root, '.huiyin', 'builds')
  const place = path.join(builds, wanted.slice(0, 16))
  mkdirSync(builds, { recursive: true })
  if (textOf(path.join(place, 'stamp')) !== wanted) {
    const partial = path.join(builds, `partial-${process.pid}-${Math.random().toString(36).slice(2)}`)
    mkdirSync(partial)
    try {
      await make(partial)
      writeFileSync(path.join(partial, 'stamp'), wanted)
      renameSync(partial, place)
    } catch (error) {
      rmSync(partial, { recursive: true, force: true })
      // Another build of the same sources was faster; its result is as good.
      if (textOf(path.join(place, 'stamp')) !== wanted) throw error
    }
  }
  const now = new Date()
  utimesSync(place, now, now)
  pointTo(root, place)
  prune(builds, place)
}

function pointTo(root, place) {
  const link = path.join(root, 'dist')
  const fresh = path.join(root, '.huiyin', `dist-${process.pid}-${Math.random().toString(36).slice(2)}`)
  symlinkSync(process.platform === 'win32' ? place : path.relative(root, place), fresh, 'junction')
  const old = lstatSync(link, { throwIfNoEntry: false })
  if (old !== undefined && (!old.isSymbolicLink() || process.platform === 'win32')) rmSync(link, { recursive: true, force: true })
  renameSync(fresh, link)
}

function prune(builds, current) {
  const age = (name) => statSync(path.join(builds, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const names = readdirSync(builds)
  const whole = names.filter((name) => !name.startsWith('partial-') && path.join(builds, name) !== current).sort((a, b) => age(b) - age(a))
  // What a killed build left an hour ago nobody finishes any more.
  const left = names.filter((name) => name.startsWith('partial-') && Date.now() - age(name) > 3_600_000)
  for (const name of [...whole.slice(2), ...left]) rmSync(path.join(builds, name), { recursive: true, force: true })
}
