import { filterFault, type FilterField } from '../../../kernel/filter.ts'
import { bindsOf, type TemplateDefinition, type TemplateDuty } from './definition.ts'
import { factKeyOf, typeOf } from './names.ts'

type Fault = { readonly path: readonly PropertyKey[]; readonly reason: string }

/** What entries of a register can be filtered by. */
export type FieldsOf = (registerKey: string) => readonly FilterField[]

/** Rule TP-3: what a schema cannot see: parts and phases that exist, names that exist and fit, duties wherever something is ordered. */
export function faultsOf(template: TemplateDefinition, names: ReadonlySet<string>, fieldsOf: FieldsOf): Fault[] {
  const faults: Fault[] = []
  const parts = new Set(template.parts.map((part) => part.id))
  const phases = new Set(template.phases.map((phase) => phase.id))
  template.parts.forEach((part, at) => {
    if (part.under !== undefined && !parts.has(part.under)) faults.push({ path: ['parts', at, 'under'], reason: `there is no part '${part.under}'` })
    if (part.phase !== undefined && !phases.has(part.phase)) faults.push({ path: ['parts', at, 'phase'], reason: `there is no phase '${part.phase}'` })
  })
  const seen = new Set<string>()
  template.clauses.forEach((clause, at) => {
    const here = ['clauses', at] as const
    if (seen.has(clause.id)) faults.push({ path: [...here, 'id'], reason: `clause '${clause.id}' stands twice` })
    seen.add(clause.id)
    if (!parts.has(clause.part)) faults.push({ path: [...here, 'part'], reason: `there is no part '${clause.part}'` })
    if (clause.duties.length === 0 && !clause.context) faults.push({ path: [...here, 'id'], reason: `clause '${clause.id}' has no duty and is no context` })
    clause.duties.forEach((duty, n) => {
      const bound = [...here, 'duties', n, 'bind']
      if (!names.has(duty.bind)) faults.push({ path: bound, reason: `nothing is called '${duty.bind}'; add it to catalog/planned or correct it` })
      else if (!bindsOf[duty.kind].includes(typeOf(duty.bind))) faults.push({ path: bound, reason: `a ${duty.kind} cannot be bound to '${duty.bind}'` })
      const filter = filterFaultOf(duty, fieldsOf)
      if (filter !== null) faults.push({ path: [...here, 'duties', n, 'where'], reason: `where: ${filter}` })
      const commissionRole = duty.role !== undefined && ['commission_head', 'commission_clerk', 'inspector', 'auditor'].includes(duty.role)
      if (duty.role !== undefined && commissionRole !== (duty.who === 'commission')) faults.push({ path: [...here, 'duties', n, 'role'], reason: `${duty.role} does not answer for the ${duty.who}` })
      if (duty.due !== undefined && duty.cadence !== undefined) faults.push({ path: [...here, 'duties', n, 'due'], reason: 'a duty has a date or a rhythm, not both' })
      if (duty.who === 'commission' && duty.bodies !== undefined) faults.push({ path: [...here, 'duties', n, 'bodies'], reason: 'a duty of the commission names no kinds or levels of institution' })
    })
  })
  return faults
}

/** Rule TP-8: only records are filtered, over the fields of the register they are bound to. */
function filterFaultOf({ kind, bind, where }: TemplateDuty, fieldsOf: FieldsOf): string | null {
  if (where === undefined) return null
  return kind === 'record' ? filterFault(where, fieldsOf(factKeyOf(bind))) : `a ${kind} is not filtered`
}
