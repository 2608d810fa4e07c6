import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { expectAccessible, narrow, picture, urlOf, wide } from './browser.ts'

/** Nothing is being loaded any more and what was asked for is painted. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('status', { name: '正在载入' }).first().waitFor({ state: 'hidden' })
  // Two frames: the first may still belong to the layout before the change.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  // Fading colours would be judged half-way: what moves is let come to its end, bounded by the animations' own length, and what that sets going as well.
  await page.evaluate(async () => {
    for (let rounds = 0; rounds < 10; rounds += 1) {
      const moving = document.getAnimations().filter((each) => each.playState === 'running' && each.effect?.getComputedTiming().iterations === 1)
      if (moving.length === 0) return
      await Promise.all(moving.map((each) => each.finished.catch(() => undefined)))
      await new Promise((done) => requestAnimationFrame(done))
    }
  })
}

/** The page as it stands, judged at both widths, on request in the dark as well; it ends as wide as it began. */
export async function look(page: Page, name: string, { dark = false }: { dark?: boolean } = {}): Promise<void> {
  const before = page.viewportSize() ?? wide
  for (const [width, size] of [['wide', wide], ['narrow', narrow]] as const) {
    await page.setViewportSize(size)
    await settled(page)
    await expectAccessible(page)
    await expectNoSideways(page)
    await picture(page, `${name}-${width}`)
  }
  if (dark) {
    await page.emulateMedia({ colorScheme: 'dark' })
    await settled(page)
    await expectAccessible(page)
    await picture(page, `${name}-narrow-dark`)
    await page.setViewportSize(wide)
    await settled(page)
    await expectAccessible(page)
    await picture(page, `${name}-wide-dark`)
    await page.emulateMedia({ colorScheme: null })
  }
  await page.setViewportSize(before)
  await settled(page)
}

/** A page never scrolls sideways as a whole; only what is made for it (a wide table) may. */
async function expectNoSideways(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over, `${page.url()} is wider than its window`).toBeLessThanOrEqual(1)
}

/** Opens an address of the console and waits for its heading. */
export async function openAt(page: Page, path: string, heading: string | RegExp): Promise<void> {
  await page.goto(urlOf(`/console${path}`))
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await settled(page)
}

/** Answers of the API as the person of this page gets them, for finding a place, never for doing something. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(urlOf(`/api${path}`))
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as T
}

/** Chooses from a list field by its label, by keyboard as anyone may. */
export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByTitle(option).filter({ visible: true }).last().click()
}

/** Chooses a file through the dialog that a button opens, as a person does. */
export async function fileFrom(page: Page, button: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
  await chooser.setFiles(file)
}

const shanghai = 8 * 3_600_000
/** The day in Shanghai so many days from today, as an ISO date. */
export const daysAhead = (days: number): string => new Date(Date.now() + shanghai + days * 86_400_000).toISOString().slice(0, 10)
