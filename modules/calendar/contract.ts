import { z } from 'zod'
import { endpoint, isoDate, isoInstant } from '../../kernel/contract.ts'
import { Deadline } from '../../kernel/deadline.ts'

const refusal = z.string().nullable()
const reason = z.string().trim().min(4).max(500)
const year = z.coerce.number().int().min(2000).max(2100)

export const DayView = z.object({ day: isoDate, kind: z.enum(['holiday', 'workday']), name: z.string(), source: z.string() })

export const YearView = z.object({
  year: z.number().int(),
  /** False: no official notice is known; working days are Monday to Friday, and every deadline says so. */
  official: z.boolean(),
  source: z.string(),
  days: z.array(DayView),
  knownYears: z.array(z.object({ year: z.number().int(), official: z.boolean() })),
  blocked: z.object({ change: refusal }),
})

export const RuleRow = z.object({ code: z.string(), name: z.object({ zh: z.string(), en: z.string() }), source: z.string(), article: z.string().nullable(), certainty: z.string(), amount: z.number().int(), unit: z.string() })

const keepers = ['commission_head', 'commission_clerk'] as const

export const calendarContract = {
  loadYear: endpoint({ method: 'GET', path: '/calendar/:year', access: 'signed-in', summary: 'Holidays and make-up days of a year', params: z.object({ year }), reply: YearView }),
  saveDay: endpoint({
    method: 'PUT', path: '/calendar/days/:day', access: keepers, summary: 'Add or change a holiday or a make-up working day; open deadlines are dated again', params: z.object({ day: isoDate }),
    body: z.object({ kind: z.enum(['holiday', 'workday']), name: z.string().trim().min(1).max(40), reason }), reply: YearView,
  }),
  removeDay: endpoint({ method: 'POST', path: '/calendar/days/:day/removal', access: keepers, summary: 'Make it an ordinary day again', params: z.object({ day: isoDate }), body: z.object({ reason }), reply: YearView }),
  saveYear: endpoint({ method: 'PUT', path: '/calendar/years/:year', access: keepers, summary: 'Say whether a year follows its official notice', params: z.object({ year }), body: z.object({ official: z.boolean(), source: z.string().trim().min(2).max(200), reason }), reply: YearView }),
  listRules: endpoint({ method: 'GET', path: '/calendar/rules/all', access: 'signed-in', summary: 'Deadline rules of the catalogue', reply: z.object({ rows: z.array(RuleRow) }) }),
  explain: endpoint({
    method: 'GET', path: '/calendar/explain', access: 'signed-in', summary: 'When something is due by a rule, and why',
    query: z.object({ rule: z.string().min(1).max(80), start: z.union([isoDate, isoInstant, z.iso.datetime({ offset: true })]) }),
    reply: z.object({ rule: RuleRow, deadline: Deadline, zh: z.string(), en: z.string() }),
  }),
}
