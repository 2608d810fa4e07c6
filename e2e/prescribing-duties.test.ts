import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { readLocalFile } from '../modules/prescribing/commands/read-local.ts'
import { writeItem } from '../modules/prescribing/testing/figures/fixtures.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import type { DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { stayIn } from './booking-people.ts'
import { openBrowser } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { newDepartment, windowOf, type Body } from './matter-people.ts'
import { fileFrom, look, settled } from './steps.ts'
import type { Somebody } from './week-people.ts'
import { obligationsOf, proofDuty, verdictOn } from './proof-duties.ts'

// Every measure and public item of drugs, costs and purchases that catalog/live.yaml calls live is driven here by two months
// of one hospital's bills and one sheet of purchases: nothing was known, then it is, and the duty turns.
const proof = 'e2e/prescribing-duties.test.ts'
const name = '云溪县人民医院'
let server: Clocked
let browser: Browser
let hospital: Body
let commission: Body
let planId = ''
let clerk: Person
let office: Somebody
let pharmacist: Somebody
let supervisor: Somebody
const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-charges-'))

/** What the figures of these months come to: one that counted nothing, or the wrong ones, would miss it. */
const figures: Readonly<Record<string, readonly ['=' | '<=', number]>> = {
  'drug-ratio': ['=', 25], 'consumables-ratio': ['=', 12.5], 'drug-ratio-change': ['=', -25], 'consumables-ratio-change': ['=', -12.5], 'central-procurement': ['=', 75], 'antibiotic-use': ['=', 40], 'cost-per-visit': ['=', 40],
  'off-platform-purchase': ['=', 25], 'off-bid-purchase': ['=', 50], 'drug-use-growth': ['=', 0],
}
const duty = (kind: DutyItem['kind'], factKey: string, dueOn: string): DutyItem => proofDuty(kind, factKey, dueOn, { asked: figures[factKey] })
const items = liveNames('public', proof)
const measures = liveNames('measure', proof)
const duties = [...items.map((key) => duty('publish', key, '2026-04-20')), ...measures.map((key) => duty('measure', key, '2026-03-31'))]

const heads = ['明细流水号', '费用日期', '费用类别', '就诊类型', '就诊号', '处方号', '开单科室', '开单医师', '医保编码', '项目名称', '数量', '单位', '金额', '入院日期', '出院日期']
/** Forty visits of one drug, one material and one service each, and one stay with an antibiotic. */
function monthFile(month: string, cents: { drug: number; material: number; service: number }): string {
  const rows: string[][] = []
  const yuan = (value: number) => (value / 100).toFixed(2)
  const line = (visit: string, kind: string, item: string, quantity: number, value: number, more: { visitKind?: string; rx?: string; stay?: readonly [string, string] } = {}) =>
    rows.push([`${month}-${rows.length}`, more.stay?.[1] ?? `${month}-${String((rows.length % 20) + 1).padStart(2, '0')}`, kind, more.visitKind ?? '门诊', visit, more.rx ?? '', '内科', '', item, `项目${item}`, String(quantity), '盒', yuan(value), more.stay?.[0] ?? '', more.stay?.[1] ?? ''])
  for (let visit = 1; visit <= 40; visit += 1) {
    line(`${month}V${visit}`, '西药费', visit <= 30 ? 'G1-CENTRAL' : 'G1-OTHER', 1, cents.drug, { rx: `${month}R${visit}` })
    line(`${month}V${visit}`, '材料费', 'M1', 1, cents.material)
    line(`${month}V${visit}`, '治疗费', 'S1', 1, cents.service)
  }
  const stay = [`${month}-02`, `${month}-12`] as const
  line(`${month}Z1`, '西药费', 'G2-ANTI', 2, cents.drug * 2, { visitKind: '住院', stay })
  line(`${month}Z1`, '材料费', 'M1', 2, cents.material * 2, { visitKind: '住院', stay })
  line(`${month}Z1`, '治疗费', 'S1', 2, cents.service * 2, { visitKind: '住院', stay })
  const file = path.join(folder, `${month}.csv`)
  writeFileSync(file, [heads, ...rows].map((row) => row.join(',')).join('\n'))
  return file
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-03-02T01:30:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
  hospital = await newInstitution(server.world, { name })
  await newDepartment(server, hospital, '内科')
  office = await windowOf(server, browser, hospital, 'institution_clerk', '苏北辰')
  pharmacist = await windowOf(server, browser, hospital, 'pharmacist', '林知微', undefined, { width: 390, height: 844 })
  supervisor = await windowOf(server, browser, commission, 'commission_clerk', '陶知远')
  clerk = await hospital.person('institution_clerk')
  await stayIn(server, [clerk])
  await writeItem(server.world, 'G1-CENTRAL', { name: '甲药', central: true })
  await writeItem(server.world, 'G1-OTHER', { name: '甲药' })
  await writeItem(server.world, 'G2-ANTI', { name: '乙药', antibiotic: 'restricted', dddsPerUnit: 2 })
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-01', endsOn: '2026-04-30', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const listed = () => obligationsOf({ server, who: clerk, planId, institutionId: hospital.institutionId })
const verdictOf = (text: string): Promise<string> => verdictOn(office.page, { server, who: clerk, planId, institutionId: hospital.institutionId }, text)
const sheet = (rows: readonly (readonly string[])[]) => Buffer.from(rows.map((row) => row.join(',')).join('\n'))

describe('What is called live of drugs, costs and purchases turns its verdict', () => {
  test('each measure that is called live has its figure, and nothing is met before anything is known', async () => {
    expect(measures.filter((key) => figures[key] === undefined)).toEqual([])
    expect(items.length + measures.length).toBeGreaterThan(0)
    const before = await listed()
    expect(before.map((row) => row.text).toSorted()).toEqual(duties.map((each) => each.text).toSorted())
    expect(before.filter((row) => row.verdict === 'met')).toEqual([])
  })

  test('two months of bills come in', async () => {
    server.world.clock.set('2026-04-01T00:30:00.000Z')
    for (const [month, cents] of [['2026-02', { drug: 2000, material: 1000, service: 1000 }], ['2026-03', { drug: 1000, material: 500, service: 2500 }]] as const) {
      const read = await readLocalFile(server.world.platform, hospital, monthFile(month, cents), systemActor('test'))
      expect(read).toMatchObject({ state: 'done', kept: 123, rejected: 0 })
    }
    await server.runJob('prescribing.facts', { institutionId: hospital.institutionId })
  })

  test('the commission brings the list of the platform, the pharmacist what was bought, and what is wrong stands in the ledger', async () => {
    const { page } = supervisor
    await page.goto(`${server.url}/console/prescribing/purchases`)
    await page.getByRole('button', { name: '导入平台目录' }).click()
    await fileFrom(page, page.getByText('选择 .xlsx 或 .csv'), { name: '目录.csv', mimeType: 'text/csv', buffer: sheet([['产品编码', '通用名', '剂型', '规格', '是否中选', '挂网价', '生效日期'], ['P1', '甲药', '片剂', '24片', '是', '10', '2026-01-01'], ['P2', '甲药', '片剂', '24片', '否', '12', '2026-01-01']]) })
    await page.getByRole('dialog').getByRole('button', { name: /^导\s*入$/ }).click()
    await page.getByText('目录已导入 2 个产品').waitFor()
    const phone = pharmacist.page
    await phone.goto(`${server.url}/console/prescribing/purchases`)
    await phone.getByRole('button', { name: '导入采购明细' }).click()
    const heading = ['采购日期', '产品编码', '通用名', '剂型', '规格', '供应商', '订单号', '数量', '金额']
    await fileFrom(phone, phone.getByText('选择 .xlsx 或 .csv'), { name: '三月采购.csv', mimeType: 'text/csv', buffer: sheet([heading, ['2026-03-03', 'P1', '甲药', '片剂', '24片', '甲公司', 'D1', '5', '50'], ['2026-03-04', 'P2', '甲药', '片剂', '24片', '乙公司', 'D2', '10', '100'], ['2026-03-05', 'P9', '丙药', '片剂', '10片', '丙公司', '', '5', '50']]) })
    await phone.getByRole('dialog').getByRole('button', { name: /^导\s*入$/ }).click()
    await phone.getByText(/已导入 3 行.*发现问题 2 行，已转入台账 FX/).waitFor()
    await phone.getByText('网外采购').first().waitFor()
    await settled(phone)
    await look(phone, 'prescribing-purchases')
  })

  test('the commission checks a sheet of the drug catalogue cell by cell, puts it right and takes it', async () => {
    const { page } = supervisor
    const send = async (grade: string) => {
      await page.getByRole('button', { name: '导入目录' }).click()
      await fileFrom(page, page.getByText('选择 .xlsx 或 .csv'), { name: '药品目录.csv', mimeType: 'text/csv', buffer: sheet([['国家医保编码', '通用名', '药品名称', '抗菌药物级别', '每计价单位DDD数'], ['NEW-1', '戊药', '戊药片', grade, '4'], ['NEW-2', '己药', '己药丸', '', '']]) })
      await page.getByRole('dialog').getByRole('button', { name: '先检查' }).click()
    }
    await page.goto(`${server.url}/console/prescribing/drugs`)
    await send('最高级')
    await page.getByText('有 1 处错误，整份都不能导入').waitFor()
    await page.getByText('应填：非限制、限制、特殊').waitFor()
    await settled(page)
    await look(page, 'prescribing-drugs-faults')
    await send('限制')
    await page.getByRole('button', { name: '导入 2 行' }).click()
    await page.getByText(/已导入 2 个品种/).waitFor()
    await page.getByLabel('按编码、名称查找').fill('戊药')
    await page.getByText('戊药片').waitFor()
    await settled(page)
    await look(page, 'prescribing-drugs')
  })

  test('the pharmacist closes March and makes it public, citizens read it', async () => {
    const { page } = pharmacist
    server.world.clock.set('2026-04-01T01:00:00.000Z')
    await page.goto(`${server.url}/console/prescribing/double-ten?month=2026-03-01`)
    await page.getByRole('button', { name: /^定\s*榜$/ }).click()
    await page.getByText(/2026-04-01 09:00 定榜（林知微）/).waitFor()
    await page.getByRole('button', { name: '公示药品用量' }).click()
    await page.getByText(/药品用量公示 第1版/).waitFor()
    await page.getByRole('button', { name: '公示占比排名' }).click()
    await page.getByText(/占比排名公示 第1版/).waitFor()
    await settled(page)
    await look(page, 'prescribing-double-ten')
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
    const citizen = await context.newPage()
    await citizen.goto(`${server.url}/drug-use/${hospital.institutionId}`)
    await citizen.getByRole('heading', { name: '2026年3月药品用量' }).waitFor()
    expect(await citizen.getByText('项目G1-CENTRAL').count()).toBe(2)
    await look(citizen, 'portal-drug-use')
    await context.close()
  })

  test('the pharmacist makes public what was bought in March, citizens read its sums', async () => {
    const { page } = pharmacist
    await page.goto(`${server.url}/console/prescribing/purchases`)
    await page.getByRole('button', { name: '公示 2026-03' }).click()
    await page.getByText(/第 1 版 2026-04-01 09:00/).waitFor()
    await settled(page)
    await look(page, 'prescribing-purchases-public')
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
    const citizen = await context.newPage()
    await citizen.goto(`${server.url}/drug-use/${hospital.institutionId}`)
    await citizen.getByRole('heading', { name: '2026年3月药品采购' }).waitFor()
    // Of 200 yuan 150 were ordered on the platform, 50 of them what had won; 100 went to what had not, 50 past the platform.
    for (const said of ['150.00 元，占 75%', '50.00 元，占 25%', '共 3 行、3 家供应商']) await citizen.getByText(said).first().waitFor()
    await look(citizen, 'portal-purchases')
    await context.close()
  })

  test('the league of departments is looked at, with what stands behind it', async () => {
    const { page } = office
    await page.goto(`${server.url}/console/prescribing/ratios`)
    await page.getByRole('button', { name: '内科' }).click()
    await page.getByRole('dialog').getByText('项目G1-CENTRAL').waitFor()
    await settled(page)
    await look(page, 'prescribing-ratios')
    expect(await page.getByRole('link', { name: '谁开的：项目G1-CENTRAL' }).count()).toBe(0)
  })

  test('the pharmacist follows a drug of a department to who prescribed it, and sees the prescribers of the month as they were closed', async () => {
    const { page } = pharmacist
    await page.goto(`${server.url}/console/prescribing/ratios`)
    await page.getByRole('button', { name: '内科' }).click()
    await page.getByRole('link', { name: '谁开的：项目G1-CENTRAL' }).click()
    await page.getByLabel('用途').fill('三月双十点评，核对甲药处方')
    await page.getByRole('button', { name: /^查\s*询$/ }).click()
    await page.getByRole('heading', { name: /2026-03 内科 项目G1-CENTRAL 处方人排名 · 按药品金额/ }).waitFor()
    await settled(page)
    await look(page, 'prescribing-item-prescribers')
    await page.goto(`${server.url}/console/prescribing/double-ten?month=2026-03-01`)
    await page.getByText('处方人', { exact: true }).click()
    await page.getByLabel('用途').fill('三月双十公布前核对处方人')
    await page.getByRole('button', { name: /^查\s*询$/ }).click()
    await page.getByRole('heading', { name: /2026-03 全院处方人排名 · 按药品金额/ }).waitFor()
    await settled(page)
    await look(page, 'prescribing-double-ten-prescribers')
  })

  test('who asks by prescriber says what for; antibiotics and free questions are answered', async () => {
    const { page } = pharmacist
    await page.goto(`${server.url}/console/prescribing/queries`)
    await page.getByLabel('用途').fill('三月双十点评，确定点评对象')
    await page.getByRole('button', { name: /^查\s*询$/ }).click()
    await page.getByRole('heading', { name: /2026-03 全院处方人排名 · 按药品金额/ }).waitFor()
    await look(page, 'prescribing-queries')
    await page.goto(`${server.url}/console/prescribing/antibiotics`)
    await page.getByRole('heading', { level: 2, name: '处方权登记' }).waitFor()
    await look(page, 'prescribing-antibiotics')
    await server.runJob('prescribing.export')
    await page.goto(`${server.url}/console/prescribing/questions`)
    await page.getByRole('button', { name: '开始查询' }).click()
    await page.getByText(/查到 3 行/).waitFor()
    await look(page, 'prescribing-questions')
  })

  test.each(items)('public:%s is there to be seen', async (key) => {
    expect(await verdictOf(`publish ${key}`)).toContain('已落实')
  })

  test.each(measures)('measure:%s: its value, made of these months, meets the duty', async (key) => {
    if (server.world.clock.now().toISOString() < '2026-04-01T01:30') {
      server.world.clock.set('2026-04-01T01:30:00.000Z')
      await ruleFedPeriods(server.world.platform, { planId })
    }
    expect(await verdictOf(`measure ${key}`)).toContain('已落实')
  })
})
