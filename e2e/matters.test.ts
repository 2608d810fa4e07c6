import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution } from '../server/testing/api.ts'
import { expectAccessible, narrow, openBrowser, password, picture } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { enter, newDepartment, offeredTo, openMatter, plainPhone, seesInList, statusFor, step, stepButton, windowOf, type Body, type Key } from './matter-people.ts'
import { settled } from './steps.ts'
import type { Somebody } from './week-people.ts'

// One complaint from a phone without scripts to the bulletin of its month: handed on, refused, handed on again, two
// departments over a public holiday, answered, not solved, taken up again, chased, found true, put right and signed off.
// Citizen, desk, departments, head and commission each have a browser of their own, and each sees only what is theirs.
const at = (iso: string): void => server.world.clock.set(iso)
const words = '父亲手术后换药，换药的人镊子碰到床单后又继续用，提醒了两次没有理会，费用清单上还多出一次换药费。'
const inner = '请查当班记录和收费明细，先不要对外说。'
const firstAnswer = '已对当班人员批评教育。'
const lastAnswer = '经查属实：换药操作不规范，多收一次换药费。费用已退还，当事人离岗培训，科室换药流程已改为双人核对。'

let server: Clocked
let browser: Browser
let hospital: Body
let commission: Body
let citizen: { page: Page; context: BrowserContext }
let officer: Somebody
let surgeonHead: Somebody
let wardHead: Somebody
let drugHead: Somebody
let childHead: Somebody
let head: Somebody
let office: Somebody
let chief: Somebody
let outsider: Somebody
let matter: Key
let problem: Key
let code = ''

beforeAll(async () => {
  browser = await openBrowser()
  // Monday, 30 March 2026; the Qingming holiday is from 4 to 6 April.
  server = await startClocked('2026-03-30T01:00:00.000Z', async (world) => {
    await arrange(world, seedOfficialYears)
    await prepareCatalogues(world.platform)
  })
  commission = await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
  hospital = await newInstitution(server.world, { name: '云溪县人民医院' })
  const other = await newInstitution(server.world, { name: '云溪县中医院' })
  const room = (name: string) => newDepartment(server, hospital, name)
  const [medicine, surgery, drugs, children] = [await room('呼吸内科'), await room('普通外科'), await room('药剂科'), await room('儿科')]
  officer = await windowOf(server, browser, hospital, 'complaint_officer', '沈听澜')
  wardHead = await windowOf(server, browser, hospital, 'department_head', '温书墨', medicine)
  surgeonHead = await windowOf(server, browser, hospital, 'department_head', '骆长风', surgery)
  drugHead = await windowOf(server, browser, hospital, 'department_head', '祝采薇', drugs)
  childHead = await windowOf(server, browser, hospital, 'department_head', '席安宁', children)
  head = await windowOf(server, browser, hospital, 'institution_head', '陆知秋')
  office = await windowOf(server, browser, commission, 'commission_clerk', '尹若川')
  chief = await windowOf(server, browser, commission, 'commission_head', '顾云澜')
  outsider = await windowOf(server, browser, other, 'complaint_officer', '裴北辰')
  citizen = await plainPhone(browser)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** The follow page on the citizen's phone, opened by code and last four digits. */
async function follow(): Promise<Page> {
  const { page, context } = citizen
  await context.clearCookies()
  await page.goto(`${server.url}/follow`)
  await page.getByLabel('查询码（12位）').fill(code)
  await page.getByLabel('手机号后四位').fill('1234')
  await page.getByRole('button', { name: '查看' }).click()
  await page.getByRole('heading', { name: '您反映的内容' }).waitFor()
  return page
}
const mainOf = (page: Page): Promise<string> => page.locator('main').innerText()

/** Nothing of the house is read by the author, and nothing of the author by the house's pages. */
async function expectNothingOfTheHouse(page: Page): Promise<void> {
  const text = await mainOf(page)
  for (const secret of [inner, '沈听澜', '骆长风', '温书墨', '祝采薇', '尹若川']) expect(text).not.toContain(secret)
}

describe('A complaint, from a phone without scripts to the bulletin', () => {
  test('the citizen complains and takes a receipt home', async () => {
    const { page } = citizen
    await page.goto(server.url)
    await page.getByRole('link', { name: /我有话说/ }).click()
    await page.getByRole('link', { name: /^投诉/ }).click()
    await page.getByLabel('哪家医院').selectOption({ label: '云溪县人民医院' })
    await page.getByLabel('什么事？').fill(words)
    await page.getByLabel('手机号（可不填）').fill('13900001234')
    await page.getByLabel('姓名（可不填）').fill('易望舒')
    server.world.clock.advance(8000)
    await page.getByRole('button', { name: '提交' }).click()
    await page.getByRole('heading', { name: '收到了' }).waitFor()
    code = (await page.locator('.code.big').innerText()).replaceAll(/\s/g, '')
    expect(code).toHaveLength(12)
    const followed = await follow()
    expect(await mainOf(followed)).toContain('已收到')
  })

  test('the desk finds it on top of its list, reads who brought it on the record, and takes it up', async () => {
    await officer.page.goto(`${server.url}/console/matters`)
    await officer.page.getByText('父亲手术后换药').first().waitFor()
    await settled(officer.page)
    await expectAccessible(officer.page)
    await picture(officer.page, 'matters-list-wide')
    const href = (await officer.page.getByRole('link', { name: /父亲手术后换药/ }).first().getAttribute('href')) ?? ''
    const [, institutionId = '', matterId = ''] = /matters\/([0-9a-f-]{36})\/([0-9a-f-]{36})/.exec(href) ?? []
    matter = { institutionId, matterId }
    await openMatter(server, officer.page, matter)
    expect(await mainOf(officer.page)).not.toContain('易望舒')
    await officer.page.getByRole('button', { name: '查看（将留痕）' }).click()
    await officer.page.getByText('易望舒').waitFor()
    const seen = await arrange(server.world, (act) => act.tx.selectFrom('event').select('kind').where('institution_id', '=', hospital.institutionId).where('kind', '=', 'matter.author_read').execute())
    expect(seen).toHaveLength(1)
    at('2026-03-30T02:00:00.000Z')
    await step(server, officer.page, matter, '受理', { choose: { 类别: '医疗质量' } })
    await step(server, officer.page, matter, '内部备注', { words: { 说明: inner } })
  })

  test('a department that it is offered to refuses with a reason, and it is back at the desk', async () => {
    await step(server, officer.page, matter, '转科室办理', { choose: { 科室: '呼吸内科' }, words: { 说明: '请核查换药过程。' } })
    expect(await statusFor(server, surgeonHead, matter)).toBe(404)
    at('2026-03-30T06:00:00.000Z')
    await step(server, wardHead.page, matter, '退回转办', { choose: { 原因: '应由其他科室办理' }, words: { 说明: '患者住在普通外科。' } })
    // Whoever turned it away has nothing to do with it any more.
    expect(await statusFor(server, wardHead, matter)).toBe(404)
    await openMatter(server, officer.page, matter)
    expect(await mainOf(officer.page)).toContain('患者住在普通外科。')
    expect(await mainOf(officer.page)).toContain('待分办')
  })

  test('a second one takes it, and asks a third to look into its part', async () => {
    await step(server, officer.page, matter, '转科室办理', { choose: { 科室: '普通外科' }, words: { 说明: '请核查换药过程。' } })
    at('2026-03-31T01:00:00.000Z')
    await step(server, surgeonHead.page, matter, '接收')
    await openMatter(server, officer.page, matter)
    // Five working days from the acceptance on Monday, over the holiday.
    expect(await mainOf(officer.page)).toContain('4月7日')
    await step(server, surgeonHead.page, matter, '会同科室办理', { choose: { 会办科室: '药剂科' }, words: { 说明: '费用清单涉及换药耗材，请药剂科核对。' } })
    await openMatter(server, surgeonHead.page, matter)
    const text = await mainOf(surgeonHead.page)
    expect(text).toContain('4月14日')
    expect(text).toContain('10个工作日')
    expect(text).toContain('清明')
    await expectAccessible(surgeonHead.page)
    await picture(surgeonHead.page, 'matter-joined-wide')
    expect(await mainOf(await follow())).toContain('4月14日')
  })

  test('an answer waits for the part of the joined department, whose head may not read who complained', async () => {
    await openMatter(server, surgeonHead.page, matter)
    expect(await (await stepButton(surgeonHead.page, '拟定答复')).count()).toBe(0)
    at('2026-04-02T03:00:00.000Z')
    await openMatter(server, drugHead.page, matter)
    expect(await drugHead.page.getByRole('button', { name: '查看（将留痕）' }).count()).toBe(0)
    await step(server, drugHead.page, matter, '提交本科室意见', { words: { 说明: '耗材出库一次，收费两次，多收一次。' } })
    await step(server, surgeonHead.page, matter, '拟定答复', { words: { 答复内容: firstAnswer }, answer: { 认定: '部分属实' } })
  })

  test('the desk reads the answer before it leaves, after the holiday and in time', async () => {
    expect(await mainOf(await follow())).not.toContain(firstAnswer)
    at('2026-04-09T02:00:00.000Z')
    await step(server, officer.page, matter, '审核并答复')
    const page = await follow()
    const text = await mainOf(page)
    expect(text).toContain(firstAnswer)
    expect(text).toContain('部分属实')
    await expectNothingOfTheHouse(page)
    await picture(page, 'follow-answered-plain')
    await openMatter(server, officer.page, matter)
    expect(await mainOf(officer.page)).toContain('按时')
  })

  test('called back by somebody who had no hand in it, the citizen is not satisfied and has it taken up again', async () => {
    at('2026-04-10T02:00:00.000Z')
    await step(server, head.page, matter, '回访', { answer: { 问题是否解决: '否', 来件人是否满意: '否' }, words: { 说明: '来件人说钱还没有退。' } })
    const page = await follow()
    await page.getByText('没有解决，要求重办', { exact: true }).first().click()
    await page.locator('details[open]').getByLabel('说明').fill('钱没有退，也没有人说怎么改。')
    await page.locator('details[open]').getByRole('button', { name: '没有解决，要求重办' }).click()
    await page.getByText('已经记下').waitFor()
    expect(await mainOf(page)).toContain('正在办理')
    await expectNothingOfTheHouse(page)
  })

  test('the commission chases it with a new date; nobody else of the hospital sees it', async () => {
    at('2026-04-13T02:00:00.000Z')
    await step(server, office.page, matter, '督办', { date: '2026-04-16', words: { 说明: '请于4月16日前退费并书面回复。' } })
    await office.page.goto(`${server.url}/console/matters/chase`)
    await office.page.getByText('父亲手术后换药').first().waitFor()
    await settled(office.page)
    await expectAccessible(office.page)
    for (const [who, person] of [['another department', childHead], ['the department that refused it', wardHead], ['another hospital', outsider]] as const) {
      expect(await statusFor(server, person, matter), who).toBe(404)
      expect(await seesInList(server, person, matter), who).toBe(false)
    }
    for (const [who, person] of Object.entries({ officer, surgeonHead, drugHead, head, office, chief })) {
      expect(await statusFor(server, person, matter), who).toBe(200)
      expect(await seesInList(server, person, matter), who).toBe(true)
    }
    expect(await mainOf(await follow())).toContain('已督办')
  })

  test('it is found true, with who is responsible, answered again and confirmed', async () => {
    at('2026-04-14T02:00:00.000Z')
    // Taken up again, it asks the joined department once more.
    await step(server, drugHead.page, matter, '提交本科室意见', { words: { 说明: '多收的一次已核对，应退。' } })
    await step(server, surgeonHead.page, matter, '拟定答复', { words: { 答复内容: lastAnswer }, answer: { 认定: '属实' }, people: { 责任人: '骆长风' } })
    at('2026-04-15T02:00:00.000Z')
    await step(server, officer.page, matter, '审核并答复')
    await step(server, officer.page, matter, '回复督办', { words: { 说明: '费用已退，流程已改。' } })
    const page = await follow()
    const text = await mainOf(page)
    expect(text).toContain(lastAnswer)
    expect(text).toContain('属实')
    await page.getByText('问题已解决', { exact: true }).first().click()
    await page.locator('details[open]').getByText('满意', { exact: true }).click()
    await page.locator('details[open]').getByRole('button', { name: '问题已解决' }).click()
    await page.getByText('已经记下').waitFor()
    expect(await mainOf(page)).toContain('已办结')
    await expectNothingOfTheHouse(page)
  })

  test('what lay behind it goes into the ledger, is put right with a picture, checked, and signed off from above', async () => {
    problem = await enter(server, officer.page, { channel: 'self-check', kind: 'problem', kindName: '问题', body: '普通外科换药操作没有双人核对。' })
    await step(server, officer.page, problem, '确认入账')
    await step(server, officer.page, problem, '转科室办理', { choose: { 科室: '普通外科' }, words: { 说明: '请限期整改。' } })
    await step(server, surgeonHead.page, problem, '接收')
    await step(server, surgeonHead.page, problem, '报整改完成', { words: { 说明: '换药车加装核对单，两人签名。' }, pictures: ['整改后的照片或材料'] })
    await step(server, officer.page, problem, '核查通过', { words: { 说明: '抽查十次换药，均有两人签名。' } })
    await openMatter(server, head.page, problem)
    expect(await (await stepButton(head.page, '销号')).count()).toBe(0)
    at('2026-04-17T02:00:00.000Z')
    await step(server, office.page, problem, '销号', { words: { 说明: '材料齐全，同意销号。' } })
    await officer.page.goto(`${server.url}/console/matters/ledger`)
    await officer.page.getByText('普通外科换药操作没有双人核对').first().waitFor()
    await settled(officer.page)
    expect(await mainOf(officer.page)).toContain('已销号')
    await expectAccessible(officer.page)
  })

  test('who a complaint is about never sees it, whatever post they hold', async () => {
    const about = await enter(server, officer.page, { channel: 'phone', kind: 'complaint', kindName: '投诉', body: '普通外科主任说话难听。', phone: '13900005678', subject: '骆长风' })
    await step(server, officer.page, about, '受理')
    // The department that only this person heads is not among those it can be offered to.
    expect((await offeredTo(server, officer, about)).toSorted()).toEqual(['儿科', '呼吸内科', '药剂科'].toSorted())
    await step(server, officer.page, about, '转科室办理', { choose: { 科室: '药剂科' }, words: { 说明: '请核查。' } })
    expect([await statusFor(server, drugHead, about), await statusFor(server, surgeonHead, about), await statusFor(server, head, about)]).toEqual([200, 404, 200])
    expect(await seesInList(server, surgeonHead, about)).toBe(false)
  })

  test('the bulletin of the month counts it, is approved by the head, and stands at the portal without anybody in it', async () => {
    at('2026-05-06T02:00:00.000Z')
    const { page } = office
    await page.goto(`${server.url}/console/bulletins`)
    await page.getByRole('button', { name: '建立通报' }).click()
    const opening = page.getByRole('dialog', { name: '建立通报' })
    await opening.getByRole('button', { name: '建立通报' }).click()
    await page.waitForURL(/\/console\/bulletins\/[0-9a-f-]{36}/)
    await page.getByRole('button', { name: '送审' }).waitFor()
    await settled(page)
    expect(await mainOf(page)).toContain('云溪县人民医院')
    await page.getByRole('button', { name: '送审' }).click()
    const sending = page.getByRole('dialog', { name: '送审' })
    await sending.getByRole('button', { name: '送审' }).waitFor()
    const checked = sending.getByRole('checkbox')
    if (await checked.isVisible()) await checked.check()
    await sending.getByRole('button', { name: '送审' }).click()
    await sending.waitFor({ state: 'hidden' })
    await chief.page.goto(page.url())
    await chief.page.getByRole('button', { name: '审签', exact: true }).click()
    const signing = chief.page.getByRole('dialog', { name: '审签' })
    await signing.getByLabel('登录密码').fill(password)
    server.world.clock.advance(61_000)
    await signing.getByLabel('动态口令').fill(chief.code())
    await signing.getByRole('button', { name: '审签', exact: true }).click()
    await signing.waitFor({ state: 'hidden' })
    const plain = citizen.page
    await plain.goto(`${server.url}/bulletins`)
    await plain.getByRole('link', { name: /通报/ }).last().click()
    const text = await mainOf(plain)
    // One complaint came in that month, which is too few to be told; of problems one was entered and signed off. The other hospital had none.
    const cells = async (table: string, body: string) => plain.getByRole('table', { name: table }).getByRole('row', { name: body }).getByRole('cell').allInnerTexts()
    expect([(await cells('投诉办理', '云溪县人民医院'))[0], await cells('问题整改', '云溪县人民医院')]).toEqual(['*', ['1项', '1项', '0项']])
    expect([(await cells('投诉办理', '云溪县中医院'))[0], await cells('问题整改', '云溪县中医院')]).toEqual(['0件', ['0项', '0项', '0项']])
    for (const person of ['易望舒', '骆长风', '沈听澜', '13900001234']) expect(text).not.toContain(person)
    await plain.setViewportSize(narrow)
    await picture(plain, 'bulletin-plain')
    await officer.page.goto(page.url())
    const [answer] = await Promise.all([officer.page.waitForResponse((each) => each.url().endsWith('/receipt')), officer.page.getByRole('button', { name: '签收', exact: true }).click()])
    expect(answer.ok(), await answer.text()).toBe(true)
    await officer.page.goto(`${server.url}/console/bulletins`)
    await officer.page.getByText('已签收').first().waitFor()
  })
})
