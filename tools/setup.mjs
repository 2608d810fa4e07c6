// Shared by every command: brings a fresh clone to the point where project code can run.
// Runs on the host's Node (20 or newer) with nothing installed, so it imports node: modules only.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = path.join(root, 'node_modules', '.huiyin-lock')

export const fail = (sentence) => {
  process.stderr.write(`\n${sentence}\n`)
  process.exit(1)
}

function checkHost() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 20) fail(`需要 Node.js 20 或以上，当前是 ${process.versions.node}。Node.js 20 or newer is needed.`)
}

const lockHash = () => createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex')

/** Exactly the lock file, once per change of it. */
export function install() {
  checkHost()
  const wanted = lockHash()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  process.stdout.write('正在安装依赖（首次约需一分钟）…… Installing dependencies\n')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' })
  if (done.status !== 0) fail('依赖没有装好，没有启动；请检查网络和 npm 设置后重试（npm ci）。Installing the dependencies failed.')
  writeFileSync(stampFile, wanted)
}

/** Node 24 from the registry where there is one for this platform, else the host's if it is new enough. */
export function node() {
  const own = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  return fail('这个平台没有随附的 Node 24，请先安装 Node.js 24。Install Node.js 24 on this platform.')
}

const built = path.join(root, 'dist')
const sources = ['kernel', 'server', 'modules', 'console', 'portal', 'ui', 'catalog', 'db', 'vite.config.ts', 'package-lock.json', 'tools/build.mjs']

function* filesOf(place) {
  if (!existsSync(place)) return
  if (statSync(place).isFile()) yield place
  else for (const name of readdirSync(place).sort()) if (!name.includes('.test.')) yield* filesOf(path.join(place, name))
}

/** The hash of everything a build depends on. */
export function sourceHash() {
  const hash = createHash('sha256')
  for (const source of sources) for (const file of filesOf(path.join(root, source))) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds into a folder of its own and moves it into place when it is whole; does nothing where the build is current. */
export function build({ quiet = false } = {}) {
  const stamp = path.join(built, 'stamp')
  const wanted = sourceHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!quiet) process.stdout.write('正在构建…… Building\n')
  const partial = path.join(root, `dist.${process.pid}`)
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial)
  const done = spawnSync(node(), [path.join(root, 'tools', 'build.mjs'), partial], { cwd: root, stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'] })
  if (done.status !== 0) {
    rmSync(partial, { recursive: true, force: true })
    fail('构建失败，没有启动；上面是原因。The build failed.')
  }
  writeFileSync(path.join(partial, 'stamp'), wanted)
  const old = path.join(root, `dist.old.${process.pid}`)
  if (existsSync(built)) renameSync(built, old)
  renameSync(partial, built)
  rmSync(old, { recursive: true, force: true })
}
