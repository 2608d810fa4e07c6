import { describe, expect, test } from 'vitest'
import type { Calendar } from '../../../kernel/calendar.ts'
import { addMs } from '../../../kernel/instant.ts'
import { dueAt, gapOf, isKept, mayDecline, mayServeAs, mayTake, mayTakeBack, nextStep, seenAt, type Post, type Slot, type Takeover } from './posts.ts'

const nine = '2026-03-02T01:00:00.000Z'
const at = (minutes: number) => addMs(nine, minutes * 60_000)
const calendar: Calendar = { days: new Map(), officialYears: new Set([2026]) }
const slot = (from: number, to: number, isStopped = false): Slot => ({ startsAt: at(from), endsAt: at(to), isStopped })
const hours = [{ from: 540, to: 720 }, { from: 870, to: 1050 }]

describe('QU-19 when the first of a post is due', () => {
  test.each([
    ['before the session', -5, null],
    ['as it begins', 0, { since: at(0), isStopped: false }],
    ['in a later slot of the same session', 45, { since: at(0), isStopped: false }],
    ['in the pause at noon', 150, null],
    ['in the session after noon', 305, { since: at(300), isStopped: false }],
    ['after the last slot', 360, null],
  ])('%s, by the schedule', (_, minute, expected) => {
    expect(dueAt([slot(300, 330), slot(30, 60), slot(0, 30), slot(330, 360)], hours, at(minute), calendar)).toEqual(expected)
  })

  test('a stopped session is one of its own', () => {
    expect(dueAt([slot(0, 30, true), slot(30, 60)], hours, at(10), calendar)).toEqual({ since: at(0), isStopped: true })
    expect(dueAt([slot(0, 30, true), slot(30, 60)], hours, at(40), calendar)).toEqual({ since: at(30), isStopped: false })
  })

  test('whoever has clinics and none today is not due; whoever has none at all is due in the hours of the line', () => {
    expect(dueAt([], hours, at(10), calendar)).toBe(null)
    expect(dueAt(null, hours, at(10), calendar)).toEqual({ since: at(0), isStopped: false })
    expect(dueAt(null, hours, at(200), calendar)).toBe(null)
  })
})

describe('QU-20 the gap of a first', () => {
  const due = { since: at(0), isStopped: false }
  test.each([
    ['nobody came within the limit', due, null, 15, null],
    ['nobody came, a minute later', due, null, 16, 'absent'],
    ['seen before the session only', due, at(-30), 16, 'absent'],
    ['seen a while ago', due, at(20), 35, null],
    ['away for longer than the limit', due, at(20), 36, 'away'],
    ['the clinic is stopped', { since: at(0), isStopped: true }, null, 1, 'stopped'],
    ['stopped, and yet there', { since: at(0), isStopped: true }, at(1), 1, null],
    ['not due', null, null, 90, null],
  ] as const)('%s', (_, owed, seen, minute, expected) => {
    expect(gapOf(owed, seen, 15, at(minute))).toBe(expected)
  })

  test.each([
    ['sits with somebody', { openedAt: at(0), hasSomebody: true, lastStepAt: at(1) }, 3, at(60)],
    ['sits and nobody waits', { openedAt: at(0), hasSomebody: false, lastStepAt: null }, 0, at(60)],
    ['sits idle while people wait: since the last step', { openedAt: at(0), hasSomebody: false, lastStepAt: at(12) }, 3, at(12)],
    ['sits idle since the window was opened', { openedAt: at(5), hasSomebody: false, lastStepAt: at(2) }, 3, at(5)],
    ['sits nowhere: what was known', null, 3, at(3)],
  ])('%s', (_, seat, waiting, expected) => {
    expect(seenAt(seat, waiting, at(3), at(60))).toBe(expected)
  })
})

const open = { foundAt: at(16), againAt: null }
const look = { gap: null, isDue: true, isFirstThere: false, isTakerThere: false, now: at(20) } as const
test.each([
  ['no gap, nothing goes on', null, look, null],
  ['a gap: the second is called', null, { ...look, gap: 'absent' }, 'call'],
  ['called and not ten minutes ago', { ...open, state: 'called' }, { ...look, gap: 'absent' }, null],
  ['ten minutes and no answer: the head hears again', { ...open, state: 'called' }, { ...look, gap: 'absent', now: at(26) }, 'again'],
  ['that is said once', { ...open, againAt: at(26), state: 'called' }, { ...look, gap: 'absent', now: at(60) }, null],
  ['the first came by himself', { ...open, state: 'called' }, { ...look, isFirstThere: true }, 'lapse'],
  ['the session is over', { ...open, state: 'declined' }, { ...look, isDue: false }, 'end'],
  ['taken over, all goes on', { ...open, state: 'taken' }, { ...look, gap: 'absent', isTakerThere: true }, null],
  ['taken over, the first is back', { ...open, state: 'taken' }, { ...look, isFirstThere: true, isTakerThere: true }, 'return'],
  ['taken over, and whoever stood in has left', { ...open, state: 'taken' }, { ...look, gap: 'absent' }, 'end'],
] as const)('QU-21 QU-22 %s', (_, takeover, seen, expected) => {
  expect(nextStep(takeover, seen)).toBe(expected)
})

const post: Post = { institutionId: 'h', regionCode: '990121', id: 'p', queueId: 'q', firstStaffId: 'a', firstName: '甲', secondStaffId: 'b', secondName: '乙', limitMinutes: 15, active: true, revision: 1 }
const takeover = (given: Partial<Takeover>): Takeover => ({ institutionId: 'h', regionCode: '990121', id: 't', postId: 'p', queueId: 'q', departmentId: 'd', onDate: '2026-03-02', reason: 'absent', state: 'called', foundAt: at(16), waiting: 2, againAt: null, answeredAt: null, answeredStaffId: null, answeredName: null, remark: null, windowId: null, fromWindowId: null, endedAt: null, ...given })
const doctor = (staffId: string) => ({ staffId, isDoctor: true })

test('QU-21 the second takes over or says why not; others only where the second cannot or did not answer', () => {
  expect(mayTake(takeover({}), post, doctor('b'))).toBe(null)
  expect(mayTake(takeover({}), post, doctor('c'))).toEqual({ refused: 'queue.takeover_of_second', detail: '乙' })
  expect(mayTake(takeover({ againAt: at(30) }), post, doctor('c'))).toBe(null)
  expect(mayTake(takeover({ state: 'declined' }), post, doctor('c'))).toBe(null)
  expect(mayTake(takeover({ state: 'declined' }), post, { staffId: 'c', isDoctor: false })).toMatchObject({ refused: 'queue.takeover_of_second' })
  expect(mayTake(takeover({ state: 'declined' }), post, doctor('a'))).toEqual({ refused: 'queue.takeover_own' })
  expect(mayTake(takeover({ state: 'taken', answeredName: '乙' }), post, doctor('b'))).toEqual({ refused: 'queue.takeover_taken', detail: '乙' })
  expect(mayTake(takeover({ state: 'lapsed' }), post, doctor('b'))).toEqual({ refused: 'queue.takeover_over' })
  expect(mayDecline(takeover({}), post, doctor('b'))).toBe(null)
  expect(mayDecline(takeover({}), post, doctor('c'))).toMatchObject({ refused: 'queue.takeover_of_second' })
  expect(mayDecline(takeover({ state: 'taken' }), post, doctor('b'))).toEqual({ refused: 'queue.takeover_over' })
})

test('QU-22 only the first takes back what somebody has taken over', () => {
  expect(mayTakeBack(takeover({ state: 'taken' }), post, doctor('a'))).toBe(null)
  expect(mayTakeBack(takeover({ state: 'taken' }), post, doctor('b'))).toEqual({ refused: 'queue.takeover_of_first', detail: '甲' })
  expect(mayTakeBack(takeover({}), post, doctor('a'))).toEqual({ refused: 'queue.takeover_over' })
})

test('QU-21 one stands in at a free window, or at the one the first left open', () => {
  expect(mayServeAs({ active: true, accountId: null, staffId: null }, post)).toBe(true)
  expect(mayServeAs({ active: true, accountId: 'x', staffId: 'a' }, post)).toBe(true)
  expect(mayServeAs({ active: true, accountId: 'x', staffId: 'c' }, post)).toBe(false)
  expect(mayServeAs({ active: false, accountId: null, staffId: null }, post)).toBe(false)
})

test.each([[{ looks: 0, gaps: 0, taken: 0 }, false], [{ looks: 9, gaps: 0, taken: 0 }, true], [{ looks: 9, gaps: 2, taken: 1 }, false], [{ looks: 9, gaps: 2, taken: 2 }, true]])('QU-23 a day %o is a use: %s', (day, expected) => {
  expect(isKept(day)).toBe(expected)
})
