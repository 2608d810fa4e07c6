import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Instant } from '../../../kernel/instant.ts'
import type { RegisterDefinition } from './definition.ts'
import type { EntryState, Values } from './values.ts'

export type By = { readonly id: string; readonly name: string; readonly at: Instant }

/** One entry as it stands. `values` are those that are not personal. */
export type Entry = {
  readonly institutionId: string
  readonly regionCode: string
  readonly id: string
  readonly registerKey: string
  /** The version of the definition it was entered against; it keeps it. */
  readonly version: number
  readonly on: IsoDate
  readonly departmentId: string | null
  readonly state: EntryState
  readonly revision: number
  readonly values: Values
  readonly staffIds: readonly string[]
  readonly title: string
  /** Keys of personal fields that hold a value. */
  readonly sealed: readonly string[]
  readonly files: number
  readonly entered: By
  readonly confirmed: By | null
  /** Who wrote the present version. */
  readonly changed: By
  readonly withdrawn: (By & { readonly reason: string }) | null
  /** Since when it counts for duties, measures and reports; null while it does not. */
  readonly countedAt: Instant | null
}

/** What is written with one act of a person: everything that a correction may change. */
export type Written = Pick<Entry, 'on' | 'departmentId' | 'values' | 'staffIds' | 'title' | 'sealed' | 'files'>

/** Rule RG-8: without roles to confirm an entry counts as soon as it is entered, else from its confirmation on. */
export const needsConfirmation = (definition: RegisterDefinition): boolean => definition.confirm.length > 0

export const isCounting = (entry: Pick<Entry, 'countedAt'>): boolean => entry.countedAt !== null

/** A confirmed entry is changed with a reason only; one that nobody has vouched for yet may simply be set right. */
export const needsReason = (entry: Pick<Entry, 'state'>): boolean => entry.state === 'confirmed'
