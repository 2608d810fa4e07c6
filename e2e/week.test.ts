import { unzipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadAccounts } from '../db/demo/accounts.ts'
import { castOf } from '../db/demo/cast.ts'
import { loadPeople, type DemoPeople } from '../db/demo/people.ts'
import { sampleEntry } from '../db/demo/sample-entry.ts'
import { launchServiceDays } from '../db/demo/service-days.ts'
import { systemActor, type StaffRole } from '../kernel/actor.ts'
import { runCount } from '../modules/measure/commands/rebuild.ts'
import { listVersions } from '../modules/measure/store/definitions.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { registers } from '../modules/register/definitions.ts'
import { measuresMoved } from '../server/connect.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange } from '../server/testing/api.ts'
import { expectAccessible, narrow, openBrowser, password, picture, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { fillEntry } from './fill-entry.ts'
import { keep, office, printedBy } from './office.ts'
import { settled } from './steps.ts'
import { somebody, type Somebody } from './week-people.ts'

// A week in the demonstration county under a clock that the journey moves: entries on phones, one department that forgets
// and is reminded, the Monday report that fills itself in, its signature, a return, and the county's roll-up.
// It proves report:weekly.
const monday = '2026-03-02T01:00:00.000Z'
const friday = '2026-03-06T00:05:00.000Z'
const nextMonday = '2026-03-09T01:00:00.000Z'
const today = '2026-03-02'

let browser: Browser
let server: Clocked
let people: DemoPeople
let planId = ''
const rooms = new Map<string, { id: string; name: string }[]>()

const idOf = (key: string): string => people.institutions.get(key)?.id ?? ''
function one(body: string, role: StaffRole, departmentId?: string, nth = 0) {
  const found = people.staff.filter((each) => each.body === body && each.role === role && (departmentId === undefined || each.departmentId === departmentId))[nth]
  if (found === undefined) throw new Error(`${body} has no ${role}`)
  return found
}
const at = (iso: string): void => server.world.clock.set(iso)
const open = async (page: Page, path: string): Promise<void> => {
  await page.goto(`${server.url}/console${path}`)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settled(page)
}
const ask = async <T>(page: Page, path: string): Promise<T> => {
  const answer = await page.request.get(`${server.url}/api${path}`)
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as T
}
type Row = { periodId: string; kind: string; text: string; fromOn: string; dueOn: string; verdict: string }
/** The obligation of a kind at a body whose period holds a day, bound to a name. */
async function obligation(page: Page, institutionId: string, kind: string, text: RegExp, day: string): Promise<Row> {
  const { rows } = await ask<{ rows: Row[] }>(page, `/obligations?planId=${planId}&institutionId=${institutionId}&limit=500`)
  const found = rows.filter((row) => row.kind === kind && text.test(row.text) && row.dueOn >= day).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0]
  expect(found, `${kind} ${text} from ${day}`).toBeDefined()
  if (found === undefined) throw new Error('no obligation')
  return found
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked(monday, async (world) => {
    await prepareCatalogues(world.platform)
    for (const { key, version } of await world.platform.database.read(systemActor('test'), listVersions)) await runCount(world.platform, { key, version }, measuresMoved)
    people = await arrange(world, async (act) => {
      const loaded = await loadPeople(act, today)
      await loadAccounts(act, loaded, async () => '')
      return loaded
    })
    planId = await launchServiceDays(world.platform, castOf(people, new Map()), today)
  })
  for (const [key, { id }] of people.institutions) {
    rooms.set(key, await arrange(server.world, (act) => act.tx.selectFrom('department').select(['id', 'name']).where('institution_id', '=', id).where('kind', '=', 'clinical').orderBy('name').execute()))
  }
  await ruleFedPeriods(server.world.platform, { planId })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** One session of health education, entered by the head of a department on a phone. */
async function enterSession(page: Page, department: { id: string; name: string }, on: string): Promise<void> {
  const definition = registers().get('health-education')?.definition
  const staff = people.staff.filter((each) => each.institutionId === idOf('renmin'))
  const speaker = one('renmin', 'department_head', department.id)
  if (definition === undefined) throw new Error('there is no register of health education')
  const sample = sampleEntry(definition, department.name, { on, today: on, departmentId: department.id, departmentIds: [department.id], staffIds: [speaker.staffId] })
  if (sample === null) throw new Error('no sample')
  await open(page, '/registers/health-education/new')
  await fillEntry(page, definition, sample, { on, department: department.name, names: new Map(staff.map((each) => [each.staffId, each.name])) })
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByText('已登记').first().waitFor()
}

/** The last day of the period that the weekly reports of this Monday belong to. */
async function periodEnd(page: Page): Promise<string> {
  const { rows } = await ask<{ rows: { planId: string; formKey: string; toOn: string }[] }>(page, '/report-dues')
  const ends = rows.filter((row) => row.planId === planId && row.formKey === 'weekly' && row.toOn >= '2026-03-08').map((row) => row.toOn).sort()
  expect(ends.length).toBeGreaterThan(0)
  return ends[0] ?? ''
}

const leadOf = (page: Page) => page.locator('.page-lead').first().innerText()

/** Writes what a report still lacks, has it signed with password and authenticator, and hands it in. */
async function signReport(head: Somebody, institutionId: string, packId: string, first: boolean): Promise<void> {
  const { page } = head
  await open(page, `/reports/${institutionId}/${packId}`)
  const { fields } = await ask<{ fields: { label: { zh: string }; min: number; text: string }[] }>(page, `/reports/${institutionId}/${packId}`)
  for (const field of fields.filter((each) => each.min > 0)) {
    const box = page.getByLabel(field.label.zh, { exact: true })
    await box.fill(`${field.label.zh}：各科室按要求落实，具体情况见上表和台账，存在的问题已列入下周安排。`)
    await box.blur()
  }
  await expect.poll(() => page.getByText('还没有保存').count()).toBe(0)
  await page.reload()
  await settled(page)
  if (first) {
    await expectAccessible(page)
    await picture(page, 'report-pack-wide')
  }
  await page.getByRole('button', { name: '签字', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: '签署报表' })
  await dialog.getByLabel('登录密码').fill(password)
  // Each code counts once: the clock has moved on since the last signature.
  server.world.clock.advance(61_000)
  await dialog.getByLabel('动态验证码').fill(head.code())
  await dialog.getByRole('button', { name: '签字', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('已报送，待审核').first().waitFor()
}

describe('A week in the county', () => {
  let clerk: Somebody
  let forgetful: { id: string; name: string }
  let sessions: Row

  test('departments enter their sessions; until the last one has, the duty runs', async () => {
    const own = rooms.get('renmin') ?? []
    const [last, ...others] = own
    if (last === undefined || others.length === 0) throw new Error('the hospital has no clinical departments')
    forgetful = last
    // The first clerk left the post forty days ago; her successor answers now.
    clerk = await somebody(server, browser, one('renmin', 'institution_clerk', undefined, 1), wide)
    sessions = await obligation(clerk.page, idOf('renmin'), 'record', /健康/, '2026-03-02')
    expect(sessions).toMatchObject({ verdict: 'due', dueOn: '2026-03-08' })
    for (const [n, room] of others.entries()) {
      const head = await somebody(server, browser, one('renmin', 'department_head', room.id), narrow)
      at(`2026-03-0${3 + (n % 2)}T0${1 + (n % 6)}:00:00.000Z`)
      await enterSession(head.page, room, `2026-03-0${3 + (n % 2)}`)
      if (n === 0) await picture(head.page, 'entered-narrow')
      await head.context.close()
    }
    const { rows } = await ask<{ rows: { registerKey: string; reached: number; expected: number; missing: { name: string }[]; period: { state: string } }[] }>(clerk.page, '/missing-entries')
    const running = rows.find((row) => row.registerKey === 'health-education' && row.period.state === 'running')
    expect(running).toMatchObject({ expected: own.length, reached: own.length - 1, missing: [{ name: forgetful.name }] })
    await open(clerk.page, `/obligations/${idOf('renmin')}/${sessions.periodId}`)
    expect(await leadOf(clerk.page)).toContain('未到期')
    expect(await leadOf(clerk.page)).toContain(forgetful.name)
  })

  test('who forgot is reminded on the last working day, enters on the phone, and the verdict turns', async () => {
    const head = await somebody(server, browser, one('renmin', 'department_head', forgetful.id), narrow)
    at(friday)
    await server.runJob('register.remind')
    await open(head.page, '/notices')
    expect(await head.page.locator('main').innerText()).toContain('健康教育')
    await picture(head.page, 'reminded-narrow')
    await enterSession(head.page, forgetful, '2026-03-06')
    const { rows } = await ask<{ rows: { registerKey: string; reached: number; expected: number; period: { state: string } }[] }>(clerk.page, '/missing-entries')
    const running = rows.find((row) => row.registerKey === 'health-education' && row.period.state === 'running')
    expect(running === undefined || running.reached === running.expected).toBe(true)
    await open(clerk.page, `/obligations/${idOf('renmin')}/${sessions.periodId}`)
    expect(await leadOf(clerk.page)).toContain('已落实')
    await picture(clerk.page, 'verdict-turned-wide')
    await head.context.close()
  })

  const heads = new Map<string, Somebody>()
  const packs = new Map<string, string>()
  const hospitals = ['renmin', 'zhongyi', 'fuyou', 'renhe'] as const

  test('on Monday the report is there, filled from what happened; the heads sign with password and authenticator', async () => {
    at('2026-03-08T16:35:00.000Z')
    await server.runJob('report.open')
    at(nextMonday)
    await open(clerk.page, '/reports')
    await expectAccessible(clerk.page)
    await picture(clerk.page, 'reports-wide')
    for (const [n, key] of hospitals.entries()) {
      const head = await somebody(server, browser, one(key, 'institution_head'), wide)
      heads.set(key, head)
      const duty = await obligation(head.page, idOf(key), 'report', /周/, '2026-03-09')
      expect(duty.dueOn).toBe('2026-03-09')
      packs.set(key, duty.periodId)
      if (key === 'renmin') {
        await open(head.page, `/reports/${idOf(key)}/${duty.periodId}`)
        const line = head.page.getByRole('row', { name: /科室健康教育场次/ })
        expect(await line.innerText()).toContain(String(rooms.get('renmin')?.length))
      }
      await signReport(head, idOf(key), duty.periodId, n === 0)
    }
  })

  test('the commission returns one, accepts the rest; what was accepted in time is met', async () => {
    const judge = await somebody(server, browser, one('commission', 'commission_clerk'), wide)
    await open(judge.page, `/reports/${idOf('fuyou')}/${packs.get('fuyou') ?? ''}`)
    await judge.page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = judge.page.getByRole('dialog', { name: '退回' })
    await dialog.getByLabel('退回意见').fill('台账与数据表不一致，请核对后重报。')
    await dialog.getByRole('button', { name: '退回', exact: true }).click()
    await judge.page.getByText('被退回，待重报').first().waitFor()
    await open(judge.page, `/report-rollups/${planId}/weekly/${await periodEnd(judge.page)}`)
    await judge.page.getByRole('button', { name: '选中全部待审核' }).click()
    await judge.page.getByRole('button', { name: /通过所选 3 份/ }).click()
    await judge.page.getByText('已通过 3 份').first().waitFor()
    await settled(judge.page)
    await expectAccessible(judge.page)
    await picture(judge.page, 'rollup-wide')
    await judge.page.setViewportSize(narrow)
    await settled(judge.page)
    await picture(judge.page, 'rollup-narrow')
    await judge.page.setViewportSize(wide)
    await open(clerk.page, `/obligations/${idOf('renmin')}/${packs.get('renmin') ?? ''}`)
    expect(await leadOf(clerk.page)).toContain('已落实')
    const fuyou = heads.get('fuyou')
    if (fuyou === undefined) throw new Error('nobody signed for the second hospital')
    await open(fuyou.page, `/reports/${idOf('fuyou')}/${packs.get('fuyou') ?? ''}`)
    expect(await fuyou.page.locator('main').innerText()).toContain('台账与数据表不一致')
    await signReport(fuyou, idOf('fuyou'), packs.get('fuyou') ?? '', false)
  })

  test('the county pack rolls up, and the papers open', async () => {
    const judge = await somebody(server, browser, one('commission', 'commission_clerk'), wide)
    const toOn = await periodEnd(judge.page)
    await open(judge.page, `/report-rollups/${planId}/weekly/${toOn}`)
    await judge.page.getByRole('button', { name: '生成本委汇总报表' }).click()
    await judge.page.waitForURL(/\/reports\//)
    await settled(judge.page)
    await expectAccessible(judge.page)
    await picture(judge.page, 'county-pack-wide')
    for (const [name, within] of [['report.docx', 'word/document.xml'], ['report.xlsx', 'xl/workbook.xml']] as const) {
      const answer = await judge.page.request.get(`${server.url}/api/reports/${idOf('renmin')}/${packs.get('renmin') ?? ''}/${name}`)
      expect(answer.ok()).toBe(true)
      expect(Object.keys(unzipSync(await answer.body()))).toContain(within)
    }
    const whole = await ask<{ counts: { asked: number; in: number; onTime: number; accepted: number } }>(judge.page, `/report-rollups/${planId}/weekly/${toOn}`)
    expect(whole.counts).toMatchObject({ asked: 4, in: 4, accepted: 3 })
  })

  test.skipIf(office === null)('LibreOffice, where it is installed, opens both papers and prints them', async () => {
    const judge = await somebody(server, browser, one('commission', 'commission_clerk'), wide)
    for (const name of ['report.docx', 'report.xlsx']) {
      const answer = await judge.page.request.get(`${server.url}/api/reports/${idOf('renmin')}/${packs.get('renmin') ?? ''}/${name}`)
      const printed = await printedBy(office ?? '', name, await answer.body())
      // A page of A4 with a form on it: what could not be read would be no PDF at all, or one without a font.
      expect(printed.subarray(0, 5).toString('latin1'), name).toBe('%PDF-')
      expect(printed.toString('latin1'), name).toContain('/FontFile')
      await keep(`paper-${name}.pdf`, printed)
    }
  })
})
