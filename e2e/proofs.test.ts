import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleEntry, type Sample } from '../db/demo/sample-entry.ts'
import type { StaffRole } from '../kernel/actor.ts'
import { systemActor } from '../kernel/actor.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { readMeasures } from '../modules/measure/catalog.ts'
import type { MeasureDefinition } from '../modules/measure/rules/definition.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { registers } from '../modules/register/definitions.ts'
import { concerns } from '../modules/register/rules/authority.ts'
import type { RegisterDefinition } from '../modules/register/rules/definition.ts'
import { templateCatalog } from '../modules/template/public.ts'
import { factKeyOf } from '../modules/template/rules/names.ts'
import { connect, measuresMoved } from '../server/connect.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { narrow, openBrowser } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { fillEntry } from './fill-entry.ts'
import { liveNames } from './live.ts'
import type { Asked } from './proof-duties.ts'

// Every register, public item and measure that catalog/live.yaml calls live is driven here: somebody fills in the form on a
// phone, somebody else confirms where one is asked for, and the obligation's own page says that it is met.
const proof = 'e2e/proofs.test.ts'
const wednesday = '2026-03-04T02:00:00.000Z'
const today = '2026-03-04'
const monday = '2026-03-09T02:00:00.000Z'

type Stage = { readonly institutionId: string; readonly regionCode: string; readonly departmentId: string; readonly departmentName: string; readonly kind: string; person(role: StaffRole): Promise<Person> }

let server: Clocked
let browser: Browser
const stages = new Map<string, Stage>()
const contexts = new Map<string, BrowserContext>()
const people = new Map<string, Person>()
let planId = ''

/** A body each register concerns, with one department of a kind that it asks. */
function stageKeyOf(definition: RegisterDefinition): string {
  if (definition.enter.every((role) => ['commission_head', 'commission_clerk', 'inspector', 'auditor'].includes(role))) return 'commission'
  const kind = (['general', 'township', 'community'] as const).find((each) => concerns(definition, { kind: each, level: each === 'general' ? 'two' : 'primary' })) ?? 'general'
  return `${kind} ${definition.departments?.[0] ?? 'clinical'}`
}

async function newStage(key: string): Promise<Stage> {
  const [kind = '', departmentKind = 'office'] = key.split(' ')
  const body = await newInstitution(server.world, { kind, name: `${key}单位` })
  const departmentName = `${key}科室`
  const departmentId = await arrange(server.world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: body.institutionId, id, region_code: body.regionCode, name: departmentName, kind: departmentKind }).execute()
    if (kind !== 'commission' && kind !== 'general') await act.tx.updateTable('institution').set({ level: 'primary' }).where('id', '=', body.institutionId).execute()
    return id
  })
  // Enough people that a share of them may be shown.
  for (let n = 0; n < 4; n += 1) await body.person('doctor', departmentId)
  return { ...body, departmentId, departmentName, kind, person: (role) => personOf(key, role, () => body.person(role, departmentId)) }
}

async function personOf(key: string, role: StaffRole, make: () => Promise<Person>): Promise<Person> {
  const known = people.get(`${key} ${role}`) ?? (await make())
  people.set(`${key} ${role}`, known)
  return known
}

/** A page of a person's own on a phone, signed in by the session a test made. */
async function pageOf(person: Person): Promise<Page> {
  let context = contexts.get(person.accountId)
  if (context === undefined) {
    context = await browser.newContext({ viewport: narrow, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
    await context.addCookies([{ name: sessionCookie, value: person.token, url: server.url }])
    contexts.set(person.accountId, context)
    await context.newPage()
  }
  const [page] = context.pages()
  if (page === undefined) throw new Error('the context has no page')
  return page
}

/** What the templates ask of a register in particular, where they do: the entry of this journey is one of that kind. */
const asked = new Map(templateCatalog().templates.flatMap(({ definition }) => definition.clauses.flatMap((clause) => clause.duties.flatMap(({ bind, where }) => (where === undefined ? [] : [[factKeyOf(bind), where] as const])))))

/**
 * What a measure must come to, made of this journey's one entry of each register: a figure that counted nothing, too much or
 * the wrong entries misses it. Where nothing stands here the measure's own target decides (PL-9), and the entry reaches it.
 */
const all: Asked = ['=', 100]
const one: Asked = ['=', 1]
/** Of a roster that grows while the journey goes on. */
const most: Asked = ['>=', 40]
/** An entry that must not count: a reprint, a day on which nothing happened, a card that came late, a year that is not full. */
const none: Asked = ['=', 0]
const asks: Readonly<Record<string, Asked>> = {
  'basics-pass-rate': ['>', 50], 'basics-training-coverage': most, 'comfort-complete-rate': all, 'conduct-pass-rate': all, 'continuing-education-coverage': most, 'core-rules-kept': all, 'drive-cases-closed': all, 'environment-pass-rate': all,
  'epidemic-report-in-time': none, 'ethics-education-coverage': most, exemplars: one, 'guide-presence': all, 'health-education-sessions': one, 'infection-check-pass-rate': all, 'informed-talk-rate': all, 'lookback-done': all, 'media-per-week': none,
  'nine-s-score': all, 'parking-spaces': ['=', 40], 'parking-use': all, 'pledge-coverage': most, 'primary-service-days': ['=', 20], 'primary-service-year': none, 'privacy-pass-rate': all, 'publicity-count': one, 'quality-event-count': none,
  'record-grade-a-rate': ['=', 60], 'self-check-corrected': all, 'service-contests': one, 'service-norms-coverage': most, 'suggestions-adopted-rate': ['>', 50], 'toilet-class-two-share': all, 'toilet-clean-rate': all, 'walk-through-rectified': all,
  'warning-education-coverage': most,
}
const targetOf = (key: string): DutyItem['target'] => {
  const wanted = asks[key]
  return wanted === undefined ? null : { metric: key, comparator: wanted[0], value: wanted[1], upper: null, unit: '', printed: '' }
}

const duty = (kind: DutyItem['kind'], factKey: string, own: boolean): DutyItem => ({
  id: `${kind}-${factKey}`, clauseId: 'c-1', subject: '各单位', inferredSubject: false, kind, text: `${kind} ${factKey}`, due: { date: '2026-03-08', time: null, printed: '3月8日', relative: null }, cadence: null, target: kind === 'measure' ? targetOf(factKey) : null, products: [], receiver: null, responsible: null, line: 1,
  settings: { ...defaultSettings, factKey, where: kind === 'record' ? (asked.get(factKey) ?? null) : null, kinds: own ? ['commission'] : null, role: own ? 'commission_clerk' : 'institution_clerk' },
})

// Measures are checked against the kinds of facts that modules declare when they are put together.
connect()
const known = [...registers().values()].map(({ definition }) => definition)
const provedRegisters = liveNames('register', proof)
const provedPublic = liveNames('public', proof)
const provedMeasures = liveNames('measure', proof)
/** The registers a measure counts; its value is looked at where such an entry was made. */
const kindsOf = (measure: MeasureDefinition): string[] => ('of' in measure ? [measure.of] : 'denominator' in measure ? [measure.numerator.of, measure.denominator.of] : [measure.numerator.of])
const feeding = new Map(readMeasures().map(({ definition }) => [definition.key, kindsOf(definition).flatMap((kind) => (kind.startsWith('register.') ? [kind.slice('register.'.length)] : []))]))
const definitionOf = (key: string): RegisterDefinition => {
  const found = known.find((each) => each.key === key)
  if (found === undefined) throw new Error(`there is no register ${key}`)
  return found
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked(wednesday, async (world) => {
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
  })
  for (const definition of known) {
    const key = stageKeyOf(definition)
    if (!stages.has(key)) stages.set(key, await newStage(key))
  }
  const commission = stages.get('commission')
  if (commission === undefined) throw new Error('no register is kept by the commission')
  const owns = (key: string) => stageKeyOf(definitionOf(key)) === 'commission'
  const duties = [
    ...provedRegisters.map((key) => duty('record', key, owns(key))),
    ...provedPublic.map((key) => duty('publish', key, owns(key))),
    ...provedMeasures.map((key) => duty('measure', key, owns(feeding.get(key)?.[0] ?? ''))),
  ]
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [...stages.values()].filter((each) => each.kind !== 'commission').map((each) => each.institutionId), startsOn: '2026-03-02', endsOn: '2026-03-15', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** The page of one obligation, as its institution's clerk sees it. */
async function openObligation(stage: Stage, text: string): Promise<Page> {
  const page = await pageOf(await stage.person(stage.kind === 'commission' ? 'commission_clerk' : 'institution_clerk'))
  const answer = await page.request.get(`${server.url}/api/obligations?planId=${planId}&institutionId=${stage.institutionId}&limit=500`)
  const { rows } = (await answer.json()) as { rows: { text: string; periodId: string }[] }
  const found = rows.find((row) => row.text === text)
  expect(found, `${text} at ${stage.kind}`).toBeDefined()
  await page.goto(`${server.url}/console/obligations/${stage.institutionId}/${found?.periodId ?? ''}`)
  await page.getByRole('heading', { level: 1, name: text }).waitFor()
  return page
}

const says = (page: Page) => page.locator('.page-lead').innerText()

/** What an entry must say so that the measures it feeds have a value: fewer than their smallest number are not shown. */
const tells: Readonly<Record<string, (values: Sample['values']) => boolean>> = {
  'basics-training': (values) => values['examined'] === true,
  'record-review': (values) => Number(values['reviewed']) >= 5,
  'epidemic-report': (values) => values['category'] !== 'none',
}

async function enter(definition: RegisterDefinition): Promise<{ stage: Stage; title: string }> {
  const stage = stages.get(stageKeyOf(definition))
  if (stage === undefined) throw new Error(`nobody keeps ${definition.key}`)
  const own = (role: StaffRole) => role.startsWith('commission') || role === 'inspector' || role === 'auditor'
  const side = (roles: readonly StaffRole[]) => roles.find((role) => own(role) === (stage.kind === 'commission'))
  const role = side(definition.enter)
  if (role === undefined) throw new Error(`nobody may enter ${definition.key}`)
  const writer = await stage.person(role)
  const judgeRole = side(definition.confirm.filter((each) => each !== role)) ?? definition.confirm.find((each) => each !== role)
  const judge = judgeRole === undefined ? null : await (own(judgeRole) ? stages.get('commission') ?? stage : stage).person(judgeRole)
  const staff = await arrange(server.world, (act) => act.tx.selectFrom('staff').select(['id', 'name']).where('institution_id', '=', stage.institutionId).execute())
  const names = new Map([...staff.map((each) => [each.id, each.name] as const), [stage.departmentId, stage.departmentName] as const])
  const perDepartment = definition.scope === 'department' || definition.scope === 'ward'
  const place = { on: today, today, departmentId: perDepartment ? stage.departmentId : null, departmentIds: [stage.departmentId], staffIds: staff.map((each) => each.id), attendance: staff.length, where: asked.get(definition.key) ?? null }
  const telling = tells[definition.key] ?? (() => true)
  const sample = Array.from({ length: 100 }, (_, n) => sampleEntry(definition, `proof ${n}`, place)).find((each) => each !== null && telling(each.values)) ?? null
  if (sample === null) throw new Error(`no sample of ${definition.key} is accepted`)
  const page = await pageOf(writer)
  await page.goto(`${server.url}/console/registers/${definition.key}/new`)
  await page.getByRole('button', { name: '登记', exact: true }).waitFor()
  await fillEntry(page, definition, sample, { on: today, department: perDepartment ? stage.departmentName : null, names })
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('已登记').first().waitFor()
  const list = (await (await page.request.get(`${server.url}/api/registers/${definition.key}/entries?institutionId=${stage.institutionId}`)).json()) as { rows: { id: string; title: string }[] }
  const [entry] = list.rows
  expect(entry, `the entry of ${definition.key}`).toBeDefined()
  if (judge !== null) {
    const other = await pageOf(judge)
    await other.goto(`${server.url}/console/registers/${definition.key}/${stage.institutionId}/${entry?.id ?? ''}`)
    await other.getByRole('button', { name: '审核通过' }).click()
    await other.getByText('审核人').first().waitFor()
  }
  return { stage, title: entry?.title ?? '' }
}

describe('What is called live turns its verdict', () => {
  test.each(provedRegisters)('register:%s: an entry made on a phone meets the duty', async (key) => {
    const definition = definitionOf(key)
    const stage = stages.get(stageKeyOf(definition))
    if (stage === undefined) throw new Error(`nobody keeps ${key}`)
    const before = await openObligation(stage, `record ${key}`)
    expect(await says(before)).not.toContain('已落实')
    const { title } = await enter(definition)
    const after = await openObligation(stage, `record ${key}`)
    expect(await says(after), title).toContain('已落实')
    expect(await after.locator('.fact-lines').innerText()).toContain(title)
  })

  test.each(provedPublic)('public:%s: what citizens can open meets the duty', async (key) => {
    const stage = stages.get(stageKeyOf(definitionOf(key)))
    if (stage === undefined) throw new Error(`nobody keeps ${key}`)
    expect(await says(await openObligation(stage, `publish ${key}`))).toContain('已落实')
    const visitor = await browser.newContext({ viewport: narrow, javaScriptEnabled: false })
    const page = await visitor.newPage()
    await page.goto(`${server.url}/open/${key}`)
    expect(await page.locator('main').innerText()).toContain(`${stageKeyOf(definitionOf(key))}单位`)
    await visitor.close()
  })

  test('a week later the values are judged', async () => {
    // Nobody works five days at one sitting: the sessions of this journey outlive the week by what the clerk would do anew.
    await arrange(server.world, (act) => act.tx.updateTable('session').set({ last_seen_at: '2098-01-01T00:00:00.000Z' }).execute())
    server.world.clock.set(monday)
    await ruleFedPeriods(server.world.platform, { planId })
    expect(provedMeasures.length).toBeGreaterThan(0)
  })

  test.each(provedMeasures)('measure:%s: its value, made of those entries, meets the duty', async (key) => {
    const stage = stages.get(stageKeyOf(definitionOf(feeding.get(key)?.[0] ?? '')))
    if (stage === undefined) throw new Error(`nobody feeds ${key}`)
    const said = await says(await openObligation(stage, `measure ${key}`))
    expect(said).toContain('已落实')
    // Reached, and not only reported: every measure here is asked something.
    expect(said).toContain('指标达到要求')
  })
})
