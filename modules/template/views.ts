import type { z } from 'zod'
import { sayFilter } from '../../kernel/filter.ts'
import type { Catalog } from './catalog.ts'
import type { TemplateClauseView, TemplatePartView, TemplateRow, TemplateView } from './contract.ts'
import { coverageOf } from './rules/coverage.ts'
import type { TemplateClause, TemplateDefinition } from './rules/definition.ts'
import { factKeyOf } from './rules/names.ts'
import { levelWords, targetWords, unaskedWords, whenWords } from './rules/words.ts'

type Row = z.input<typeof TemplateRow>

export function rowOf(template: TemplateDefinition, version: number, live: ReadonlySet<string>): Row {
  const { clauses, duties, live: carried } = coverageOf(template, live)
  return { id: template.id, name: template.name, about: template.about, level: template.level, version, clauses, duties, live: carried }
}

export function templateView(template: TemplateDefinition, version: number, catalog: Catalog): z.input<typeof TemplateView> {
  const phaseNames = new Map(template.phases.map((phase) => [phase.id, phase.name.zh]))
  const parts: z.input<typeof TemplatePartView>[] = []
  const walk = (under: string | undefined, level: number) => {
    for (const part of template.parts.filter((each) => each.under === under)) {
      parts.push({
        id: part.id, level, printed: part.printed, title: part.title.zh, phase: part.phase === undefined ? null : (phaseNames.get(part.phase) ?? null),
        clauses: template.clauses.filter((clause) => clause.part === part.id).map((clause) => clauseView(clause, catalog)),
      })
      walk(part.id, level + 1)
    }
  }
  walk(undefined, 1)
  const planned = coverageOf(template, catalog.live).planned.map((name) => bindingView(name, catalog))
  return {
    ...rowOf(template, version, catalog.live), starts: template.starts, ends: template.ends, parts, planned,
    phases: template.phases.map((phase) => ({ id: phase.id, name: phase.name.zh, start: phase.start, end: phase.end, note: phase.note ?? null })),
  }
}

function bindingView(name: string, catalog: Catalog) {
  const named = catalog.names.get(name)
  // The catalogue was refused at start if a duty were bound to a name that nobody knows.
  if (named === undefined) throw new Error(`unknown name ${name}`)
  const { zh, en, does, live, step, link } = named
  return { name, zh, en, does, live, step, link }
}

const clauseView = (clause: TemplateClause, catalog: Catalog): z.input<typeof TemplateClauseView> => ({
  id: clause.id, title: clause.title.zh, text: clause.text.zh, numbers: clause.numbers ?? null, bodies: clause.bodies, context: clause.context,
  duties: clause.duties.map((duty) => ({ kind: duty.kind, text: duty.text.zh, who: duty.who, when: whenWords(duty), target: targetWords(duty), bind: bindingView(duty.bind, catalog), only: duty.where === undefined ? null : sayFilter(duty.where, catalog.fieldsOf(factKeyOf(duty.bind))), levels: levelWords(duty), unasked: unaskedWords(duty, catalog.names.get(duty.bind)?.standard ?? null) })),
})
