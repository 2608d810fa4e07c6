import type { z } from 'zod'
import { shanghaiDate, addMs } from '../../../kernel/instant.ts'
import type { EventView } from '../contract.ts'
import type { Words } from '../rules/definition.ts'
import { inputWords } from '../rules/input-words.ts'
import { choiceOf, moveOf, type Kind } from '../rules/kind.ts'
import type { MatterEvent } from '../rules/matter.ts'

type Names = { readonly departments: ReadonlyMap<string, string>; readonly staff: ReadonlyMap<string, string> }
type Shown = z.output<typeof EventView>

/** Steps that no move of a kind makes. */
const others: Readonly<Record<string, Words>> = {
  received: { zh: '收到', en: 'Received' }, redated: { zh: '工作日历调整', en: 'The calendar changed' }, 'merged-in': { zh: '并入另一件', en: 'Another was merged into it' }, 'linked-in': { zh: '被关联', en: 'Linked from another' },
  reminded: { zh: '提醒', en: 'Reminded' }, drawn: { zh: '抽中回头看', en: 'Drawn for a re-check' }, returned: { zh: '承办单位回复', en: 'The other body answered' },
}

const both = (text: string): Words => ({ zh: text, en: text })
const yes = (value: unknown): Words => (value === true ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })
const lastDay = (value: unknown): string => (typeof value === 'string' ? shanghaiDate(addMs(value, -1)) : '—')

function factsOf(kind: Kind, event: MatterEvent, names: Names): Shown['facts'] {
  const { params } = event
  const facts: Shown['facts'] = []
  const add = (label: Words, value: Words | undefined) => value !== undefined && facts.push({ label, value })
  const choice = (list: Parameters<typeof choiceOf>[0], key: unknown): Words | undefined => {
    const found = typeof key === 'string' ? choiceOf(list, key) : undefined
    return found === undefined ? undefined : { zh: found.zh, en: found.en }
  }
  const reasons = kind.reasons[moveOf(kind, event.move)?.reasons ?? ''] ?? []
  add(inputWords.reason, choice(reasons, params['reason']))
  add(inputWords.verdict, choice(kind.verdicts, params['verdict']))
  add(inputWords.category, choice(kind.categories, params['category']))
  if (typeof params['departmentId'] === 'string') add(inputWords.department, both(names.departments.get(params['departmentId']) ?? '—'))
  if (Array.isArray(params['departmentIds'])) add(inputWords.departments, both(params['departmentIds'].map((id) => names.departments.get(String(id)) ?? '—').join('、')))
  if (typeof params['staffId'] === 'string') add(inputWords.staff, both(names.staff.get(params['staffId']) ?? '—'))
  if (Array.isArray(params['subjectIds'])) add(inputWords.subjects, params['subjectIds'].length === 0 ? { zh: '没有', en: 'nobody' } : both(params['subjectIds'].map((id) => names.staff.get(String(id)) ?? '—').join('、')))
  if (typeof params['date'] === 'string') add(inputWords.date, both(params['date']))
  if (typeof params['solved'] === 'boolean') add(inputWords.solved, yes(params['solved']))
  if (typeof params['satisfied'] === 'boolean') add(inputWords.satisfied, yes(params['satisfied']))
  if ('dueTo' in params && params['dueTo'] !== null) add({ zh: '到期日', en: 'Due' }, both(params['dueFrom'] === null ? lastDay(params['dueTo']) : `${lastDay(params['dueFrom'])} → ${lastDay(params['dueTo'])}`))
  return facts
}

export const viewEvents = (kind: Kind, events: readonly MatterEvent[], names: Names): Shown[] =>
  events.map((event) => {
    const move = moveOf(kind, event.move)
    return {
      seq: event.seq, at: event.at, move: event.move, name: move?.name ?? others[event.move] ?? both(event.move), fromState: event.fromState, toState: event.toState, byKind: event.byKind, by: event.byName, department: event.departmentId === null ? null : (names.departments.get(event.departmentId) ?? null),
      words: event.words, publicWords: event.publicWords, public: move?.public ?? null, facts: factsOf(kind, event, names), files: [...event.fileIds],
    }
  })
