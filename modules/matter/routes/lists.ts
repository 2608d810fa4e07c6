import { RefusedError } from '../../../kernel/refusal.ts'
import { systemActor } from '../../../kernel/actor.ts'
import type { Act, Look } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { findInstitution, listInstitutions } from '../../directory/public.ts'
import { phoneIndexFor, readPhone } from '../commands/author.ts'
import { matterContract as contract } from '../contract.ts'
import { gramNumbers } from '../gram-key.ts'
import { loadKind } from '../kinds.ts'
import { mattersOfAccount } from '../receipt-view.ts'
import { visibility } from '../rules/authority.ts'
import { someday } from '../rules/clock.ts'
import { holdsWords } from '../rules/grams.ts'
import type { Matter } from '../rules/matter.ts'
import { readCaseNumber } from '../rules/number.ts'
import { mattersOfCaller } from '../store/authors.ts'
import { findByGrams, joinFound } from '../store/grams.ts'
import * as store from '../store/list.ts'
import { viewKind, viewKindRow } from '../views/kinds.ts'
import { moverFor, viewRows, type Asker } from '../views/rows.ts'
import { askOf, everyKind } from './asked.ts'

/** How many counts are told before "more" is said. */
const mostCounted = 500
/** So many candidates of a search are looked at for one page. */
const mostFound = 400

type Page = { readonly after?: string | undefined; readonly limit: number }

/** The list, or, where words or a case number are looked for, what holds them. */
async function listPage(look: Look, ask: store.ListAsk, text: string | undefined, page: Page) {
  const mover = await moverFor(look)
  const seen = visibility(everyKind(), mover)
  const after = placeOf(page.after)
  const number = text === undefined ? null : readCaseNumber(text)
  if (number !== null) {
    const { rows, next } = pageBy(await store.listNumbered(look.read, number, { ...ask, phase: 'all', sort: 'received' }, seen, after, page.limit + 1), page.limit, (row) => ({ at: row.receivedAt, id: row.id }))
    return { rows: await viewRows(look, rows, mover), next, searchedTo: null }
  }
  if (text !== undefined && text !== '') return searchPage(look, ask, text, page, after)
  const { rows, reached } = await store.listMatters(look.read, ask, seen, after, page.limit + 1)
  const cut = pageBy(rows, page.limit, (row) => ({ at: ask.sort === 'due' ? (row.dueAt ?? someday) : row.receivedAt, id: row.id }))
  const next = cut.next ?? (reached === null ? null : `${reached.at}|${reached.id}`)
  return { rows: await viewRows(look, cut.rows, mover), next, searchedTo: cut.next === null && reached !== null ? reached.at : null }
}

async function searchPage(look: Look, ask: store.ListAsk, text: string, page: Page, after: store.Place | undefined) {
  const [mover, own] = await Promise.all([moverFor(look), look.actor.institutionId === null ? undefined : findInstitution(look.read, look.actor.institutionId)])
  const body = ask.institutionId === undefined || ask.institutionId === own?.id ? own : await findInstitution(look.read, ask.institutionId)
  if (body === undefined) return { rows: [], next: null, searchedTo: null }
  // Words are kept under the key of their county: a city looks under each of its own.
  const wide = ask.institutionId === undefined && own?.regionPrefix !== null && own?.regionPrefix !== undefined ? await listInstitutions(look.read, { regionPrefix: own.regionPrefix, withCommissions: true }) : []
  const regions = [...new Set([body.regionCode, ...wide.map((each) => each.regionCode)])]
  const keyed = regions.map((regionCode) => ({ regionCode, grams: gramNumbers(look.platform.vault, regionCode, text) }))
  if (keyed.some(({ grams }) => grams.length === 0)) throw new RefusedError('matter.search_too_short')
  const { found, reached } = joinFound(await Promise.all(keyed.map((each) => findByGrams(look.read, { institutionId: ask.institutionId, ...each, after, limit: mostFound, enough: page.limit + 1 }))))
  // Nearly all that may hold the words do: a page is full long before all of them are read.
  const held: Matter[] = []
  for (let from = 0, lot = page.limit * 2; from < found.length && held.length <= page.limit; from += lot) {
    const among = await store.listAmong(look.read, found.slice(from, from + lot), { ...ask, sort: 'received' }, visibility(everyKind(), mover))
    held.push(...among.filter((matter) => holdsWords(`${matter.title}\n${matter.body}\n${matter.place}`, text)))
  }
  const rows = held.slice(0, page.limit)
  const last = rows.at(-1)
  const full = held.length > page.limit && last !== undefined
  return { rows: await viewRows(look, rows, mover), next: full ? `${last.receivedAt}|${last.id}` : reached === null ? null : `${reached.at}|${reached.id}`, searchedTo: full || reached === null ? null : reached.at }
}

/** Earlier matters of a caller: what the desk reads while somebody is on the line; the look-up is recorded, the number is not. */
async function earlier(act: Act, phone: string) {
  const asker: Asker = { read: act.tx, actor: act.actor, now: act.now, today: act.today }
  const mover = await moverFor(asker)
  const keys = await mattersOfCaller(act.tx, phoneIndexFor(act.vault, readPhone(phone)))
  const rows = await store.listAmong(act.tx, keys, askOf({}, asker), visibility(everyKind(), mover))
  const own = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (own !== undefined) await act.record({ institutionId: own.id, regionCode: own.regionCode, kind: 'matter.caller_looked_up', subjectId: act.actor.id, detail: { found: rows.length } })
  return { rows: await viewRows(asker, rows, mover) }
}

export function listRoutes(app: App): void {
  app.query(contract.listKinds, async ({ actor }) => ({ rows: everyKind().map((kind) => viewKindRow(kind, actor)) }))
  app.query(contract.loadKind, async ({ actor, today, params }) => viewKind(loadKind(params.kind), actor, today))

  app.query(contract.listMatters, async ({ query, ...look }) => listPage(look, askOf(query, look), query.text, query))
  app.query(contract.countMatters, async ({ query, ...look }) => {
    const seen = visibility(everyKind(), await moverFor(look))
    const ask = { ...askOf({ institutionId: query.institutionId, phase: 'open' }, look), overdueAt: look.now.toISOString() }
    const [open, department] = await Promise.all([store.countOpen(look.read, ask, seen, mostCounted), seen.departmentIds.length === 0 ? { rows: [] } : store.listMatters(look.read, { ...ask, overdueAt: undefined, whose: 'department' }, seen, undefined, 100)])
    const byState = [...Map.groupBy(open, (row) => `${row.kind} ${row.state}`).values()].flatMap((rows) => (rows[0] === undefined ? [] : [{ kind: rows[0].kind, state: rows[0].state, count: rows.length }]))
    return { mine: open.filter((row) => row.mine).length, department: department.rows.length, overdue: open.filter((row) => row.late).length, byState, more: open.length >= mostCounted }
  })
  app.query(contract.listChased, async ({ query, ...look }) => {
    const mover = await moverFor(look)
    const rows = await store.listChased(look.read, { institutionId: query.institutionId, kind: query.kind, now: look.now.toISOString() }, visibility(everyKind(), mover), placeOf(query.after), query.limit + 1)
    const page = pageBy(rows, query.limit, (row) => ({ at: row.dueAt ?? someday, id: row.id }))
    return { rows: await viewRows(look, page.rows, mover), next: page.next, searchedTo: null }
  })
  // A look-up that leaves a trace writes; the number travels in the body and no answer to it is kept.
  app.command(contract.earlierMatters, ({ body, ...act }) => earlier(act, body.phone), { holdsSecret: true })
  // A citizen owns no rows: what was brought forward is found through the receipts, by the system.
  app.query(contract.myMatters, async ({ session, read }) => ({ rows: session.accountId === null ? [] : await mattersOfAccount({ read }, { accountId: session.accountId }) }), { as: systemActor('matter.mine') })
}
