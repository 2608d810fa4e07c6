import type { IsoDate } from '../../kernel/calendar.ts'
import type { FactChange } from '../../kernel/fact.ts'
import { endOfDay, shanghaiDate, startOfDay } from '../../kernel/instant.ts'
import type { FactHolder } from '../../server/platform/facts.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution, listInstitutions } from '../directory/public.ts'
import { kinds, loadKind } from './kinds.ts'
import { anyVoice, factKind, factOf, factPrefix, isVoice, kindOfFact, lineOf, matterLink, voiceKind, voiceOf } from './rules/fact.ts'
import type { Matter } from './rules/matter.ts'
import { serviceKinds, services, servicesOf } from './rules/services.ts'
import { countBeyond, countReceived, listByDay, listOwed, listReceived } from './store/facts.ts'
import { namesOf } from './store/people.ts'

/** Rule MT-22: where the facts of kinds 'matter.<key>' and 'matter.voice' are kept. */
export const matterFacts: FactHolder = {
  prefix: factPrefix,
  kinds: () => [voiceKind, ...[...kinds().values()].map(factKind)],
  async read(read, ask, page) {
    const key = kindOfFact(ask.kind)
    const isAny = key === anyVoice
    const rows = await listByDay(read, { institutionIds: [ask.institutionId], kinds: isAny ? [...kinds().values()].filter(isVoice).map((each) => each.key) : [key], from: ask.from, to: ask.to }, page.after, page.limit)
    return rows.map((matter) => (isAny ? voiceOf : factOf)(loadKind(matter.kind), matter))
  },
}

/** One period of a duty, as the plan asks about it: `key` is a kind of matter or a service. */
export type MatterQuestion = { readonly periodId: string; readonly key: string; readonly fromOn: IsoDate; readonly toOn: IsoDate; readonly dueAt: string }
export type MatterLine = { readonly on: IsoDate; readonly title: string; readonly department: string | null; readonly link: string; readonly inTime: boolean }
export type MatterLines = { readonly total: number; readonly rows: readonly MatterLine[] }
export type Bound = { readonly key: string; readonly zh: string; readonly en: string; readonly place: string }

/** The consultations a plan asks for are those of the leading groups (module group); a hospital's own are not settled for it. */
const elsewhere: ReadonlySet<string> = new Set(['consultation'])

/** Kinds of matters that a duty "close every K within its time limit" can be bound to. */
export const settledKinds = (): Bound[] => [...kinds().values()].filter((kind) => !elsewhere.has(kind.key)).map((kind) => ({ key: kind.key, ...kind.name, place: kind.ledger ? '/matters/ledger' : '/matters' }))
/** What a duty "offer S" can be bound to. */
export const offeredServices = (): Bound[] => Object.entries(services).map(([key, { zh, en, place }]) => ({ key, zh, en, place }))

const isLedger = (key: string): boolean => kinds().get(key)?.ledger === true

/**
 * Rule MT-29: whose matters a duty is about: those of the body. A commission's duty about a ledger is about the ledgers of
 * its region, since it signs them off; in them nothing of its own stands.
 */
async function bodiesFor(read: ReadTx, institutionId: string, ledger: boolean): Promise<string[]> {
  const body = ledger ? await findInstitution(read, institutionId) : undefined
  if (body === undefined || body.regionPrefix === null) return [institutionId]
  return (await listInstitutions(read, { regionPrefix: body.regionPrefix, withCommissions: true })).map((each) => each.id)
}

/** The questions about ledgers and the others, each with the bodies they are about. */
async function parted<T>(read: ReadTx, institutionId: string, questions: readonly MatterQuestion[], isOfLedger: (key: string) => boolean, ask: (bodies: readonly string[], own: readonly MatterQuestion[]) => Promise<Map<string, T>>): Promise<Map<string, T>> {
  const answers = new Map<string, T>()
  for (const [ledger, own] of Map.groupBy(questions, (question) => isOfLedger(question.key))) {
    for (const [periodId, answer] of await ask(await bodiesFor(read, institutionId, ledger), own)) answers.set(periodId, answer)
  }
  return answers
}

/** Rule MT-29: by period, how many of a kind stood open beyond their own limit at its due time. */
export const countOverdue = (read: ReadTx, institutionId: string, questions: readonly MatterQuestion[]): Promise<Map<string, number>> =>
  parted(read, institutionId, questions, isLedger, (bodies, own) => countBeyond(read, bodies, own.map(({ periodId, key, dueAt }) => ({ periodId, kind: key, dueAt }))))

const isLedgerService = (key: string): boolean => serviceKinds(key).some(isLedger)

/** Rule MT-30: by period, how many matters came in by a service; each is a use of it. */
export const countUses = (read: ReadTx, institutionId: string, questions: readonly MatterQuestion[]): Promise<Map<string, { readonly used: number; readonly usedInTime: number }>> =>
  parted(read, institutionId, questions, isLedgerService, (bodies, own) => countReceived(read, bodies, own.map((question) => ({ periodId: question.periodId, kinds: serviceKinds(question.key), ...spanOf(question), dueAt: question.dueAt }))))

const spanOf = ({ fromOn, toOn, dueAt }: MatterQuestion): { from: string; to: string } => ({ from: startOfDay(fromOn), to: endOfDay(toOn) > dueAt ? endOfDay(toOn) : dueAt })

/** Those that stood open in the period, newest first, at most fifty; in time is whoever was settled before its own limit. */
export async function listOwing(read: ReadTx, institutionId: string, question: MatterQuestion): Promise<MatterLines> {
  const found = await listOwed(read, { institutionIds: await bodiesFor(read, institutionId, isLedger(question.key)), kind: question.key, from: startOfDay(question.fromOn), before: question.dueAt })
  return linesOf(read, found, (matter) => matter.settleDueAt === null || matter.settleDueAt > (matter.settledAt ?? question.dueAt))
}

/** Those that came in by a service in the period, newest first, at most fifty. */
export async function listUses(read: ReadTx, institutionId: string, question: MatterQuestion): Promise<MatterLines> {
  const found = await listReceived(read, { institutionIds: await bodiesFor(read, institutionId, isLedgerService(question.key)), kinds: serviceKinds(question.key), ...spanOf(question) })
  return linesOf(read, found, (matter) => matter.receivedAt < question.dueAt)
}

async function linesOf(read: ReadTx, { total, rows }: { total: number; rows: readonly Matter[] }, isInTime: (matter: Matter) => boolean): Promise<MatterLines> {
  const { departments } = await namesOf(read, [...new Set(rows.map((row) => row.institutionId))], { departments: rows.flatMap((row) => row.holderDepartmentId ?? []), staff: [] })
  return { total, rows: rows.map((matter) => ({ on: shanghaiDate(matter.receivedAt), title: lineOf(loadKind(matter.kind), matter), department: matter.holderDepartmentId === null ? null : (departments.get(matter.holderDepartmentId) ?? null), link: matterLink(matter), inTime: isInTime(matter) })) }
}

/**
 * What duties look at when a matter came or moved: those of its own kind whose period still runs, and, when it came, those
 * of the services it used on its day.
 */
export function lookedAt({ before, after }: FactChange, today: IsoDate): { readonly institutionId: string; readonly regionCode: string; readonly kind: 'settle' | 'service'; readonly factKey: string; readonly on: IsoDate }[] {
  const fact = after ?? before
  if (fact === null || !fact.kind.startsWith(factPrefix) || fact.kind === voiceKind.kind) return []
  const key = kindOfFact(fact.kind)
  const body = { institutionId: fact.institutionId, regionCode: fact.regionCode }
  return [...(elsewhere.has(key) ? [] : [{ ...body, kind: 'settle' as const, factKey: key, on: today }]), ...(before === null ? servicesOf(key).map((factKey) => ({ ...body, kind: 'service' as const, factKey, on: fact.on })) : [])]
}
