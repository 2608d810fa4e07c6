import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { defaultSettings, type DutyItem } from '../modules/reader/rules/draft/understanding.ts'
import type { Person } from '../server/testing/api.ts'
import { ask } from './booking-people.ts'
import type { Clocked } from './clocked.ts'
import { settled } from './steps.ts'

type Target = NonNullable<DutyItem['target']>
/** What a measure must come to: one that counted nothing, or the wrong things, would miss it. */
export type Asked = readonly [comparator: Target['comparator'], value: number]

/** A duty that is bound to a live name, with nothing else to it. */
export function proofDuty(kind: DutyItem['kind'], factKey: string, dueOn: string, given: { readonly asked?: Asked | undefined; readonly text?: string } = {}): DutyItem {
  const { asked, text = `${kind} ${factKey}` } = given
  return {
    id: `${kind}-${factKey}-${dueOn}`, clauseId: 'c-1', subject: '各单位', inferredSubject: false, kind, text, due: { date: dueOn, time: null, printed: dueOn, relative: null }, cadence: null,
    target: kind !== 'measure' || asked === undefined ? null : { metric: factKey, comparator: asked[0], value: asked[1], upper: null, unit: '', printed: '' }, products: [], receiver: null, responsible: null, line: 1,
    settings: { ...defaultSettings, factKey, kinds: null, role: 'institution_clerk' },
  }
}

type Owed = { readonly server: Clocked; readonly who: Person; readonly planId: string; readonly institutionId: string }

export const obligationsOf = async ({ server, who, planId, institutionId }: Owed): Promise<{ text: string; periodId: string; verdict: string }[]> =>
  (await ask(server, who, 'GET', `/obligations?planId=${planId}&institutionId=${institutionId}&limit=200`)).rows

/** What the page of an obligation says, as whoever sits at this window sees it. */
export async function verdictOn(page: Page, owed: Owed, text: string): Promise<string> {
  const found = (await obligationsOf(owed)).find((row) => row.text === text)
  expect(found, text).toBeDefined()
  await page.goto(`${owed.server.url}/console/obligations/${owed.institutionId}/${found?.periodId ?? ''}`)
  await page.getByRole('heading', { level: 1, name: text }).waitFor()
  await settled(page)
  return page.locator('.page-lead').first().innerText()
}
