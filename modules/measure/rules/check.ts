import type { FactKind } from '../../../kernel/fact.ts'
import { readCounting, type DefinitionFault } from './counting.ts'
import type { MeasureDefinition } from './definition.ts'

/** Rule ME-1: everything a schema cannot see: kinds, fields, types, and what contradicts itself. */
export function checkDefinition(definition: MeasureDefinition, file: string, kinds: readonly FactKind[]): DefinitionFault[] {
  const faults: DefinitionFault[] = []
  const read = readCounting(definition, kinds)
  if ('faults' in read) faults.push(...read.faults)
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.yaml$/, '')
  if (name !== definition.key) faults.push({ path: ['key'], reason: `the file is named '${name}', the measure '${definition.key}'; both are the same` })
  const { target, direction } = definition
  if (target !== undefined && ((direction === 'up' && target.comparator.startsWith('<')) || (direction === 'down' && target.comparator.startsWith('>')))) {
    faults.push({ path: ['target'], reason: `the better direction is '${direction}', the target asks for '${target.comparator}'` })
  }
  if (definition.unit === 'percent' && (definition.shape === 'sum' || (definition.shape === 'state' && definition.outOf === undefined))) faults.push({ path: ['unit'], reason: `a ${definition.shape} without a denominator is no percentage` })
  if (definition.shape === 'change') faults.push(...changeFaults(definition))
  if (definition.unit === 'per-week' && definition.shape !== 'sum') faults.push({ path: ['unit'], reason: `only a sum is counted per week` })
  return faults
}

type Change = Extract<MeasureDefinition, { shape: 'change' }>

function changeFaults({ as, unit, against, start }: Change): DefinitionFault[] {
  const faults: DefinitionFault[] = []
  if (as === 'percent' && unit !== 'percent') faults.push({ path: ['unit'], reason: `a change in percent has the unit 'percent', this one '${unit}'` })
  if (as === 'difference' && unit === 'percent') faults.push({ path: ['unit'], reason: "a difference of percentages has the unit 'percent-points'" })
  if (start !== undefined && against !== 'start') faults.push({ path: ['start'], reason: `'start' is the day of a campaign; this change is against '${against}'` })
  return faults
}

/** Rule ME-19: a change is about a measure there is, and not about another change. */
export function changesOfNothing(definitions: readonly MeasureDefinition[]): { readonly key: string; readonly reason: string }[] {
  const shapes = new Map(definitions.map((each) => [each.key, each.shape]))
  return definitions.flatMap((each) => {
    if (each.shape !== 'change') return []
    const shape = shapes.get(each.of)
    return shape === undefined ? [{ key: each.key, reason: `there is no measure '${each.of}'` }] : shape === 'change' ? [{ key: each.key, reason: `'${each.of}' is a change itself` }] : []
  })
}
