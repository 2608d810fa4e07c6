import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrange, newInstitution } from '../server/testing/api.ts'
import { sessionCookie } from '../server/platform/session.ts'
import { patient } from '../modules/admission/testing/fixtures.ts'
import { expectAccessible, narrow, openBrowser, picture, wide } from './browser.ts'
import { startClocked, type Clocked } from './clocked.ts'
import { look } from './steps.ts'

/** Chooses from a list of the dialog; a field that must be filled has a star before its name. */
async function pick(dialog: Locator, label: string, option: string): Promise<void> {
  await dialog.getByRole('combobox', { name: new RegExp(`^(\\* )?${label}$`) }).click()
  await dialog.page().getByTitle(option, { exact: true }).filter({ visible: true }).last().click()
}

/** From the slip to the bed and out again, the place in line seen by the patient on an old phone. */
describe('An admission', () => {
  let server: Clocked
  let browser: Browser
  let desk: Page
  let code = ''
  let body: Awaited<ReturnType<typeof newInstitution>>
  let contexts: BrowserContext[] = []
  const own = patient(901, '司徒念慈')

  beforeAll(async () => {
    server = await startClocked('2035-03-05T01:00:00.000Z')
    browser = await openBrowser()
    body = await newInstitution(server.world, { name: '云溪县人民医院' })
    await arrange(server.world, async (act) => {
      for (const name of ['普外科', '肝胆胰外科（含腹腔镜日间手术中心、造口与伤口护理门诊）']) await act.tx.insertInto('department').values({ institution_id: body.institutionId, id: act.newId(), region_code: body.regionCode, name, kind: 'clinical' }).execute()
    })
    desk = await pageOf((await body.person('desk_clerk')).token)
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser.close()
    await server.close()
  })

  async function pageOf(token: string | null, given: { narrow?: boolean; scripts?: boolean } = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: given.narrow === true ? narrow : wide, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', javaScriptEnabled: given.scripts ?? true })
    if (token !== null) await context.addCookies([{ name: sessionCookie, value: token, url: server.url }])
    contexts = [...contexts, context]
    return context.newPage()
  }

  async function enterSlip(page: Page, person: { name: string; phone: string; idNumber: string }, urgency: string): Promise<void> {
    await page.goto(`${server.url}/console/admission`)
    await page.getByRole('button', { name: '入院登记' }).click()
    const dialog = page.getByRole('dialog', { name: '入院登记' })
    await pick(dialog, '科室', '普外科')
    await dialog.getByLabel('诊断').fill('胆囊结石伴慢性胆囊炎')
    await pick(dialog, '紧急程度', urgency)
    await pick(dialog, '性别', '女')
    await dialog.getByLabel('出生年').fill('1960')
    await dialog.getByLabel('姓名').fill(person.name)
    await dialog.getByLabel('电话').fill(person.phone)
    await dialog.getByLabel('证件号').fill(person.idNumber)
    await dialog.getByRole('button', { name: /登\s*记/ }).last().click()
    await page.waitForURL(/\/admission\/slips\//)
    await page.getByText('查询码').waitFor()
  }

  test('the clerk sets up a ward, and the board shows its free beds at both widths', async () => {
    const page = await pageOf((await body.person('institution_clerk')).token)
    await page.goto(`${server.url}/console/admission/beds`)
    await page.getByRole('button', { name: '新增病区' }).click()
    const dialog = page.getByRole('dialog', { name: '新增病区' })
    await dialog.getByRole('textbox', { name: '病区' }).fill('普外一病区')
    await pick(dialog, '科室', '普外科')
    await dialog.getByLabel('新增床位').fill('1 301\n2 301\n3 302')
    await dialog.getByRole('button', { name: /保\s*存/ }).click()
    await page.getByRole('heading', { level: 2, name: '普外一病区' }).waitFor()
    expect(await page.getByRole('list', { name: '普外一病区' }).getByRole('listitem').count()).toBe(3)
    await look(page, 'admission-beds')
  })

  test('two patients are entered; the urgent one stands first', async () => {
    await enterSlip(desk, own, '择期')
    code = ((await desk.locator('code').textContent()) ?? '').trim()
    await look(desk, 'admission-slip')
    await enterSlip(desk, patient(902, '欧阳若水'), '紧急')
    await desk.goto(`${server.url}/console/admission`)
    await desk.getByRole('row', { name: /欧/ }).waitFor()
    const rows = await desk.getByRole('row').allTextContents()
    expect(rows.findIndex((row) => row.includes('欧'))).toBeLessThan(rows.findIndex((row) => row.includes('司')))
    await look(desk, 'admission-line', { dark: true })
  })

  test('the patient sees the place and the rule on a phone without scripts', async () => {
    const phone = await pageOf(null, { narrow: true, scripts: false })
    await phone.goto(`${server.url}/admission/line`)
    await phone.getByLabel('查询码').fill(code.toLowerCase())
    await phone.getByLabel('手机号后四位').fill(own.phone.slice(-4))
    await phone.getByRole('button', { name: '查询' }).click()
    await phone.getByText('您排在第 2 位，前面还有 1 位').waitFor()
    await phone.getByText('任何人不能凭关系插队').waitFor()
    const judge = await pageOf(null, { narrow: true })
    await judge.goto(`${server.url}/admission/line`)
    await judge.getByLabel('查询码').fill(code)
    await judge.getByLabel('手机号后四位').fill(own.phone.slice(-4))
    await judge.getByRole('button', { name: '查询' }).click()
    await judge.getByText('您排在第 2 位').waitFor()
    for (const size of [narrow, wide]) {
      await judge.setViewportSize(size)
      await expectAccessible(judge)
      expect(await judge.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(1)
      await picture(judge, `admission-line-public-${size.width}`)
    }
  })

  test('out of turn needs a medical reason; the patient confirms by the page, comes in and leaves; the bed is free again', async () => {
    await desk.getByRole('link', { name: /司/ }).click()
    await desk.getByRole('button', { name: '通知入院' }).click()
    const dialog = desk.getByRole('dialog', { name: '通知入院' })
    await dialog.getByLabel('入院日期').fill('2035-03-05')
    await dialog.getByRole('button', { name: '通知入院' }).click()
    await dialog.getByText('请写明医学理由').waitFor()
    await dialog.getByLabel('医学理由').fill('反复发热伴右上腹痛加重，需尽早手术')
    await dialog.getByRole('button', { name: '通知入院' }).click()
    await desk.getByRole('button', { name: '患者确认' }).waitFor()
    const phone = await pageOf(null, { narrow: true, scripts: false })
    await phone.goto(`${server.url}/admission/line`)
    await phone.getByLabel('查询码').fill(code)
    await phone.getByLabel('手机号后四位').fill(own.phone.slice(-4))
    await phone.getByRole('button', { name: '查询' }).click()
    await phone.getByRole('button', { name: '确认入院' }).click()
    await phone.getByRole('status').getByText('已确认').waitFor()
    await desk.reload()
    await desk.getByRole('button', { name: '办理入院' }).click()
    await desk.getByRole('button', { name: '办理出院' }).waitFor()
    await desk.goto(`${server.url}/console/admission/jumps`)
    await desk.getByText('反复发热伴右上腹痛加重').first().waitFor()
    await look(desk, 'admission-jumps')
    await desk.goto(`${server.url}/console/admission/beds`)
    await desk.getByRole('list', { name: '普外一病区' }).getByText('占').waitFor()
    await desk.getByRole('list', { name: '普外一病区' }).getByRole('link', { name: /司/ }).click()
    await desk.getByRole('button', { name: '办理出院' }).click()
    await desk.getByText('已出院').first().waitFor()
    await desk.goto(`${server.url}/console/admission/beds`)
    await desk.getByRole('list', { name: '普外一病区' }).waitFor()
    expect(await desk.getByRole('list', { name: '普外一病区' }).getByText('占').count()).toBe(0)
  })
})
