import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Actor } from '../../../../kernel/actor.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { clauseIds } from '../diff.ts'
import type { Clause, Duty, PlanReading } from '../model.ts'
import { addDuty, addMember, addPhase, applyChange, removeItem } from './change.ts'
import { mergeReading, type Before } from './merge.ts'
import { mayChange } from './permissions.ts'
import { asClauses, itemIds, progressOf, understand, type Confirmed } from './understand.ts'
import { Understanding as Shape } from '../../contract/shapes.ts'
import type { Understanding } from './understanding.ts'

const clause = (path: string, title: string, text: string, children: Clause[] = []): Clause => ({ path, printed: `${path}、`, title, text, level: 1, lines: [1, 1], children })
const duty = (path: string, text: string, given: Partial<Duty> = {}): Duty => ({ clause: path, subject: '各医疗机构', inferredSubject: true, kind: 'task', text, due: null, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 1, ...given })
const on = (date: string) => ({ due: { date, time: null, printed: '月底前', relative: null } })
const reading = (given: Partial<PlanReading> = {}): PlanReading => ({
  title: '松岭区优质服务方案', issuer: '松岭区卫生健康局', number: null, issuedOn: '2026-01-10',
  clauses: [clause('一', '畅通预约渠道', '开通多种预约方式，减少现场排队等候。'), clause('二', '缩短检查等候', '超声检查等候不超过两天，当天出具报告。'), clause('三', '改善住院环境', '病区增设饮水设备与便民物品柜。')],
  phases: [{ name: '动员阶段', start: '2026-01-10', end: '2026-02-10', printed: '', flags: [], clause: '一', line: 1 }],
  duties: [duty('一', '开通多种预约方式', on('2026-03-31')), duty('二', '超声检查等候不超过两天', on('2026-04-30')), duty('三', '区卫健局组织验收', { subject: '区卫健局' })],
  groups: [{ name: '领导小组', members: [{ role: '组长', name: '甲乙', post: '局长' }] }], attachments: [{ number: '1', title: '任务表', found: false }], contacts: [], warnings: [], ...given,
})
const first = reading()
const ids = clauseIds(first)
const base = understand(first, ids)
const idOf = (path: string) => ids.get(path) ?? ''
const who: Confirmed[string] = { by: 'u', byName: '某人', at: '2026-01-11T00:00:00.000Z', corrected: true }
const done = <T>(answer: T) => {
  if (isRefusal(answer)) throw new Error(answer.refused)
  return answer as Exclude<T, { refused: string }>
}
const dutyOf = (understanding: Understanding, text: string) => understanding.duties.find((each) => each.text === text)

test('DR-1 every item has an id of its own, and a duty of the commission itself is not included', () => {
  expect(Shape.parse(base)).toEqual(base)
  const all = (['clauses', 'phases', 'duties', 'groups', 'members', 'attachments'] as const).flatMap((section) => itemIds(base, section))
  expect(new Set(all).size).toBe(all.length)
  expect(base.duties.map((each) => each.settings.included)).toEqual([true, true, false])
  expect(asClauses(base)).toEqual(first.clauses)
  expect(progressOf(base, { [all[0] ?? '']: who }).find((each) => each.section === 'clauses')).toEqual({ section: 'clauses', items: 3, confirmed: 1 })
})

test('DR-2 a correction changes the named field and nothing else', () => {
  const target = base.duties[0]
  const after = done(applyChange(base, { section: 'duties', itemId: target?.id ?? '', change: { kind: 'publish', settings: { freshDays: 7 } } }))
  expect(after.duties[0]).toEqual({ ...target, kind: 'publish', settings: { ...target?.settings, freshDays: 7 } })
  expect({ ...after, duties: [] }).toEqual({ ...base, duties: [] })
  expect(done(applyChange(base, { section: 'head', change: { number: '松卫〔2026〕1号' } })).number).toBe('松卫〔2026〕1号')
  expect(applyChange(base, { section: 'duties', itemId: 'nobody', change: {} })).toEqual({ refused: 'reader.item_not_found' })
})

test('DR-3 what no launch could work with is refused at once', () => {
  const dutyId = base.duties[0]?.id ?? ''
  const cadence = (rrule: string, start: string | null = null, until: string | null = null) => applyChange(base, { section: 'duties', itemId: dutyId, change: { cadence: { rrule, start, until, printed: '' } } })
  expect(cadence('FREQ=SOMETIMES')).toMatchObject({ refused: 'reader.rhythm_not_understood' })
  expect(cadence('FREQ=WEEKLY', '2026-05-01', '2026-04-01')).toMatchObject({ refused: 'reader.dates_inverted' })
  expect(applyChange(base, { section: 'phases', itemId: 'p-1', change: { end: '2025-12-31' } })).toMatchObject({ refused: 'reader.dates_inverted' })
  const nested = done(applyChange(base, { section: 'clauses', itemId: idOf('二'), change: { parentId: idOf('一') } }))
  expect(applyChange(nested, { section: 'clauses', itemId: idOf('一'), change: { parentId: idOf('二') } })).toEqual({ refused: 'reader.clause_in_circle' })
  expect(applyChange(base, { section: 'duties', itemId: dutyId, change: { clauseId: 'nowhere' } })).toEqual({ refused: 'reader.item_not_found' })
})

test('DR-4 what was understood may be removed, the document may not', () => {
  expect(removeItem(base, idOf('一'))).toEqual({ refused: 'reader.not_removable' })
  expect(removeItem(base, 'head')).toEqual({ refused: 'reader.not_removable' })
  expect(removeItem(base, 'nobody')).toEqual({ refused: 'reader.item_not_found' })
  expect(done(removeItem(base, 'g-1'))).toMatchObject({ groups: [], members: [] })
})

const before = (understanding: Understanding, confirmed: Confirmed = {}): Before => ({ understanding, reading: first, confirmed })

test('DR-5 ids survive renumbering, and the diff names what is new, gone, changed and moved', () => {
  const next = reading({ clauses: [clause('一', '加强急诊急救', '完善急诊分级与院前急救衔接机制。'), clause('二', '畅通预约渠道', '开通多种预约方式，减少现场排队等候。'), clause('三', '缩短检查等候', '超声检查等候不超过一天，当天出具报告。')], duties: [], phases: [] })
  const { understanding, diff } = mergeReading(before(base), next)
  expect(understanding.clauses.slice(1).map((each) => each.id)).toEqual([idOf('一'), idOf('二')])
  expect(diff.added.map((each) => each.title)).toEqual(['加强急诊急救'])
  expect(diff.removed.map((each) => each.title)).toEqual(['改善住院环境'])
  expect(diff.moved.map((each) => each.clauseId)).toEqual([idOf('一')])
  expect(diff.changed.map((each) => [each.clauseId, each.after.text])).toEqual([[idOf('二'), '超声检查等候不超过一天，当天出具报告。']])
})

test('DR-6 a corrected date wins over the new reading, and is said to have been kept', () => {
  const dutyId = base.duties[0]?.id ?? ''
  const corrected = done(applyChange(base, { section: 'duties', itemId: dutyId, change: { due: { date: '2026-03-15', time: null, printed: '月底前', relative: null } } }))
  const { understanding, confirmed, diff } = mergeReading(before(corrected, { [dutyId]: who }), reading())
  expect(dutyOf(understanding, '开通多种预约方式')?.due?.date).toBe('2026-03-15')
  expect(confirmed[dutyId]).toEqual(who)
  expect(diff.kept).toEqual([expect.objectContaining({ itemId: dutyId, field: 'due' })])
})

test('DR-6 where the words of the clause changed the new date counts and asks to be confirmed', () => {
  const dutyId = base.duties[1]?.id ?? ''
  const next = reading({ clauses: first.clauses.map((each) => (each.path === '二' ? { ...each, text: '超声检查等候不超过两天，当天出具报告并推送。' } : each)), duties: first.duties.map((each) => (each.clause === '二' ? { ...each, ...on('2026-06-30') } : each)) })
  const { understanding, confirmed } = mergeReading(before(base, { [dutyId]: who }), next)
  expect(dutyOf(understanding, '超声检查等候不超过两天')?.due?.date).toBe('2026-06-30')
  expect(confirmed).not.toHaveProperty(dutyId)
})

test('DR-6 what a person added stays, what a person struck out stays out', () => {
  const added = done(addDuty(base, 'x-1', { clauseId: idOf('三'), text: '增设夜间照明' })).understanding
  const struck = done(removeItem(added, base.duties[0]?.id ?? ''))
  const { understanding } = mergeReading(before(struck, { 'x-1': who }), reading())
  expect(understanding.duties.map((each) => each.text)).toEqual(['超声检查等候不超过两天', '区卫健局组织验收', '增设夜间照明'])
})

test('DR-2 phases and members can be added, to a group that exists', () => {
  expect(done(addPhase(base, 'x-2', { name: '总结阶段', start: '2026-06-01' })).understanding.phases.at(-1)).toMatchObject({ id: 'x-2', name: '总结阶段', end: null })
  expect(done(addMember(base, 'x-3', { groupId: 'g-1', name: '丙丁', role: '成员' })).understanding.members.at(-1)).toMatchObject({ name: '丙丁', role: '成员' })
  expect(addMember(base, 'x-3', { groupId: 'g-9', name: '丙丁' })).toEqual({ refused: 'reader.item_not_found' })
})

test('DR-6 reading the same document again changes nothing that a person made of it', () => {
  fc.assert(
    fc.property(fc.constantFrom('task', 'record', 'publish'), fc.boolean(), fc.constantFrom('nurse', 'institution_head'), fc.integer({ min: 0, max: 2 }), (kind, included, role, at) => {
      const corrected = done(applyChange(base, { section: 'duties', itemId: base.duties[at]?.id ?? '', change: { kind, settings: { included, role } } }))
      expect(mergeReading(before(corrected), reading()).understanding.duties).toEqual(corrected.duties)
    }),
  )
})

test('DR-7 head and clerk of the commission, until it is launched or put aside', () => {
  const actor: Actor = { kind: 'staff', id: 'u', name: '某人', institutionId: 'c', regionPrefix: '99', roles: ['commission_clerk'], posts: [] }
  const draft = { institutionId: 'c', regionCode: '990121', state: 'draft' as const }
  expect(mayChange(actor, draft)).toBeNull()
  expect(mayChange(actor, { ...draft, state: 'launched' })).toEqual({ refused: 'reader.draft_closed' })
  expect(mayChange({ ...actor, roles: ['inspector'] }, draft)).toEqual({ refused: 'access.denied' })
})
