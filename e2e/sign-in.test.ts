import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, password, signIn, urlOf, wide } from './browser.ts'
import { onDemonstration } from './demonstration.ts'
import { ask, choose, look, openAt, settled } from './steps.ts'

type Settings = { rows: { key: string; value: unknown }[] }

const attempt = async (page: Page, login: string, secret: string) => {
  await page.getByLabel('用户名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(secret)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** The door: what it says no to, the second step, and what a person can see and end of their own sessions. */
describe('Signing in', () => {
  onDemonstration()
  let browser: Browser
  let page: Page
  let initial = ''
  const login = `xinren-${Date.now().toString(36)}`

  beforeAll(async () => {
    browser = await openBrowser()
    page = await (await browser.newContext({ viewport: wide, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })).newPage()
  })
  afterAll(async () => browser.close())

  test('the door shows the accounts of the demonstration, and an address inside leads to it and back', async () => {
    await page.goto(urlOf('/console/plans'))
    await page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
    await page.getByText('请先登录，登录后回到刚才的页面。').waitFor()
    await look(page, 'sign-in', { dark: true })
    await page.getByRole('region', { name: '演示账号' }).getByRole('button', { name: /jingban/ }).click()
    await page.getByRole('heading', { level: 1, name: '专项行动' }).waitFor()
    await page.context().clearCookies()
  })

  test('wrong passwords get one sentence, and so many of them lock the account until somebody unlocks it', async () => {
    const clerk = await signIn(browser, 'jingban')
    const { rows } = await ask<Settings>(clerk.page, '/settings')
    const tries = Number(rows.find((row) => row.key === 'identity.lock_after')?.value)
    await page.goto(urlOf('/console/sign-in'))
    for (let n = 1; n <= tries; n++) {
      await attempt(page, 'renmin-chuangkou', `wrong-${n}`)
      await page.getByRole('alert').getByText(/用户名或密码不正确|暂时锁定/).first().waitFor()
      await settled(page)
    }
    await attempt(page, 'renmin-chuangkou', password)
    await page.getByText('账号因多次输错已暂时锁定').first().waitFor()
    await look(page, 'sign-in-locked')
    await openAt(clerk.page, '/accounts', '账号管理')
    await look(clerk.page, 'accounts')
    await clerk.page.getByRole('searchbox', { name: '搜索姓名或用户名' }).fill('renmin-chuangkou')
    const row = clerk.page.getByRole('row').filter({ hasText: 'renmin-chuangkou' })
    await row.getByText('已锁定').waitFor()
    await expect.poll(() => clerk.page.getByRole('row').filter({ hasText: 'renmin' }).count()).toBe(1)
    await row.getByRole('button', { name: /^更多操作/ }).click()
    await clerk.page.getByRole('menuitem', { name: '解锁' }).click()
    await row.getByText('正常').waitFor()
    await attempt(page, 'renmin-chuangkou', password)
    await page.getByRole('heading', { level: 1, name: '待我办理' }).waitFor()
    await clerk.leave()
  })

  test('a second factor is enrolled with an authenticator, asked for at the next sign-in, and a code counts once', async () => {
    const nurse = await signIn(browser, 'renmin-hushi')
    await openAt(nurse.page, '/account', '我的账号')
    await look(nurse.page, 'account', { dark: true })
    await nurse.page.getByRole('button', { name: '开启两步验证' }).click()
    const confirm = nurse.page.getByRole('dialog', { name: '开启两步验证' })
    await confirm.getByLabel('先确认密码').fill(password)
    const [reply] = await Promise.all([nurse.page.waitForResponse((each) => each.url().endsWith('/second-factor/enrolment')), confirm.getByRole('button', { name: '下一步' }).click()])
    const { secret } = (await reply.json()) as { secret: string }
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 })
    const enrol = nurse.page.getByRole('dialog').filter({ hasText: '密钥' })
    await look(nurse.page, 'second-factor-enrol')
    await enrol.getByLabel('验证器上的 6 位数字').fill(totp.generate())
    await enrol.getByRole('button', { name: '确认开启' }).click()
    const codes = nurse.page.getByRole('dialog', { name: '恢复码' })
    await expect.poll(() => codes.getByRole('listitem').count()).toBe(10)
    const recovery = await codes.getByRole('listitem').first().innerText()
    await look(nurse.page, 'recovery-codes')
    await codes.getByRole('button', { name: '我已保存好' }).click()
    await nurse.page.getByText('已开启').waitFor()
    await nurse.leave()

    const context = await browser.newContext({ viewport: wide, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
    const next = await context.newPage()
    await next.goto(urlOf('/console/sign-in'))
    await attempt(next, 'renmin-hushi', password)
    await next.getByRole('heading', { level: 1, name: '两步验证' }).waitFor()
    await look(next, 'second-factor')
    // A sign-in that owes its second step opens nothing.
    expect((await next.request.get(urlOf('/api/due'))).status()).toBe(401)
    await next.getByLabel('验证码或恢复码').fill('000000')
    await next.getByRole('button', { name: '验证', exact: true }).click()
    await next.getByText('验证码不正确或已经用过').first().waitFor()
    await next.getByLabel('验证码或恢复码').fill(recovery)
    await next.getByRole('button', { name: '验证', exact: true }).click()
    await next.getByRole('heading', { level: 1, name: '待我办理' }).waitFor()
    // A code of the next half minute is within the clock's allowance and has not been used.
    await openAt(next, '/account', '我的账号')
    await next.getByRole('button', { name: '关闭两步验证' }).click()
    const off = next.getByRole('dialog', { name: '关闭两步验证' })
    await off.getByLabel('验证码或恢复码').fill(totp.generate({ timestamp: Date.now() + 30_000 }))
    await off.getByRole('button', { name: '关闭两步验证' }).click()
    await next.getByText('未开启').waitFor()
    await context.close()
  })

  test('a person sees where they are signed in and ends one of the places', async () => {
    const here = await signIn(browser, 'renmin-yaoshi')
    const there = await signIn(browser, 'renmin-yaoshi')
    await openAt(here.page, '/account', '我的账号')
    const ends = here.page.getByRole('button', { name: /^退出这台设备/ })
    await expect.poll(() => ends.count()).toBeGreaterThan(0)
    const before = await ends.count()
    for (let n = 0; n < before; n++) {
      await ends.first().click()
      await expect.poll(() => ends.count()).toBe(before - n - 1)
    }
    await there.page.goto(urlOf('/console/plans'))
    await there.page.getByRole('heading', { level: 1, name: '登录' }).waitFor()
    await openAt(here.page, '/plans', '专项行动')
    await here.leave()
    await there.leave()
  })

  test('an invited person gets an initial password that serves only to set one of their own', async () => {
    const clerk = await signIn(browser, 'renmin')
    await openAt(clerk.page, '/accounts', '账号管理')
    await clerk.page.getByRole('button', { name: '开通账号' }).click()
    const dialog = clerk.page.getByRole('dialog', { name: '开通账号' })
    const person = await firstWithoutAccount(clerk.page)
    await dialog.getByRole('combobox', { name: '人员' }).fill(person)
    await choose(clerk.page, '人员', new RegExp(person))
    await dialog.getByLabel('用户名').fill(login)
    await look(clerk.page, 'invite')
    await dialog.getByRole('button', { name: '开通账号' }).click()
    const issued = clerk.page.getByRole('dialog', { name: '初始密码' })
    initial = (await issued.getByRole('code').innerText()).trim()
    expect(initial.length).toBeGreaterThanOrEqual(10)
    await issued.getByRole('button', { name: '我已告知本人' }).click()
    await clerk.leave()

    const context = await browser.newContext({ viewport: wide, locale: 'zh-CN', reducedMotion: 'reduce' })
    const own = await context.newPage()
    await own.goto(urlOf('/console/sign-in'))
    await attempt(own, login, initial)
    await own.getByRole('heading', { level: 1, name: '请先修改密码' }).waitFor()
    await look(own, 'must-change')
    expect((await own.request.get(urlOf('/api/due'))).status(), 'nothing else opens before').toBeGreaterThanOrEqual(401)
    await own.getByLabel('新密码', { exact: true }).fill('short')
    await own.getByLabel('再输入一次新密码').fill('short')
    await own.getByRole('button', { name: '修改密码' }).click()
    await own.getByText('新密码太短，没有保存').first().waitFor()
    await own.getByLabel('新密码', { exact: true }).fill('Yunxi-2026-ward')
    await own.getByLabel('再输入一次新密码').fill('Yunxi-2026-ward')
    await own.getByRole('button', { name: '修改密码' }).click()
    await own.getByRole('heading', { level: 1, name: '待我办理' }).waitFor()
    await context.close()
  })
})

/** Somebody of my institution for whom no account was opened: the last of the list, whom the demonstration gives none. */
async function firstWithoutAccount(page: Page): Promise<string> {
  const me = await ask<{ institution: { id: string } }>(page, '/me')
  const accounts = await ask<{ rows: { staffId: string }[] }>(page, '/accounts?limit=500')
  const staff = await ask<{ rows: { id: string; name: string; employeeNumber: string }[] }>(page, `/staff?institutionId=${me.institution.id}&limit=500`)
  const taken = new Set(accounts.rows.map((row) => row.staffId))
  const free = staff.rows.find((row) => !taken.has(row.id))
  if (free === undefined) throw new Error('everybody has an account already')
  return free.employeeNumber
}
