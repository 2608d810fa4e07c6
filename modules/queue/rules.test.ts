import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anonymous, type Role } from '../../kernel/actor.ts'
import { addMs } from '../../kernel/instant.ts'
import type { Calendar } from '../../kernel/calendar.ts'
import { mayArrange, mayHandle, ruleFault } from './rules/authority.ts'
import { checkInAt, queueFor } from './rules/check-in.ts'
import { isDue, looked } from './rules/cover.ts'
import { estimate, isWorkedAt, needsHelpers, opensIn, serviceOf, widthOf } from './rules/estimate.ts'
import { factOf, visitOf, waited } from './rules/fact.ts'
import { priorityGroups, withProof } from './rules/groups.ts'
import { mayUndo, moved, sitsAt } from './rules/moves.ts'
import { lineOf, mostCalls, turnOf, type InLine, type Turn } from './rules/order.ts'
import { waitForSlot } from './rules/slot-wait.ts'
import { labelOf, maskName, openCount, openSince, usualRule, worksThroughNight, type Queue, type Ticket, type Window } from './rules/queue.ts'

const nine = '2026-03-02T01:00:00.000Z'
const at = (minutes: number) => addMs(nine, minutes * 60_000)
const body = { institutionId: 'a', regionCode: '990121' }
let made = 0
const aTicket = (given: Partial<Ticket> = {}): Ticket => {
  made += 1
  return {
    ...body, id: `t${made}`, queueId: 'q', departmentId: 'd', kind: 'consultation', onDate: '2026-03-02', number: made, state: 'waiting', level: null, priority: null, proof: null, bookingId: null, slotAt: null, isLate: false, isReturn: false, calledName: '王*明', visitKey: 'v', way: 'desk', issuedAt: nine, waitsSince: nine,
    saidMinutes: 10, saidLow: 5, saidHigh: 15, windowId: null, firstCalledAt: null, calledAt: null, calls: 0, passes: 0, returns: 0, endedAt: null, revision: 1, ...given,
  }
}
const named = (name: string, given: Partial<Ticket>) => aTicket({ id: name, ...given })
const ids = (line: readonly InLine[]) => line.map((each) => each.id).join(' ')

describe('QU-2 emergency level, then statutory priority, then booked time, then walk-in', () => {
  test.each([
    ['levels before each other and before everybody', [named('walk', {}), named('three', { level: 3 }), named('old', { priority: 'old' }), named('one', { level: 1, waitsSince: at(5) })], 'one three old walk'],
    ['a slot that has begun before a walk-in, a walk-in before a slot to come', [named('walk', { waitsSince: at(-20) }), named('later', { slotAt: at(30) }), named('due', { slotAt: at(-5) })], 'due walk later'],
    ['slots by their time, whoever came first', [named('b', { slotAt: at(-5), waitsSince: at(-60) }), named('a', { slotAt: at(-10), waitsSince: at(-1) })], 'a b'],
    ['a late one waits like a walk-in, from when it came', [named('late', { slotAt: at(-90), isLate: true, waitsSince: at(-2) }), named('walk', { waitsSince: at(-3) }), named('due', { slotAt: nine })], 'due walk late'],
    ['two at the same instant by their number', [named('y', { number: 8 }), named('x', { number: 7 })], 'x y'],
    ['nobody', [], ''],
  ])('%s', (_, waiting, line) => {
    expect(ids(lineOf(waiting, [], usualRule, nine))).toBe(line)
  })
})

test('QU-3 of five calls at most two are priority while others wait, and all of them where nobody else does', () => {
  const old = ['p1', 'p2', 'p3', 'p4'].map((name, minute) => named(name, { priority: 'old', waitsSince: at(minute) }))
  const walk = ['w1', 'w2', 'w3', 'w4'].map((name, minute) => named(name, { waitsSince: at(minute - 30) }))
  expect(ids(lineOf([...old, ...walk], [], usualRule, nine))).toBe('p1 p2 w1 w2 w3 p3 p4 w4')
  expect(ids(lineOf([...old, ...walk], ['priority', 'priority'], usualRule, nine))).toBe('w1 w2 w3 p1 p2 w4 p3 p4')
  expect(ids(lineOf(old, ['priority', 'priority'], usualRule, nine))).toBe('p1 p2 p3 p4')
})

test('QU-6 whoever came back has a turn after two first visits', () => {
  const first = ['f1', 'f2', 'f3', 'f4', 'f5'].map((name, minute) => named(name, { waitsSince: at(minute - 40) }))
  const back = ['r1', 'r2'].map((name, minute) => named(name, { isReturn: true, waitsSince: at(minute) }))
  expect(ids(lineOf([...first, ...back], [], usualRule, nine))).toBe('f1 f2 r1 f3 f4 r2 f5')
  expect(ids(lineOf([...first, ...back], ['first', 'first'], usualRule, nine))).toBe('r1 f1 f2 r2 f3 f4 f5')
})

test('QU-3 and QU-6 as a property: however many with priority or coming back arrive, the k-th first visit is called within its bound; nobody is lost or called twice', () => {
  const rule = fc.record({ priorityPer: fc.integer({ min: 2, max: 8 }), priorityMost: fc.integer({ min: 1, max: 7 }), returnEvery: fc.integer({ min: 1, max: 4 }) }).filter((each) => each.priorityMost < each.priorityPer)
  fc.assert(
    fc.property(rule, fc.array(fc.constantFrom<Turn>('priority', 'return', 'first', 'emergency'), { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), fc.array(fc.nat(3), { maxLength: 120 }), (given, turns, k, arrivals) => {
      const firsts = Array.from({ length: k }, (_, place) => named(`k${place}`, { waitsSince: at(place - 60) }))
      let waiting: Ticket[] = [...firsts]
      const gone = [...turns]
      const called: string[] = []
      let plain = 0
      // Before each call some more with priority, and some who come back, are there.
      for (let call = 0; waiting.some((each) => each.id === `k${k - 1}`); call += 1) {
        const more = 1 + (arrivals[call] ?? 2)
        for (let each = 0; each < more; each += 1) waiting.push(aTicket({ priority: 'old', waitsSince: at(call) }), aTicket({ isReturn: true, waitsSince: at(call) }))
        const [next] = lineOf(waiting, gone, given, at(call))
        if (next === undefined) throw new Error('nobody was called though somebody waits')
        expect(called).not.toContain(next.id)
        called.push(next.id)
        gone.push(turnOf(next))
        waiting = waiting.filter((each) => each.id !== next.id)
        plain += 1
      }
      expect(plain).toBeLessThanOrEqual(mostCalls(k, given))
      expect(called.filter((id) => id.startsWith('k'))).toEqual(firsts.map((each) => each.id))
    }),
    { numRuns: 60 },
  )
})

test('QU-2 the line holds everybody who waits once', () => {
  const one = fc.record({ level: fc.constantFrom(null, 1, 2, 3), priority: fc.constantFrom(null, 'old'), isReturn: fc.boolean(), isLate: fc.boolean(), slot: fc.option(fc.integer({ min: -90, max: 90 })), since: fc.integer({ min: -90, max: 0 }) })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), (people) => {
      const waiting = people.map(({ slot, since, ...given }) => aTicket({ ...given, slotAt: slot === null ? null : at(slot), waitsSince: at(since) }))
      const line = lineOf(waiting, [], usualRule, nine)
      expect(line.map((each) => each.id).toSorted()).toEqual(waiting.map((each) => each.id).toSorted())
    }),
    { numRuns: 100 },
  )
})

describe('QU-4 a priority names its group and the proof seen', () => {
  test.each([
    ['no priority', { level: null, priority: null, proof: null }, undefined],
    ['with proof', { level: null, priority: 'soldier', proof: '军人证' }, undefined],
    ['without', { level: null, priority: 'soldier', proof: '  ' }, 'queue.proof_missing'],
    ['a group nobody made law', { level: null, priority: 'friend', proof: '名片' }, 'queue.no_such_group'],
  ])('%s', (_, asked, refused) => {
    expect(withProof(asked)).toEqual(refused === undefined ? asked : expect.objectContaining({ refused }))
  })
  test('each group has its article and its document', () => {
    expect(Object.values(priorityGroups).map((group) => group.article.zh)).toEqual(['军人地位和权益保障法第五十一条', '退役军人保障法第五十二条', '残疾人保障法第五十五条', '老年人权益保障法第五十七条'])
  })
})

describe('QU-5 check-in within the window of the slot', () => {
  test.each([
    ['too early', -61, 'queue.too_early'], ['as it opens', -60, false], ['at the slot', 0, false], ['as late as may be', 30, false], ['late', 31, true],
  ])('%s', (_, minute, expected) => {
    const answer = checkInAt(usualRule, { startsAt: nine }, at(minute))
    expect(answer).toEqual(typeof expected === 'string' ? { refused: expected, detail: at(-60) } : { isLate: expected })
  })
  const aQueue = (given: Partial<Queue>): Queue => ({ ...body, id: 'q', departmentId: 'd', name: '内科', kind: 'consultation', letter: 'A', area: '', clinicIds: [], rule: usualRule, usualMinutes: 8, active: true, revision: 1, ...given })
  test.each([
    ['the queue of the clinic', [aQueue({ id: 'all' }), aQueue({ id: 'own', clinicIds: ['c'] })], 'own'],
    ['the queue of the department', [aQueue({ id: 'other', departmentId: 'e' }), aQueue({ id: 'all' }), aQueue({ id: 'named', clinicIds: ['x'] })], 'all'],
    ['none: of another kind', [aQueue({ kind: 'exam' })], null],
    ['none: out of use', [aQueue({ active: false })], null],
  ])('%s', (_, queues, id) => {
    expect(queueFor(queues, { clinicId: 'c', departmentId: 'd', service: 'visit' })).toMatchObject(id === null ? { refused: 'queue.none_for_booking' } : { id })
  })
})

describe('QU-7 steps of a ticket', () => {
  test.each([
    ['call', { state: 'waiting' }, { state: 'called', windowId: 'w', calls: 1, firstCalledAt: nine }],
    ['recall', { state: 'called', calls: 1 }, { state: 'called', calls: 2 }],
    ['serve', { state: 'called' }, { state: 'serving' }],
    ['pass', { state: 'called' }, { state: 'passed', windowId: null, passes: 1 }],
    ['rejoin', { state: 'passed', waitsSince: at(-50) }, { state: 'waiting', waitsSince: nine, isLate: true }],
    ['send', { state: 'serving' }, { state: 'returning', windowId: null, returns: 1 }],
    ['back', { state: 'returning' }, { state: 'waiting', isReturn: true, waitsSince: nine }],
    ['done', { state: 'serving' }, { state: 'done', endedAt: nine }],
    ['leave', { state: 'waiting' }, { state: 'left', endedAt: nine }],
    ['redirect', { state: 'waiting' }, { state: 'called', windowId: 'w' }],
    ['transfer', { state: 'called' }, { state: 'left' }],
  ] as const)('%s', (move, from, to) => {
    expect(moved(aTicket(from), move, nine, 'w')).toMatchObject({ ...to, revision: 2 })
  })
  test.each([
    ['call', 'called'], ['pass', 'serving'], ['done', 'waiting'], ['leave', 'called'], ['recall', 'waiting'], ['back', 'passed'], ['transfer', 'done'], ['raise', 'called'],
  ] as const)('%s from %s is refused', (move, state) => {
    expect(moved(aTicket({ state }), move, nine)).toEqual({ refused: 'queue.not_from_here' })
  })
})

const aWindow = (accountId: string | null): Window => ({ ...body, id: 'w', queueId: 'q', name: '1诊室', accountId, staffId: null, staffName: '顾安', openedAt: null, active: true, revision: 1 })
test.each([['an own window', 'me', null], ['a closed one', null, 'queue.window_closed'], ['somebody else’s', 'you', 'queue.window_of_another']])('QU-8 who calls sits there: %s', (_, accountId, refused) => {
  expect(sitsAt(aWindow(accountId), 'me')?.refused ?? null).toBe(refused)
})

test.each([
  ['at once', { at: nine, moves: ['done', 'call'], untouched: true }, 1, null],
  ['a finish after two minutes', { at: nine, moves: ['done'], untouched: true }, 3, 'queue.undo_too_late'],
  ['a pass after nine', { at: nine, moves: ['pass'], untouched: true }, 9, null],
  ['a pass after eleven', { at: nine, moves: ['pass'], untouched: true }, 11, 'queue.undo_too_late'],
  ['what others went on from', { at: nine, moves: ['pass'], untouched: false }, 1, 'queue.undo_overtaken'],
])('QU-9 taking back %s', (_, step, minute, refused) => {
  expect(mayUndo(step, at(minute))?.refused ?? null).toBe(refused)
})

describe('QU-11 the wait of whoever comes', () => {
  const nothing = { served: 0, minutes: 0, squares: 0, called: 0, inside: 0 }
  test('before anything was measured, what the queue says of itself; then today and past days together', () => {
    expect(serviceOf([], nothing, 8).mean).toBe(8)
    expect(serviceOf([], { served: 100, minutes: 500, squares: 2600, called: 100, inside: 80 }, 8)).toMatchObject({ mean: 5, deviation: 1 })
    // Fifteen of the past weigh as much as fifteen of today.
    expect(serviceOf(Array.from({ length: 15 }, () => 11), { served: 400, minutes: 2000, squares: 10_400, called: 0, inside: 0 }, 8).mean).toBeCloseTo(8)
  })
  test.each([
    ['a free window', 0, { open: 2, free: 1 }, 0],
    ['the next, all busy', 0, { open: 1, free: 0 }, 5],
    ['three ahead of one', 3, { open: 1, free: 0 }, 35],
    ['three ahead of two windows', 3, { open: 2, free: 0 }, 17.5],
    ['nobody has opened yet', 0, { open: 0, free: 0 }, 5],
  ])('%s', (_, ahead, windows, minutes) => {
    const wait = estimate(ahead, windows, { mean: 10, deviation: 4 })
    expect(wait.minutes).toBe(minutes)
    expect(wait.low).toBeLessThanOrEqual(wait.minutes)
    expect(wait.high).toBeGreaterThan(wait.minutes)
  })
  test('bands grow with the line, and where past ones were too narrow', () => {
    const width = (ahead: number, factor = 1) => estimate(ahead, { open: 1, free: 0 }, { mean: 10, deviation: 4 }, factor).high - estimate(ahead, { open: 1, free: 0 }, { mean: 10, deviation: 4 }, factor).low
    expect(width(9)).toBeGreaterThan(width(3))
    expect(width(3, widthOf({ called: 100, inside: 50 }))).toBeGreaterThan(width(3, widthOf({ called: 100, inside: 85 })))
    expect([widthOf({ called: 5, inside: 0 }), widthOf({ called: 100, inside: 85 }), widthOf({ called: 100, inside: 100 })]).toEqual([1, 1, 0.8])
  })
})

test.each([['王小明', '王*明'], ['李雷', '李*'], ['欧阳建国', '欧*国'], ['白', '*'], ['', ''], ['Anna Lee', 'A*'], ['𠮷田', '𠮷*']])('QU-12 %s is called as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})
test('QU-13 a short line is not counted out in public', () => {
  expect([openCount(0), openCount(4), openCount(5), openCount(31)]).toEqual([null, null, 5, 31])
})
test.each([['a short line', [{ waited: 90, saidHigh: 10 }], 0], ['within the band', Array.from({ length: 5 }, () => ({ waited: 9, saidHigh: 10 })), 0], ['two beyond it', [{ waited: 11, saidHigh: 10 }, { waited: 30, saidHigh: 29 }, { waited: 1, saidHigh: 10 }], 2]])('QU-14 helpers for %s', (_, waits, beyond) => {
  expect(needsHelpers(waits)).toBe(beyond)
})

const calendar: Calendar = { days: new Map([['2026-03-03', { kind: 'holiday', name: '假' }]]), officialYears: new Set([2026]) }
describe('QU-15 a doctor in working hours', () => {
  test.each([['09:00 on a Monday', '2026-03-02T01:00:00.000Z', true], ['as the session begins', '2026-03-02T00:05:00.000Z', false], ['at noon', '2026-03-02T04:30:00.000Z', false], ['on a holiday', '2026-03-03T01:00:00.000Z', false], ['on a Sunday', '2026-03-01T01:00:00.000Z', false]])('%s', (_, instant, due) => {
    expect(isDue(usualRule.hours, instant, calendar)).toBe(due)
  })
  const day = { looks: 4, covered: 4, gaps: 0 }
  test.each([
    ['there', { isDue: true, isThere: true, hasOpenGap: false }, { looks: 5, covered: 5, gaps: 0 }, null],
    ['gone', { isDue: true, isThere: false, hasOpenGap: false }, { looks: 5, covered: 4, gaps: 1 }, 'open'],
    ['still gone', { isDue: true, isThere: false, hasOpenGap: true }, { looks: 5, covered: 4, gaps: 0 }, null],
    ['back', { isDue: true, isThere: true, hasOpenGap: true }, { looks: 5, covered: 5, gaps: 0 }, 'close'],
    ['the hours are over', { isDue: false, isThere: false, hasOpenGap: true }, day, 'close'],
  ])('%s', (_, look, after, gap) => {
    expect(looked(day, look)).toEqual({ day: after, gap })
  })
})

test.each([['a doctor of the house', ['doctor'], 'a', null, 'queue.not_your_house'], ['its clerk', ['institution_clerk'], 'a', null, null], ['the commission', ['commission_clerk'], 'c', 'queue.not_your_house', 'queue.not_your_house']] as const)('QU-16 %s', (_, roles, institutionId, handle, arrange) => {
  const actor = { ...anonymous, kind: 'staff' as const, institutionId, roles: roles as readonly Role[] }
  expect([mayHandle(actor, 'a')?.refused ?? null, mayArrange(actor, 'a')?.refused ?? null]).toEqual([handle, arrange])
})
test.each([['sound', usualRule, null], ['a cap that stops everybody else', { ...usualRule, priorityMost: 5 }, 'queue.cap_unbounded'], ['hours backwards', { ...usualRule, hours: [{ from: 600, to: 600 }] }, 'queue.hours_backwards']])('QU-3 a rule that is %s', (_, rule, refused) => {
  expect(ruleFault(rule)?.refused ?? null).toBe(refused)
})

test('QU-17 a ticket as a fact: minutes from the slot where one came before it; inside the band by what was told', () => {
  const ticket = aTicket({ number: 12, bookingId: 'b', slotAt: at(20), firstCalledAt: at(26), state: 'done', priority: 'old' })
  expect(factOf('A', ticket)).toMatchObject({ kind: 'queue.ticket', title: 'A012 王*明', departmentId: 'd', fields: { minutes: 6, called: true, booked: true, priority: true, priority_group: 'old', emergency: false, served: true, inside: false } })
  expect(waited(aTicket({}))).toBeNull()
  expect(visitOf(ticket, 3).fields).toEqual({ queues: 3 })
})
test('QU-1 a number on a ticket has three figures at least', () => {
  expect([labelOf('A', 7), labelOf('B', 1204)]).toEqual(['A007', 'B1204'])
})

test('QU-28 hours over midnight keep the day before, others do not', () => {
  const rule = (...hours: (readonly [number, number])[]) => ({ hours: hours.map(([from, to]) => ({ from, to })) })
  expect([rule([0, 1440]), rule([480, 1440], [0, 120]), rule([480, 1440]), rule([0, 480]), usualRule].map(worksThroughNight)).toEqual([true, true, false, false, false])
  expect([openSince({ rule: rule([0, 1440]) }, '2026-03-01'), openSince({ rule: usualRule }, '2026-03-01')]).toEqual(['2026-02-28', '2026-03-01'])
})

test('QU-29 who was only called when the day is closed leaves unseen; who was being seen does not', () => {
  expect(moved(aTicket({ state: 'called', windowId: 'w' }), 'lapse', nine)).toMatchObject({ state: 'left', windowId: null, endedAt: nine })
  expect(moved(aTicket({ state: 'serving' }), 'lapse', nine)).toMatchObject({ refused: 'queue.not_from_here' })
})

test('QU-14 helpers are for lines that are worked at', () => {
  expect([isWorkedAt(usualRule.hours, 480, 0), isWorkedAt(usualRule.hours, 750, 0), isWorkedAt(usualRule.hours, 750, 1)]).toEqual([true, false, true])
})

describe('QU-30 what is told before a window opens, and before a slot', () => {
  const service = { mean: 10, deviation: 2 }
  test('a line before its session begins with it', () => {
    expect([opensIn(usualRule.hours, 420), opensIn(usualRule.hours, 500), opensIn(usualRule.hours, 800), opensIn(usualRule.hours, 1200)]).toEqual([60, 0, 70, 0])
    const soon = estimate(0, { open: 0, free: 0 }, service)
    expect(estimate(0, { open: 0, free: 0, opensIn: 60 }, service)).toEqual({ minutes: soon.minutes + 60, low: soon.low + 60, high: soon.high + 60 })
  })
  test.each([
    ['the line is empty before the slot: called in turn', 1, 60, 15],
    ['twelve walk-ins before, the slot in half an hour: called when it has begun', 12, 30, 35],
    ['twelve walk-ins before, and another slot earlier', 12, 31, 46],
  ])('%s', (_, walkIns, minute, minutes) => {
    const walks = Array.from({ length: walkIns }, (__, place) => named(`w${place}`, { waitsSince: at(place - 60) }))
    const earlier = minute === 31 ? [named('e', { slotAt: at(30) })] : []
    const own = named('own', { slotAt: at(minute) })
    const line = [...walks, ...earlier, own]
    const windows = { open: 1, free: 0, opensIn: 0 }
    expect(waitForSlot({ ticket: own, line, at: line.length - 1, now: nine }, estimate(line.length - 1, windows, service), { service, windows, width: 1 }).minutes).toBe(minutes)
  })
})
