import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import type { DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { api, arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { ask, stayIn } from './booking-people.ts'
import { expectAccessible, narrow, openBrowser, password, picture } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { newDepartment, plainPhone, windowOf, type Body } from './matter-people.ts'
import { obligationsOf, proofDuty, verdictOn } from './proof-duties.ts'
import { look, settled } from './steps.ts'
import { codesFor, sendSheet } from './survey-people.ts'
import type { Somebody } from './week-people.ts'

// Every measure and public item of leagues that catalog/live.yaml calls live is driven here: three hospitals of a county ask
// their patients and look after infection control, the commission ranks them, and its own duties turn by what is published.
const proof = 'e2e/appraisal-duties.test.ts'
const at = (iso: string): void => server.world.clock.set(iso)

let server: Clocked
let browser: Browser
let planId = ''
let commission: Body
let judge: Person
let clerk: Somebody
let head: Somebody
/** Where citizens read the league of February. */
let ranking = ''
const houses: { body: Body; clerk: Person; department: string }[] = []
const house = (n: number) => {
  const found = houses[n]
  if (found === undefined) throw new Error(`no house ${n}`)
  return found
}

/** What each comes to in March: patients of the first hospital choose the best of four answers, of the others the one below. */
const ofHouse = new Map<string, readonly ['=', number]>([['campaign-score', ['=', 100]], ['quality-indicators', ['=', 100]]])
const ofCommission = new Map<string, readonly ['=', number]>([['patient-weight', ['=', 100]], ['institution-spread', ['=', 30]], ['benchmark-gap', ['=', 20]], ['equal-treatment', ['=', 10]]])
const measures = liveNames('measure', proof)
const items = liveNames('public', proof)
const settingsOf = (duty: DutyItem): DutyItem => ({ ...duty, settings: { ...duty.settings, kinds: ['commission'], role: 'commission_clerk' } })
const duties = [
  ...items.map((key) => settingsOf(proofDuty('publish', key, '2026-03-20'))),
  ...measures.map((key) => (ofCommission.has(key) ? settingsOf(proofDuty('measure', key, '2026-03-31', { asked: ofCommission.get(key) })) : proofDuty('measure', key, '2026-03-31', { asked: ofHouse.get(key) }))),
]

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-02-10T01:30:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  commission = await newInstitution(server.world, { kind: 'commission', regionCode: '990121', name: '云溪县卫生健康委员会' })
  judge = await commission.person('commission_clerk')
  for (const name of ['云溪县人民医院', '云溪县中医医院', '云溪县第二人民医院（云溪县紧密型医共体总医院东院区）']) {
    const body = await newInstitution(server.world, { name })
    houses.push({ body, clerk: await body.person('institution_clerk'), department: await newDepartment(server, body, '内科') })
  }
  await stayIn(server, [judge, ...houses.map((each) => each.clerk)])
  for (const each of houses) await ask(server, each.clerk, 'POST', '/surveys', { key: 'outpatient' })
  await answer([3, 2, 2])
  at('2026-03-02T01:30:00.000Z')
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: houses.map((each) => each.body.institutionId), startsOn: '2026-03-02', endsOn: '2026-04-30', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
  clerk = await windowOf(server, browser, commission, 'commission_clerk', '沈听雨')
  head = await windowOf(server, browser, commission, 'commission_head', '陆明远')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Ten sheets at each hospital, all answered alike, and counted. */
async function answer(choices: readonly number[]): Promise<void> {
  for (const [n, choice] of choices.entries()) for (const code of await codesFor(server, house(n).clerk, 'outpatient', 10, house(n).department)) await sendSheet(server, 'outpatient', code, choice)
  await server.runJob('survey.boxes')
}

const owed = (who: Person, institutionId: string) => ({ server, who, planId, institutionId })
const ofCounty = (text: string): Promise<string> => verdictOn(clerk.page, owed(judge, commission.institutionId), text)

/** The clerk draws up the league of a month in which patients decide everything. */
async function drawUp(month: string): Promise<void> {
  const { page } = clerk
  await page.goto(`${server.url}/console/leagues`)
  await page.getByRole('button', { name: '生成新一期' }).click()
  const dialog = page.getByRole('dialog', { name: '生成新一期' })
  await dialog.getByTitle('行动考核排名').waitFor()
  await dialog.getByRole('button', { name: '生成新一期' }).click()
  await page.getByRole('heading', { level: 1, name: `行动考核排名 · ${month}` }).waitFor()
  await settled(page)
}

/** The head looks at it and publishes it with password and authenticator. */
async function freeze(): Promise<void> {
  server.world.clock.advance(31_000)
  const { page } = head
  await page.goto(clerk.page.url())
  await page.getByRole('button', { name: '定稿公布' }).click()
  const dialog = page.getByRole('dialog', { name: '定稿公布' })
  await dialog.getByLabel('登录密码').fill(password)
  await dialog.getByLabel('动态验证码').fill(head.code())
  await dialog.getByRole('button', { name: '定稿公布' }).click()
  await page.getByRole('link', { name: '群众端页面' }).waitFor()
  await settled(page)
}

describe('What is called live of leagues turns its verdict', () => {
  test('each measure that is called live has its figure, and nothing is met before anybody did anything', async () => {
    expect(measures.filter((key) => !ofHouse.has(key) && !ofCommission.has(key))).toEqual([])
    expect([measures.length, items.length].every((n) => n > 0)).toBe(true)
    const rows = [...(await obligationsOf(owed(judge, commission.institutionId))), ...(await obligationsOf(owed(house(0).clerk, house(0).body.institutionId)))]
    expect(rows.map((row) => row.text).toSorted()).toEqual(duties.map((each) => each.text).toSorted())
    expect(rows.filter((row) => row.verdict === 'met')).toEqual([])
  })

  test('AP-2 AP-3 the clerk draws February up and weighs it', async () => {
    at('2026-03-10T01:30:00.000Z')
    for (const key of items) expect(await ofCounty(`publish ${key}`)).not.toContain('已落实')
    await drawUp('2026年2月')
    const { page } = clerk
    await page.getByRole('button', { name: '调整权重' }).click()
    const dialog = page.getByRole('dialog', { name: '调整权重' })
    for (const [part, weight] of [['任务完成率', '0'], ['患者满意度', '100'], ['投诉人满意率', '0'], ['投诉按期办结率', '0'], ['核心制度落实率', '0']] as const) await dialog.getByLabel(part).fill(weight)
    await dialog.getByText('合计 100').waitFor()
    await dialog.getByLabel('调整原因').fill('试行期间只看患者评价')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('权重调整过：试行期间只看患者评价').waitFor()
    // Two thirds of the points of an answer are 19.1 of a hundred between 60 and 95.
    await page.getByRole('row', { name: /第 1 名.*云溪县人民医院.*100\.0/ }).waitFor()
    expect(await page.getByRole('row', { name: /并列第 2 名.*19\.1/ }).count()).toBe(2)
    await look(page, 'league-draft')
  })

  test('AP-9 AP-11 the head publishes it, and the page says why somebody stands where it stands', async () => {
    await freeze()
    for (const key of items) expect(await ofCounty(`publish ${key}`)).toContain('已落实')
    await head.page.getByRole('button', { name: '为什么 云溪县中医医院' }).click()
    await head.page.getByRole('dialog').getByText('失分最多的是').waitFor()
    await look(head.page, 'league-why')
  })

  test('AP-17 citizens read it on a phone without scripts, in elder mode as well', async () => {
    const phone = await plainPhone(browser)
    for (const elder of [false, true]) {
      if (elder) await phone.page.goto(`${server.url}/elder?on=1&back=%2F`)
      await phone.page.goto(`${server.url}/`)
      await phone.page.getByRole('link', { name: '机构排名' }).click()
      await phone.page.getByRole('link', { name: '行动考核排名：2026年2月' }).click()
      ranking = phone.page.url()
      expect(await phone.page.locator('main').innerText()).toContain('云溪县人民医院')
      await phone.page.getByRole('link', { name: '云溪县中医医院' }).click()
      expect(await phone.page.locator('main').innerText()).toContain('失分最多的是：患者满意度失80.9分')
    }
    await phone.context.close()
  })

  // Accessibility is judged where scripts run: the judge is one.
  test.each([['ranking', false], ['ranking-elder', true]])('AP-17 the page %s can be read by everybody', async (name, elder) => {
    const context = await browser.newContext({ viewport: narrow, locale: 'zh-CN' })
    const page = await context.newPage()
    if (elder) await page.goto(`${server.url}/elder?on=1&back=%2F`)
    await page.goto(ranking)
    await expectAccessible(page)
    await picture(page, name)
    await page.getByRole('link', { name: '云溪县中医医院' }).click()
    await expectAccessible(page)
    await picture(page, `${name}-why`)
    await context.close()
  })

  test('AP-16 the commission compares itself with another region, and private with public institutions', async () => {
    const { page } = clerk
    await page.goto(`${server.url}/console/leagues/benchmarks`)
    await page.getByRole('button', { name: '登记对标数值' }).click()
    const dialog = page.getByRole('dialog', { name: '登记对标数值' })
    const box = dialog.getByRole('combobox', { name: '指标' })
    await box.click()
    await box.fill('患者满意度')
    await page.getByTitle('患者满意度', { exact: true }).first().click()
    await dialog.getByLabel('对比地区', { exact: true }).fill('青禾县')
    // Thirty sheets of February: 77.8 points on average, a fifth less than there.
    await dialog.getByLabel('对比地区的数值').fill('97.22')
    await dialog.getByLabel('数据日期').fill('2026-02-28')
    await dialog.getByLabel('来源').fill('青禾县卫生健康局2月通报')
    await dialog.getByRole('button', { name: '保存' }).click()
    await page.getByText('青禾县卫生健康局2月通报').waitFor()
    await look(page, 'league-benchmarks')
    const entry = (fields: object) => api(server.world, judge).upload('/registers/equal-treatment/entries', [], { on: '2026-03-10', departmentId: null, version: 1, values: { coverage: '全县民营与公立医院，2026年1至2月', ...fields } })
    expect(await entry({ aspect: 'referral', indicator: '上转接收率', unit: 'percent', better: 'higher', private_value: 70, public_value: 90, gap: true, cause: '民营机构号源少', remedy: '增加预留号源', due: '2026-05-01' })).toMatchObject({ status: 200 })
    expect(await entry({ aspect: 'charging', indicator: '结算天数', unit: 'days', better: 'lower', private_value: 10, public_value: 12, gap: false })).toMatchObject({ status: 200 })
  })

  test('in March patients answer again and infection control is looked at; in April the night puts down and the head publishes', async () => {
    await answer([3, 2, 2])
    for (const [n, passed] of [100, 95, 70].entries()) {
      const wrong = passed === 100 ? {} : { problem: '手卫生不到位', remedy: '当天培训并复查', due: '2026-03-20', rectified: false }
      const { body, department, clerk: own } = house(n)
      expect(await api(server.world, own).upload('/registers/infection-control/entries', [], { on: '2026-03-10', departmentId: department, version: 1, values: { spot: '治疗室', aspects: ['hands'], checked: 100, passed, checker: own.staffId, ...wrong } }), body.name).toMatchObject({ status: 200 })
    }
    at('2026-04-02T01:30:00.000Z')
    await server.runJob('appraisal.night')
    await drawUp('2026年3月')
    await freeze()
    await ruleFedPeriods(server.world.platform, { planId })
  })

  test.each(measures)('measure:%s comes to what it must, and its duty is met', async (key) => {
    const said = ofCommission.has(key) ? await ofCounty(`measure ${key}`) : await verdictOn(clerk.page, owed(judge, house(0).body.institutionId), `measure ${key}`)
    expect(said).toContain('已落实')
  })

  test('a hospital whose patients said less misses the score of the first, and one with a bad check the indicators', async () => {
    for (const key of ['campaign-score', 'quality-indicators']) expect(await verdictOn(clerk.page, owed(judge, house(2).body.institutionId), `measure ${key}`)).not.toContain('已落实')
  })
})
