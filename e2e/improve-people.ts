import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { aLine, csvOf, type Cells } from '../modules/prescribing/testing/lines.ts'
import { node, root } from '../tools/setup.mjs'
import type { Clocked } from './clocked.ts'

const run = promisify(execFile)
const bill = (rx: string, day: string, more: Cells): string => aLine({ 明细流水号: rx, 费用日期: day, 就诊号: `V${rx}`, 处方号: rx, 开单科室: '心血管内科', 开单医师: '顾念慈', 医保编码: 'YX-C08CA01', 项目名称: '苯磺酸氨氯地平片', 数量: '1', 金额: '12', 单次剂量: '5', 剂量单位: 'mg', 频次: '一日一次', 用药天数: '7', 诊断: '高血压病', ...more })
const service = (rx: string, day: string, yuan: string): string => bill(`${rx}S`, day, { 处方号: '', 费用类别: '治疗费', 医保编码: 'S1', 项目名称: '治疗和监护', 金额: yuan })

/** September as a file: of each bill three fifths are drugs. */
export function september(folder: string): string {
  const file = path.join(folder, '九月.csv')
  writeFileSync(file, csvOf(Array.from({ length: 8 }, (_, at) => [bill(`R09${at}`, `2026-09-1${at}`, { 金额: '60' }), service(`R09${at}`, `2026-09-1${at}`, '40')]).flat()))
  return file
}

/** October: drugs are a third; six prescriptions without an indication, one in order, a stay, and three lines that cannot be read. */
export function october(): string {
  const checkUps = Array.from({ length: 6 }, (_, at) => bill(`R10${at}`, `2026-10-1${at}`, { 医保编码: 'YX-C10AA05', 项目名称: '阿托伐他汀钙片', 金额: '86', 单次剂量: '20', 诊断: '体检' }))
  const good = [bill('R106', '2026-10-20', {}), bill('R107', '2026-10-21', { 处方号: '', 就诊类型: '住院', 就诊号: 'ZY1', 诊断: '高血压病' }), ...Array.from({ length: 8 }, (_, at) => service(`R10${at}`, `2026-10-1${at}`, '150'))]
  const bad = [bill('R108', '十月三日', {}), bill('R109', '2026-10-22', { 金额: '见附件' }), bill('R110', '2026-10-23', { 数量: '-1' })]
  return csvOf([...checkUps, ...bad, ...good])
}

/** The command itself, in a process of its own on the same database; answers what it said. */
export async function importByCommand(server: Clocked, file: string, hospital: string): Promise<string> {
  const { ownerUrl, appUrl, keyRing } = server.world
  const done = await run(node(), [path.join(root, 'dist', 'server', 'huiyin.js'), 'prescribing', 'import', file, '--institution', hospital, '--data', path.dirname(file)], { env: { ...process.env, HUIYIN_ROOT: root, DATABASE_URL: ownerUrl, APP_DATABASE_URL: appUrl, HUIYIN_KEYS: JSON.stringify(keyRing) } })
  return done.stdout
}
