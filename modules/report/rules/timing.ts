import type { Fact, FactKind } from '../../../kernel/fact.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import type { Standing } from './names.ts'

/** Every pack, whichever its form: what completeness and timeliness are counted over. */
export const everyForm = 'report.all'
export const factKindOf = (formKey: string): string => `report.${formKey}`

export type Reported = {
  readonly institutionId: string
  readonly regionCode: string
  readonly id: string
  readonly formKey: string
  readonly dueOn: IsoDate
  readonly standing: Standing
  readonly onTime: boolean | null
  readonly title: string
}

/**
 * Rule RP-14: one fact per obligation from the moment its period opens, on the due day: due, handed in and not returned,
 * handed in on time. Told twice, under its form and under all.
 */
export function factsOf(pack: Reported): [Fact, Fact] {
  const isIn = pack.standing === 'submitted' || pack.standing === 'accepted'
  const fact = {
    institutionId: pack.institutionId, regionCode: pack.regionCode, id: pack.id, on: pack.dueOn, departmentId: null, staffIds: [],
    fields: { due: 1, submitted: isIn ? 1 : 0, on_time: isIn && pack.onTime === true ? 1 : 0 }, title: pack.title, link: `/reports/${pack.institutionId}/${pack.id}`,
  }
  return [{ ...fact, kind: factKindOf(pack.formKey) }, { ...fact, kind: everyForm }]
}

export const factFields = { due: 'number', submitted: 'number', on_time: 'number' } as const satisfies FactKind['fields']

export type PackStep = 'sign' | 'submit' | 'again'

/** Rule RP-15: a pack that stands still with somebody reminds that post each morning: signed but not handed in, returned, ready but not signed. */
export function reminderOf(pack: { state: string; asked: boolean }): { step: PackStep; roles: readonly ('head' | 'clerk')[] } | null {
  if (pack.state === 'signed') return { step: 'submit', roles: ['clerk', 'head'] }
  if (pack.state === 'returned') return { step: 'again', roles: ['clerk'] }
  return pack.state === 'draft' && pack.asked ? { step: 'sign', roles: ['head'] } : null
}
