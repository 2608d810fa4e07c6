import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import type { DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution } from '../server/testing/api.ts'
import { expectAccessible, narrow, openBrowser, picture } from './browser.ts'
import { openWorkBulletin, sendAndSign } from './bulletin-people.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { exemplarStep, mainOf, nominateBy } from './exemplar-people.ts'
import { liveNames } from './live.ts'
import { windowOf, type Body } from './matter-people.ts'
import { proofDuty } from './proof-duties.ts'
import { settled } from './steps.ts'
import type { Somebody } from './week-people.ts'

// What catalog/live.yaml calls live of work bulletins and exemplars is driven here by a commission and two hospitals: the
// bulletin tells how the plan goes, one hospital signs for it and the other is reminded, a nomination is put up.
const proof = 'e2e/bulletin-duties.test.ts'
const items = liveNames('public', proof)
const ofCommission = (key: string): DutyItem => {
  const duty = proofDuty('publish', key, '2026-04-20')
  return { ...duty, settings: { ...duty.settings, kinds: ['commission'], role: 'commission_clerk' } }
}
/** A task of the hospitals that nobody has done: the bulletin has to say so. */
const undone: DutyItem = { ...proofDuty('task', '', '2026-03-20', { text: '完成导诊台改造' }), settings: { ...proofDuty('task', '', '2026-03-20').settings, factKey: null } }

let server: Clocked
let browser: Browser
let commission: Body
let first: Body
let second: Body
let planId = ''
let office: Somebody
let chief: Somebody
let clerk: Somebody
let other: Somebody
let bulletin = ''

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-03-04T01:30:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
  })
  commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
  first = await newInstitution(server.world, { name: '云溪县人民医院' })
  second = await newInstitution(server.world, { name: '云溪县中医医院' })
  office = await windowOf(server, browser, commission, 'commission_clerk', '尹若川')
  chief = await windowOf(server, browser, commission, 'commission_head', '顾云澜')
  clerk = await windowOf(server, browser, first, 'institution_clerk', '苏北辰', undefined, narrow)
  other = await windowOf(server, browser, second, 'institution_clerk', '陆知秋')
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties: [...items.map(ofCommission), undone], groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [first.institutionId, second.institutionId], startsOn: '2026-03-02', endsOn: '2026-05-15', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
  server.world.clock.set('2026-04-02T01:30:00.000Z')
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** What the page of the commission's obligation says, as its clerk sees it. */
async function verdictOf(key: string): Promise<string> {
  const { page } = office
  const answer = await page.request.get(`${server.url}/api/obligations?planId=${planId}&institutionId=${commission.institutionId}&limit=200`)
  const { rows } = (await answer.json()) as { rows: { text: string; periodId: string }[] }
  const found = rows.find((row) => row.text === `publish ${key}`)
  expect(found, key).toBeDefined()
  await page.goto(`${server.url}/console/obligations/${commission.institutionId}/${found?.periodId ?? ''}`)
  await page.getByRole('heading', { level: 1, name: `publish ${key}` }).waitFor()
  await settled(page)
  return page.locator('.page-lead').first().innerText()
}

describe('What is called live of work bulletins and exemplars turns its verdict', () => {
  test('both are driven here, and nothing was published before', async () => {
    expect(items.toSorted()).toEqual(['bulletin', 'exemplars'])
    for (const key of items) expect(await verdictOf(key)).not.toContain('已落实')
  })

  test('BU-15 the clerk opens a work bulletin, the board stands in it, the head approves and publishes', async () => {
    const { page } = office
    bulletin = await openWorkBulletin(server, page)
    expect(await page.getByRole('textbox', { name: '逾期未落实事项' }).inputValue()).toContain('云溪县中医医院（1项）')
    await expectAccessible(page)
    await picture(page, 'work-bulletin-draft-wide')
    await sendAndSign(server, page, chief)
    await chief.page.getByText('已发布').first().waitFor()
  })

  test('public:bulletin turns by it, public:exemplars does not', async () => {
    expect(await verdictOf('bulletin')).toContain('已落实')
    expect(await verdictOf('exemplars')).not.toContain('已落实')
  })

  test('BU-14 a hospital signs for it on a phone; who has not is listed, and reminded after three working days', async () => {
    const { page } = clerk
    await page.goto(`${server.url}/console${bulletin}`)
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await page.locator('main').getByText(/苏北辰.*签收/).first().waitFor()
    await settled(page)
    await expectAccessible(page)
    await picture(page, 'work-bulletin-narrow')
    await office.page.goto(`${server.url}/console${bulletin}`)
    await office.page.getByText('已签收 1 / 2').waitFor()
    expect(await mainOf(office.page)).toContain('还有 1 家没有签收')
    await picture(office.page, 'work-bulletin-wide')
    await office.page.goto(`${server.url}${bulletin}`)
    await office.page.setViewportSize(narrow)
    await expectAccessible(office.page)
    await picture(office.page, 'work-bulletin-portal-narrow')
    server.world.clock.set('2026-04-09T01:30:00.000Z')
    await server.runJob('bulletin.remind')
    await other.page.goto(`${server.url}/console/notices`)
    await other.page.getByText(/重点工作进展情况的通报（工作通报〔2026〕1号）还没有签收/).waitFor()
    const told = await page.request.get(`${server.url}/api/notices`)
    expect(JSON.stringify(await told.json())).not.toContain('still_to_receive')
  })

  test('public:exemplars turns when a nomination is put up for everybody', async () => {
    const at = await nominateBy(server, other.page, '示范医院')
    expect(await verdictOf('exemplars')).not.toContain('已落实')
    await exemplarStep(server, office.page, at, '开始公示')
    expect(await verdictOf('exemplars')).toContain('已落实')
  })
})
