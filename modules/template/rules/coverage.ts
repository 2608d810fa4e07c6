import type { TemplateDefinition } from './definition.ts'

export type Coverage = {
  readonly id: string
  readonly clauses: number
  readonly duties: number
  /** Duties whose name an end-to-end test has seen turn a verdict. */
  readonly live: number
  /** The names that are not there yet, each once, in order. */
  readonly planned: readonly string[]
}

/** Rule TP-2: how much of what a plan orders the system carries: counted by duties, and never flattered. */
export function coverageOf(template: TemplateDefinition, live: ReadonlySet<string>): Coverage {
  const binds = template.clauses.flatMap((clause) => clause.duties.map((duty) => duty.bind))
  return {
    id: template.id,
    clauses: template.clauses.length,
    duties: binds.length,
    live: binds.filter((bind) => live.has(bind)).length,
    planned: [...new Set(binds.filter((bind) => !live.has(bind)))].sort(),
  }
}
