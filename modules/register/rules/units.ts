import type { DepartmentKind } from '../../directory/rules/kinds.ts'
import type { RegisterDefinition } from './definition.ts'

export type Department = { readonly id: string; readonly name: string; readonly kind: DepartmentKind }
export type Person = { readonly staffId: string; readonly name: string }
/** Of whom a number of entries is expected: a department, a person, or (both ids null) the body itself. */
export type Unit = { readonly departmentId: string | null; readonly staffId: string | null; readonly name: string }
export type UnitCount = { readonly counted: number; readonly inTime: number; readonly waiting: number }

/**
 * Rule RG-16: a ward is a department of kind nursing; where a body has none, its clinical departments stand for its
 * wards. A definition that names kinds of department means exactly those; one that names none means every department.
 */
export function expectedDepartments(definition: Pick<RegisterDefinition, 'scope' | 'departments'>, departments: readonly Department[]): Department[] {
  if (definition.scope !== 'department' && definition.scope !== 'ward') return []
  const { departments: named } = definition
  if (named !== undefined) return departments.filter((each) => named.includes(each.kind))
  if (definition.scope === 'department') return [...departments]
  const wards = departments.filter((each) => each.kind === 'nursing')
  return wards.length > 0 ? wards : departments.filter((each) => each.kind === 'clinical')
}

/** Whether a number is expected of each department, ward or person, rather than of the body as a whole. */
export const isPerUnit = (definition: Pick<RegisterDefinition, 'scope' | 'expect'>): boolean => definition.scope === 'department' || definition.scope === 'ward' || (definition.scope === 'person' && definition.expect > 0)

export function expectedUnits(definition: Pick<RegisterDefinition, 'scope' | 'departments'>, departments: readonly Department[], people: readonly Person[]): Unit[] {
  if (definition.scope === 'institution') return [{ departmentId: null, staffId: null, name: '' }]
  if (definition.scope === 'person') return people.map((each) => ({ departmentId: null, staffId: each.staffId, name: each.name }))
  return expectedDepartments(definition, departments).map((each) => ({ departmentId: each.id, staffId: null, name: each.name }))
}

/** Counts are kept by the id of the department or person; '' is the body. */
export const unitKey = (unit: Pick<Unit, 'departmentId' | 'staffId'>): string => unit.departmentId ?? unit.staffId ?? ''

const noCount: UnitCount = { counted: 0, inTime: 0, waiting: 0 }

export type UnitStanding = { readonly expected: number; readonly reached: number; readonly reachedInTime: number; readonly missing: readonly (Unit & UnitCount)[] }

/** Rule RG-17: a unit has done its part with `need` counting entries; what waits for confirmation is said and does not count yet. */
export function standingOf(units: readonly Unit[], counts: ReadonlyMap<string, UnitCount>, need: number): UnitStanding {
  const counted = units.map((unit) => ({ ...unit, ...(counts.get(unitKey(unit)) ?? noCount) }))
  return {
    expected: units.length,
    reached: counted.filter((each) => each.counted >= need).length,
    reachedInTime: counted.filter((each) => each.inTime >= need).length,
    missing: counted.filter((each) => each.counted < need),
  }
}

/** Rule RG-18: what the plan asks of each: its own number, or one. "More than N" asks for one more. */
export const entriesAsked = (target: { readonly comparator: string; readonly value: number } | null): number => (target === null ? 1 : Math.max(1, target.comparator === '>' ? Math.floor(target.value) + 1 : Math.ceil(target.value)))
