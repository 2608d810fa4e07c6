import type { Page } from 'playwright-core'
import { password } from './browser.ts'
import type { Clocked } from './clocked.ts'
import { settled } from './steps.ts'

/** Opens a work bulletin of the month that is offered first; answers its address in the console. */
export async function openWorkBulletin(server: Clocked, page: Page): Promise<string> {
  await page.goto(`${server.url}/console/bulletins`)
  await page.getByRole('button', { name: '建立通报' }).click()
  const opening = page.getByRole('dialog', { name: '建立通报' })
  await opening.getByRole('radio', { name: '工作进展' }).check({ force: true })
  await opening.getByRole('button', { name: '建立通报' }).click()
  await page.waitForURL(/\/console\/bulletins\/[0-9a-f-]{36}/)
  await settled(page)
  return new URL(page.url()).pathname.replace('/console', '')
}

/** The clerk lays the bulletin before the head, who approves it with password and second factor, which publishes it. */
export async function sendAndSign(server: Clocked, page: Page, chief: { readonly page: Page; readonly code: () => string }): Promise<void> {
  await page.getByRole('button', { name: '送审' }).click()
  const sending = page.getByRole('dialog', { name: '送审' })
  await sending.getByRole('button', { name: '送审' }).click()
  await sending.waitFor({ state: 'hidden' })
  await chief.page.goto(page.url())
  await chief.page.getByRole('button', { name: '审签', exact: true }).click()
  const signing = chief.page.getByRole('dialog', { name: '审签' })
  await signing.getByLabel('登录密码').fill(password)
  // A code of the authenticator is good once.
  server.world.clock.advance(61_000)
  await signing.getByLabel('动态口令').fill(chief.code())
  await signing.getByRole('button', { name: '审签', exact: true }).click()
  await signing.waitFor({ state: 'hidden' })
}
