import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { notify } from '../../../server/platform/notify.ts'
import { prescriberSheet } from '../figure-sheets.ts'
import { departmentNamesIn, sayMaker, withPrescriberNames } from '../names.ts'
import { mayAskByPrescriber, mayDecideExport, mayExport, mayRequestExport } from '../rules/purpose.ts'
import { changesOf, nextMonth, rankTable, type RankTable } from '../rules/rank.ts'
import * as store from '../store/queries.ts'
import { itemNameIn, itemPrescriberSums, listTables, prescriberSums } from '../store/rank.ts'
import { tableNow } from './rank.ts'

export type QueryAsk = { readonly institutionId: string; readonly regionCode: string; readonly month: string; readonly departmentId: string | null; readonly itemCode: string | null; readonly purpose: string }
export type QueryAnswer = { readonly id: string; readonly institutionId: string; readonly what: string; readonly isOfItem: boolean; readonly table: RankTable; readonly closedName: string | null; readonly closedAt: string | null; readonly correction: { readonly madeAt: string; readonly changes: ReturnType<typeof changesOf> } | null }

/** Rule PR-74: the answer is given and kept together with who asked, when and what for. */
export async function askByPrescriber(act: Act, ask: QueryAsk): Promise<QueryAnswer> {
  const place = { institutionId: ask.institutionId, regionCode: ask.regionCode }
  const no = mayAskByPrescriber(act.actor, place, ask.purpose)
  if (no !== null) throw new RefusedError(no.refused)
  const found = ask.departmentId === null && ask.itemCode === null ? await wholeHouse(act.tx, ask) : await part(act.tx, ask)
  const what = await inWords(act.tx, ask)
  const id = act.newId()
  await store.insertQuery(act.tx, { ...place, id, askedBy: act.actor.id, askedName: act.actor.name, askedAt: act.now.toISOString(), purpose: ask.purpose, question: { month: ask.month, departmentId: ask.departmentId, itemCode: ask.itemCode, what }, content: found.table })
  await act.record({ ...place, kind: 'prescribing.asked_by_prescriber', subjectId: id, detail: { purpose: ask.purpose, month: ask.month, departmentId: ask.departmentId, itemCode: ask.itemCode } })
  return { id, institutionId: ask.institutionId, what, isOfItem: ask.itemCode !== null, ...found }
}

type Found = Omit<QueryAnswer, 'id' | 'institutionId' | 'what' | 'isOfItem'>

/** Rules PR-83 and PR-84 hold for prescribers as well: the table as it was closed, and what came later. */
async function wholeHouse(read: ReadTx, key: { readonly institutionId: string; readonly month: string }): Promise<Found> {
  const tables = await listTables(read, key, 'prescriber')
  const [closed, last] = [tables[0], tables.at(-1)]
  if (closed === undefined || last === undefined) return { table: await tableNow(read, key, 'prescriber'), closedName: null, closedAt: null, correction: null }
  const changes = last === closed ? [] : changesOf(closed.content, last.content)
  return { table: closed.content, closedName: sayMaker(closed.madeName), closedAt: closed.madeAt, correction: changes.length === 0 ? null : { madeAt: last.madeAt, changes } }
}

/** A department, or one item: as the lines are now. */
async function part(read: ReadTx, ask: QueryAsk): Promise<Found> {
  const of = (month: string) => (ask.itemCode === null ? prescriberSums(read, { institutionId: ask.institutionId, month }, ask.departmentId ?? undefined) : itemPrescriberSums(read, { institutionId: ask.institutionId, month }, { itemCode: ask.itemCode, departmentId: ask.departmentId }))
  const [now, before] = await Promise.all([of(ask.month), of(nextMonth(ask.month, -1))])
  const table = rankTable(now, before)
  const names = new Map((await withPrescriberNames(read, [...table.amount, ...table.volume])).map((sum) => [sum.key, sum.name]))
  const say = (rows: RankTable['amount']) => rows.map((row) => ({ ...row, name: names.get(row.key) ?? row.name }))
  return { table: { ...table, amount: say(table.amount), volume: say(table.volume) }, closedName: null, closedAt: null, correction: null }
}

async function inWords(read: ReadTx, ask: QueryAsk): Promise<string> {
  const departments = ask.departmentId === null ? null : await departmentNamesIn(read, ask.institutionId, ask.month)
  const item = ask.itemCode === null ? '' : ` ${(await itemNameIn(read, ask, ask.itemCode)) ?? ask.itemCode} `
  return `${ask.month.slice(0, 7)} ${departments === null ? '全院' : (departments.get(ask.departmentId ?? '') ?? '已撤科室')}${item}处方人排名`
}

async function loaded(act: Act, key: store.QueryKey): Promise<store.KeptQuery> {
  const query = await store.findQueryForUpdate(act.tx, key)
  if (query === undefined) throw new RefusedError('not_found')
  return query
}

export async function requestExport(act: Act, key: store.QueryKey): Promise<void> {
  const query = await loaded(act, key)
  const no = mayRequestExport(act.actor, query)
  if (no !== null) throw new RefusedError(no.refused)
  await store.saveState(act.tx, key, 'requested', null)
  const { institutionId, regionCode } = query
  await notify(act, ...(['discipline_officer', 'institution_head'] as const).map((role) => ({ institutionId, regionCode, role, topic: 'prescribing.export_requested', params: { who: query.askedName, purpose: query.purpose }, link: '/prescribing/queries' })))
  await act.record({ institutionId, regionCode, kind: 'prescribing.export_requested', subjectId: query.id, detail: {} })
}

/** Rule PR-75: by a second person. */
export async function decideExport(act: Act, key: store.QueryKey, agree: boolean): Promise<void> {
  const query = await loaded(act, key)
  const no = mayDecideExport(act.actor, query)
  if (no !== null) throw new RefusedError(no.refused)
  await store.saveState(act.tx, key, agree ? 'approved' : 'refused', { by: act.actor.id, name: act.actor.name, at: act.now.toISOString() })
  await act.record({ institutionId: query.institutionId, regionCode: query.regionCode, kind: agree ? 'prescribing.export_agreed' : 'prescribing.export_refused', subjectId: query.id, detail: { askedBy: query.askedBy } })
}

export async function takeExport(act: Act, key: store.QueryKey): Promise<{ name: string; base64: string }> {
  const query = await loaded(act, key)
  const no = mayExport(act.actor, query)
  if (no !== null) throw new RefusedError(no.refused)
  await act.record({ institutionId: query.institutionId, regionCode: query.regionCode, kind: 'prescribing.export_taken', subjectId: query.id, detail: { purpose: query.purpose } })
  const lead = `${query.question.what}　用途：${query.purpose}　查询：${query.askedName}　同意：${query.decidedName ?? ''}　仅限所述用途，不得用于商业统计`
  return { name: `${query.question.what}.xlsx`, base64: Buffer.from(prescriberSheet({ ...query.content, amount: [...query.content.amount], volume: [...query.content.volume] }, lead)).toString('base64') }
}
