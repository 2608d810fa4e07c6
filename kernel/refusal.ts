import { admissionRefusals } from './refusals/admission.ts'
import { appraisalRefusals } from './refusals/appraisal.ts'
import { attachmentRefusals } from './refusals/attachment.ts'
import { bookingRefusals } from './refusals/booking.ts'
import { bulletinRefusals } from './refusals/bulletin.ts'
import { exemplarRefusals } from './refusals/exemplar.ts'
import { channelRefusals } from './refusals/channel.ts'
import { directoryRefusals } from './refusals/directory.ts'
import { examRefusals } from './refusals/exam.ts'
import { fhirRefusals } from './refusals/fhir.ts'
import { drawRefusals } from './refusals/draw.ts'
import { groupRefusals } from './refusals/group.ts'
import { identityRefusals } from './refusals/identity.ts'
import { matterRefusals } from './refusals/matter.ts'
import { measureRefusals } from './refusals/measure.ts'
import { paymentRefusals } from './refusals/payment.ts'
import { planRefusals } from './refusals/plan.ts'
import { platformRefusals } from './refusals/platform.ts'
import { portalRefusals } from './refusals/portal.ts'
import { prescribingFigureRefusals } from './refusals/prescribing-figures.ts'
import { prescribingRefusals } from './refusals/prescribing.ts'
import { queueRefusals } from './refusals/queue.ts'
import { readerRefusals } from './refusals/reader.ts'
import { registerRefusals } from './refusals/register.ts'
import { reportRefusals } from './refusals/report.ts'
import { reviewRefusals } from './refusals/review.ts'
import { scheduleRefusals } from './refusals/schedule.ts'
import { surveyRefusals } from './refusals/survey.ts'

/** One line of the catalogue: the HTTP status and what a person reads. */
export type RefusalEntry = { readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 412 | 413 | 415 | 422 | 423 | 429; readonly zh: string; readonly en: string }

/** Every "no" of the system. Codes are pasted into search boxes: never rename one, add a new one. */
export const refusals = {
  ...platformRefusals,
  ...admissionRefusals,
  ...appraisalRefusals,
  ...attachmentRefusals,
  ...identityRefusals,
  ...channelRefusals,
  ...directoryRefusals,
  ...examRefusals,
  ...fhirRefusals,
  ...bookingRefusals,
  ...bulletinRefusals,
  ...exemplarRefusals,
  ...readerRefusals,
  ...paymentRefusals,
  ...planRefusals,
  ...portalRefusals,
  ...prescribingFigureRefusals,
  ...prescribingRefusals,
  ...queueRefusals,
  ...drawRefusals,
  ...groupRefusals,
  ...matterRefusals,
  ...measureRefusals,
  ...registerRefusals,
  ...reportRefusals,
  ...reviewRefusals,
  ...scheduleRefusals,
  ...surveyRefusals,
} as const satisfies Record<string, RefusalEntry>

export type RefusalCode = keyof typeof refusals

/** What a rule answers when it says no. `detail` names the row, field or date concerned. */
export type Refusal = { readonly refused: RefusalCode; readonly detail?: string }

export const refuse = (code: RefusalCode, detail?: string): Refusal => (detail === undefined ? { refused: code } : { refused: code, detail })

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value && typeof value.refused === 'string' && value.refused in refusals

/** The code of a refusal, or null: what a view puts on a disabled button. */
export const refusalOf = (answer: unknown): RefusalCode | null => (isRefusal(answer) ? answer.refused : null)

/** The sentence for a person; the detail follows after a colon. */
export function sayRefusal(refusal: Refusal, locale: 'zh' | 'en' = 'zh'): string {
  const sentence = refusals[refusal.refused][locale]
  if (refusal.detail === undefined) return sentence
  return locale === 'zh' ? `${sentence.replace(/。$/, '')}：${refusal.detail}` : `${sentence.replace(/\.$/, '')}: ${refusal.detail}`
}

/** Thrown by commands; the one error mapper of the platform turns it into a status and a body. */
export class RefusedError extends Error {
  readonly refusal: Refusal
  constructor(code: RefusalCode, detail?: string) {
    super(code)
    this.name = 'RefusedError'
    this.refusal = refuse(code, detail)
  }
}

/** Rules answer, commands throw: hands on the new state or throws the no. */
export function orThrow<T>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new RefusedError(answer.refused, answer.detail)
  return answer
}
