// Shared by every command: brings a fresh clone to the point where project code can run.
// Runs on the host's Node (20 or newer) with nothing installed, so it imports node: modules only.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { hashOf, isCurrent, placeBuild } from './place-build.mjs'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

export const fail = (sentence) => {
  process.stderr.write(`\n${sentence}\n`)
  process.exit(1)
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

/** Runs a program to its end and says every ten seconds that it still works, where nobody watches a terminal. */
function runToEnd(command, args, { label, quiet = false, shell = false }) {
  const started = performance.now()
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'], shell })
  const told = setInterval(() => quiet || process.stdout.write(`${label} ${Math.round((performance.now() - started) / 1000)} s\n`), 10_000)
  return new Promise((resolve) => {
    const end = (code) => {
      clearInterval(told)
      resolve(code)
    }
    child.once('error', () => end(null))
    child.once('exit', end)
  })
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Two commands on a fresh clone install one after the other. */
async function oneAtATime(file, act) {
  mkdirSync(path.dirname(file), { recursive: true })
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`项目目录不能写入（${error.code}），没有启动；请修改权限。The project folder cannot be written.`)
      const holder = Number(readFileSync(file, 'utf8'))
      if (Number.isInteger(holder) && holder > 0 && holder !== process.pid && isAlive(holder)) await wait(500)
      else rmSync(file, { force: true })
    }
  }
  try {
    return await act()
  } finally {
    rmSync(file, { force: true })
  }
}

/** Exactly the lock file, once per change of it. */
export async function install({ quiet = false } = {}) {
  if (major < 20) fail(`需要 Node.js 20 或以上，当前是 ${process.versions.node}，没有启动；请升级 Node.js。Node.js 20 or newer is needed.`)
  const stamp = path.join(root, 'node_modules', '.huiyin-lock')
  const wanted = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex')
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isDone()) return
  await oneAtATime(path.join(root, '.huiyin', 'install.lock'), async () => {
    if (isDone()) return
    process.stderr.write('正在安装依赖（首次约需一分钟）…… Installing dependencies\n')
    const code = await runToEnd('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { label: '  仍在安装 still installing', quiet, shell: process.platform === 'win32' })
    if (code !== 0) fail('依赖没有装好，没有启动；请检查网络、磁盘空间和 npm 设置，再运行一次同样的命令。Installing the dependencies failed; run the same command again.')
    writeFileSync(stamp, wanted)
  })
}

/** Node 24 from the registry where there is one for this platform, else the host's if it is new enough. */
export function node() {
  const own = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  return fail('这个平台没有随附的 Node 24，请先安装 Node.js 24 再启动。Install Node.js 24 on this platform.')
}

const sources = ['kernel', 'server', 'modules', 'console', 'portal', 'ui', 'catalog', 'db', 'vite.config.ts', 'tsconfig.base.json', 'tsconfig.json', 'package-lock.json', 'tools/build.mjs']

/** Builds where a source has changed since the last build; `dist` always is a whole build. */
export async function build({ quiet = false, keepGoing = false } = {}) {
  const wanted = hashOf(root, sources)
  if (isCurrent(root, wanted)) return true
  if (!quiet) process.stdout.write('正在构建…… Building\n')
  try {
    await placeBuild(root, wanted, async (folder) => {
      const code = await runToEnd(node(), [path.join(root, 'tools', 'build.mjs'), folder], { label: '  仍在构建 still building', quiet })
      if (code !== 0) throw new Error('构建失败，没有启动；上面是原因，上一次的构建还在。The build failed; the reason stands above.')
    })
    return true
  } catch (error) {
    if (!keepGoing) fail(error.message)
    process.stderr.write(`${error.message}\n`)
    return false
  }
}
