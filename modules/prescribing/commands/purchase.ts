import { createHash } from 'node:crypto'
import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { sheetLimits } from '../../../server/platform/read-sheet.ts'
import { readSheetApart } from '../../../server/platform/sheets-apart.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { fileMatter } from '../../matter/public.ts'
import { findHeadings, type Column } from '../../register/rules/import/columns.ts'
import { purchaseFact } from '../rules/purchase-fact.ts'
import { isSuspicious, type Matched, type Purchase } from '../rules/purchase.ts'
import { matchAll, platformColumns, purchaseColumns, readPlatformItem, readPurchase, type SheetFault } from '../rules/purchase-sheet.ts'
import * as store from '../store/purchases.ts'

type Place = { readonly institutionId: string; readonly regionCode: string }
const limits = { ...sheetLimits, rows: 100_000, unpackedBytes: 400 * 1024 * 1024 }
const mostRejects = 500

async function linesOf(upload: Upload | undefined, columns: readonly Column[]) {
  if (upload === undefined) throw new RefusedError('file.missing')
  const lines = await readSheetApart(upload.bytes, limits)
  const headings = findHeadings(columns, lines)
  const missing = headings?.missing ?? columns.filter((each) => each.required).map((each) => each.title)
  if (headings === null || missing.length > 0) throw new RefusedError('prescribing.sheet_columns', missing.join('、'))
  return { at: headings.at, lines: lines.slice(headings.line + 1), sha256: createHash('sha256').update(upload.bytes).digest('hex'), name: upload.name }
}

/** Rule PR-71: the platform's list as the commission has it; the newest one holds, older ones stay for what was matched with them. */
export async function importList(act: Act, place: Place, upload: Upload | undefined): Promise<{ items: number; rejects: SheetFault[] }> {
  if (!hasRole(act.actor, 'commission_clerk', 'commission_head') || act.actor.institutionId !== place.institutionId) throw new RefusedError('prescribing.platform_only')
  const { at, lines, sha256, name } = await linesOf(upload, platformColumns)
  if (await store.knownList(act.tx, place.institutionId, sha256)) throw new RefusedError('prescribing.sheet_known', name)
  const read = lines.map((line) => readPlatformItem(line, at))
  const [items, rejects] = [read.flatMap((each) => ('item' in each ? [each.item] : [])), read.flatMap((each) => ('faults' in each ? [...each.faults] : []))]
  const id = act.newId()
  await store.insertList(act.tx, place, { id, name, sha256, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() }, items)
  await act.record({ ...place, kind: 'prescribing.list_imported', subjectId: id, detail: { name, items: items.length, rejects: rejects.length } })
  return { items: items.length, rejects: rejects.slice(0, mostRejects) }
}

/** The same delivery in another file (a corrected export, one byte changed) is not bought twice. */
function withoutKnown<T extends { readonly line: Purchase }>(lines: readonly T[], known: Map<string, number>): { fresh: T[]; same: number } {
  const left = new Map(known)
  const fresh = lines.filter(({ line }) => {
    const times = left.get(store.lineKey(line)) ?? 0
    if (times > 0) left.set(store.lineKey(line), times - 1)
    return times === 0
  })
  return { fresh, same: lines.length - fresh.length }
}

export type Imported = { lines: number; same: number; rejects: SheetFault[]; found: number; matterNumber: string | null }

/** Rules PR-71 to PR-73: every good line is kept and matched; what asks for an investigation becomes one finding in the ledger. */
export async function importPurchases(act: Act, place: Place, upload: Upload | undefined): Promise<Imported> {
  if (!hasRole(act.actor, 'pharmacist', 'institution_clerk') || act.actor.institutionId !== place.institutionId) throw new RefusedError('prescribing.purchasers_only')
  const { at, lines, sha256, name } = await linesOf(upload, purchaseColumns)
  if (await store.knownFile(act.tx, place.institutionId, sha256)) throw new RefusedError('prescribing.sheet_known', name)
  const [list] = await store.listLists(act.tx, place.regionCode)
  if (list === undefined) throw new RefusedError('prescribing.list_missing')
  const read = lines.map((line) => readPurchase(line, at, act.today))
  const good = read.flatMap((each) => ('line' in each ? [each] : []))
  const rejects = read.flatMap((each) => ('faults' in each ? [...each.faults] : []))
  const days = good.map((each) => each.line.on).sort()
  const { fresh, same } = withoutKnown(good, await store.linesKnown(act.tx, place.institutionId, days[0] ?? act.today, days.at(-1) ?? act.today))
  const matched = matchAll(fresh, await store.itemsOfList(act.tx, list))
  const bad = matched.filter((each) => isSuspicious(each.verdict))
  const fileId = act.newId()
  const matter = bad.length === 0 ? null : await openFinding(act, place, fileId, name, bad)
  const made = { id: fileId, name, sha256, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() }
  await store.insertFile(act.tx, place, { ...made, listId: list.id, lines: matched.length, rejects: rejects.slice(0, mostRejects), matterId: matter?.matterId ?? null, matterNumber: matter?.number ?? null })
  await store.insertLines(act.tx, place, fileId, matched)
  await tellFacts(act, matched.map(({ row, line, verdict, winning }) => ({ before: null, after: purchaseFact({ ...place, fileId, lineNo: row, on: line.on, generic: line.generic, amountCents: line.amountCents, verdict, winning }) })))
  await act.record({ ...place, kind: 'prescribing.purchases_imported', subjectId: fileId, detail: { name, lines: matched.length, same, rejects: rejects.length, found: bad.length } })
  return { lines: matched.length, same, rejects: rejects.slice(0, mostRejects), found: bad.length, matterNumber: matter?.number ?? null }
}

const verdictWords = { 'off-platform': '网外采购', 'off-bid': '标外采购', 'over-price': '高于挂网价', ordered: '', 'to-check': '' } as const
const mostSaid = 40

/** Rule PR-73: one finding for a file, with what was found and how much it came to; the joint investigation is worked on in the ledger. */
type Bad = Pick<Matched, 'verdict'> & { readonly row: number; readonly line: Pick<Purchase, 'on' | 'generic' | 'spec' | 'supplier' | 'amountCents'> }
function openFinding(act: Act, place: Place, submissionKey: string, name: string, bad: readonly Bad[]) {
  const yuan = (cents: number) => (cents / 100).toFixed(2)
  const sums = [...Map.groupBy(bad, (each) => verdictWords[each.verdict])].map(([word, own]) => `${word} ${own.length} 行 ${yuan(own.reduce((sum, each) => sum + each.line.amountCents, 0))} 元`)
  const said = bad.slice(0, mostSaid).map(({ row, line, verdict }) => `第${row}行 ${line.on} ${line.generic} ${line.spec} ${line.supplier} ${yuan(line.amountCents)} 元：${verdictWords[verdict]}`)
  const more = bad.length > mostSaid ? [`……另有 ${bad.length - mostSaid} 行，见采购比对页。`] : []
  return fileMatter(act, {
    institutionId: place.institutionId, kind: 'finding', channel: 'system', title: `采购比对发现：${sums.join('，')}`.slice(0, 100), body: [`文件：${name}。请核实原因，涉嫌违规的会同有关部门查处。`, ...said, ...more].join('\n').slice(0, 4000), category: 'law', place: '', departmentId: null, harm: false,
    author: null, accountId: null, submissionKey, files: [], originNumber: null, receivedAt: null,
  })
}

/** Rules PR-71 and PR-73: what only the maker parts from the list a person decides, one way or the other; what is off the platform then is a finding like any other. */
export async function decideLine(act: Act, place: Place, key: { fileId: string; lineNo: number }, onList: boolean): Promise<{ matterNumber: string | null }> {
  if (!hasRole(act.actor, 'pharmacist', 'institution_clerk') || act.actor.institutionId !== place.institutionId) throw new RefusedError('prescribing.purchasers_only')
  const before = await store.loadLineForUpdate(act.tx, { ...place, ...key })
  if (before === undefined || before.verdict !== 'to-check') throw new RefusedError('not_found')
  const verdict = onList ? ('ordered' as const) : ('off-platform' as const)
  await store.saveVerdict(act.tx, { ...place, ...key }, verdict)
  await tellFacts(act, [{ before: purchaseFact(before), after: purchaseFact({ ...before, verdict }) }])
  const matter = isSuspicious(verdict) ? await openFinding(act, place, `${key.fileId} ${key.lineNo}`, before.fileName, [{ row: key.lineNo, verdict, line: before }]) : null
  if (matter !== null) await store.linkMatter(act.tx, { ...place, fileId: key.fileId }, matter)
  await act.record({ ...place, kind: 'prescribing.purchase_decided', subjectId: `${key.fileId}/${key.lineNo}`, detail: { verdict, ...(matter === null ? {} : { matter: matter.number }) } })
  return { matterNumber: matter?.number ?? null }
}
