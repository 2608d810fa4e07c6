import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import type { DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { billLines } from '../modules/review/testing/fixtures.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution } from '../server/testing/api.ts'
import { openBrowser } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { confirmed, october, readByKeys, reviewPeople, type ReviewPeople } from './review-people.ts'
import { settled } from './steps.ts'
import { proofDuty } from './proof-duties.ts'

// Every name of prescription review that catalog/live.yaml calls live is driven here by one round of one hospital through its
// pages: nothing was reviewed, then it is, and the duty turns; a talk that nobody held turns it red.
const proof = 'e2e/review-duties.test.ts'
/** What this round comes to: one that counted nothing, or the wrong ones, would miss it. */
const figures: Readonly<Record<string, number>> = { 'prescription-review': 100, 'double-ten-reviewed': 100, 'unreasonable-prescriptions': 60, 'oversized-prescriptions': 2 }

const duty = (kind: DutyItem['kind'], factKey: string, dueOn: string, text = `${kind} ${factKey}`): DutyItem => {
  const value = figures[factKey]
  return proofDuty(kind, factKey, dueOn, { text, asked: value === undefined ? undefined : ['=', value] })
}
const services = liveNames('service', proof)
const items = liveNames('public', proof)
const measures = liveNames('measure', proof)
const matters = liveNames('matter', proof)
const duties = [
  ...services.map((key) => duty('service', key, '2026-11-20')), ...items.map((key) => duty('publish', key, '2026-11-20')), ...measures.map((key) => duty('measure', key, '2026-11-30')),
  ...matters.flatMap((key) => [duty('settle', key, '2026-11-18', `settle ${key} not held`), duty('settle', key, '2026-12-25', `settle ${key} held`)]),
]

describe('What is called live of prescription review turns its verdict', () => {
  let server: Clocked
  let browser: Browser
  let people: ReviewPeople
  let planId = ''

  beforeAll(async () => {
    browser = await openBrowser()
    server = await startClocked('2026-11-02T01:00:00.000Z', async (world) => {
      await prepareCatalogues(world.platform)
      for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
    })
    people = await reviewPeople(server, browser, '云溪县人民医院')
    await october(people, server)
    // Two oversized ones, and enough in order for the rate to be shown: six of ten.
    const { body, departmentId, doctor } = people
    await billLines(server.world, body, [
      { on: '2026-10-22', rx: 'RX202610201', item: 'D2', name: '苯磺酸氨氯地平片', staffId: doctor.staffId, departmentId, days: 14 }, { on: '2026-10-23', rx: 'RX202610202', item: 'D2', name: '苯磺酸氨氯地平片', staffId: doctor.staffId, departmentId, days: 14 },
    ])
    const commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
    planId = await arrange(server.world, async (act) => {
      const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
      return launchPlan(act, { draftId, revision: 1, institutionIds: [body.institutionId], startsOn: '2026-11-02', endsOn: '2026-12-31', graceDays: 30 })
    })
    expect(await runLaunch(server.world.platform, planId)).toBe('ready')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const listed = async (): Promise<{ text: string; periodId: string; verdict: string }[]> => {
    const answer = await people.clerk.page.request.get(`${server.url}/api/obligations?planId=${planId}&institutionId=${people.body.institutionId}&limit=200`)
    return ((await answer.json()) as { rows: { text: string; periodId: string; verdict: string }[] }).rows
  }
  /** What the page of an obligation says, as its clerk sees it. */
  const verdictOf = async (text: string): Promise<string> => {
    const { page } = people.clerk
    const found = (await listed()).find((row) => row.text === text)
    expect(found, text).toBeDefined()
    await page.goto(`${server.url}/console/obligations/${people.body.institutionId}/${found?.periodId ?? ''}`)
    await page.getByRole('heading', { level: 1, name: text }).waitFor()
    await settled(page)
    return page.locator('.page-lead').first().innerText()
  }
  const openRound = async (): Promise<void> => {
    const { page } = people.clerk
    await page.goto(`${server.url}/console/review/rounds`)
    await page.getByRole('link', { name: '2026-10' }).click()
    await page.getByRole('heading', { level: 1, name: '处方点评 2026-10' }).waitFor()
    await settled(page)
  }

  test('each measure that is called live has its figure, and nothing is met before anything happened', async () => {
    expect(measures.filter((key) => figures[key] === undefined)).toEqual([])
    expect([services.length, items.length, matters.length].every((count) => count > 0)).toBe(true)
    expect((await listed()).map((row) => row.text).toSorted()).toEqual(duties.map((each) => each.text).toSorted())
    expect((await listed()).filter((row) => row.verdict === 'met')).toEqual([])
  })

  test('October is drawn', async () => {
    const { page } = people.clerk
    await page.goto(`${server.url}/console/review`)
    await page.getByRole('button', { name: '抽取样本' }).click()
    // The dialog offers the month before that of this machine's calendar.
    await page.getByRole('dialog', { name: '抽取样本' }).getByLabel('月份').fill('2026-10')
    await page.getByText('门急诊处方 9 张，出院病历 1 份').waitFor()
    await page.getByRole('button', { name: '确定抽样' }).click()
    await page.getByRole('heading', { level: 1, name: '处方点评 2026-10' }).waitFor()
  })

  test('it is read, twice where it was drawn so', async () => {
    for (const reader of people.readers) await readByKeys(reader.page, server.url)
  })

  test('the findings are fed back and agreed with, and the result is published', async () => {
    const { page } = people.clerk
    await openRound()
    await confirmed(page, '反馈给医师')
    await page.getByText('已反馈，等答复').first().waitFor()
    const doctor = people.doctor.page
    await doctor.goto(`${server.url}/console/review/mine`)
    for (let left = 6; left > 0; left -= 1) {
      await doctor.getByRole('button', { name: /确\s?认/ }).first().click()
      await expect.poll(() => doctor.getByRole('button', { name: '提出异议' }).count()).toBe(left - 1)
    }
    await openRound()
    await confirmed(page, '在院内公布')
    await page.getByText('已公布').first().waitFor()
  })

  test.each(services)('service:%s was used', async (key) => {
    expect(await verdictOf(`service ${key}`)).toContain('已落实')
  })
  test.each(items)('public:%s is there to be read', async (key) => {
    expect(await verdictOf(`publish ${key}`)).toContain('已落实')
  })

  test.each(matters)('matter:%s: a talk that nobody held turns its duty red', async (key) => {
    server.world.clock.set('2026-11-19T01:30:00.000Z')
    await ruleFedPeriods(server.world.platform, { planId })
    expect(await verdictOf(`settle ${key} not held`)).not.toContain('已落实')
    const { page } = people.head
    await page.goto(`${server.url}/console/review/talks`)
    await page.getByText('已超期').first().waitFor()
    await page.getByRole('button', { name: '登记约谈 顾念慈' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('约谈日期').fill('2026-11-19')
    await dialog.getByLabel('参加人').fill('院长、药剂科主任')
    await dialog.getByLabel('谈话内容').fill('逐张说明无适应证用药的问题和依据')
    await dialog.getByLabel('改进承诺').fill('今后先明确诊断再用药')
    await dialog.getByRole('button', { name: /保\s?存/ }).click()
    await dialog.waitFor({ state: 'hidden' })
  })

  test.each(measures)('measure:%s: its value, made of this round, meets the duty', async (key) => {
    if (server.world.clock.now().toISOString() < '2026-12-01') {
      server.world.clock.set('2026-12-01T01:30:00.000Z')
      await ruleFedPeriods(server.world.platform, { planId })
    }
    expect(await verdictOf(`measure ${key}`)).toContain('已落实')
  })

  test.each(matters)('matter:%s: held and followed up, it is kept', async (key) => {
    server.world.clock.set('2026-12-18T01:30:00.000Z')
    const { page } = people.head
    await page.goto(`${server.url}/console/review/talks`)
    await page.getByRole('button', { name: '回访 顾念慈' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('已改进', { exact: true }).click()
    await dialog.getByLabel('回访记录').fill('没有再出现同类问题')
    await dialog.getByRole('button', { name: /保\s?存/ }).click()
    await dialog.waitFor({ state: 'hidden' })
    server.world.clock.set('2026-12-26T01:30:00.000Z')
    await ruleFedPeriods(server.world.platform, { planId })
    expect(await verdictOf(`settle ${key} held`)).toContain('已落实')
  })
})
