import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anonymous, type Actor, type StaffRole } from '../../kernel/actor.ts'
import * as rules from './rules.ts'

const now = new Date('2026-03-02T01:00:00.000Z')
const law = { lockAfter: 5, lockMinutes: 15 }
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

describe('AU-1 lock', () => {
  test('AU-1 the fifth wrong try in a row locks for fifteen minutes, and the lock ends by itself', () => {
    let guard = rules.openGuard
    for (let tries = 1; tries <= 4; tries++) guard = rules.afterFailure(guard, now, law)
    expect(rules.isLocked(guard, now)).toBe(false)
    guard = rules.afterFailure(guard, now, law)
    expect(guard).toEqual({ failedCount: 5, lockedUntil: after(15).toISOString() })
    expect(rules.isLocked(guard, after(14))).toBe(true)
    expect(rules.isLocked(guard, after(15))).toBe(false)
    expect(rules.afterFailure(guard, after(16), law)).toEqual({ failedCount: 1, lockedUntil: null })
  })

  test('AU-1 whatever the rhythm, never more wrong tries get an answer in one length of the lock than the law allows twice', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 200 }), fc.integer({ min: 3, max: 20 }), fc.integer({ min: 1, max: 60 }), (gaps, lockAfter, lockMinutes) => {
        let guard = rules.openGuard
        let at = now.getTime()
        const judged: number[] = []
        for (const gap of gaps) {
          at += gap * 1000
          const then = new Date(at)
          if (!rules.isLocked(guard, then)) judged.push(at)
          guard = rules.afterFailure(guard, then, { lockAfter, lockMinutes })
          expect(guard.failedCount).toBeLessThanOrEqual(lockAfter)
        }
        for (const [index, start] of judged.entries()) {
          const within = judged.slice(index).filter((each) => each - start < lockMinutes * 60_000).length
          expect(within).toBeLessThanOrEqual(2 * lockAfter)
        }
      }),
    )
  })

  test('AU-1 tries during the lock neither lengthen it nor count', () => {
    const locked = { failedCount: 5, lockedUntil: after(15).toISOString() }
    expect(rules.afterFailure(locked, after(10), law)).toBe(locked)
  })
})

test.each([
  ['kurz-12345', null],
  ['kurz', 'identity.password_short'],
  ['jingban-2026', 'identity.password_is_name'],
  ['xxJINGBANxx', 'identity.password_is_name'],
  ['password123', 'identity.password_weak'],
  ['P@ssw0rd!!!!', 'identity.password_weak'],
  ['1234567890', 'identity.password_weak'],
  ['abcdefghijkl', 'identity.password_weak'],
  ['aaaaaaaaaaaa', 'identity.password_weak'],
  ['绿水青山就是金山银山', null],
  ['Huiyin-demo-1', null],
])('AU-2 judges %s', (password, refused) => {
  expect(rules.judgePassword(password, { loginName: 'jingban', minLength: 10 })?.refused ?? null).toBe(refused)
})

test('AU-3 a password is due when others set it, or on the day its age is reached', () => {
  const changed = (days: number) => ({ mustChangePassword: false, passwordChangedAt: new Date(now.getTime() - days * 86_400_000).toISOString() })
  expect(rules.isPasswordDue(changed(89), now, 90)).toBe(false)
  expect(rules.isPasswordDue(changed(90), now, 90)).toBe(true)
  expect(rules.isPasswordDue({ mustChangePassword: true, passwordChangedAt: now.toISOString() }, now, 90)).toBe(true)
  expect(rules.isPasswordDue({ mustChangePassword: false, passwordChangedAt: null }, now, 90)).toBe(false)
})

test('AU-4 a time step opens once, and never one before it', () => {
  expect(rules.isFreshStep(100, null)).toBe(true)
  expect(rules.isFreshStep(100, 100)).toBe(false)
  expect(rules.isFreshStep(99, 100)).toBe(false)
  expect(rules.isFreshStep(101, 100)).toBe(true)
  expect(rules.isFreshStep(null, 100)).toBe(false)
})

test('AU-6 the oldest sessions end when one more would be too many', () => {
  const open = ['a', 'b', 'c'].map((id, at) => ({ id, createdAt: after(at).toISOString() }))
  expect(rules.sessionsToEnd(open, 5)).toEqual([])
  expect(rules.sessionsToEnd(open, 3)).toEqual(['a'])
  expect(rules.sessionsToEnd(open, 1)).toEqual(['c', 'b', 'a'])
})

describe('AU-7 one-time codes', () => {
  const codes = { codesPerHour: 5, resendSeconds: 60, attempts: 5 }
  test.each([
    ['the first', [], null],
    ['one after half a minute', [-0.5], 'identity.code_too_soon'],
    ['one after a minute', [-1], null],
    ['the sixth of an hour', [-50, -40, -30, -20, -10], 'identity.too_many_codes'],
    ['the sixth when the first is an hour old', [-60, -40, -30, -20, -10], null],
  ])('AU-7 judges sending %s', (_, minutes, refused) => {
    expect(rules.mayIssueCode(minutes.map((each) => after(each).toISOString()), now, codes)?.refused ?? null).toBe(refused)
  })
  test.each([
    ['fresh', { attempts: 0, expiresAt: after(5).toISOString(), usedAt: null }, true],
    ['tried too often', { attempts: 5, expiresAt: after(5).toISOString(), usedAt: null }, false],
    ['expired', { attempts: 0, expiresAt: now.toISOString(), usedAt: null }, false],
    ['used', { attempts: 1, expiresAt: after(5).toISOString(), usedAt: now.toISOString() }, false],
  ])('AU-7 a code that is %s', (_, code, isOpen) => {
    expect(rules.isCodeOpen(code, now, codes)).toBe(isOpen)
  })
})

describe('AU-8 who keeps whose account', () => {
  const actor = (role: StaffRole, institutionId: string, regionPrefix: string | null = null): Actor => ({ ...anonymous, kind: 'staff', id: 'me', institutionId, regionPrefix, roles: [role] })
  const account = (roles: StaffRole[], institutionId = 'hospital', regionCode = '990121') => ({ accountId: 'other', institutionId, regionCode, roles })
  test.each([
    ['the head of a hospital, its clerk', actor('institution_head', 'hospital'), account(['institution_clerk']), null],
    ['the clerk of a hospital, its nurse', actor('institution_clerk', 'hospital'), account(['nurse']), null],
    ['the clerk of a hospital, its head', actor('institution_clerk', 'hospital'), account(['institution_head']), 'identity.not_in_your_care'],
    ['the clerk of a hospital, the nurse of another', actor('institution_clerk', 'elsewhere'), account(['nurse']), 'not_found'],
    ['the commission clerk, the head of a hospital', actor('commission_clerk', 'commission', '990121'), account(['institution_head']), null],
    ['the commission clerk, the head of the commission', actor('commission_clerk', 'commission', '990121'), account(['commission_head'], 'commission'), 'identity.not_in_your_care'],
    ['the commission clerk, the auditor of the commission', actor('commission_clerk', 'commission', '990121'), account(['auditor'], 'commission'), 'identity.not_in_your_care'],
    ['the clerk of the city, the head of a county commission', actor('commission_clerk', 'city', '9901'), account(['commission_head'], 'commission'), 'identity.not_in_your_care'],
    ['the commission head, the auditor of the commission', actor('commission_head', 'commission', '990121'), account(['auditor'], 'commission'), null],
    ['the commission of another county', actor('commission_head', 'other', '990122'), account(['nurse']), 'not_found'],
    ['a nurse, her colleague', actor('nurse', 'hospital'), account(['nurse']), 'identity.not_in_your_care'],
  ])('AU-8 %s', (_, who, whose, refused) => {
    expect(rules.mayKeep(who, whose)?.refused ?? null).toBe(refused)
  })
  test('AU-8 nobody keeps the own account', () => {
    expect(rules.mayKeep(actor('commission_head', 'commission', '990121'), { ...account(['commission_head'], 'commission'), accountId: 'me' })).toEqual({ refused: 'identity.own_account' })
  })
})

test('AU-9 a recovery code may be typed with blanks and capitals', () => {
  expect(rules.readRecoveryCode(' ABCDE-2345f ')).toBe('abcde2345f')
})

test('AU-10 only a claim other than sub may be a sign-in name; the way back stays in the house', () => {
  expect(rules.mayMatchLoginName('sub')).toBe(false)
  expect(rules.mayMatchLoginName('preferred_username')).toBe(true)
  expect(rules.safeReturn('/plans?x=1')).toBe('/plans?x=1')
  for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\nb', undefined]) expect(rules.safeReturn(evil)).toBe('/')
})
