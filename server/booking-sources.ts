import { admissionUses } from '../modules/admission/public.ts'
import { bookingServiceKeys, bookingUseRows, placeRows, placesShown } from '../modules/booking/public.ts'
import { examUses } from '../modules/exam/public.ts'
import type { FactSource, Question, ReportedFact } from '../modules/plan/public.ts'
import { linesShown, queueServiceKeys, queueUseRows } from '../modules/queue/public.ts'
import { templateCatalog } from '../modules/template/public.ts'
import type { Fact, FactChange } from '../kernel/fact.ts'
import { endOfDay, shanghaiDate, startOfDay, type Instant } from '../kernel/instant.ts'
import type { ReadTx } from './platform/database.ts'
import { countUses, listUses, type UseLines, type UseRows } from './platform/uses.ts'

/** What catalog/services calls a name, where it says where it is. */
const named = (name: string) => templateCatalog().names.get(name)
const namesOf = (type: 'service' | 'public', keys: readonly string[]) => () =>
  keys.flatMap((key) => {
    const found = named(`${type}:${key}`)
    return found === undefined ? [] : [{ key, zh: found.zh, en: found.en, live: true }]
  })
const placeOf = (type: 'service' | 'public') => (key: string) => named(`${type}:${key}`)?.link ?? null

const rowsOf = (key: string, institutionId: string): UseRows | undefined => bookingUseRows(key, institutionId) ?? queueUseRows(key, institutionId)
const keyOf = ({ factKey }: Question): string => factKey ?? ''

const tabled = [...bookingServiceKeys, ...queueServiceKeys]
/** Rule BK-63: services of booking and of lines: each booking, ticket or reminder that is a use of it, counted where it is kept. */
export const bookingServices: FactSource = {
  name: 'booking',
  answers: (key) => tabled.includes(key),
  place: placeOf('service'),
  names: namesOf('service', tabled),
  async ask(read, institutionId, questions) {
    const asked = [...Map.groupBy(questions, keyOf)].flatMap(([key, own]) => {
      const rows = rowsOf(key, institutionId)
      return rows === undefined ? [] : [{ own, rows }]
    })
    const parts = await Promise.all(asked.map(({ own, rows }) => countUses(read, own, rows)))
    return new Map(parts.flatMap((part) => [...part].map(([periodId, uses]) => [periodId, { kind: 'service', on: true, ...uses }] as const)))
  },
  async lines(read, institutionId, question) {
    const rows = rowsOf(keyOf(question), institutionId)
    return rows === undefined ? { total: 0, rows: [] } : listUses(read, question, rows)
  },
}

type Use = { readonly at: Instant; readonly title: string; readonly link: string }
const listed: Readonly<Record<string, (read: ReadTx, institutionId: string, from: Instant, to: Instant) => Promise<Use[]>>> = {
  'exam-booking': examUses,
  'admission-centre': (read, institutionId, from, to) => admissionUses(read, institutionId, ['ward', 'surgery', 'treatment'], from, to),
  'surgery-list': (read, institutionId, from, to) => admissionUses(read, institutionId, ['surgery', 'treatment'], from, to),
}
const mostLines = 50

async function usesIn(read: ReadTx, institutionId: string, question: Question): Promise<Use[]> {
  const end = endOfDay(question.toOn)
  return (await listed[keyOf(question)]?.(read, institutionId, startOfDay(question.fromOn), end > question.dueAt ? end : question.dueAt)) ?? []
}
const linesOf = (uses: readonly Use[], dueAt: Instant): UseLines => ({
  total: uses.length,
  rows: uses.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, mostLines).map(({ at, title, link }) => ({ on: shanghaiDate(at), title, department: null, link, inTime: at < dueAt })),
})

/** Rule BK-63: services of which a house has hundreds of uses a month and not thousands: orders of examinations that were planned, slips of the pre-admission centre. */
export const orderedServices: FactSource = {
  name: 'ordered',
  answers: (key) => listed[key] !== undefined,
  place: placeOf('service'),
  names: namesOf('service', Object.keys(listed)),
  async ask(read, institutionId, questions) {
    const answers = await Promise.all(questions.map(async (question) => {
      const uses = await usesIn(read, institutionId, question)
      return [question.periodId, { kind: 'service', on: true, used: uses.length, usedInTime: uses.filter((use) => use.at < question.dueAt).length }] as const
    }))
    return new Map(answers)
  },
  async lines(read, institutionId, question) {
    return linesOf(await usesIn(read, institutionId, question), question.dueAt)
  },
}

const shown: Readonly<Record<string, typeof placesShown>> = { 'slot-supply': placesShown, 'queue-live': linesShown }
const shownRows: Readonly<Record<string, (institutionId: string) => UseRows | undefined>> = { 'slot-supply': placeRows, 'queue-live': (institutionId) => queueUseRows('queue', institutionId) }
/** Rule BK-64: pages that show what is there at this moment were fresh as long as there was something to see. */
export const bookingPublications: FactSource = {
  name: 'booking',
  answers: (key) => shown[key] !== undefined,
  place: placeOf('public'),
  names: namesOf('public', Object.keys(shown)),
  async ask(read, institutionId, questions) {
    const parts = await Promise.all([...Map.groupBy(questions, keyOf)].map(async ([key, own]) => (await shown[key]?.(read, institutionId, own)) ?? new Map<string, readonly Instant[]>()))
    return new Map(parts.flatMap((part) => [...part].map(([periodId, published]) => [periodId, { kind: 'publish', published }] as const)))
  },
  async lines(read, institutionId, question) {
    const rows = shownRows[keyOf(question)]?.(institutionId)
    return rows === undefined ? { total: 0, rows: [] } : listUses(read, question, rows)
  },
}

/** Which names a fact makes true; what both before and after say is nothing new. */
function usedBy(fact: Fact | null): readonly { readonly key: string; readonly on: string }[] {
  if (fact === null) return []
  const { kind, fields, on } = fact
  const every = (...keys: readonly (string | false)[]) => keys.flatMap((key) => (key === false ? [] : [key]))
  if (kind === 'booking.visit') {
    const made = every(fields['ahead'] === true && (fields['service'] === 'visit' || fields['service'] === 'studio') && 'visit-booking', fields['helped'] === true && 'assisted-booking', fields['service'] === 'studio' && 'studio-booking', fields['online'] === true && fields['named'] === true && 'find-doctor')
    return [...made.map((key) => ({ key, on: String(fields['made_on']) })), ...(fields['reminded'] === true ? [{ key: 'reminders', on }] : [])]
  }
  if (kind === 'queue.ticket') return every('queue', fields['booked'] === true && 'patient-code', (fields['priority'] === true || fields['emergency'] === true) && 'green-channel', (fields['returned'] === true || Number(fields['returns']) > 0) && 'revisit-lane').map((key) => ({ key, on }))
  if (kind === 'queue.post') return fields['used'] === true ? [{ key: 'ab-posts', on }] : []
  if (kind === 'booking.portal') return every(Number(fields['guided']) > 0 && 'triage-guide', Number(fields['letters_sent']) > 0 && 'letter-to-patients').map((key) => ({ key, on }))
  if (kind === 'exam.order') return fields['planned'] === true ? [{ key: 'exam-booking', on }] : []
  if (kind === 'admission.slip') return every('admission-centre', fields['kind'] !== 'ward' && 'surgery-list').map((key) => ({ key, on }))
  return []
}

/** What duties look at when a booking, a ticket, an order or a slip came or changed, also where it is a use no longer. An order is planned on a later day than it was written: its use is of today. */
export function bookingLookedAt({ before, after }: FactChange, today: string): ReportedFact[] {
  if (after === null) return []
  const body = { institutionId: after.institutionId, regionCode: after.regionCode }
  const known = new Set(usedBy(before).map((each) => each.key))
  const now = new Set(usedBy(after).map((each) => each.key))
  const services = [...usedBy(after).filter((each) => !known.has(each.key)), ...usedBy(before).filter((each) => !now.has(each.key))]
  const shows = after.kind === 'booking.slots' ? ['slot-supply'] : after.kind === 'queue.ticket' && before === null ? ['queue-live'] : []
  return [...services.map(({ key, on }) => ({ ...body, kind: 'service' as const, factKey: key, on: key === 'exam-booking' ? today : on })), ...shows.map((key) => ({ ...body, kind: 'publish' as const, factKey: key, on: today }))]
}
