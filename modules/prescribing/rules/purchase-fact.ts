import type { Fact, FactKind } from '../../../kernel/fact.ts'
import type { Purchase, PurchaseVerdict } from './purchase.ts'

export const purchasePrefix = 'purchase.'
export const purchaseKind: FactKind = { kind: 'purchase.line', name: { zh: '药品耗材采购', en: 'Purchases' }, fields: { verdict: 'text', amount: 'number', winning: 'boolean' } }
export type KeptPurchase = Pick<Purchase, 'on' | 'generic' | 'amountCents'> & { readonly institutionId: string; readonly regionCode: string; readonly fileId: string; readonly lineNo: number; readonly verdict: PurchaseVerdict; readonly winning: boolean }

const purchaseId = (fileId: string, lineNo: number): string => `${fileId}/${String(lineNo).padStart(7, '0')}`
const words: Readonly<Record<PurchaseVerdict, string>> = { ordered: '平台采购', 'off-platform': '网外采购', 'off-bid': '标外采购', 'over-price': '高于挂网价', 'to-check': '待核对' }

/** Rule PR-73: each bought line is one fact of its day, in yuan. */
export const purchaseFact = (line: KeptPurchase): Fact => ({
  institutionId: line.institutionId, regionCode: line.regionCode, kind: purchaseKind.kind, id: purchaseId(line.fileId, line.lineNo), on: line.on, departmentId: null, staffIds: [],
  fields: { verdict: line.verdict, amount: line.amountCents / 100, winning: line.winning }, title: `${words[line.verdict]} ${line.generic}`, link: '/prescribing/purchases',
})
