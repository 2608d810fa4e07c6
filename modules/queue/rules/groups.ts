import { refuse, type Refusal } from '../../../kernel/refusal.ts'

type Words = { readonly zh: string; readonly en: string }

/** Rule QU-4: who goes first by law, with the article, and what shows it. */
export const priorityGroups = {
  soldier: { zh: '现役军人及家属', en: 'Soldier or soldier’s family', article: { zh: '军人地位和权益保障法第五十一条', en: 'Law on the status of soldiers, art. 51' }, proof: { zh: '军人证、军属证', en: 'military or family card' } },
  veteran: { zh: '退役军人', en: 'Veteran', article: { zh: '退役军人保障法第五十二条', en: 'Veterans law, art. 52' }, proof: { zh: '退役军人优待证', en: 'veteran’s card' } },
  disabled: { zh: '残疾人', en: 'Person with a disability', article: { zh: '残疾人保障法第五十五条', en: 'Law on persons with disabilities, art. 55' }, proof: { zh: '残疾人证', en: 'disability card' } },
  old: { zh: '高龄老人', en: 'Very old person', article: { zh: '老年人权益保障法第五十七条', en: 'Law on the elderly, art. 57' }, proof: { zh: '身份证或敬老卡', en: 'id card or senior card' } },
} as const satisfies Record<string, Words & { article: Words; proof: Words }>
export type PriorityGroup = keyof typeof priorityGroups
export const groupKeys = Object.keys(priorityGroups) as readonly PriorityGroup[]
export const isGroup = (key: string): key is PriorityGroup => key in priorityGroups

/** Levels of triage that go before everybody; the fourth of the four is no emergency. */
export const levelNames: Readonly<Record<number, Words>> = {
  1: { zh: 'Ⅰ级 濒危', en: 'I, life at risk' },
  2: { zh: 'Ⅱ级 危重', en: 'II, critical' },
  3: { zh: 'Ⅲ级 急症', en: 'III, urgent' },
}

type Asked = { readonly level: number | null; readonly priority: string | null; readonly proof: string | null }

/** Rule QU-4: a priority names its group and the proof that somebody saw; without proof there is none. */
export function withProof<T extends Asked>(asked: T): T | Refusal {
  if (asked.priority === null) return asked
  if (!isGroup(asked.priority)) return refuse('queue.no_such_group', asked.priority)
  return (asked.proof ?? '').trim() === '' ? refuse('queue.proof_missing') : asked
}
