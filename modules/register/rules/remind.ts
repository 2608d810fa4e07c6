import { commissionRoles, type StaffRole } from '../../../kernel/actor.ts'
import type { RegisterDefinition } from './definition.ts'
import type { Unit, UnitStanding } from './units.ts'

export type Reminder = Unit & { /** How many entries are missing. */ readonly missing: number }

export const isDone = (standing: Pick<UnitStanding, 'missing'>): boolean => standing.missing.length === 0

/** Rule RG-17: who has entered enough and waits for confirmation is not reminded; then the confirmers are, with how many wait. */
export function remindersOf(standing: Pick<UnitStanding, 'missing'>, expect: number): { readonly missing: readonly Reminder[]; readonly waiting: number } {
  const missing = standing.missing.filter((unit) => unit.counted + unit.waiting < expect)
  return {
    missing: missing.map(({ departmentId, staffId, name, counted, waiting }) => ({ departmentId, staffId, name, missing: expect - counted - waiting })),
    waiting: standing.missing.reduce((sum, unit) => sum + unit.waiting, 0),
  }
}

const isOfCommission = (role: StaffRole): boolean => commissionRoles.some((each) => each === role)
const fits = (role: StaffRole, body: { readonly kind: string }): boolean => isOfCommission(role) === (body.kind === 'commission')

/** The role that enters for a whole body, where no head of a department can be told: its clerk if the clerk may enter, else the first role that may. */
export function entererOf(definition: RegisterDefinition, body: { readonly kind: string }): StaffRole {
  const clerk = body.kind === 'commission' ? 'commission_clerk' : 'institution_clerk'
  return definition.enter.includes(clerk) || definition.scope === 'department' || definition.scope === 'ward' ? clerk : (definition.enter.find((role) => fits(role, body)) ?? clerk)
}

/** Who confirms at the body itself; a commission that confirms for its region is not written to for each of its bodies. */
export const confirmerOf = (definition: RegisterDefinition, body: { readonly kind: string }): StaffRole | null => definition.confirm.find((role) => fits(role, body)) ?? null
