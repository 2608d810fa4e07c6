import { z } from 'zod'
import { commissionRoles, institutionRoles } from '../../../kernel/actor.ts'
import { endpoint, isoInstant, pageOf, pageQuery } from '../../../kernel/contract.ts'
import { catalogueKeepers } from '../rules/authority.ts'
import { drugKeys, drugReasonKeys } from '../rules/drug-sheet.ts'

const staff = [...institutionRoles, ...commissionRoles]
const refusal = z.string().nullable()
const column = z.enum(drugKeys)
export const drugFilterKeys = ['antibiotic', 'antibiotic-without-ddd', 'negotiated', 'central', 'key-monitored', 'herbal', 'controlled', 'high-value'] as const

export const DrugView = z.object({
  code: z.string(), atc: z.string(), genericName: z.string(), name: z.string(), form: z.string(), strength: z.string(), unit: z.string(), ddd: z.string().nullable(), dddUnit: z.string(), dddsPerUnit: z.string().nullable(), antibiotic: z.string(), control: z.string(),
  marks: z.array(z.enum(['essential', 'negotiated', 'central', 'key_monitored', 'herbal', 'injection', 'high_value'])), source: z.string(), changedAt: isoInstant,
})
export const CatalogueFaultView = z.object({ row: z.number().int(), cell: z.string(), column, heading: z.string(), value: z.string(), reason: z.enum(drugReasonKeys) })

export const drugContract = {
  listDrugs: endpoint({
    method: 'GET', path: '/prescribing/drugs', access: staff, summary: 'The drug catalogue, by code', query: z.object({ ...pageQuery, search: z.string().trim().max(60).default(''), only: z.enum(drugFilterKeys).optional() }),
    reply: pageOf(DrugView).extend({ items: z.number().int(), withoutDdd: z.number().int(), changedAt: isoInstant.nullable(), blocked: z.object({ keep: refusal }) }),
  }),
  checkDrugs: endpoint({
    method: 'POST', path: '/prescribing/drugs/check', access: [...catalogueKeepers], summary: 'What a sheet would do to the catalogue, and every cell that cannot be taken; nothing is kept', upload: true,
    reply: z.object({
      name: z.string(), rows: z.number().int(), created: z.number().int(), changed: z.number().int(), same: z.number().int(), faultCount: z.number().int(), faults: z.array(CatalogueFaultView), ignored: z.array(z.string()),
      /** The first that would be new or change; `columns` null for a new one. */
      moves: z.array(z.object({ row: z.number().int(), code: z.string(), name: z.string(), columns: z.array(z.object({ column, heading: z.string() })).nullable() })),
    }),
  }),
  importDrugs: endpoint({ method: 'POST', path: '/prescribing/drugs', access: [...catalogueKeepers], summary: 'Brings in the drug catalogue', upload: true, reply: z.object({ items: z.number().int() }) }),
  drugTemplate: endpoint({ method: 'GET', path: '/prescribing/drugs/template', access: staff, summary: 'An empty sheet of the drug catalogue', download: true }),
  drugSheet: endpoint({ method: 'GET', path: '/prescribing/drugs/sheet', access: staff, summary: 'The drug catalogue as .xlsx, as it is brought in', download: true }),
}
