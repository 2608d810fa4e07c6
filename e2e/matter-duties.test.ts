import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { arrange, newInstitution } from '../server/testing/api.ts'
import { openBrowser, password } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { enter, step, windowOf, type Body, type Filled, type Key } from './matter-people.ts'
import { settled } from './steps.ts'
import type { Somebody } from './week-people.ts'

// Every service, kind of matter, public item and measure of matters that catalog/live.yaml calls live is driven here:
// somebody enters it, it stands open beyond its limit and the duty is unmet, it is settled and the next look is met.
const proof = 'e2e/matter-duties.test.ts'
const at = (iso: string): void => server.world.clock.set(iso)

let server: Clocked
let browser: Browser
let hospital: Body
let commission: Body
let planId = ''
let officer: Somebody
let clerk: Somebody
let discipline: Somebody
let desk: Somebody
let head: Somebody
let office: Somebody
let chief: Somebody
let inspector: Somebody

/** Duties whose body is the commission. */
const above: ReadonlySet<string> = new Set(['publish complaint-results', 'measure complaints-rechecked'])
/** What the figures of these matters come to: one that counted nothing, or the wrong ones, would miss it. The complaint waits three weeks for its acceptance, and is answered on the day of it. */
const figures: Readonly<Record<string, readonly ['=' | '>=', number]>> = {
  'complaint-count': ['=', 1], 'quality-complaints': ['=', 1], 'complaint-accepted-in-time': ['=', 0], 'complaint-answered-in-time': ['=', 100], 'first-response-time': ['>=', 22 * 24],
  'first-contact-kept': ['=', 100], 'suggestion-adopted': ['=', 100], 'loop-closed': ['=', 100], 'complaints-rechecked': ['=', 100], 'problem-signed-off': ['=', 100], 'recheck-kept': ['=', 100],
}
const targetOf = (factKey: string): DutyItem['target'] => {
  const [comparator, value] = figures[factKey] ?? []
  return comparator === undefined || value === undefined ? null : { metric: factKey, comparator, value, upper: null, unit: '', printed: '' }
}
const duty = (kind: DutyItem['kind'], factKey: string, dueOn: string): DutyItem => {
  const own = above.has(`${kind} ${factKey}`)
  return {
    id: `${kind}-${factKey}-${dueOn}`, clauseId: 'c-1', subject: '各单位', inferredSubject: false, kind, text: `${kind} ${factKey} ${dueOn}`, due: { date: dueOn, time: null, printed: dueOn, relative: null }, cadence: null, target: kind === 'measure' ? targetOf(factKey) : null, products: [], receiver: null, responsible: null, line: 1,
    settings: { ...defaultSettings, factKey, kinds: own ? ['commission'] : null, role: own ? 'commission_clerk' : 'institution_clerk' },
  }
}
const services = liveNames('service', proof)
const settles = liveNames('matter', proof)
const measures = liveNames('measure', proof)
const items = liveNames('public', proof)
const duties = [
  ...services.map((key) => duty('service', key, '2026-03-20')), ...settles.flatMap((key) => [duty('settle', key, '2026-03-26'), duty('settle', key, '2026-04-09')]),
  ...items.map((key) => duty('publish', key, '2026-04-20')), ...measures.map((key) => duty('measure', key, '2026-04-30')),
]

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-03-04T01:30:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
  hospital = await newInstitution(server.world, { name: '云溪县人民医院' })
  officer = await windowOf(server, browser, hospital, 'complaint_officer', '沈听澜')
  clerk = await windowOf(server, browser, hospital, 'institution_clerk', '苏北辰')
  discipline = await windowOf(server, browser, hospital, 'discipline_officer', '方既明')
  desk = await windowOf(server, browser, hospital, 'desk_clerk', '许采薇')
  head = await windowOf(server, browser, hospital, 'institution_head', '陆知秋')
  office = await windowOf(server, browser, commission, 'commission_clerk', '尹若川')
  chief = await windowOf(server, browser, commission, 'commission_head', '顾云澜')
  inspector = await windowOf(server, browser, commission, 'inspector', '郁言')
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [hospital.institutionId], startsOn: '2026-03-02', endsOn: '2026-05-15', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** What the page of an obligation says, as its body's clerk sees it. */
async function verdictOf(text: string): Promise<string> {
  const own = above.has(text.replace(/ \d{4}-\d{2}-\d{2}$/, ''))
  const [page, body] = own ? [office.page, commission] : [clerk.page, hospital]
  const answer = await page.request.get(`${server.url}/api/obligations?planId=${planId}&institutionId=${body.institutionId}&limit=200`)
  const { rows } = (await answer.json()) as { rows: { text: string; periodId: string }[] }
  const found = rows.find((row) => row.text === text)
  expect(found, text).toBeDefined()
  await page.goto(`${server.url}/console/obligations/${body.institutionId}/${found?.periodId ?? ''}`)
  await page.getByRole('heading', { level: 1, name: text }).waitFor()
  await settled(page)
  return page.locator('.page-lead').first().innerText()
}

type Course = { readonly who: () => Somebody; readonly move: string; readonly filled?: Filled }
type Script = { readonly enter: () => Promise<Key>; readonly settle: readonly Course[] }
const say = (who: () => Somebody, channel: string, kind: string, kindName: string, body: string, more: { phone?: string; category?: string; institution?: string } = {}) => () => enter(server, who().page, { channel, kind, kindName, body, ...more })
const answer = { 答复内容: '已核实并整改，欢迎继续监督。' }
const note = (words: string): Filled => ({ words: { 说明: words } })
const asOfficer = () => officer
const asClerk = () => clerk

/** For each kind: how it is entered, and what people do until it is settled. */
const ledger = (owner: () => Somebody): Course[] => [
  { who: owner, move: '确认入账' }, { who: owner, move: '由我整改' }, { who: owner, move: '报整改完成', filled: { ...note('已增设座椅二十把。'), pictures: ['整改后的照片或材料'] } },
  { who: asOfficer, move: '核查通过', filled: note('现场看过，整改到位。') }, { who: () => office, move: '销号', filled: note('材料齐全，同意销号。') },
]
const scripts: Readonly<Record<string, Script>> = {
  complaint: { enter: say(asOfficer, 'phone', 'complaint', '投诉', '换药时镊子碰到床单后继续使用。', { phone: '13900001111' }), settle: [{ who: asOfficer, move: '受理', filled: { choose: { 类别: '医疗质量' } } }, { who: asOfficer, move: '当场办结', filled: { words: answer, answer: { 认定: '属实' } } }] },
  suggestion: { enter: say(asOfficer, 'phone', 'suggestion', '意见建议', '建议中午也开门诊。'), settle: [{ who: asOfficer, move: '受理' }, { who: asOfficer, move: '当场答复', filled: { words: answer, answer: { 认定: '采纳' } } }] },
  enquiry: { enter: say(asOfficer, 'phone', 'enquiry', '咨询', '复印病历要带什么？'), settle: [{ who: asOfficer, move: '答复', filled: { words: answer } }] },
  'help-request': { enter: say(asOfficer, 'phone', 'help-request', '求助', '老人行动不便，下周复查没有人陪。'), settle: [{ who: asOfficer, move: '答复', filled: { words: answer } }] },
  tip: {
    enter: say(() => discipline, 'phone', 'tip', '举报', '反映手术前有人暗示要表示一下。'),
    settle: [{ who: () => discipline, move: '受理' }, { who: () => discipline, move: '由我核查' }, { who: () => discipline, move: '拟定答复', filled: { words: answer, answer: { 认定: '不属实' } } }, { who: () => chief, move: '审核并答复' }],
  },
  'public-opinion': {
    enter: say(asClerk, 'opinion', 'public-opinion', '舆情', '本地论坛有帖子称急诊等了一小时。'),
    settle: [{ who: asClerk, move: '研判立项' }, { who: asClerk, move: '由我办理' }, { who: asClerk, move: '拟定答复', filled: { words: answer, answer: { 认定: '部分属实' } } }, { who: () => head, move: '审核并答复' }],
  },
  problem: { enter: say(asClerk, 'self-check', 'problem', '问题', '候诊区没有座椅。'), settle: ledger(asClerk) },
  finding: { enter: say(() => inspector, 'inspection', 'finding', '检查发现', '医疗废物暂存点标识不清。', { institution: '云溪县人民医院' }), settle: ledger(asClerk) },
  'one-stop': { enter: say(() => desk, 'counter', 'one-stop', '一站式服务事项', '复印住院病历。', { phone: '13900002222' }), settle: [{ who: () => desk, move: '受理' }, { who: () => desk, move: '办结', filled: { words: answer, answer: { 认定: '办成' } } }] },
}
const kept = new Map<string, Key>()
const keyOf = (kind: string): Key => {
  const found = kept.get(kind)
  if (found === undefined) throw new Error(`no ${kind} was entered`)
  return found
}

describe('What is called live of matters turns its verdict', () => {
  test('each kind that is called live has its script, each measure its figure', () => {
    expect(settles.filter((key) => scripts[key] === undefined)).toEqual([])
    expect(measures.filter((key) => targetOf(key) === null)).toEqual([])
    expect(settles.length + services.length + measures.length).toBeGreaterThan(0)
  })

  test('before anything came in no service was used', async () => {
    for (const key of services) expect(await verdictOf(`service ${key} 2026-03-20`), key).toContain('未到期')
  })

  test.each(settles)('matter:%s is entered on its page', async (kind) => {
    kept.set(kind, await (scripts[kind]?.enter() ?? Promise.reject(new Error(kind))))
    expect(await verdictOf(`settle ${kind} 2026-03-26`)).toContain('未到期')
  })

  test.each(services)('service:%s is used by what came in', async (key) => {
    expect(await verdictOf(`service ${key} 2026-03-20`)).toContain('已落实')
  })

  test('three weeks later all of them stand open beyond their limits', async () => {
    at('2026-03-27T01:30:00.000Z')
    await ruleFedPeriods(server.world.platform, { planId })
    for (const kind of settles) expect(await verdictOf(`settle ${kind} 2026-03-26`), kind).toContain('未落实')
  })

  test.each(settles)('matter:%s is settled through its page', async (kind) => {
    for (const each of scripts[kind]?.settle ?? []) await step(server, each.who().page, keyOf(kind), each.move, each.filled)
  })

  test('the adopted suggestion stands in the ledger as something to do; what is done already is struck out by the head', async () => {
    const { rows } = (await (await head.page.request.get(`${server.url}/api/matters?kind=problem&phase=open`)).json()) as { rows: { id: string; institutionId: string; title: string }[] }
    const made = rows.find((row) => row.title.startsWith('落实采纳的建议：建议中午也开门诊'))
    if (made === undefined) throw new Error('the adoption made nothing to do')
    await step(server, head.page, { institutionId: made.institutionId, matterId: made.id }, '注销', { choose: { 原因: '误登记' }, words: { 说明: '午间门诊本月已经开设，不再另列。' } })
  })

  test('the complaint is called back by somebody else and closed', async () => {
    const complaint = keyOf('complaint')
    await step(server, head.page, complaint, '回访', { answer: { 问题是否解决: '是', 来件人是否满意: '是' }, words: { 说明: '电话回访，本人认可。' } })
    await step(server, officer.page, complaint, '办结')
  })

  test.each(settles)('matter:%s: the next look is met, the past one stays unmet', async (kind) => {
    if (server.world.clock.now().toISOString() < '2026-04-10') {
      at('2026-04-10T01:30:00.000Z')
      await ruleFedPeriods(server.world.platform, { planId })
    }
    expect(await verdictOf(`settle ${kind} 2026-04-09`)).toContain('已落实')
    expect(await verdictOf(`settle ${kind} 2026-03-26`)).toContain('未落实')
  })

  test.each(items)('public:%s: the bulletin of the month is approved by the head and published', async (key) => {
    expect(await verdictOf(`publish ${key} 2026-04-20`)).not.toContain('已落实')
    await publishBulletin(office, chief)
    expect(await verdictOf(`publish ${key} 2026-04-20`)).toContain('已落实')
  })

  test('four weeks after the sign-off it is looked at again and has held', async () => {
    at('2026-04-25T01:30:00.000Z')
    await server.runJob('matter.recheck')
    await step(server, office.page, keyOf('problem'), '回头看：没有反弹', note('现场看过，座椅都在。'))
  })

  test.each(measures)('measure:%s: its value, made of these matters, meets the duty', async (key) => {
    if (server.world.clock.now().toISOString() < '2026-05-01') {
      at('2026-05-01T01:30:00.000Z')
      await ruleFedPeriods(server.world.platform, { planId })
    }
    expect(await verdictOf(`measure ${key} 2026-04-30`)).toContain('已落实')
  })
})

/** Opens, lays before the head, approves with password and authenticator, and publishes the bulletin of the month that is over. */
async function publishBulletin(writer: Somebody, signer: Somebody): Promise<void> {
  const { page } = writer
  await page.goto(`${server.url}/console/bulletins`)
  await page.getByRole('button', { name: '建立通报' }).click()
  const opening = page.getByRole('dialog', { name: '建立通报' })
  await opening.getByRole('button', { name: '建立通报' }).click()
  await page.waitForURL(/\/console\/bulletins\/[0-9a-f-]{36}/)
  await settled(page)
  await submit(page)
  await signer.page.goto(page.url())
  await signer.page.getByRole('button', { name: '审签', exact: true }).click()
  const dialog = signer.page.getByRole('dialog', { name: '审签' })
  await dialog.getByLabel('登录密码').fill(password)
  server.world.clock.advance(61_000)
  await dialog.getByLabel('动态口令').fill(signer.code())
  await dialog.getByRole('button', { name: '审签', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await signer.page.getByText('已发布').first().waitFor()
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '送审' }).waitFor()
  await settled(page)
  await page.getByRole('button', { name: '送审' }).click()
  const dialog = page.getByRole('dialog', { name: '送审' })
  await dialog.getByRole('button', { name: '送审' }).waitFor()
  const checked = dialog.getByRole('checkbox')
  if (await checked.isVisible()) await checked.check()
  await dialog.getByRole('button', { name: '送审' }).click()
  await dialog.waitFor({ state: 'hidden' })
}
