import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { systemActor } from '../kernel/actor.ts'
import { isUuid } from '../kernel/ids.ts'
import { rebuildMeasures } from '../modules/measure/public.ts'
import { extractText } from '../modules/reader/extract.ts'
import { readPlan } from '../modules/reader/rules/read-plan.ts'
import { printReading } from '../modules/reader/rules/print-reading.ts'
import { dropOldNews } from '../db/demo/clear.ts'
import { loadDemo } from '../db/demo/load.ts'
import { connect, measuresMoved } from './connect.ts'
import { verifyDraw } from './draw-verify.ts'
import { setUpFirstCommission } from './first-commission.ts'
import { verifyReview } from './review-verify.ts'
import { verifyChains } from './platform/audit.ts'
import { backupInstallation, restoreInstallation } from './platform/backup.ts'
import { ConfigError, readConfig, type Config } from './platform/config.ts'
import { openVault } from './platform/crypto.ts'
import { open } from './platform/open.ts'
import { hashPassword } from './platform/passwords.ts'
import { importCharges } from './prescribing-import.ts'

const usage = `huiyin plan read FILE [--json]   读一份方案文件 read a plan document
huiyin backup DIR                 备份到新目录 back up into a new folder
huiyin restore DIR                恢复到空的数据目录或空库 restore into an empty installation
huiyin verify                     核对全部留痕链 recompute every event chain
huiyin draw verify FILE [--hash HASH]
                                  重算一次抽签，不需要安装 make a draw once more from its record
huiyin review verify FILE [--hash HASH]
                                  重算一次处方抽样，不需要安装 make a review's draw once more
huiyin measures rebuild [--check] [--key KEY] [--institution ID]
                                  按记录重算指标，--check 只核对 derive measures from their facts anew
huiyin prescribing import FILE --institution ID
                                  导入收费与处方明细 read prescription and fee lines
huiyin setup --region CODE --name NAME --code USCC --head NAME --login NAME
                                  空安装：设立第一个卫生健康委 set up the first commission
选项 options: --data DIR（数据目录），环境变量 DATABASE_URL`

const say = (line: string) => process.stdout.write(`${line}\n`)

async function planRead(file: string, json: boolean): Promise<number> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new ConfigError(`文件 ${file} 读不到（${error instanceof Error && 'code' in error ? String(error.code) : '未知原因'}）。The file cannot be read.`)
  })
  const { text } = await extractText(bytes, path.basename(file))
  const reading = readPlan(text)
  say(json ? JSON.stringify(reading, null, 2) : printReading(reading))
  return 0
}

const configFor = (data: string | undefined): Config => readConfig(data === undefined ? [] : ['--data', data], process.env)
const told = () => ({ log: say, givenKeys: process.env['HUIYIN_KEYS'] || null })

/** Opens the installation for a command; the embedded database is stopped again unless a server uses it. */
async function withInstallation(data: string | undefined, work: (opened: Awaited<ReturnType<typeof open>>) => Promise<number>): Promise<number> {
  const opened = await open(configFor(data), { log: say, migrate: false })
  try {
    return await work(opened)
  } finally {
    await opened.close({ stopDatabase: true })
  }
}

/** Compares every counter with its facts, or puts right what differs. */
async function rebuild(data: string | undefined, ask: { key?: string; institutionId?: string; check: boolean }): Promise<number> {
  if (ask.institutionId !== undefined && !isUuid(ask.institutionId)) throw new ConfigError(`“${ask.institutionId}”不是机构编号，没有核对。This is no id of an institution.`)
  return withInstallation(data, async (opened) => {
    connect()
    const { measures, institutions, facts, differences } = await rebuildMeasures(opened.platform, ask, measuresMoved)
    if (measures === 0 || institutions === 0) throw new ConfigError('没有这个指标或机构，或指标还在统计中，没有核对。There is no such measure or institution, or it is still being counted.')
    for (const each of differences) for (const line of each.lines) say(`${each.key} v${each.version} ${each.institutionId} ${line}`)
    say(`核对了 ${institutions} 个机构、${measures} 项指标、${facts} 条记录。Compared ${facts} facts.`)
    if (differences.length === 0) say('全部相符。All counters fit.')
    else say(`${differences.length} 处不符${ask.check ? '，没有改动' : '，已按记录重算'}。${ask.check ? 'Nothing was changed.' : 'Put right.'}`)
    return differences.length > 0 && ask.check ? 1 : 0
  })
}

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { json: { type: 'boolean' }, data: { type: 'string' }, help: { type: 'boolean' }, region: { type: 'string' }, name: { type: 'string' }, code: { type: 'string' }, head: { type: 'string' }, login: { type: 'string' }, check: { type: 'boolean' }, key: { type: 'string' }, institution: { type: 'string' }, hash: { type: 'string' } }, allowPositionals: true })
  const [verb = '', first, second] = positionals
  if (verb === 'plan' && first === 'read' && second !== undefined) return planRead(second, values.json === true)
  if (verb === 'draw' && first === 'verify' && second !== undefined) return verifyDraw(second, values.hash, say)
  if (verb === 'review' && first === 'verify' && second !== undefined) return verifyReview(second, values.hash, say)
  if (verb === 'backup' && first !== undefined) {
    const manifest = await backupInstallation(configFor(values.data), first, told())
    say(`已备份 ${manifest.tables.reduce((sum, table) => sum + table.rows, 0)} 行到 ${path.resolve(first)}。Backed up.`)
    return 0
  }
  if (verb === 'restore' && first !== undefined) {
    const manifest = await restoreInstallation(configFor(values.data), first, told())
    say(`已恢复 ${manifest.createdAt} 的备份，行数、校验和与留痕链核对一致。Restored and verified.`)
    return 0
  }
  if (verb === 'verify') {
    return withInstallation(values.data, async (opened) => {
      const report = await verifyChains(opened.platform.database, systemActor('verify'), openVault(opened.keyRing))
      if (report.fault === null) say(`${report.chains} 条留痕链、${report.rows} 条记录全部相符。All chains fit.`)
      else say(`第一处不符：机构 ${report.fault.institutionId} 第 ${report.fault.seq} 条（${report.fault.reason}）。The first row that does not fit.`)
      return report.fault === null ? 0 : 1
    })
  }
  if (verb === 'measures' && first === 'rebuild') {
    return rebuild(values.data, { check: values.check === true, ...(values.key === undefined ? {} : { key: values.key }), ...(values.institution === undefined ? {} : { institutionId: values.institution }) })
  }
  if (verb === 'prescribing' && first === 'import' && second !== undefined) {
    const institution = values.institution
    if (institution === undefined) throw new ConfigError(`缺少 --institution，没有导入。\n${usage}`)
    return withInstallation(values.data, async (opened) => {
      connect()
      return importCharges(opened.platform, { file: second, institution }, say)
    })
  }
  if (verb === 'setup') {
    const { region, name, code, head, login } = values
    if (region === undefined || name === undefined || code === undefined || head === undefined || login === undefined) throw new ConfigError(`缺少参数，没有改动。\n${usage}`)
    return withInstallation(values.data, async (opened) => {
      const made = await setUpFirstCommission(opened.platform, { regionCode: region, name, creditCode: code, headName: head, loginName: login })
      say(`已设立${name}。登录名 ${made.loginName}，初始密码 ${made.initialPassword}（只显示这一次，首次登录须修改）。The initial password is shown once.`)
      return 0
    })
  }
  // Called by the first start alone, in a process of its own.
  if (verb === 'load-demonstration') {
    return withInstallation(values.data, async (opened) => {
      connect()
      await loadDemo(opened.platform, hashPassword, (line) => say(`  ${line}`))
      await dropOldNews(opened.platform, opened.ownerUrl)
      return 0
    })
  }
  say(usage)
  return values.help === true ? 0 : 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
