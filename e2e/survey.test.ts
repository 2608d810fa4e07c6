import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventMobile } from '../kernel/invented.ts'
import { seedOfficialYears } from '../modules/calendar/public.ts'
import { surveys } from '../modules/survey/catalog.ts'
import { prepareCatalogues } from '../server/prepare.ts'
import { arrange, newInstitution, type Person } from '../server/testing/api.ts'
import { ask, stayIn } from './booking-people.ts'
import { expectAccessible, openBrowser, picture } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { newDepartment, plainPhone, windowOf, type Body } from './matter-people.ts'
import { look, settled } from './steps.ts'
import { codesFor, invitedCode, seeOnePatient, sendSheet } from './survey-people.ts'
import type { Somebody } from './week-people.ts'

/** A survey from its taking up to what is read of it: clerk, an old patient without scripts, desk, complaint officer. */
describe('A survey', () => {
  let server: Clocked
  let browser: Browser
  let hospital: Body
  let clerk: Somebody
  let inner = ''
  let code = ''
  let phone: Page
  const people: Person[] = []
  beforeAll(async () => {
    browser = await openBrowser()
    server = await startClocked('2026-03-02T00:30:00.000Z', async (world) => {
      await arrange(world, seedOfficialYears)
      await prepareCatalogues(world.platform)
    })
    await newInstitution(server.world, { kind: 'commission', name: '云溪县卫生健康委员会' })
    hospital = await newInstitution(server.world, { name: '云溪县人民医院' })
    inner = await newDepartment(server, hospital, '内科')
    people.push(await hospital.person('institution_clerk'), await hospital.person('desk_clerk'), await hospital.person('doctor', inner), await hospital.person('complaint_officer'))
    await stayIn(server, people)
    clerk = await windowOf(server, browser, hospital, 'institution_clerk', '苏北辰')
    phone = (await plainPhone(browser)).page
    await phone.context().addCookies([{ name: 'huiyin_elder', value: '1', url: server.url }])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  const as = (at: number): Person => {
    const found = people[at]
    if (found === undefined) throw new Error('nobody is there')
    return found
  }
  const openConsole = async (path: string, heading: string): Promise<Page> => {
    const { page } = clerk
    await page.goto(`${server.url}/console${path}`)
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await settled(page)
    return page
  }
  const at = () => `/surveys/${hospital.institutionId}/outpatient`

  test('the clerk takes a questionnaire up, adds a question of the house and publishes the version', async () => {
    const page = await openConsole('/surveys', '满意度调查')
    await look(page, 'surveys')
    await page.getByRole('button', { name: '启用 门诊患者满意度调查' }).click()
    await page.getByRole('link', { name: '门诊患者满意度调查' }).waitFor()
    await openConsole(`${at()}/form`, '门诊患者满意度调查')
    await page.getByRole('button', { name: '起草新版本' }).click()
    await page.getByRole('button', { name: '加一题' }).click()
    const dialog = page.getByRole('dialog', { name: '加一题' })
    await dialog.getByLabel('题目（中文）').fill('停车是否方便')
    await dialog.getByLabel('题目（英文）').fill('Was parking easy')
    await dialog.getByRole('button', { name: '保存' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('18. 停车是否方便').waitFor()
    await look(page, 'survey-form')
    await page.getByRole('button', { name: '发布这个版本' }).click()
    const sure = page.getByRole('dialog', { name: '发布这个版本' })
    await sure.getByRole('button', { name: '发布这个版本' }).click()
    await sure.waitFor({ state: 'hidden' })
    await page.getByText('第 2 版 · 已发布').first().waitFor()
  })

  test('a patient who was seen answers in elder mode without a script; the same code opens nothing again', async () => {
    await seeOnePatient(server, { clerk: as(0), desk: as(1), doctor: as(2), institutionId: hospital.institutionId }, inner, '2026-03-03', 51)
    code = await invitedCode(server)
    await phone.goto(`${server.url}/survey/${code}`)
    expect(await phone.locator('body').getAttribute('class')).toBe('elder')
    await picture(phone, 'survey-elder-first')
    // Nothing chosen: the page says which, and stays.
    await phone.getByRole('button', { name: '下一页' }).click()
    await phone.getByText('还有题目没有选').waitFor()
    const items = [...(surveys().get('outpatient')?.items.map((item) => item.text.zh) ?? []), '停车是否方便']
    for (const [n, text] of items.entries()) {
      await phone.getByRole('group', { name: text }).getByRole('radio').nth(n === 2 ? 4 : 3).check()
      if (n % 4 === 3) await phone.getByRole('button', { name: '下一页' }).click()
    }
    await phone.getByRole('button', { name: '上一页' }).click()
    expect(await phone.getByRole('group', { name: '这次看病方便' }).getByRole('radio').nth(3).isChecked()).toBe(true)
    await phone.getByRole('button', { name: '下一页' }).click()
    await phone.getByLabel(/还有什么想说的/).fill('等了很久，王医生很好')
    await phone.getByRole('button', { name: '提交评价' }).click()
    await phone.getByRole('heading', { name: '谢谢您，评价已收到' }).waitFor()
    await picture(phone, 'survey-thanks')
  })

  test('the rating was very low: only now, and only with a number left, does the hospital learn who to call', async () => {
    expect((await ask(server, as(3), 'GET', '/matters')).rows).toEqual([])
    await phone.getByText('要不要医院给您回电话').waitFor()
    await phone.getByLabel('电话').fill(inventMobile(9))
    await phone.getByLabel(/什么事没办好/).fill('从八点等到十一点')
    await phone.getByRole('button', { name: '同意回访，提交' }).click()
    await phone.getByRole('heading', { name: '已登记回访' }).waitFor()
    expect((await ask(server, as(3), 'GET', '/matters')).rows.map((row: { title: string }) => row.title)).toEqual(['满意度很低，请回访（内科）'])
    await phone.goto(`${server.url}/survey/${code}`)
    await phone.getByText('这个评价码已经用过了，每次就诊只能评价一次').waitFor()
  })

  test('nine sheets are withheld, the tenth opens them all; the desk enters the last one from paper', async () => {
    const codes = await codesFor(server, as(0), 'outpatient', 9, inner)
    // The house's own question came with the second version; sheets of the catalogue's keys alone are incomplete.
    const own = { 'q-own-1': '2' }
    for (const each of codes.slice(0, 8)) await answerAll(each, own)
    await server.runJob('survey.boxes')
    const page = await openConsole(at(), '门诊患者满意度调查')
    await page.getByText('这段时间还没有够统计的答卷').waitFor()
    await openConsole('/surveys/enter', '录入纸质问卷')
    await page.getByLabel('评价码').fill(codes[8] ?? '')
    await page.getByRole('button', { name: '打开' }).click()
    await page.getByRole('radiogroup').first().waitFor()
    for (const group of await page.getByRole('radiogroup').all()) await group.getByRole('radio').first().check()
    await look(page, 'survey-enter')
    await page.getByRole('button', { name: '录入', exact: true }).click()
    await page.getByText('已录入，可以录下一份').waitFor()
    await server.runJob('survey.boxes')
    await openConsole(at(), '门诊患者满意度调查')
    await page.getByRole('list', { name: '各维度' }).waitFor()
    await look(page, 'survey-results', { dark: true })
  })

  test('the clerk reads what was written without names, says what was done, and makes codes to hand out', async () => {
    const page = await openConsole(`${at()}/comments`, '门诊患者满意度调查')
    await page.getByText('等了很久，某医生很好').first().waitFor()
    await page.getByRole('button', { name: '公布改进' }).first().click()
    const dialog = page.getByRole('dialog', { name: '公布改进' })
    await dialog.getByRole('textbox').fill('内科上午增开一间诊室。')
    await dialog.getByRole('button', { name: '公布改进' }).click()
    await page.getByText('内科上午增开一间诊室。').waitFor()
    await look(page, 'survey-comments')
    await openConsole(`${at()}/sheets`, '门诊患者满意度调查')
    await page.getByRole('button', { name: '生成评价码' }).click()
    await page.getByRole('region').first().waitFor()
    await look(page, 'survey-sheets')
  })

  test('everybody reads what patients say on the page of the hospital', async () => {
    await phone.goto(`${server.url}/bodies/${hospital.institutionId}`)
    await phone.getByRole('link', { name: '患者满意度' }).click()
    await phone.getByText('10 份答卷').first().waitFor()
    await phone.getByText('内科上午增开一间诊室').waitFor()
    await picture(phone, 'survey-public')
    // Axe needs a script: the same pages once more in a browser that runs it.
    const judge = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })).newPage()
    const [fresh = ''] = await codesFor(server, as(0), 'outpatient', 1, inner)
    for (const path of ['/survey', `/survey/${fresh}`, `/bodies/${hospital.institutionId}/satisfaction`]) {
      await judge.goto(`${server.url}${path}`)
      await expectAccessible(judge)
      expect(await judge.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBeLessThanOrEqual(1)
    }
    await judge.context().close()
  })

  const answerAll = (each: string, more: Record<string, string>) => sendSheet(server, 'outpatient', each, 2, '', more)
})
