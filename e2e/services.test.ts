import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchPlan, runLaunch } from '../modules/plan/commands/launch.ts'
import { ruleFedPeriods } from '../modules/plan/commands/fed-periods.ts'
import { arrangeDraft } from '../modules/reader/fixtures.ts'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { expectAccessible, openBrowser, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { liveNames } from './live.ts'
import { fileFrom, settled } from './steps.ts'

// Services and matters that catalog/live.yaml calls live: somebody uses them through their pages and the duty turns.
const proof = 'e2e/services.test.ts'
const question = '夜间急诊检验由哪个科室值守，请会商明确。'

let server: Clocked
let browser: Browser
let planId = ''
let institutionId = ''
let clerk: Page
let commissionId = ''
let office: Page

const duty = (id: string, kind: DutyItem['kind'], factKey: string, dueOn: string): DutyItem => ({
  id, clauseId: 'c-1', subject: '各单位', inferredSubject: false, kind, text: `${kind} ${factKey} ${dueOn}`, due: { date: dueOn, time: null, printed: dueOn, relative: null }, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 1,
  settings: { ...defaultSettings, factKey, ...(factKey === 'plan-reading' ? { kinds: ['commission'], role: 'commission_clerk' as const } : {}) },
})
const duties = [
  ...liveNames('service', proof).map((key, n) => duty(`s-${n}`, 'service', key, '2026-03-08')),
  ...liveNames('matter', proof).flatMap((key, n) => [duty(`m-${n}`, 'settle', key, '2026-03-22'), duty(`n-${n}`, 'settle', key, '2026-03-29')]),
]

async function pageOf(person: Person): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: wide, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  await context.addCookies([{ name: sessionCookie, value: person.token, url: server.url }])
  return context.newPage()
}

beforeAll(async () => {
  browser = await openBrowser()
  server = await startClocked('2026-02-27T02:00:00.000Z', (world) => prepareCatalogues(world.platform))
  const commission = await newInstitution(server.world, { kind: 'commission' })
  const hospital = await newInstitution(server.world)
  institutionId = hospital.institutionId
  commissionId = commission.institutionId
  planId = await arrange(server.world, async (act) => {
    const draftId = await arrangeDraft(act, commission, undefined, (understanding) => ({ ...understanding, phases: [], duties, groups: [], members: [] }))
    return launchPlan(act, { draftId, revision: 1, institutionIds: [institutionId], startsOn: '2026-03-02', endsOn: '2026-04-15', graceDays: 30 })
  })
  expect(await runLaunch(server.world.platform, planId)).toBe('ready')
  // Launched before it begins, so that the launch of this journey's own plan is no plan issued in its time.
  server.world.clock.set('2026-03-04T02:00:00.000Z')
  await ruleFedPeriods(server.world.platform, { planId })
  const [person, issuer] = [await hospital.person('institution_clerk'), await commission.person('commission_clerk')]
  await arrange(server.world, (act) => act.tx.updateTable('session').set({ last_seen_at: '2098-01-01T00:00:00.000Z' }).where('account_id', 'in', [person.accountId, issuer.accountId]).execute())
  clerk = await pageOf(person)
  office = await pageOf(issuer)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const go = async (path: string): Promise<void> => {
  await clerk.goto(`${server.url}/console${path}`)
  await clerk.getByRole('heading', { level: 1 }).first().waitFor()
  await settled(clerk)
}
const verdictOf = async (text: string): Promise<string> => {
  const answer = await clerk.request.get(`${server.url}/api/obligations?planId=${planId}&institutionId=${institutionId}&limit=100`)
  const { rows } = (await answer.json()) as { rows: { text: string; periodId: string }[] }
  await go(`/obligations/${institutionId}/${rows.find((row) => row.text === text)?.periodId ?? ''}`)
  return clerk.locator('.page-lead').first().innerText()
}

/** Binds the first duty to a register and says which of its entries count, as a clerk does in the draft. */
async function bindWithFilter(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^更正 .*健康教育/ }).first().click()
  const form = page.getByRole('dialog', { name: '任务' })
  const choose = async (label: string, says: string) => {
    await form.getByRole('combobox', { name: label, exact: true }).click()
    await page.getByTitle(says, { exact: true }).filter({ visible: true }).last().click()
  }
  await choose('类型', '台账：按期记录若干次')
  await form.getByRole('combobox', { name: '由什么认定' }).fill('科室健康教育')
  await page.getByTitle('科室健康教育', { exact: true }).filter({ visible: true }).last().click()
  await choose('形式', '床旁宣教')
  await page.keyboard.press('Escape')
  await expectAccessible(page)
  await form.getByRole('button', { name: '保存' }).click()
  await form.waitFor({ state: 'hidden' })
  await page.getByText('形式为床旁宣教').waitFor()
}

describe('Services that are called live turn their verdicts', () => {
  test('a leading group is set up', async () => {
    expect(await verdictOf('service leading-group 2026-03-08')).toContain('未到期')
    await go('/groups')
    await clerk.getByRole('button', { name: '设立领导小组' }).click()
    const dialog = clerk.getByRole('dialog', { name: '设立领导小组' })
    await dialog.getByLabel('名称').fill('本院行动领导小组')
    await dialog.getByRole('button', { name: '设立', exact: true }).click()
    await clerk.waitForURL(/\/console\/groups\/.+\/.+/)
    const group = new URL(clerk.url()).pathname.replace(/^\/console/, '')
    expect(await verdictOf('service leading-group 2026-03-08')).toContain('已落实')
    await go(group)
  })

  test('a plan is read and issued by the commission, which counts what it asks for', async () => {
    const owed = async () => {
      const answer = await office.request.get(`${server.url}/api/obligations?planId=${planId}&institutionId=${commissionId}&limit=100`)
      const { rows } = (await answer.json()) as { rows: { text: string; periodId: string }[] }
      await office.goto(`${server.url}/console/obligations/${commissionId}/${rows.find((row) => row.text === 'service plan-reading 2026-03-08')?.periodId ?? ''}`)
      await office.getByRole('heading', { level: 1 }).first().waitFor()
      return office.locator('.page-lead').first().innerText()
    }
    expect(await owed()).toContain('未到期')
    await office.goto(`${server.url}/console/reader`)
    await fileFrom(office, office.getByRole('button', { name: '上传方案' }), { name: '行动方案.txt', mimeType: 'text/plain', buffer: Buffer.from('云溪县便民行动方案\n\n一、健康教育\n（一）各医院每周开展一次健康教育。\n二、便民设施\n（一）各医院于3月20日前完成导诊台改造。\n') })
    await office.waitForURL(/\/console\/reader\/[0-9a-f-]{36}$/)
    await bindWithFilter(office)
    await office.getByRole('button', { name: '下一步：启动' }).click()
    await office.getByRole('heading', { level: 1, name: '启动行动' }).waitFor()
    await office.getByRole('button', { name: '启动', exact: true }).click()
    await office.waitForURL(/\/console\/plans\/[0-9a-f-]{36}$/)
    expect(await owed()).toContain('已落实')
    expect(await office.locator('.fact-lines').innerText()).toContain('云溪县便民行动方案')
  })

  let consult = ''
  test('a question is put to it', async () => {
    await clerk.getByRole('button', { name: '提出会商' }).click()
    const dialog = clerk.getByRole('dialog', { name: '提出会商' })
    await dialog.getByLabel('要研判的问题').fill(question)
    await dialog.getByRole('button', { name: '提出会商' }).click()
    await clerk.waitForURL(/\/console\/consults\//)
    consult = new URL(clerk.url()).pathname.replace(/^\/console/, '')
    expect(await verdictOf('service consultation 2026-03-08')).toContain('已落实')
    expect(await clerk.locator('.fact-lines').innerText()).toContain(question)
  })

  test('an own implementing plan is filed', async () => {
    expect(await verdictOf('service child-plan 2026-03-08')).toContain('未到期')
    await go('/childplans')
    await clerk.getByRole('button', { name: '报送实施方案' }).first().click()
    const dialog = clerk.getByRole('dialog', { name: '报送实施方案' })
    await dialog.getByLabel('选择文件').setInputFiles({ name: '实施方案.txt', mimeType: 'text/plain', buffer: Buffer.from('本院实施方案\n\n一、优化门诊\n（一）3月20日前完成导诊台改造。\n二、按时报告\n（一）每周一报送进展。\n') })
    await dialog.getByRole('button', { name: '报送实施方案' }).click()
    await clerk.waitForURL(/\/console\/childplans\/.+\/.+/)
    expect(await verdictOf('service child-plan 2026-03-08')).toContain('已落实')
  })

  test('a question that stays open beyond its ten working days is unmet; once it is decided the next look is met', async () => {
    server.world.clock.set('2026-03-23T02:00:00.000Z')
    await ruleFedPeriods(server.world.platform, { planId })
    expect(await verdictOf('settle consultation 2026-03-22')).toContain('未落实')
    await go(consult)
    await clerk.getByRole('button', { name: '召集会议' }).click()
    const convene = clerk.getByRole('dialog', { name: '召集会议' })
    await convene.getByLabel('会议日期').fill('2026-03-23')
    await convene.getByLabel('地点').fill('三楼会议室')
    await convene.getByRole('button', { name: '保存' }).click()
    await convene.waitFor({ state: 'hidden' })
    await clerk.getByRole('button', { name: '登记决定' }).click()
    const decide = clerk.getByRole('dialog', { name: '登记决定' })
    await decide.getByLabel('参会人员').fill('领导小组全体成员')
    await decide.getByLabel('会议记录').fill('检验科介绍情况，各成员讨论。')
    await decide.getByLabel('决定', { exact: true }).fill('夜间由检验科值守，医务科督促。')
    await decide.getByRole('button', { name: '保存' }).click()
    await decide.waitFor({ state: 'hidden' })
    server.world.clock.set('2026-03-30T02:00:00.000Z')
    await ruleFedPeriods(server.world.platform, { planId })
    expect(await verdictOf('settle consultation 2026-03-29')).toContain('已落实')
    expect(await verdictOf('settle consultation 2026-03-22')).toContain('未落实')
  })
})
