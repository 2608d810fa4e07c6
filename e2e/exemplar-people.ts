import type { Page } from 'playwright-core'
import type { Clocked } from './clocked.ts'
import { somePicture } from './fill-entry.ts'
import { settled } from './steps.ts'

export const deeds = '推行出院随访全覆盖，三个月内回访一千二百人次，再住院人数比上季度明显减少，多名患者来信表扬。'

/** Opens a nomination of one's own house; `which` fills what belongs to the kind. */
export async function nominateBy(server: Clocked, page: Page, kind: string, which: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => undefined): Promise<string> {
  await page.goto(`${server.url}/console/exemplars`)
  await page.getByRole('button', { name: '推荐', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '推荐' })
  await dialog.getByRole('radio', { name: kind }).check({ force: true })
  await which(dialog)
  await dialog.getByLabel('主要事迹').fill(deeds)
  await dialog.locator('input[type=file]').setInputFiles(somePicture)
  await dialog.getByRole('button', { name: '推荐', exact: true }).click()
  await page.waitForURL(/\/console\/exemplars\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/)
  await settled(page)
  return new URL(page.url()).pathname.replace('/console', '')
}

/** Presses the one next step of a nomination and confirms it in its dialog. */
export async function exemplarStep(server: Clocked, page: Page, at: string, name: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => undefined): Promise<void> {
  await page.goto(`${server.url}/console${at}`)
  await settled(page)
  await page.getByRole('main').getByRole('button', { name, exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name })
  await fill(dialog)
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await settled(page)
}

export const mainOf = (page: Page): Promise<string> => page.locator('main').innerText()
