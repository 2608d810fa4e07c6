import { expect, test } from 'vitest'
import { anonymous, type Actor } from '../../kernel/actor.ts'
import { isInScope, periodOf } from './rules.ts'

test('CH-2 a period is whole days of Shanghai, the last one included', () => {
  expect(periodOf('2026-03-02', '2026-03-02')).toEqual({ since: '2026-03-01T16:00:00.000Z', before: '2026-03-02T16:00:00.000Z' })
  expect(periodOf(undefined, undefined)).toEqual({ since: undefined, before: undefined })
})

test('CH-3 the own body, and for a commission its region', () => {
  const head: Actor = { ...anonymous, kind: 'staff', institutionId: 'a', roles: ['institution_head'] }
  const commission: Actor = { ...head, institutionId: 'c', regionPrefix: '9901', roles: ['commission_head'] }
  expect([isInScope(head, { id: 'a', regionCode: '990121' }), isInScope(head, { id: 'b', regionCode: '990121' })]).toEqual([true, false])
  expect([isInScope(commission, { id: 'b', regionCode: '990121' }), isInScope(commission, { id: 'b', regionCode: '990221' })]).toEqual([true, false])
})
