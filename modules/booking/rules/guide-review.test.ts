import { describe, expect, test } from 'vitest'
import { anonymous, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import { withLetter } from './booking-message.ts'
import { maySignGuide, mayWithdrawGuide } from './guide-review.ts'
import { isNothing, portalDiffers, portalFact } from './portal-use.ts'

const actor = (role: StaffRole, given: Partial<Actor> = {}): Actor => ({ ...anonymous, kind: 'staff', id: 'me', institutionId: 'h', roles: [role], ...given })
const ask = { version: 'v2', read: 'v2', own: false, holdsPost: true }

describe('TG-10 who signs the guide', () => {
  test.each([
    ['a doctor in post', 'doctor', ask, null],
    ['a head of department in post', 'department_head', ask, null],
    ['a doctor whose post has ended', 'doctor', { ...ask, holdsPost: false }, 'booking.guide_physicians'],
    ['a clerk', 'institution_clerk', ask, 'booking.guide_physicians'],
    ['a doctor who read another version', 'doctor', { ...ask, read: 'v1' }, 'booking.guide_changed'],
    ['a doctor who signed it already', 'doctor', { ...ask, own: true }, 'booking.guide_signed'],
  ] as const)('%s', (_, role, asked, refused) => {
    expect(maySignGuide(actor(role), asked)?.refused ?? null).toBe(refused)
  })

  test.each([
    ['whoever signed', actor('doctor'), { withdrawnAt: null }, null],
    ['the head of that house', actor('institution_head', { id: 'head' }), { withdrawnAt: null }, null],
    ['a colleague', actor('doctor', { id: 'other' }), { withdrawnAt: null }, 'booking.guide_not_yours'],
    ['the head of another house', actor('institution_head', { id: 'head', institutionId: 'x' }), { withdrawnAt: null }, 'booking.guide_not_yours'],
    ['a second time', actor('doctor'), { withdrawnAt: '2026-03-02T01:00:00.000Z' }, 'booking.guide_withdrawn'],
  ])('%s takes it back: %o', (_, who, given, refused) => {
    expect(mayWithdrawGuide(who, { accountId: 'me', institutionId: 'h', ...given })?.refused ?? null).toBe(refused)
  })
})

const day = { institutionId: 'h', regionCode: '990121', id: 'd', onDate: '2026-03-02', found: 6, guided: 1, booked: 5, refused: 1, lettersSent: 0, lettersRead: 0 }
test('BK-65 a day of the portal is one fact; it is told when a figure differs, and not where there is none', () => {
  expect(portalFact(day)).toMatchObject({ kind: 'booking.portal', on: '2026-03-02', departmentId: null, fields: { found: 6, guided: 1, booked: 5, refused: 1, letters_sent: 0, letters_read: 0 } })
  expect(portalDiffers(day, day)).toBe(false)
  expect(portalDiffers(day, { ...day, lettersRead: 1 })).toBe(true)
  expect(isNothing(day)).toBe(false)
  expect(isNothing({ ...day, found: 0, guided: 0, booked: 0, refused: 0 })).toBe(true)
})

test('BK-66 the letter is the last sentence of a message, where there is one', () => {
  expect(withLetter('【回音】预约成功。', '')).toBe('【回音】预约成功。')
  expect(withLetter('【回音】预约成功。', '致患者的一封信：https://example.org/letters/h')).toBe('【回音】预约成功。致患者的一封信：https://example.org/letters/h')
})
