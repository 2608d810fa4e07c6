import { expect, test } from 'vitest'
import { anonymous, systemActor, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import type { Calendar } from '../../../kernel/calendar.ts'
import { isRefusal, refusalOf } from '../../../kernel/refusal.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import { readKinds } from '../kinds.ts'
import type { Mover } from './authority.ts'
import { decide, type Decision, type Setting } from './decide.ts'
import { MoveDefinition } from './definition.ts'
import { factOf } from './fact.ts'
import type { Kind } from './kind.ts'
import { emptyAsk, type Ask, type Matter, type Part } from './matter.ts'
import { newMatter } from './new-matter.ts'

const kinds = readKinds()
const kindOf = (key: string): Kind => kinds.find((kind) => kind.key === key)!
const place = { institutionId: '00000000-0000-7000-8000-0000000000a1', regionCode: '990121' }
const calendar: Calendar = { days: new Map(), officialYears: new Set([2026]) }
const now = '2026-03-02T01:00:00.000Z'
const setting: Setting = { now, calendar, rules: loadDeadlineRules(), parts: [], cameFrom: 'handling' }
const staff = (role: StaffRole, over: Partial<Actor> = {}): Mover => ({ actor: { ...anonymous, kind: 'staff', id: `account-${role}`, name: role, institutionId: place.institutionId, roles: [role], posts: [{ postId: 'p', role, title: role, departmentId: null }], ...over }, staffId: `s-${role}`, author: false })
const clerk = staff('institution_clerk')
const officer = staff('complaint_officer')
const head = staff('institution_head')
const above = staff('commission_clerk', { institutionId: '00000000-0000-7000-8000-0000000000c1', regionPrefix: '9901' })
const author: Mover = { actor: anonymous, staffId: null, author: true }
const system: Mover = { actor: systemActor('test'), staffId: null, author: false }

function aMatter(kind: Kind, state: string, over: Partial<Matter> = {}): Matter {
  const phase = kind.states.find((each) => each.key === state)!.phase
  const fresh = newMatter(kind, { ...place, id: 'm-1', number: 'N-2026-00001', channel: kind.channels[0] ?? 'portal', title: '标题', body: '内容', category: null, place: '', departmentId: null, harm: false, receivedAt: now, hasAuthor: true, originNumber: null, enteredBy: { id: 'e', name: '' }, files: 0 }, setting)
  return { ...fresh, state, phase, closedAt: phase === 'closed' ? now : null, ...over }
}
const run = (matter: Matter, move: string, mover: Mover, ask: Partial<Ask> = {}, over: Partial<Setting> = {}) => decide(kindOf(matter.kind), matter, move, mover, { ...emptyAsk, ...ask }, { ...setting, ...over })
function made(...given: Parameters<typeof run>): Decision {
  const decided = run(...given)
  if (isRefusal(decided)) throw new Error(`${given[1]}: ${decided.refused} ${decided.detail ?? ''}`)
  return decided
}

test('MT-39 the first limit is the house\'s; a later one is set from above, which the house is told; an earlier one and another measure are always welcome', () => {
  const handling = aMatter(kindOf('problem'), 'handling')
  const limited = made(handling, 'limit', clerk, { measure: '加装扶手', date: '2026-03-10' }).after
  expect(limited).toMatchObject({ limitOn: '2026-03-10', settleDueAt: '2026-03-10T16:00:00.000Z' })
  for (const mover of [clerk, head]) expect(run(limited, 'limit', mover, { measure: '加装扶手', date: '2026-03-11' })).toEqual({ refused: 'matter.limit_stands', detail: '2026-03-10' })
  expect(made(limited, 'limit', clerk, { measure: '换成不锈钢扶手', date: '2026-03-10' }).after).toMatchObject({ measure: '换成不锈钢扶手', limitOn: '2026-03-10' })
  expect(made(limited, 'limit', clerk, { measure: '加装扶手', date: '2026-03-05' }).after.limitOn).toBe('2026-03-05')
  expect(made(limited, 'limit', above, { measure: '加装扶手', date: '2026-03-20' })).toMatchObject({ after: { limitOn: '2026-03-20' }, tells: expect.arrayContaining(['officer', 'head', 'handler']) })
})

test.each(['problem', 'finding'])('MT-39 %s: what the commission entered is cancelled and merged by the commission alone, what the house entered by its head', (key) => {
  const own = aMatter(kindOf(key), 'handling')
  const given = { ...own, enteredAbove: true }
  const cancel = { reason: 'not-so', text: '经核实不存在' }
  expect(made(own, 'cancel', head, cancel).after.state).toBe('cancelled')
  expect(refusalOf(run(given, 'cancel', head, cancel))).toBe('matter.entered_above')
  expect(refusalOf(run(given, 'merge', clerk, { otherId: 'm-2' }))).toBe('matter.entered_above')
  expect(made(given, 'cancel', above, cancel).after.state).toBe('cancelled')
  expect(made(given, 'merge', above, { otherId: 'm-2' }).after.state).toBe('merged')
  expect(made({ ...given, state: 'signed-off', phase: 'settled' }, 'archive', system).after.state).toBe('closed')
})

test('MT-40 whatever is taken up again asks the joined departments once more, and what is public can be taken down in any state', () => {
  const complaint = kindOf('complaint')
  const parts: Part[] = [{ departmentId: 'd-1', task: '核实', answer: '属实', answeredName: '甲', answeredAt: now }]
  const answered = aMatter(complaint, 'answered', { answeredAt: now, answer: '已办', joined: 1, publishedAt: now })
  for (const [move, mover] of [['reopen', author], ['take-up-again', head]] as const) expect(made(answered, move, mover, { text: '没有解决' }, { parts })).toMatchObject({ partsAgain: true, tells: expect.arrayContaining(['joined']), after: { publishedAt: now } })
  expect(made(answered, 'take-up-again', head, { text: '没有解决' }).partsAgain).toBe(false)
  const again = made(answered, 'reopen', author, { text: '没有解决' }, { parts }).after
  expect(refusalOf(run(again, 'draft', officer, { publicText: '再查', verdict: 'not' }, { parts: parts.map((part) => ({ ...part, answeredAt: null })) }))).toBe('matter.parts_open')
  for (const { key } of complaint.states) expect([key, refusalOf(run(aMatter(complaint, key, { publishedAt: now }), 'unpublish', head, { text: '撤下' }))]).toEqual([key, null])
})

test('MT-16 an answer whose words were changed at its approval is published by somebody who did not change them', () => {
  const handling = aMatter(kindOf('complaint'), 'handling')
  const drafted = made(handling, 'draft', officer, { publicText: '已查。', verdict: 'not' }).after
  const publish = { title: '标题', text: '问', publicText: '答' }
  const asItWas = made(drafted, 'approve', head, { publicText: '已查。' }).after
  expect([asItWas.rewordedBy, refusalOf(run(asItWas, 'publish', officer, publish)), refusalOf(run(asItWas, 'publish', head, publish))]).toEqual([null, 'matter.second_person', null])
  const reworded = made(drafted, 'approve', head, { publicText: '已查清，无此事。' }).after
  expect([reworded.rewordedBy, refusalOf(run(reworded, 'publish', head, publish)), refusalOf(run(reworded, 'publish', officer, publish))]).toEqual([head.actor.id, 'matter.second_person', null])
  expect(made(reworded, 'take-up-again', head, { text: '再查' }).after).toMatchObject({ answeredBy: null, rewordedBy: null })
  expect(MoveDefinition.safeParse({ key: 'x', name: { zh: '一', en: 'x' }, from: ['any'], to: 'same', by: ['officer'], not: ['officer-who-accepted'] }).success).toBe(false)
})

test('MT-41 what was merged may be rated once the one it went into is answered, and goes back to where it was with a clock of its own', () => {
  const merged = aMatter(kindOf('complaint'), 'merged', { mergedInto: 'm-2', acceptedAt: '2026-01-05T01:00:00.000Z' })
  expect(refusalOf(run(merged, 'rate', author, { satisfied: true }))).toBe('matter.no_answer_yet')
  expect(made(merged, 'rate', author, { satisfied: false }, { answeredElsewhere: true }).after).toMatchObject({ state: 'merged', satisfied: false })
  expect(made(merged, 'handle-alone', system).after).toMatchObject({ state: 'handling', phase: 'open', mergedInto: null, closedAt: null, settleDueAt: '2026-03-09T16:00:00.000Z' })
})

test('MT-43 a request that its author must complete waits until the day that was named, for which the body owes nothing; completed, its clock begins anew', () => {
  const request = kindOf('information-request')
  const asked = made(aMatter(request, 'received'), 'ask-completion', clerk, { date: '2026-03-12', publicText: '请写明要哪一年的收费表。' }).after
  expect(asked).toMatchObject({ state: 'incomplete', dueAt: '2026-03-12T16:00:00.000Z', settleDueAt: null, nextStepAt: expect.any(String) })
  expect(refusalOf(run(aMatter(request, 'received'), 'ask-completion', clerk, { publicText: '请补正。' }))).toBe('matter.input_missing')
  expect(made(asked, 'complete', author, { text: '2025年的' }, { now: '2026-03-10T01:00:00.000Z' }).after).toMatchObject({ state: 'received', limitOn: null, deadlineCode: 'information.answer', deadline: { start: { at: '2026-03-10T01:00:00.000Z' } }, settleDueAt: expect.any(String) })
})

test.each([
  ['nobody asked', null, '2026-03-02T01:00:00.000Z', false], ['asked before anything was answered', '2026-03-02T01:00:00.000Z', null, true], ['asked after the answer', '2026-03-03T01:00:00.000Z', '2026-03-02T01:00:00.000Z', true],
  ['asked in the moment of the answer', '2026-03-02T01:00:00.000Z', '2026-03-02T01:00:00.000Z', true], ['answered once more since', '2026-03-03T01:00:00.000Z', '2026-03-04T01:00:00.000Z', false],
])('MT-45 called back, as the fact says: %s', (_, calledBackAt, answeredAt, expected) => {
  const complaint = kindOf('complaint')
  expect(factOf(complaint, aMatter(complaint, 'answered', { calledBackAt, answeredAt })).fields['called_back']).toBe(expected)
})

test('MT-42 the fact names who was found responsible once the answer is out and the verdict blames; of a secret one when it is closed; nobody else', () => {
  const complaint = kindOf('complaint')
  const tip = kindOf('tip')
  const told = (kind: Kind, over: Partial<Matter>) => factOf(kind, aMatter(kind, 'answered', { responsible: [{ staffId: 's-1', name: '甲' }, { staffId: null, name: '外单位' }, { staffId: 's-1', name: '甲' }], verdict: 'substantiated', subjectStaffIds: ['s-9'], ...over })).staffIds
  expect([told(complaint, {}), told(complaint, { verdict: 'partly' }), told(complaint, { verdict: 'not' }), told(complaint, { phase: 'open', state: 'drafted' }), told(complaint, { mergedInto: 'm-2' })]).toEqual([['s-1'], ['s-1'], [], [], []])
  expect([told(tip, {}), told(tip, { phase: 'closed', state: 'closed', closedAt: now })]).toEqual([[], ['s-1']])
  expect(told(kindOf('suggestion'), { verdict: 'partly' })).toEqual([])
})
