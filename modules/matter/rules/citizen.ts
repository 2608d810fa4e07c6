import type { Instant } from '../../../kernel/instant.ts'
import type { Words } from './definition.ts'
import { moveOf, stateOf, type Kind } from './kind.ts'
import type { Matter, MatterEvent } from './matter.ts'

export type CitizenStep = { readonly seq: number; readonly at: Instant; readonly says: Words; readonly words: string; readonly mine: boolean }

const received: Words = { zh: '已收到。', en: 'We have received it.' }
const redated: Words = { zh: '工作日历有调整，办理期限重新计算。', en: 'The calendar changed; the time limit was counted again.' }

/** Rule MT-26: the author's timeline: of each step what the kind says for it and the words meant for the author; inner notes never. */
export function citizenSteps(kind: Kind, events: readonly MatterEvent[]): CitizenStep[] {
  return events.flatMap((event): CitizenStep[] => {
    const says = event.move === 'received' ? received : event.move === 'redated' ? redated : moveOf(kind, event.move)?.public
    return says === undefined ? [] : [{ seq: event.seq, at: event.at, says, words: event.publicWords, mine: event.byKind === 'author' }]
  })
}

/** What its author reads of where it stands: the words of its state, or of the last state that had any. */
export function citizenState(kind: Kind, matter: Pick<Matter, 'state'>, events: readonly MatterEvent[]): Words {
  const states = [matter.state, ...events.toReversed().map((event) => event.toState)]
  return states.flatMap((key) => stateOf(kind, key)?.citizen ?? [])[0] ?? stateOf(kind, matter.state)?.name ?? received
}

/** An answer is the author's once it has left the house. */
export const citizenAnswer = (matter: Pick<Matter, 'answer' | 'answeredAt' | 'phase' | 'state'>): string | null => (matter.answeredAt === null && matter.phase === 'open' ? null : matter.answer)
