import { endOfDay, shanghaiDate, startOfDay } from '../../../kernel/instant.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { serviceFacts, usesIn, type Use } from '../rules/uses.ts'
import type { FactName, FactSource, Question } from './fact-sources.ts'

/** How a module lists the uses that a body made of one of its services, from an instant to another, in time order. */
export type ListUses = (read: ReadTx, institutionId: string, from: string, to: string) => Promise<readonly Use[]>

/** From the first day of the earliest question to the end of the latest. */
export function spanOf(questions: readonly Question[]): { from: string; to: string } {
  const from = questions.map((question) => startOfDay(question.fromOn)).sort()[0] ?? ''
  const to = questions.flatMap((question) => [question.dueAt, endOfDay(question.toOn)]).sort().at(-1) ?? ''
  return { from, to }
}

/** The source of `service` duties for a module that can list the uses of its services; `place` is where they are used. */
export function serviceSource(name: string, place: string, services: Readonly<Record<string, Omit<FactName, 'key' | 'live'> & { readonly uses: ListUses }>>): FactSource {
  const usesOf = async (read: ReadTx, institutionId: string, key: string, questions: readonly Question[]): Promise<readonly Use[]> => {
    const { from, to } = spanOf(questions)
    return (await services[key]?.uses(read, institutionId, from, to)) ?? []
  }
  return {
    name,
    place: () => place,
    answers: (key) => key in services,
    names: () => Object.entries(services).map(([key, { zh, en }]) => ({ key, zh, en, live: true })),
    async ask(read, institutionId, questions) {
      const answers = new Map<string, ReturnType<typeof serviceFacts>>()
      for (const [key, own] of Map.groupBy(questions, (question) => question.factKey ?? '')) {
        const uses = await usesOf(read, institutionId, key, own)
        for (const question of own) answers.set(question.periodId, serviceFacts(uses, question))
      }
      return answers
    },
    async lines(read, institutionId, question) {
      const found = usesIn(await usesOf(read, institutionId, question.factKey ?? '', [question]), question)
      return { total: found.length, rows: found.toReversed().slice(0, 50).map(({ at, title, link }) => ({ on: shanghaiDate(at), title, department: null, link, inTime: at < question.dueAt })) }
    },
  }
}
