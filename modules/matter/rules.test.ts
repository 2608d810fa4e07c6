import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { anonymous, staffRoles, systemActor, type Actor, type StaffRole } from '../../kernel/actor.ts'
import type { Calendar } from '../../kernel/calendar.ts'
import { isRefusal, refusalOf } from '../../kernel/refusal.ts'
import { loadDeadlineRules } from '../../server/platform/deadline-rules.ts'
import { readKinds } from './kinds.ts'
import { headedBy, maySee, mayReadAuthor, visibility, wordsFor, type Mover } from './rules/authority.ts'
import { checkKind } from './rules/check-definition.ts'
import { redateMatter } from './rules/clock.ts'
import { decide, mayMove, type Setting } from './rules/decide.ts'
import { MatterKind } from './rules/definition.ts'
import type { Kind } from './rules/kind.ts'
import { nextStep, reachedStep } from './rules/ladder.ts'
import { emptyAsk, type Ask, type Matter } from './rules/matter.ts'
import { newMatter, titleOf } from './rules/new-matter.ts'

const folder = new URL('../../catalog/matters', import.meta.url).pathname
type Raw = { key: string; uses: string[]; officers: string[]; heads: string[]; superiors: string[]; sees?: string[]; confidentiality: string; author: string[]; states: { key: string; phase: string }[]; moves: RawMove[] }
type RawMove = { key: string; from: string[]; to: string; by: string[] }
const readYaml = (...name: string[]): unknown => parse(readFileSync(path.join(folder, ...name), 'utf8'))
const raws = readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => readYaml(name) as Raw)
const sets = new Map(readdirSync(path.join(folder, 'sets')).map((name) => readYaml('sets', name) as { key: string; moves: RawMove[] }).map((set) => [set.key, set.moves]))
const kinds = readKinds()
const kindOf = (key: string): Kind => kinds.find((kind) => kind.key === key)!

const place = { institutionId: '00000000-0000-7000-8000-0000000000a1', regionCode: '990121' }
const commissionId = '00000000-0000-7000-8000-0000000000c1'
const holder = 'd-holder'
const calendar: Calendar = { days: new Map(), officialYears: new Set([2026]) }
const now = '2026-03-02T01:00:00.000Z'
const setting: Setting = { now, calendar, rules: loadDeadlineRules(), parts: [{ departmentId: 'd-joined', task: '', answer: null, answeredName: null, answeredAt: null }], cameFrom: 'accepted' }

const staff = (role: StaffRole, over: Partial<Actor> = {}): Actor => ({ ...anonymous, kind: 'staff', id: `account-${role}`, name: role, institutionId: place.institutionId, roles: [role], posts: [{ postId: 'p', role, title: role, departmentId: null }], ...over })
const headOf = (departmentId: string): Actor => staff('department_head', { posts: [{ postId: 'p', role: 'department_head', title: '', departmentId }] })
const above = (role: StaffRole): Actor => staff(role, { institutionId: commissionId, regionPrefix: '9901' })

/** Who stands in the table, with what each is to the matter, said by hand. */
const people: readonly { name: string; mover: Mover; words: readonly string[] }[] = [
  ...staffRoles.filter((role) => role !== 'department_head').map((role) => ({ name: role, mover: { actor: staff(role), staffId: 's-other', author: false }, words: [role] })),
  ...staffRoles.map((role) => ({ name: `${role} of the commission above`, mover: { actor: above(role), staffId: 's-above', author: false }, words: [`above:${role}`] })),
  { name: 'a commission elsewhere', mover: { actor: { ...above('commission_clerk'), regionPrefix: '9902' }, staffId: 's-far', author: false }, words: [] },
  { name: 'an officer of another body', mover: { actor: staff('complaint_officer', { institutionId: 'other-body' }), staffId: 's-out', author: false }, words: [] },
  { name: 'who handles it', mover: { actor: staff('doctor'), staffId: 's-handler', author: false }, words: ['doctor', 'handler'] },
  { name: 'who was asked first', mover: { actor: staff('nurse'), staffId: 's-first', author: false }, words: ['nurse', 'first'] },
  { name: 'head of the holding department', mover: { actor: headOf(holder), staffId: 's-h', author: false }, words: ['department_head', 'holder'] },
  { name: 'head of the department it is offered to', mover: { actor: headOf('d-target'), staffId: 's-t', author: false }, words: ['department_head', 'target'] },
  { name: 'head of a joined department', mover: { actor: headOf('d-joined'), staffId: 's-j', author: false }, words: ['department_head', 'joined'] },
  { name: 'head of any other department', mover: { actor: headOf('d-other'), staffId: 's-o', author: false }, words: ['department_head'] },
  { name: 'who is complained about, as the officer', mover: { actor: staff('complaint_officer'), staffId: 's-subject', author: false }, words: [] },
  { name: 'who is complained about, as the head', mover: { actor: staff('institution_head'), staffId: 's-subject', author: false }, words: [] },
  { name: 'the author', mover: { actor: anonymous, staffId: null, author: true }, words: ['author'] },
  { name: 'the system', mover: { actor: systemActor('test'), staffId: null, author: false }, words: ['system'] },
]

const wordsOf = (raw: Raw, words: readonly string[]): Set<string> => {
  const found = new Set(words.filter((word) => !word.startsWith('above:')))
  for (const word of words) {
    if (raw.officers.includes(word)) found.add('officer')
    if (raw.heads.includes(word)) found.add('head')
    if (word.startsWith('above:') && raw.superiors.includes(word.slice(6))) found.add('superior')
  }
  return found
}

const aMatter = (kind: Kind, over: Partial<Matter> = {}): Matter => ({
  ...newMatter(kind, { ...place, id: 'm-1', number: `${kind.prefix}-2026-00001`, channel: kind.channels[0] ?? 'portal', title: '标题', body: '内容', category: null, place: '', departmentId: null, harm: false, receivedAt: now, hasAuthor: true, originNumber: null, enteredBy: { id: 'e', name: '' }, files: 0 }, setting),
  holderDepartmentId: holder, offeredDepartmentId: 'd-target', handlerStaffId: 's-handler', firstStaffId: 's-first', subjectStaffIds: ['s-subject'], ...over,
})

/** Moves of a kind as its file says them, put together anew. */
function movesOf(raw: Raw): RawMove[] {
  const own = raw.moves ?? []
  const shared = raw.uses.flatMap((key) => sets.get(key) ?? []).filter((move) => !own.some((each) => each.key === move.key))
  const known = raw.states.map((state) => state.key)
  return [...own, ...shared].filter((move) => ['same', 'back', ...known].includes(move.to)).map((move) => ({ ...move, from: move.from.flatMap((from) => (from === 'any' ? known : from === 'open' ? raw.states.filter((state) => state.phase === 'open').map((state) => state.key) : known.includes(from) ? [from] : [])) })).filter((move) => move.from.length > 0)
}

test.each(raws)('MT-1 $key: every state × move × person is let through or refused as the file says, both ways', (raw) => {
  const kind = kindOf(raw.key)
  const moves = movesOf(raw)
  expect(kind.moves.map((move) => move.key).sort()).toEqual(moves.map((move) => move.key).sort())
  let allowed = 0
  const wrong: string[] = []
  const standing = people.map((each) => ({ ...each, is: wordsOf(raw, each.words) }))
  const places = raw.states.map((state) => ({ state, matter: { ...aMatter(kind), state: state.key, phase: state.phase as Matter['phase'] } }))
  for (const { state, matter } of places) for (const move of moves) for (const { name, mover, is } of standing) {
    const mine = move.by.some((word) => is.has(word))
    const wanted = !mine ? 'matter.not_yours_to_move' : !move.from.includes(state.key) ? 'matter.not_from_here' : null
    const declared = kind.moves.find((each) => each.key === move.key)!
    const no = mayMove(kind, matter, declared, mover, setting)?.refused ?? null
      const said = no === 'matter.not_yours_to_move' || no === 'matter.not_from_here' ? no : null
    if (said !== wanted) wrong.push(`${state.key} × ${move.key} × ${name}: ${said ?? 'allowed'}, not ${wanted ?? 'allowed'}`)
    allowed += wanted === null ? 1 : 0
  }
  expect(wrong).toEqual([])
  expect(allowed).toBeGreaterThan(20)
})

type Changing = MatterKind
const broken = (change: (kind: Changing) => void): string[] => {
  const kind = MatterKind.parse(readYaml('praise.yaml'))
  change(kind)
  return checkKind(kind, new Map(), new Set(loadDeadlineRules().map((rule) => rule.code))).map((fault) => fault.reason)
}
const state = (key: string) => ({ key, name: { zh: key, en: key }, tone: 'neutral', phase: 'open', waits: 'officer', clocks: [] }) as Changing['states'][number]

test.each([
  ['a state that nobody reaches', (kind: Changing) => kind.states.push(state('island')), "no move leads to 'island'"],
  ['a dead end', (kind: Changing) => { kind.states.push(state('trap')); kind.moves.push({ ...kind.moves[0]!, key: 'fall', to: 'trap', effect: 'none', requires: [] }) }, "from 'trap' nothing ends: it is a dead end"],
  ['a move to nowhere', (kind: Changing) => { kind.moves[0] = { ...kind.moves[0]!, to: 'nowhere' } }, "there is no state 'nowhere'"],
  ['a clock without a rule', (kind: Changing) => { kind.states[0] = { ...kind.states[0]!, clocks: [{ when: 'always', rule: 'no.such' }] } }, "there is no deadline rule 'no.such'"],
  ['an effect without what it needs', (kind: Changing) => { kind.moves[0] = { ...kind.moves[0]!, effect: 'chase', requires: [] } }, "'pass-on' (chase) must require 'date'"],
  ['a set that is not there', (kind: Changing) => kind.uses.push('no-set'), "there is no set of moves 'no-set'"],
  ['a closing that the system may not make', (kind: Changing) => { kind.closing = { state: 'answered', move: 'reply', days: 3 } }, "the system has no move 'reply' from 'answered'"],
])('MT-2 %s is named', (_, change, reason) => {
  expect(broken(change)).toContain(reason)
})

const complaint = kindOf('complaint')
const tip = kindOf('tip')
const officer: Mover = { actor: staff('complaint_officer'), staffId: 's-officer', author: false }
const head: Mover = { actor: staff('institution_head'), staffId: 's-head', author: false }
const author: Mover = { actor: anonymous, staffId: null, author: true }
const run = (kind: Kind, matter: Matter, move: string, mover: Mover, ask: Partial<Ask> = {}, over: Partial<Setting> = {}) => decide(kind, matter, move, mover, { ...emptyAsk, ...ask }, { ...setting, parts: [], ...over })
function after(...given: Parameters<typeof run>): Matter {
  const decided = run(...given)
  if (isRefusal(decided)) throw new Error(`${given[2]}: ${decided.refused} ${decided.detail ?? ''}`)
  return decided.after
}
const inState = (stateKey: string, over: Partial<Matter> = {}): Matter => {
  const phase = complaint.states.find((each) => each.key === stateKey)!.phase
  return aMatter(complaint, { state: stateKey, phase, subjectStaffIds: [], ...over })
}

test('MT-3 MT-4 who is complained about sees nothing; a secret one is seen by those its kind names and whoever looks into it', () => {
  const seenBy = (kind: Kind) => people.filter(({ mover }) => maySee(kind, aMatter(kind), mover, setting.parts)).map((each) => each.name)
  expect(seenBy(complaint).sort()).toEqual(['complaint_officer', 'commission_clerk', 'commission_head', 'institution_head', 'institution_clerk', 'commission_head of the commission above', 'commission_clerk of the commission above', 'who handles it', 'who was asked first', 'head of the holding department', 'head of the department it is offered to', 'head of a joined department', 'the author', 'the system'].sort())
  expect(seenBy(tip).sort()).toEqual(['discipline_officer', 'commission_head', 'commission_head of the commission above', 'inspector of the commission above', 'who handles it', 'the author', 'the system'].sort())
  expect([...wordsFor(complaint, aMatter(complaint), people.find((each) => each.name.startsWith('who is complained about'))!.mover, [])]).toEqual([])
})

test('MT-5 the author is read by whom the kind names, and by nobody else who sees the matter', () => {
  const readBy = (kind: Kind) => people.filter(({ mover }) => mayReadAuthor(kind, aMatter(kind), mover, setting.parts) === null).map((each) => each.name)
  expect(readBy(tip)).toEqual(['commission_head', 'discipline_officer'].sort((a, b) => staffRoles.indexOf(a as StaffRole) - staffRoles.indexOf(b as StaffRole)))
  expect(readBy(complaint)).not.toContain('head of the holding department')
  expect(refusalOf(mayReadAuthor(complaint, aMatter(complaint, { hasAuthor: false }), officer, []))).toBe('matter.no_author')
})

test('MT-4 what lists ask for says of all what the rule says of one', () => {
  const clerk = visibility(kinds, { actor: staff('institution_clerk'), staffId: 's-1', author: false })
  expect(clerk.all).toContain('complaint')
  expect(clerk.all).not.toContain('tip')
  expect(clerk.working).not.toContain('tip')
  expect(visibility(kinds, { actor: above('inspector'), staffId: 's-1', author: false }).below.toSorted()).toEqual(['finding', 'problem', 'tip'])
  expect(headedBy(headOf('d-1'))).toEqual(['d-1'])
})

test('MT-7 MT-9 a complaint has a day to be accepted, then five working days; a chase with an earlier date comes first', () => {
  const fresh = aMatter(complaint)
  expect(fresh).toMatchObject({ deadlineCode: 'complaint.acceptance', deadline: { dueOn: '2026-03-03' }, phase: 'open' })
  expect(aMatter(complaint, {}).urgent).toBe(false)
  const accepted = after(complaint, fresh, 'accept', officer)
  expect(accepted).toMatchObject({ state: 'accepted', deadlineCode: 'complaint.investigated', deadline: { dueOn: '2026-03-09' }, acceptedInTime: true, settleDueAt: '2026-03-09T16:00:00.000Z' })
  const chased = after(complaint, accepted, 'chase', { actor: above('commission_clerk'), staffId: 's', author: false }, { date: '2026-03-04', text: '请抓紧' })
  expect(chased).toMatchObject({ dueAt: '2026-03-04T16:00:00.000Z', settleDueAt: '2026-03-09T16:00:00.000Z', chase: { text: '请抓紧', answeredAt: null } })
  expect(after(complaint, chased, 'answer-chase', officer, { text: '已在办' })).toMatchObject({ dueAt: '2026-03-09T16:00:00.000Z', chase: { answeredAt: now } })
  expect(refusalOf(run(complaint, accepted, 'answer-chase', officer, { text: '没有督办' }))).toBe('matter.not_chased')
})

test('MT-7 where somebody may come to harm, two hours; a date of another house goes before the own clock', () => {
  const harmed = newMatter(complaint, { ...place, id: 'm', number: 'TS-1', channel: 'phone', title: '', body: '药发错了', category: null, place: '', departmentId: null, harm: true, receivedAt: now, hasAuthor: true, originNumber: null, enteredBy: { id: 'e', name: '' }, files: 0 }, setting)
  expect(harmed).toMatchObject({ urgent: true, deadlineCode: 'complaint.urgent-contact', dueAt: '2026-03-02T03:00:00.000Z' })
  expect(after(complaint, inState('received', { limitOn: '2026-03-05' }), 'accept', officer)).toMatchObject({ deadlineCode: 'limit', dueAt: '2026-03-05T16:00:00.000Z', deadline: null })
})

test('MT-8 the ten days hold only once two departments are at work', () => {
  const handling = after(complaint, inState('accepted', { acceptedAt: now, holderDepartmentId: null, deadline: null }), 'keep', officer)
  expect(handling).toMatchObject({ state: 'handling', handlerStaffId: 's-officer', deadlineCode: 'complaint.investigated' })
  expect(after(complaint, handling, 'join', officer, { departmentIds: ['d-1'], text: '涉及一科' })).toMatchObject({ joined: 1, deadlineCode: 'complaint.investigated' })
  const both = after(complaint, handling, 'join', officer, { departmentIds: ['d-1', 'd-2'], text: '涉及两科' })
  expect(both).toMatchObject({ joined: 2, joinedReason: '涉及两科', deadlineCode: 'complaint.several-departments', deadline: { dueOn: '2026-03-16', start: { at: now } } })
  expect(refusalOf(run(complaint, { ...handling, holderDepartmentId: 'd-1' }, 'join', officer, { departmentIds: ['d-1'], text: '重复' }))).toBe('matter.already_joined')
})

test('MT-10 a changed calendar dates an open clock again and says so; a clock it does not touch stays', () => {
  const accepted = after(complaint, inState('received'), 'accept', officer)
  const holiday: Calendar = { days: new Map([['2026-03-05', { kind: 'holiday', name: '调休' }]]), officialYears: new Set([2026]) }
  expect(redateMatter(accepted, holiday)).toMatchObject({ moved: true, after: { deadline: { dueOn: '2026-03-10' }, dueAt: '2026-03-10T16:00:00.000Z', settleDueAt: '2026-03-10T16:00:00.000Z' }, log: { zh: '工作日历调整：到期日由2026-03-09改为2026-03-10' } })
  expect(redateMatter(accepted, calendar)).toBeNull()
})

test('MT-12 refused transfers come back; from the second on the officer and the head are told', () => {
  const offered = inState('offered', { holderDepartmentId: null })
  const target: Mover = { actor: headOf('d-target'), staffId: 's-t', author: false }
  const first = run(complaint, offered, 'refuse', target, { reason: 'not-ours', text: '不归我科' })
  expect(first).toMatchObject({ after: { state: 'accepted', refusals: 1, offeredDepartmentId: null }, tells: ['officer'] })
  expect(run(complaint, { ...offered, refusals: 1 }, 'refuse', target, { reason: 'not-ours', text: '仍不归我科' })).toMatchObject({ tells: ['officer', 'head'] })
  expect(refusalOf(run(complaint, offered, 'refuse', target, { reason: 'no-reason', text: '无' }))).toBe('matter.no_such_choice')
  expect(refusalOf(run(complaint, offered, 'refuse', target, { text: '无' }))).toBe('matter.input_missing')
  expect(after(complaint, offered, 'take', target)).toMatchObject({ state: 'handling', holderDepartmentId: 'd-target', handlerStaffId: 's-t' })
})

test('MT-14 MT-16 an answer waits for all parts and for a second person', () => {
  const handling = inState('handling', { acceptedAt: now, answeredBy: null })
  const open = [{ departmentId: 'd-1', task: '', answer: null, answeredName: null, answeredAt: null }]
  expect(refusalOf(run(complaint, handling, 'draft', officer, { publicText: '已查', verdict: 'not' }, { parts: open }))).toBe('matter.parts_open')
  const drafted = after(complaint, handling, 'draft', officer, { publicText: '已查清并改进', verdict: 'substantiated', responsible: [{ staffId: null, name: '门诊部' }] })
  expect(drafted).toMatchObject({ state: 'drafted', answer: '已查清并改进', verdict: 'substantiated', responsible: [{ name: '门诊部' }], answeredAt: null, settledAt: null })
  expect(refusalOf(run(complaint, drafted, 'approve', officer))).toBe('matter.second_person')
  expect(after(complaint, drafted, 'approve', head)).toMatchObject({ state: 'answered', phase: 'settled', settledAt: now, answeredAt: now, answeredInTime: true, firstResponseAt: now })
  expect(after(complaint, drafted, 'rework', head, { text: '请补充依据' })).toMatchObject({ state: 'handling', answeredBy: null })
  expect(refusalOf(run(complaint, inState('answered', { handlerStaffId: 's-officer', answer: 'x' }), 'call-back', officer, { solved: true, satisfied: true, text: '已回访' }))).toBe('matter.second_person')
})

test('MT-15 the author reopens within the days and as often as the kind allows, with a clock that begins again', () => {
  const answered = inState('answered', { answeredAt: now, settledAt: now, acceptedAt: '2026-02-02T01:00:00.000Z', answer: '已办' })
  const later = '2026-03-20T01:00:00.000Z'
  expect(after(complaint, answered, 'reopen', author, { text: '没有解决' }, { now: later })).toMatchObject({ state: 'handling', phase: 'open', reopened: 1, solved: false, satisfied: false, settledAt: null, closedAt: null, deadlineCode: 'complaint.investigated', deadline: { start: { at: later }, dueOn: '2026-03-27' } })
  expect(refusalOf(run(complaint, { ...answered, reopened: 2 }, 'reopen', author, { text: '再来' }, { now: later }))).toBe('matter.reopened_enough')
  expect(refusalOf(run(complaint, answered, 'reopen', author, { text: '太晚' }, { now: '2026-04-02T01:00:00.000Z' }))).toBe('matter.reopen_too_late')
  expect(after(complaint, { ...answered, reopened: 2 }, 'take-up-again', head, { text: '回访不满意' }, { now: '2026-04-02T01:00:00.000Z' })).toMatchObject({ state: 'handling', reopened: 3 })
  expect(after(complaint, answered, 'confirm', author)).toMatchObject({ state: 'closed', closedAt: now, solved: true, satisfied: true })
})

test('MT-7 a clock is stopped and extended as its rule allows, by whom it names', () => {
  const help = kindOf('help-request')
  const accepted = after(help, aMatter(help, { subjectStaffIds: [] }), 'accept', officer)
  expect(accepted).toMatchObject({ deadlineCode: 'help.handling' })
  const paused = after(help, accepted, 'pause', officer, { reason: 'author', text: '等病历' })
  expect(paused).toMatchObject({ dueAt: null, settleDueAt: null, nextStepAt: null, deadline: { pauses: [{ reason: '等待来信人补充材料', to: null }] } })
  expect(after(help, paused, 'resume', officer, {}, { now: '2026-03-04T01:00:00.000Z' })).toMatchObject({ deadline: { dueOn: '2026-03-10', skipped: expect.arrayContaining([expect.objectContaining({ reason: 'stopped' })]) } })
  expect(refusalOf(run(help, accepted, 'extend', { actor: above('commission_clerk'), staffId: 's', author: false }, { text: '需要时间' }))).toBe('deadline.wrong_approver')
  const extended = after(help, accepted, 'extend', head, { text: '需要会诊' })
  expect(extended.deadline).toMatchObject({ dueOn: '2026-03-16', extension: { reason: '需要会诊' } })
  expect(refusalOf(run(help, extended, 'extend', head, { text: '再延' }))).toBe('deadline.extension_used')
  expect(refusalOf(run(complaint, inState('handling', { deadline: accepted.deadline && { ...accepted.deadline, rule: { ...accepted.deadline.rule, pausable: false } } }), 'pause', officer, { reason: 'author', text: 'x' }))).toBe('deadline.not_pausable')
})

test('MT-20 a ledger item is checked by another hand, signed off from above, looked at again, and opened where it slid back', () => {
  const problem = kindOf('problem')
  const clerk: Mover = { actor: staff('institution_clerk'), staffId: 's-clerk', author: false }
  const above1: Mover = { actor: above('commission_clerk'), staffId: 's-above', author: false }
  const handling = after(problem, aMatter(problem, { subjectStaffIds: [], state: 'accepted' }), 'start', clerk)
  const limited = after(problem, handling, 'limit', clerk, { measure: '加装扶手', date: '2026-03-10' })
  expect(limited).toMatchObject({ limitOn: '2026-03-10', measure: '加装扶手', deadlineCode: 'limit', dueAt: '2026-03-10T16:00:00.000Z' })
  expect(refusalOf(run(problem, limited, 'rectify', clerk, { text: '已装好' }))).toBe('matter.input_missing')
  const rectified = after(problem, limited, 'rectify', clerk, { text: '已装好', files: { house: 0, before: 1, after: 1 } })
  expect(refusalOf(run(problem, rectified, 'check', clerk, { text: '看过' }))).toBe('matter.second_person')
  const checked = after(problem, rectified, 'check', head, { text: '现场看过' })
  expect(checked).toMatchObject({ state: 'checked', phase: 'settled', checkedAt: now, settledAt: now, deadlineCode: 'ledger.sign-off' })
  expect(refusalOf(run(problem, checked, 'sign-off', head, { text: '自己销号' }))).toBe('matter.not_yours_to_move')
  const signed = after(problem, checked, 'sign-off', above1, { text: '同意销号' })
  expect(refusalOf(run(problem, signed, 'held', above1, { text: '好' }))).toBe('matter.no_recheck_due')
  const drawn = { ...signed, recheckAt: now }
  expect(after(problem, drawn, 'held', above1, { text: '没有反弹' })).toMatchObject({ state: 'closed', recheckHeld: true })
  expect(after(problem, drawn, 'slid-back', above1, { text: '扶手又松了', date: '2026-03-20' })).toMatchObject({ state: 'handling', recheckHeld: false, reopened: 1, signedOffAt: null, settledAt: null, dueAt: '2026-03-20T16:00:00.000Z' })
  expect(after(problem, checked, 'send-back', above1, { text: '证据不足' })).toMatchObject({ state: 'handling', limitOn: null, deadlineCode: 'problem.rectification', settledAt: null })
})

test('MT-11 the ladder: one working day before, on the day, then upward; what is past when a date is set is left out, and no rung comes twice', () => {
  const ladder = complaint.ladder
  const dueAt = '2026-03-09T16:00:00.000Z'
  expect(nextStep(ladder, dueAt, 0, now, calendar)).toEqual({ step: 1, at: '2026-03-06T00:00:00.000Z' })
  expect(nextStep(ladder, dueAt, 1, '2026-03-06T00:00:00.000Z', calendar)).toEqual({ step: 2, at: '2026-03-09T00:00:00.000Z' })
  expect(nextStep(ladder, dueAt, 2, '2026-03-09T00:00:01.000Z', calendar)).toEqual({ step: 3, at: '2026-03-10T00:00:00.000Z' })
  expect(nextStep(ladder, dueAt, 0, '2026-03-08T00:00:00.000Z', calendar)).toEqual({ step: 2, at: '2026-03-09T00:00:00.000Z' })
  expect(nextStep(ladder, dueAt, 5, '2026-04-01T00:00:00.000Z', calendar)).toBeNull()
  expect(nextStep(ladder, null, 0, now, calendar)).toBeNull()
  const waits = (ladderStep: number, nextStepAt: string | null) => ({ dueAt, ladderStep, nextStepAt })
  expect(reachedStep(ladder, waits(0, '2026-03-06T00:00:00.000Z'), '2026-03-05T00:00:00.000Z', calendar)).toBeNull()
  expect(reachedStep(ladder, waits(0, '2026-03-06T00:00:00.000Z'), '2026-03-06T00:03:00.000Z', calendar)).toBe(1)
  // The server stood still over three rungs: the highest is taken, once.
  expect(reachedStep(ladder, waits(1, '2026-03-09T00:00:00.000Z'), '2026-03-11T03:00:00.000Z', calendar)).toBe(4)
  expect(reachedStep(ladder, waits(4, '2026-03-12T00:00:00.000Z'), '2026-03-11T03:00:00.000Z', calendar)).toBeNull()
})

test('MT-23 a ledger item that its officer gives to an owner begins with the owner; a title is made of the first words where none was given', () => {
  const problem = kindOf('problem')
  const entry = { ownerDepartmentId: 'd-1', ownerStaffId: 's-1', limitOn: '2026-03-10', mayAssign: true }
  const ask = { ...place, id: 'm', number: 'WT-1', channel: 'self-check' as const, title: '', body: '厕所灯坏', category: null, place: '', departmentId: null, harm: false, receivedAt: now, hasAuthor: false, originNumber: null, enteredBy: { id: 'e', name: '' }, files: 0 }
  expect(newMatter(problem, { ...ask, entry }, setting)).toMatchObject({ state: 'handling', holderDepartmentId: 'd-1', handlerStaffId: 's-1', title: '厕所灯坏', dueAt: '2026-03-10T16:00:00.000Z' })
  expect(newMatter(problem, { ...ask, entry: { ...entry, mayAssign: false } }, setting)).toMatchObject({ state: 'received', holderDepartmentId: null, handlerStaffId: null })
  expect(titleOf('', `${'长'.repeat(40)}\n第二行`)).toBe(`${'长'.repeat(30)}…`)
})

test.each([
  ['MT-1 a move that is none', 'no-such', officer, {}, 'matter.no_such_move'],
  ['MT-7 a date in the past', 'chase', head, { date: '2026-03-01', text: '昨天' }, 'matter.date_past'],
  ['MT-19 itself', 'merge', officer, { otherId: 'm-1' }, 'matter.with_itself'],
  ['MT-25 the same body', 'redirect', officer, { institutionId: place.institutionId, text: '转' }, 'matter.redirect_to_itself'],
  ['MT-3 who is complained about as handler', 'assign', officer, { staffId: 's-subject' }, 'matter.subject_cannot_handle'],
  ['MT-17 what has no answer', 'publish', head, { title: 'a', text: 'b', publicText: 'c' }, 'matter.not_publishable'],
  ['MT-1 what is urgent already', 'urgent', officer, { text: '急' }, 'matter.urgent_already'],
] as const)('%s is refused', (_, move, mover, ask, code) => {
  const from = move === 'publish' ? 'answered' : move === 'assign' ? 'handling' : move === 'redirect' ? 'accepted' : 'received'
  expect(refusalOf(run(complaint, inState(from, { subjectStaffIds: ['s-subject'], urgent: move === 'urgent' }), move, mover, ask))).toBe(code)
})
