import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { xlsxMediaType } from '../../../server/platform/xlsx.ts'
import { matterContract as contract } from '../contract.ts'
import { visibility } from '../rules/authority.ts'
import { ledgerSheet } from '../sheets.ts'
import * as store from '../store/list.ts'
import { moverFor, viewLedger } from '../views/rows.ts'
import { askOf, everyKind } from './asked.ts'

const mostExported = 5000
const ledgerKinds = (): string[] => everyKind().filter((kind) => kind.ledger).map((kind) => kind.key)

/** Rule MT-33: a ledger is a view of matters; its sheet has the columns of the paper form. */
export function ledgerRoutes(app: App): void {
  app.query(contract.listLedger, async ({ query, ...look }) => {
    const seen = visibility(everyKind(), await moverFor(look))
    const ask = { ...askOf(query, look), kinds: ledgerKinds(), sort: 'received' as const }
    const { rows, reached } = await store.listMatters(look.read, ask, seen, placeOf(query.after), query.limit + 1)
    const page = pageBy(rows, query.limit, (row) => ({ at: row.receivedAt, id: row.id }))
    return { rows: await viewLedger(look, page.rows), next: page.next ?? (reached === null ? null : `${reached.at}|${reached.id}`) }
  })
  app.query(contract.exportLedger, async ({ query, ...look }) => {
    const seen = visibility(everyKind(), await moverFor(look))
    const ask = { ...askOf(query, look), kinds: ledgerKinds(), sort: 'received' as const }
    const found = []
    for (let after: store.Place | undefined; ; ) {
      const { rows, reached } = await store.listMatters(look.read, ask, seen, after, 1001)
      const page = rows.slice(0, 1000)
      found.push(...page)
      const last = page.at(-1)
      if (found.length > mostExported) throw new RefusedError('matter.too_many_rows')
      const next = rows.length > 1000 && last !== undefined ? { at: last.receivedAt, id: last.id } : reached
      if (next === null) break
      after = next
    }
    const bytes = await ledgerSheet(await viewLedger(look, found), everyKind(), look.today)
    return { bytes, name: `问题台账-${look.today}.xlsx`, mediaType: xlsxMediaType }
  })
}
