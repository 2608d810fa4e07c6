import { expect, test } from 'vitest'
import { serviceFacts } from './uses.ts'

const march = { fromOn: '2026-03-02', toOn: '2026-03-08', dueAt: '2026-03-08T16:00:00.000Z' }
const use = (at: string) => ({ at, title: '会商', link: null })

test('PL-50 a use counts in its period, in time before the due hour', () => {
  const uses = [use('2026-03-01T15:59:59.000Z'), use('2026-03-01T16:00:00.000Z'), use('2026-03-08T15:59:59.999Z'), use('2026-03-08T16:00:00.000Z')]
  expect(serviceFacts(uses, march)).toEqual({ kind: 'service', on: true, used: 2, usedInTime: 2 })
  expect(serviceFacts(uses, { ...march, dueAt: '2026-03-08T04:00:00.000Z' })).toEqual({ kind: 'service', on: true, used: 2, usedInTime: 1 })
  expect(serviceFacts(uses, { ...march, dueAt: '2026-03-10T16:00:00.000Z' })).toMatchObject({ used: 3 })
  expect(serviceFacts([], march)).toEqual({ kind: 'service', on: true, used: 0, usedInTime: 0 })
})
