import { refusalOf } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { xlsxMediaType } from '../../../server/platform/xlsx.ts'
import { closeMonth, handleAlarm, placeOf, publishFigures, tableNow } from '../commands/rank.ts'
import { rankContract as contract } from '../contract/rank.ts'
import { rankBook } from '../figure-sheets.ts'
import { sayMaker } from '../names.ts'
import { mayClose, mayPublish, mayWorkOn } from '../rules/closing.ts'
import { mayAskByPrescriber, wouldDo } from '../rules/purpose.ts'
import { changesOf, rankTable } from '../rules/rank.ts'
import { listAlarms, listPublished } from '../store/published.ts'
import { lineState, listMonths, listTables } from '../store/rank.ts'
import { houseOf, housesFor } from './house.ts'

export function rankRoutes(app: App): void {
  app.query(contract.doubleTen, ({ query, ...at }) => doubleTen(at, query))
  app.query(contract.doubleTenSheet, async ({ query, ...at }) => {
    const view = await doubleTen(at, query)
    return { name: `双十排名 ${view.institutionName} ${view.month.slice(0, 7)}.xlsx`, mediaType: xlsxMediaType, bytes: rankBook(view) }
  })
  app.command(contract.closeMonth, async ({ params, ...act }) => closeMonth(act, await placeOf(act.tx, params.institutionId, params.month)))
  app.command(contract.publishFigures, async ({ params, body, ...act }) => publishFigures(act, await placeOf(act.tx, params.institutionId, params.month), body.item))
  app.command(contract.handleAlarm, async ({ params, body, ...act }) => {
    await handleAlarm(act, await placeOf(act.tx, params.institutionId, params.month), params.itemCode, body.handling)
    return {}
  })
}

type Ask = { institutionId?: string | undefined; month?: string | undefined; subject: 'drug' | 'department' }

async function doubleTen(at: Look, ask: Ask) {
  const institutionId = ask.institutionId ?? at.actor.institutionId ?? ''
  const months = ask.month === undefined ? await listMonths(at.read, institutionId) : null
  const month = ask.month ?? months?.[0]?.month ?? `${at.today.slice(0, 8)}01`
  const key = { institutionId, month }
  // In one flight: what is beyond the asker's scope is empty by row security, and the house then is not found.
  const [house, houses, all, tables, lines, alarms, published] = await Promise.all([houseOf(at, institutionId), housesFor(at, institutionId), months ?? listMonths(at.read, institutionId), listTables(at.read, key, ask.subject), lineState(at.read, key), listAlarms(at.read, key), listPublished(at.read, key)])
  const [closed, last] = [tables[0], tables.at(-1)]
  const table = closed?.content ?? (lines === null ? rankTable([], []) : await tableNow(at.read, key, ask.subject))
  const changes = closed === undefined || last === undefined || last === closed ? [] : changesOf(closed.content, last.content)
  const state = { lines: lines?.lines ?? 0, versions: last?.version ?? 0 }
  const shownOf = (item: string) => published.filter((each) => each.item === item).at(-1)?.version ?? 0
  const publish = (item: string) => refusalOf(mayPublish(at.actor, key, { ...state, shown: shownOf(item) }))
  return {
    institutionId: house.id, institutionName: house.name, houses, month, subject: ask.subject, months: all.map((each) => each.month),
    state: closed !== undefined ? ('closed' as const) : lines === null || lines.lines === 0 ? ('empty' as const) : ('open' as const), closedName: closed === undefined ? null : sayMaker(closed.madeName), closedAt: closed?.madeAt ?? null,
    table: mutable(table), correction: last === undefined || changes.length === 0 ? null : { madeAt: last.madeAt, changes }, pending: last !== undefined && lines !== null && lines.version > last.chargeVersion,
    alarms, published: published.map(({ item, version, madeName, madeAt }) => ({ item, version, madeName, madeAt })),
    blocked: { close: refusalOf(mayClose(at.actor, key, month, { ...state, shown: 0 }, at.today)), publish: publish('drug-use'), publishRanking: publish('ratio-ranking'), handle: refusalOf(mayWorkOn(at.actor, key)), prescribers: refusalOf(mayAskByPrescriber(at.actor, { institutionId: house.id, regionCode: house.regionCode }, wouldDo)) },
  }
}

const mutable = (table: ReturnType<typeof rankTable>) => ({ ...table, amount: [...table.amount], volume: [...table.volume] })

