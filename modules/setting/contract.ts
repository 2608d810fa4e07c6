import { z } from 'zod'
import { endpoint, isoInstant } from '../../kernel/contract.ts'

const words = z.object({ zh: z.string(), en: z.string() })
export const settingValue = z.union([z.number(), z.boolean(), z.string().max(2000)])

export const SettingRow = z.object({
  key: z.string(),
  group: z.string(),
  groupName: words,
  label: words,
  hint: words,
  /** How a screen asks for it. */
  kind: z.enum(['number', 'boolean', 'text']),
  min: z.number().nullable(),
  max: z.number().nullable(),
  unit: words.nullable(),
  value: settingValue,
  standard: settingValue,
  changedAt: isoInstant.nullable(),
  changedByName: z.string().nullable(),
  blocked: z.object({ change: z.string().nullable() }),
})

export const settingContract = {
  listSettings: endpoint({ method: 'GET', path: '/settings', access: ['commission_head', 'commission_clerk', 'auditor'], summary: 'All settings with their standard values', reply: z.object({ rows: z.array(SettingRow) }) }),
  saveSetting: endpoint({
    method: 'PUT', path: '/settings/:key', access: ['commission_head', 'commission_clerk'], summary: 'Change a setting; recorded with its reason', params: z.object({ key: z.string().max(80) }),
    body: z.object({ value: settingValue, reason: z.string().trim().min(2).max(500) }), reply: SettingRow,
  }),
}
