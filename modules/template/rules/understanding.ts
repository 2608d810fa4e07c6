import { defaultSettings, type ClauseItem, type DutyItem, type PhaseItem, type Understanding } from '../../reader/rules/draft/understanding.ts'
import type { TemplateClause, TemplateDefinition, TemplateDuty } from './definition.ts'
import { factKeyOf } from './names.ts'
import { dayOf } from './plan-day.ts'

export type DraftAsk = { readonly year: number; readonly title: string; readonly issuer: string | null }

const partId = (id: string) => `part-${id}`

/** Rule TP-5: a template becomes a draft that a person reads, corrects and confirms like any document; nothing is confirmed by itself. */
export function understandingOf(template: TemplateDefinition, ask: DraftAsk): Understanding {
  const day = (planDay: string | null | undefined) => (planDay === null || planDay === undefined ? null : dayOf(planDay, ask.year))
  const clauses = clausesOf(template)
  return {
    title: ask.title,
    issuer: ask.issuer,
    number: null,
    issuedOn: null,
    clauses,
    phases: template.phases.map((phase, at): PhaseItem => {
      const [start, end] = [day(phase.start), day(phase.end)]
      const part = template.parts.find((each) => each.phase === phase.id)
      return {
        id: `phase-${phase.id}`, name: phase.name.zh, start, end, printed: [start, end].filter((each) => each !== null).join('—'),
        flags: start !== null && end !== null && end < start ? ['inverted'] : [], clauseId: part === undefined ? null : partId(part.id), line: at + 1,
      }
    }),
    duties: template.clauses.flatMap((clause) => clause.duties.map((duty, at) => dutyOf(clause, duty, at, clauses.findIndex((each) => each.id === clause.id) + 1, ask.year))),
    groups: [],
    members: [],
    attachments: [],
    contacts: [],
  }
}

/** Parts and below them their clauses, in printed order, with paths that stay when the template is edited. */
function clausesOf(template: TemplateDefinition): ClauseItem[] {
  const items: ClauseItem[] = []
  const add = (item: Omit<ClauseItem, 'lines'>) => items.push({ ...item, lines: [items.length + 1, items.length + 1] })
  const walk = (under: string | undefined, level: number, path: string) => {
    for (const part of template.parts.filter((each) => each.under === under)) {
      const here = `${path}${part.printed}`
      add({ id: partId(part.id), parentId: under === undefined ? null : partId(under), path: here, printed: part.printed, title: part.title.zh, text: '', level })
      template.clauses
        .filter((clause) => clause.part === part.id)
        .forEach((clause, at) => add({ id: clause.id, parentId: partId(part.id), path: `${here}/${at + 1}.`, printed: `${at + 1}.`, title: clause.title.zh, text: clause.text.zh, level: level + 1 }))
      walk(part.id, level + 1, `${here}/`)
    }
  }
  walk(undefined, 1, '')
  return items
}

function dutyOf(clause: TemplateClause, duty: TemplateDuty, at: number, line: number, year: number): DutyItem {
  const own = duty.who === 'commission'
  const printed = duty.cadence?.printed ?? ''
  return {
    id: `${clause.id}-${at + 1}`,
    clauseId: clause.id,
    subject: clause.bodies,
    inferredSubject: false,
    kind: duty.kind,
    text: duty.text.zh,
    due: duty.due === undefined ? null : { date: dayOf(duty.due, year), time: null, printed: dayOf(duty.due, year), relative: null },
    cadence: duty.cadence === undefined ? null : { rrule: duty.cadence.rrule, start: duty.cadence.from === undefined ? null : dayOf(duty.cadence.from, year), until: duty.cadence.until === undefined ? null : dayOf(duty.cadence.until, year), printed },
    target: duty.target === undefined ? null : { metric: duty.target.metric, comparator: duty.target.comparator, value: duty.target.value, upper: duty.target.upper ?? null, unit: duty.target.unit, printed: '' },
    products: duty.products,
    receiver: null,
    responsible: null,
    line,
    settings: {
      ...defaultSettings,
      // Rule TP-6: the commission's own duties are launched on the commission, with one of its posts.
      role: (duty.role ?? (own ? 'commission_clerk' : 'institution_clerk')) as DutyItem['settings']['role'],
      kinds: own ? ['commission'] : (duty.bodies?.kinds ?? null),
      // Rule TP-9: whom a duty does not ask makes no obligation.
      levels: own ? null : (duty.bodies?.levels ?? null),
      freshDays: duty.freshDays ?? null,
      factKey: duty.bind === 'evidence:file' ? null : factKeyOf(duty.bind),
      where: duty.where ?? null,
    },
  }
}
