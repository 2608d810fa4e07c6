import { expect, test } from 'vitest'
import type { Actor } from '../../../kernel/actor.ts'
import type { FactKind } from '../../../kernel/fact.ts'
import type { Counting } from './counting.ts'
import { finerOf } from './finer.ts'

const part = (kind: string) => ({ kind, worth: () => null })
const kinds: FactKind[] = [
  { kind: 'a.day', name: { zh: '日', en: 'day' }, fields: {}, finer: [{ grain: 'drug', name: { zh: '药', en: 'drug' }, link: '/x?i={institution}&from={from}&to={to}', roles: ['doctor', 'pharmacist'] }, { grain: 'prescriber', name: { zh: '人', en: 'who' }, link: '/y?m={to}', roles: ['pharmacist'] }] },
  { kind: 'b.day', name: { zh: '日', en: 'day' }, fields: {} },
]
const counting = (kind: string): Counting => ({ shape: 'sum', numerator: part(kind), denominator: null })
const staff = (...roles: string[]) => ({ kind: 'staff', id: 'p', name: 'P', institutionId: 'h', regionPrefix: null, roles, posts: [] }) as unknown as Actor
const period = { from: '2026-01-01', to: '2026-03-31' }

test('ME-34 a measure leads on to what its facts do not tell apart, and nobody where they may not go', () => {
  const ways = (kind: string, ...roles: string[]) => finerOf(counting(kind), kinds, staff(...roles), 'h', period).map((each) => each.link)
  expect(ways('a.day', 'pharmacist')).toEqual(['/x?i=h&from=2026-01-01&to=2026-03-01', '/y?m=2026-03-01'])
  expect(ways('a.day', 'doctor')).toEqual(['/x?i=h&from=2026-01-01&to=2026-03-01'])
  expect([ways('b.day', 'pharmacist'), ways('a.day', 'desk')]).toEqual([[], []])
})
