import type { ComponentChildren } from 'preact'
import { frameOf } from '../../portal/frame.ts'
import type { PageLang, PageLook, PageRefused } from '../../server/platform/pages.ts'
import type { Refusal, RefusalCode } from '../../kernel/refusal.ts'
import { kioskForm, kioskRefusedPage, type Kiosk } from './portal/kiosk.tsx'
import { surveyTexts as t } from './portal/survey-texts.ts'
import { listSurveys } from './store/surveys.ts'

/** The token in the address of a machine, where a page was opened from one: only ever a way back to `/kiosk/…`. */
export const kioskOf = (given: { readonly query: Readonly<Record<string, string>>; readonly form?: Readonly<Record<string, string>> }): Kiosk => {
  const token = given.form?.['kiosk'] ?? given.query['kiosk'] ?? ''
  return /^[\w-]{16}$/.test(token) ? token : null
}

/** The address of a sheet, with the machine that it goes back to. */
export const sheetUrl = (code: string, kiosk: Kiosk): string => `/survey/${encodeURIComponent(code)}${kiosk === null ? '' : `?kiosk=${kiosk}`}`

/** Sentences that tell a clerk what to do say it here to whoever was seen. */
const forVisitors: Partial<Record<RefusalCode, keyof typeof t>> = { 'survey.visit_unknown': 'kioskUnknown', 'survey.not_active': 'kioskOff' }
export const sayAtKiosk = (refusal: Refusal | null, sentence: string, lang: PageLang): string => {
  const own = refusal === null ? undefined : forVisitors[refusal.refused]
  return own === undefined ? sentence : t[own][lang]
}

/** Refused at a machine: what was typed stays, and both ways on are there. */
export function kioskRefused(visit: Pick<PageRefused, 'elder' | 'lang' | 'session' | 'platform'>, kiosk: string, given: { readonly sentence: string; readonly form?: PageRefused['form'] }): string {
  const again = given.form?.['visit'] === undefined ? null : { institutionId: given.form['institutionId'] ?? '', kiosk, visit: given.form['visit'].slice(0, 300) }
  return kioskRefusedPage({ ...frameOf(visit, t.title[visit.lang], `/kiosk/${kiosk}`), script: true }, visit.lang, { kiosk, sentence: given.sentence, again })
}

/** What a machine at the entrance shows below its tickets: the sheet of a visit that has ended, where the house asks patients. */
export async function rateAtKiosk(visit: Pick<PageLook, 'read' | 'lang'>, machine: { readonly institutionId: string; readonly token: string }): Promise<ComponentChildren> {
  const asks = (await listSurveys(visit.read, machine.institutionId)).some((survey) => survey.active && (survey.audience === 'outpatient' || survey.audience === 'inpatient'))
  return asks ? kioskForm(visit.lang, { institutionId: machine.institutionId, kiosk: machine.token, visit: '' }) : null
}
