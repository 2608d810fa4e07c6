import { z } from 'zod'
import { endpoint, id } from '../../kernel/contract.ts'
import { dutyKinds } from '../reader/rules/model.ts'

export const TemplateRow = z.object({
  id: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  about: z.object({ zh: z.string(), en: z.string() }),
  level: z.enum(['city', 'county']),
  version: z.number().int(),
  clauses: z.number().int(),
  duties: z.number().int(),
  /** Duties that the system carries today, proved by a test. */
  live: z.number().int(),
})

export const BindingView = z.object({ name: z.string(), zh: z.string(), en: z.string(), does: z.string(), live: z.boolean(), step: z.number().int().nullable(), link: z.string().nullable() })

export const TemplateDutyView = z.object({
  kind: z.enum(dutyKinds),
  text: z.string(),
  who: z.enum(['institution', 'commission']),
  when: z.object({ zh: z.string(), en: z.string() }).nullable(),
  target: z.string().nullable(),
  bind: BindingView,
  /** Which entries of the register count, in words; null where all do. */
  only: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** Levels of institution it asks, in words; null where it asks all. */
  levels: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** Of a measure without a number: what decides it instead (PL-9). */
  unasked: z.object({ zh: z.string(), en: z.string() }).nullable(),
})

export const TemplateClauseView = z.object({ id: z.string(), title: z.string(), text: z.string(), numbers: z.string().nullable(), bodies: z.string(), context: z.boolean(), duties: z.array(TemplateDutyView) })
export const TemplatePartView = z.object({ id: z.string(), level: z.number().int(), printed: z.string(), title: z.string(), phase: z.string().nullable(), clauses: z.array(TemplateClauseView) })

export const TemplateView = TemplateRow.extend({
  starts: z.string(),
  ends: z.string(),
  phases: z.array(z.object({ id: z.string(), name: z.string(), start: z.string().nullable(), end: z.string().nullable(), note: z.string().nullable() })),
  parts: z.array(TemplatePartView),
  planned: z.array(BindingView),
})

const templateId = z.object({ templateId: z.string().regex(/^[a-z0-9-]{1,80}$/) })

export const templateContract = {
  listTemplates: endpoint({ method: 'GET', path: '/templates', access: 'anyone', summary: 'Plan templates with how much of each the system carries', reply: z.object({ rows: z.array(TemplateRow) }) }),
  loadTemplate: endpoint({ method: 'GET', path: '/templates/:templateId', access: 'anyone', summary: 'One template, clause by clause, with what the system does for it', params: templateId, reply: TemplateView }),
  makeDraft: endpoint({
    method: 'POST', path: '/templates/:templateId/drafts', access: ['commission_head', 'commission_clerk'], summary: 'Make a draft from a template, to be read and confirmed before it is launched', params: templateId,
    body: z.object({ year: z.number().int().min(2020).max(2100), title: z.string().trim().min(4).max(200), issuer: z.string().trim().min(2).max(100).nullable().default(null) }), reply: z.object({ draftId: id }),
  }),
}
