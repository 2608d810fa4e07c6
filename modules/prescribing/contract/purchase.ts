import { z } from 'zod'
import { endpoint, id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { purchaseVerdicts } from '../rules/purchase.ts'

const refusal = z.string().nullable()
export const SheetFaultView = z.object({ row: z.number().int(), cell: z.string(), column: z.string(), value: z.string(), reason: z.string() })
export const PurchaseLineRow = z.object({ fileId: id, lineNo: z.number().int(), on: isoDate, code: z.string(), generic: z.string(), spec: z.string(), maker: z.string(), supplier: z.string(), quantity: z.string(), amountCents: z.number(), verdict: z.enum(purchaseVerdicts), overCents: z.number() })
export const PurchaseFileRow = z.object({ id, name: z.string(), lines: z.number().int(), rejects: z.array(SheetFaultView), matterId: id.nullable(), matterNumber: z.string().nullable(), madeName: z.string(), madeAt: isoInstant })
const staff = ['pharmacist', 'institution_clerk', 'institution_head', 'discipline_officer', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] as const

export const purchaseContract = {
  listPurchases: endpoint({
    method: 'GET', path: '/prescribing/purchases', access: staff, summary: 'What was bought, matched with the platform', query: z.object({ institutionId: id.optional(), show: z.enum(['found', 'check', 'all']).default('found') }),
    reply: z.object({
      institutionId: id, institutionName: z.string(), isCommission: z.boolean(), rows: z.array(PurchaseLineRow), files: z.array(PurchaseFileRow), lists: z.array(z.object({ id, name: z.string(), items: z.number().int(), madeName: z.string(), madeAt: isoInstant })),
      houses: z.array(z.object({ id, name: z.string() })), /** Months with lines, the newest first; `blocked`: why it may not be made public. */ months: z.array(z.object({ month: isoDate, lines: z.number().int(), amountCents: z.number(), version: z.number().int(), madeAt: isoInstant.nullable(), blocked: refusal })),
      blocked: z.object({ importPurchases: refusal, importList: refusal, decide: refusal }),
    }),
  }),
  importPurchases: endpoint({ method: 'POST', path: '/prescribing/purchases', access: ['pharmacist', 'institution_clerk'], summary: 'Imports a sheet of purchases and matches it with the list of the platform', upload: true, reply: z.object({ lines: z.number(), same: z.number(), rejects: z.array(SheetFaultView), found: z.number(), matterNumber: z.string().nullable() }) }),
  importPlatformList: endpoint({ method: 'POST', path: '/prescribing/platform-lists', access: ['commission_clerk', 'commission_head'], summary: 'Imports the list of the procurement platform', upload: true, reply: z.object({ items: z.number(), rejects: z.array(SheetFaultView) }) }),
  decidePurchase: endpoint({ method: 'POST', path: '/prescribing/purchases/:fileId/:lineNo', access: ['pharmacist', 'institution_clerk'], summary: 'Says whether a line is on the list', params: z.object({ fileId: id, lineNo: z.coerce.number().int().min(1) }), body: z.object({ onList: z.boolean() }), reply: z.object({ matterNumber: z.string().nullable() }) }),
  publishPurchases: endpoint({ method: 'POST', path: '/prescribing/purchase-publications', access: ['pharmacist', 'institution_clerk'], summary: 'Makes what was bought in a month public', body: z.object({ month: isoDate.regex(/-01$/) }), reply: z.object({ version: z.number().int() }) }),
  purchaseTemplate: endpoint({ method: 'GET', path: '/prescribing/purchase-template', access: staff, summary: 'An empty sheet of purchases, or of the platform list', query: z.object({ of: z.enum(['purchases', 'platform']).default('purchases') }), download: true }),
}
