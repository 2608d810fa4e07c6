import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { keepLinesIn } from '../modules/prescribing/analytics/folder.ts'
import { assemble, workersOf } from './assemble.ts'
import { ConfigError, type Config } from './platform/config.ts'
import { ensureDataDir } from './platform/embedded.ts'
import { holderOf, tryLock } from './platform/embedded/lock.ts'
import { startJobs } from './platform/jobs.ts'
import { open } from './platform/open.ts'
import { prepare } from './prepare.ts'
import { projectRoot } from './platform/root.ts'
import { addWeb } from './platform/web.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Whether somebody listens already: asked before the database is started, so that the answer comes at once. */
const isTaken = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(true))
    probe.listen(port, host, () => probe.close(() => resolve(false)))
  })

/** What was opened is closed in the opposite order, once, whether by Ctrl-C, by an error, or half way through the start. */
function newClosing() {
  const steps: (() => Promise<unknown> | void)[] = []
  let closing: Promise<void> | null = null
  return {
    add: (step: () => Promise<unknown> | void) => void steps.push(step),
    run: (): Promise<void> =>
      (closing ??= (async () => {
        for (const step of steps.toReversed()) {
          try {
            await step()
          } catch (error) {
            process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
          }
        }
      })()),
  }
}

/** Starts everything and stays until it is told to stop. */
export async function serve(config: Config): Promise<void> {
  const started = performance.now()
  if (config.port !== 0 && (await isTaken(config.port, config.host))) {
    throw new ConfigError(`端口 ${config.port} 已被占用，没有启动；请换一个端口：npm start -- --port ${config.port === 8080 ? 8081 : 8080}。Port ${config.port} is in use.`)
  }
  ensureDataDir(config.dataDir)
  keepLinesIn(path.join(config.dataDir, 'lines'))
  const lockFile = path.join(config.dataDir, 'server.lock')
  const release = tryLock(lockFile)
  if (release === null) throw new ConfigError(`数据目录 ${config.dataDir} 正被另一个回音服务使用（进程 ${holderOf(lockFile) ?? '?'}），没有启动；请先停止它，或用 --data 换一个目录。Another server uses this data directory.`)
  const closing = newClosing()
  closing.add(release)
  let stopping = false
  const stop = async () => {
    // In a terminal Ctrl-C comes twice: to us, and from the command that started us.
    if (stopping) return
    stopping = true
    say('\n  正在停止…… stopping')
    setTimeout(() => process.exit(1), 60_000).unref()
    await closing.run()
    say('  已停止。stopped')
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
  try {
    const { port, demo, isEmpty } = await startAll(config, closing.add)
    announce(port, demo, isEmpty, performance.now() - started)
  } catch (error) {
    // Being told to stop in the middle is no failure; whoever stops ends the process.
    if (stopping) return
    await closing.run()
    throw error
  }
}

async function startAll(config: Config, onClose: (step: () => Promise<unknown> | void) => void): Promise<{ port: number; demo: boolean; isEmpty: boolean }> {
  const log = (line: string) => say(`  ${line}`)
  say('回音 Huiyin')
  log(config.databaseUrl === null ? '启动数据库…… starting the embedded database' : '连接数据库…… connecting to the database')
  const opening = open(config, { log })
  // Told to stop while the database starts or migrates, we let it come up first and then stop it.
  onClose(async () => (await opening.catch(() => null))?.close({ stopDatabase: true }))
  const opened = await opening
  const isEmpty = await prepare(opened.platform, { ownerUrl: opened.ownerUrl, log })
  const loaded = isEmpty && !config.empty
  if (loaded) await loadDemoApart(config, onClose)
  const platform = loaded ? { ...opened.platform, demo: true } : opened.platform
  const { version } = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string }
  const app = await assemble(platform, config)
  onClose(() => app.http.close())
  await addWeb(app, version)
  const jobs = await startJobs({ ownerUrl: opened.ownerUrl, ...workersOf(platform, config), log: platform.log })
  onClose(() => jobs.stop().catch(() => undefined))
  await app.http.listen({ port: config.port, host: config.host })
  const address = app.http.server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : config.port, demo: platform.demo, isEmpty: isEmpty && !loaded }
}

/** Loads the demonstration in a process of its own: its memory goes back when it is done, and the server stays small. */
async function loadDemoApart(config: Config, onClose: (step: () => Promise<unknown> | void) => void): Promise<void> {
  const program = path.join(projectRoot(), 'dist', 'server', 'huiyin.js')
  const child = spawn(process.execPath, ['--enable-source-maps', program, 'load-demonstration', '--data', config.dataDir], { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  // Told to stop in the middle, the loader ends first; the next start clears what it left.
  onClose(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  })
  if ((await ended) !== 0) throw new ConfigError('演示地区没有准备完整，没有启动；请重新启动，会自动清空后重来。The demonstration could not be loaded; start again.')
}

function announce(port: number, demo: boolean, isEmpty: boolean, ms: number): void {
  const at = `http://localhost:${port}`
  say('')
  say(`  群众端 portal        ${at}/`)
  say(`  工作台 console       ${at}/console`)
  say(`  接口说明 API         ${at}/openapi.json   ${at}/reference`)
  say(`  健康检查 health      ${at}/healthz`)
  if (demo) {
    say('')
    say('  演示账号 demonstration accounts（密码 password：Huiyin-demo-1）')
    say('    jingban 卫健委经办人 · zhuren 卫健委主任 · jiandu 监督员 · shenji 审计员')
    say('    renmin 县人民医院经办人 · zhongyi 县中医院 · fuyou 县妇幼保健院 · renhe 仁和医院 · qingshi 青石镇卫生院')
  }
  if (isEmpty) {
    say('')
    say('  还没有任何机构。设立第一个卫生健康委和它的负责人账号：')
    say('    npx huiyin setup --region 行政区划代码 --name 名称 --code 统一社会信用代码 --head 姓名 --login 登录名')
    say('  There is no institution yet: npx huiyin setup sets up the first commission.')
  }
  say('')
  say(`  就绪，用时 ${(ms / 1000).toFixed(1)} 秒；按 Ctrl-C 停止。ready`)
}
