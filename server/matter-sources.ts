import { countOverdue, countUses, listOwing, listUses, offeredServices, settledKinds, type MatterQuestion } from '../modules/matter/public.ts'
import type { FactSource, Question } from '../modules/plan/public.ts'

const asked = ({ periodId, factKey, fromOn, toOn, dueAt }: Question): MatterQuestion => ({ periodId, key: factKey ?? '', fromOn, toOn, dueAt })
const placeIn = (bound: () => ReturnType<typeof settledKinds>) => (key: string) => bound().find((each) => each.key === key)?.place ?? '/matters'
const namesIn = (bound: () => ReturnType<typeof settledKinds>) => () => bound().map(({ key, zh, en }) => ({ key, zh, en, live: true }))

/** Facts of `settle` duties: a kind of matter is kept where none of it stood open beyond its limit. */
export const settleMatters: FactSource = {
  name: 'matter',
  answers: (key) => settledKinds().some((each) => each.key === key),
  place: placeIn(settledKinds),
  names: namesIn(settledKinds),
  async ask(read, institutionId, questions) {
    const overdue = await countOverdue(read, institutionId, questions.map(asked))
    return new Map(questions.map(({ periodId }) => [periodId, { kind: 'settle', overdueOpen: overdue.get(periodId) ?? 0, nextOverdueAt: null }] as const))
  },
  lines: (read, institutionId, question) => listOwing(read, institutionId, asked(question)),
}

/** Facts of `service` duties: each matter that came in by a service is a use of it. */
export const matterServices: FactSource = {
  name: 'matter',
  answers: (key) => offeredServices().some((each) => each.key === key),
  place: placeIn(offeredServices),
  names: namesIn(offeredServices),
  async ask(read, institutionId, questions) {
    const uses = await countUses(read, institutionId, questions.map(asked))
    return new Map(questions.map(({ periodId }) => [periodId, { kind: 'service', on: true, ...(uses.get(periodId) ?? { used: 0, usedInTime: 0 }) }] as const))
  },
  lines: (read, institutionId, question) => listUses(read, institutionId, asked(question)),
}
