import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from '../server/connect.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { signer, type Signer } from '../server/testing/reports.ts'
import { openBrowser, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { look } from './steps.ts'

// Every report form that catalog/live.yaml calls live is walked here: it fills itself, the clerk writes, the head signs
// with password and authenticator, the commission accepts, and the obligation's own page says that it is met.
const proof = 'e2e/reports.test.ts'
const monday = '2026-03-09T01:00:00.000Z'

let server: Clocked
let browser: Browser
const contexts = new Map<string, BrowserContext>()
let planId = ''
/** Who writes, who signs, and who of the level above decides. */
type House = { readonly institutionId: string; readonly clerk: Person; readonly head: Signer; readonly judge: Person }
let hospital: House
let county: House

async function pageOf(person: Person): Promise<Page> {
  let context = contexts.get(person.accountId)
  if (context === undefined) {
    context = await browser.newContext({ viewport: wide, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
    await context.addCookies([{ name: sessionCookie, value: person.token, url: server.url }])
    contexts.set(person.accountId, context)
    await context.newPage()
  }
  const [page] = context.pages()
  if (page === undefined) throw new Error('the context has no page')
  return page
}

const forms = liveNames('report', proof)
const measures = liveNames('measure', proof)
const isCounty = (key: string) => key.startsWith('county-')
const duty = (kind: DutyItem['kind'], factKey: string, given: Partial<DutyItem> = {}): DutyItem => ({
  id: `${kind}-${factKey}`, clauseId: 'c-1', subject: '各单位', inferredSubject: false, kind, text: `${kind} ${factKey}`, due: { date: '2026-03-09', time: null, printed: '3月9日', relative: null }, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 1,
  settings: { ...defaultSettings, factKey }, ...given,
})
const full = { metric: '报表', comparator: '>=', value: 100, upper: null, unit: '%', printed: '100%' } as const

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked(monday, async (world) => {
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  const commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康局' })
  const city = await newInstitution(server.world, { kind: 'commission', name: '青禾市卫生健康委员会', regionCode: '990100', regionPrefix: '9901' })
  const body = await newInstitution(server.world, { name: '云溪县第一人民医院（云溪医学院附属综合医院南院区）' })
  const clerk = await commission.person('commission_clerk')
  hospital = { institutionId: body.institutionId, clerk: await body.person('institution_clerk'), head: await signer(server.world, await body.person('institution_head')), judge: clerk }
  county = { institutionId: commission.institutionId, clerk, head: await signer(server.world, await commission.person('commission_head')), judge: await city.person('commission_clerk') }
  const duties = [
    ...forms.map((key) => duty('report', key, key === 'weekly' ? { due: null, cadence: { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '2026-03-03', until: '2026-03-09', printed: '每周一' } } : isCounty(key) ? { settings: { ...defaultSettings, factKey: key, kinds: ['commission'], role: 'commission_clerk' } } : {})),
    ...measures.map((key) => duty('measure', key, { due: { date: '2026-03-31', time: null, printed: '3月31日', relative: null }, target: full })),
    // What the final summary and the monthly report ask evidence of.
    duty('task', 'evidence', { settings: defaultSettings }),
  ]
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, title: '改善就医感受专项行动', phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [body.institutionId], startsOn: '2026-03-02', endsOn: '2026-03-31', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const says = async (page: Page): Promise<string> => page.locator('.page-lead').innerText()

async function obligationOf(text: string, house = hospital): Promise<{ page: Page; periodId: string }> {
  const page = await pageOf(house.clerk)
  const { rows } = (await (await page.request.get(`${server.url}/api/obligations?planId=${planId}&institutionId=${house.institutionId}&limit=500`)).json()) as { rows: { text: string; periodId: string }[] }
  const periodId = rows.find((row) => row.text === text)?.periodId ?? ''
  await page.goto(`${server.url}/console/obligations/${house.institutionId}/${periodId}`)
  await page.getByRole('heading', { level: 1, name: text }).waitFor()
  return { page, periodId }
}

const packUrl = (house: House, periodId: string) => `${server.url}/console/reports/${house.institutionId}/${periodId}`
const open = async (page: Page, url: string): Promise<void> => {
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.getByRole('heading', { level: 2, name: '报送记录' }).waitFor()
}

/** The clerk fills every text: from figures where the form offers it, in words of its own besides. */
async function writeAll(page: Page): Promise<void> {
  const boxes = page.locator('.words textarea')
  for (let n = 0; n < (await boxes.count()); n += 1) {
    await boxes.nth(n).fill('本期按方案要求逐项推进，责任落实到科室和个人；对检查中发现的问题立即整改，暂时不能整改的列入台账、明确期限和责任人，逐项销号。')
    await boxes.nth(n).blur()
    await page.locator('.words').nth(n).getByText('已保存').waitFor()
  }
  const fill = page.getByRole('button', { name: '用数据填写' }).first()
  if (await fill.isVisible()) {
    await fill.click()
    await page.locator('.words textarea').first().blur()
    await page.locator('.words').first().getByText('已保存').waitFor()
  }
}

/** Signs what is on the screen; a head who is told that figures changed meanwhile looks again and signs again. */
async function signInDialog(page: Page, head: Signer, mayChange = true): Promise<void> {
  // Each code opens once.
  server.world.clock.advance(31_000)
  await page.reload()
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: '签字', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('登录密码').fill(head.password)
  await dialog.getByLabel('动态验证码').fill(head.code())
  await dialog.getByRole('button', { name: /^签\s*字$/ }).click()
  const refused = dialog.getByText('数据在您查看之后有变化')
  for (let waited = 0; waited < 1200 && (await dialog.isVisible()) && !(await refused.isVisible()); waited += 1) await page.waitForTimeout(100)
  if (mayChange && (await refused.isVisible())) return signInDialog(page, head, false)
  // What the dialog says when it stays open is worth more than that it stayed.
  if (await dialog.isVisible()) throw new Error(`the signature was not taken: ${await dialog.innerText()}`)
}

describe('What is called live turns its verdict', () => {
  test('the evidence that some forms ask for is handed in', async () => {
    const { page } = await obligationOf('task evidence')
    await page.locator('input[type=file]').setInputFiles({ name: '会议纪要.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 纪要') })
    await page.getByRole('button', { name: /^提\s*交$/ }).click()
    await page.getByText('第 1 次提交').waitFor()
    expect(await says(page)).toContain('等待')
  })

  test.each(forms)('report:%s: filled by itself, written, signed, accepted', async (key) => {
    const house = isCounty(key) ? county : hospital
    const before = await obligationOf(`report ${key}`, house)
    expect(await says(before.page)).not.toContain('已落实')
    const page = await pageOf(house.clerk)
    await open(page, packUrl(house, before.periodId))
    await page.locator('.ant-table-row').first().waitFor()
    await look(page, `report-${key}-draft`)
    await writeAll(page)
    await page.getByRole('button', { name: '提请负责人签字' }).click()
    await page.getByText(/^已提请签字/).waitFor()
    const signing = await pageOf(house.head.person)
    await open(signing, packUrl(house, before.periodId))
    await signInDialog(signing, house.head)
    await signing.getByText('已报送，待审核').first().waitFor()
    const judging = await pageOf(house.judge)
    await open(judging, packUrl(house, before.periodId))
    await judging.getByRole('button', { name: /^通\s*过$/ }).click()
    await judging.getByText('已通过').first().waitFor()
    if (key === 'weekly') await look(judging, `report-${key}-accepted`)
    expect(await says((await obligationOf(`report ${key}`, house)).page)).toContain('已落实')
  })

  test.each(measures)('measure:%s: counted from the packs that were handed in', async (key) => {
    await ruleFedPeriods(server.world.platform, { planId })
    server.world.clock.set('2026-04-01T01:00:00.000Z')
    await arrange(server.world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).execute())
    await ruleFedPeriods(server.world.platform, { planId })
    expect(await says((await obligationOf(`measure ${key}`)).page)).toContain('已落实')
    server.world.clock.set(monday)
  })
})

test('the lists: what is due from a hospital, what a commission sees, the roll-up, the bundles', async () => {
  const page = await pageOf(hospital.clerk)
  await page.goto(`${server.url}/console/reports`)
  await page.getByRole('heading', { level: 1, name: '报表报送' }).waitFor()
  await look(page, 'reports-hospital')
  const judging = await pageOf(hospital.judge)
  await judging.goto(`${server.url}/console/reports`)
  await judging.getByRole('heading', { level: 2, name: '各期报表' }).waitFor()
  await look(judging, 'reports-commission', { dark: true })
  await judging.getByRole('link', { name: /周报告/ }).first().click()
  await judging.getByRole('heading', { level: 2, name: '汇总数据' }).waitFor()
  await look(judging, 'report-rollup')
  await judging.getByRole('button', { name: '生成本委汇总报表' }).click()
  await judging.getByRole('heading', { level: 2, name: '报送记录' }).waitFor()
  await look(judging, 'report-rollup-pack')
  await judging.goto(`${server.url}/console/report-imports`)
  await judging.getByRole('heading', { level: 1, name: '下级报表包' }).waitFor()
  await look(judging, 'report-imports')
})
