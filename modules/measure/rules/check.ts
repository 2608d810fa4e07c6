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
  if (definition.unit === 'per-week' && definition.shape !== 'sum') faults.push({ path: ['unit'], reason: `only a sum is counted per week` })
  return faults
}
