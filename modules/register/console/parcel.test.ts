import { expect, test } from 'vitest'
import { earlierOf, mayHaveArrived, nextOf, outcomeOf, seal, send, settle, wake, type Parcel } from './parcel.ts'

const at = { institutionId: 'i', entryId: 'e', revision: 1 }
const fresh = (): Parcel<string> => seal({ id: 'p', key: 'k1', content: 'first', target: null, earlier: null })
const arrived = { kind: 'arrived', at } as const
const unreachable = { kind: 'unreachable', says: 'no network' } as const
const refused = { kind: 'refused', says: 'too late' } as const

const parcelOf = (settled: ReturnType<typeof settle<string>>): Parcel<string> => {
  if (!('parcel' in settled)) throw new Error(`settled as ${settled.step}`)
  return settled.parcel
}

test('what waits goes out again with the same key and content until its fate is known', () => {
  const once = parcelOf(settle(send(fresh()), unreachable))
  expect(once).toMatchObject({ state: 'waiting', tried: true, says: 'no network' })
  expect(nextOf(once)).toEqual({ key: 'k1', content: 'first', target: null })
  expect(nextOf(parcelOf(settle(send(once), unreachable))).key).toBe('k1')
  expect(settle(send(once), arrived)).toEqual({ step: 'done', at })
})

test('a refusal gives it back with the sentence', () => {
  expect(settle(send(fresh()), refused)).toEqual({ step: 'draft', says: 'too late', target: null })
})

test('a crash in the middle of sending leaves it waiting with its key', () => {
  const woken = wake(send(fresh()))
  expect(woken).toMatchObject({ state: 'waiting', tried: true })
  expect(nextOf(woken).key).toBe('k1')
  expect(wake(fresh())).toEqual(fresh())
})

test('changed before it ever left, it is simply another content', () => {
  expect(earlierOf(fresh())).toBeNull()
  expect(mayHaveArrived(fresh())).toBe(false)
})

test('changed after it may have arrived, the first content goes out first, and the change becomes a correction of it', () => {
  const tried = parcelOf(settle(send(fresh()), unreachable))
  expect(mayHaveArrived(tried)).toBe(true)
  const changed = seal({ id: 'p', key: 'k2', content: 'second', target: null, earlier: earlierOf(tried) })
  expect(nextOf(changed)).toEqual({ key: 'k1', content: 'first', target: null })
  const sending = send(changed)
  expect(sending.tried).toBe(false)
  const settled = settle(sending, arrived)
  expect(settled.step).toBe('again')
  expect(nextOf(parcelOf(settled))).toEqual({ key: 'k2', content: 'second', target: at })
  expect(settle(send(parcelOf(settled)), { kind: 'arrived', at: { ...at, revision: 2 } })).toEqual({ step: 'done', at: { ...at, revision: 2 } })
})

test('changed again before anything is known, the very first content still goes out first', () => {
  const tried = parcelOf(settle(send(fresh()), unreachable))
  const second = seal({ id: 'p', key: 'k2', content: 'second', target: null, earlier: earlierOf(tried) })
  const still = parcelOf(settle(send(second), unreachable))
  expect(earlierOf(still)).toEqual({ key: 'k1', content: 'first' })
  const third = seal({ id: 'p', key: 'k3', content: 'third', target: null, earlier: earlierOf(still) })
  expect(nextOf(third).key).toBe('k1')
})

test('where the first content was refused nothing is there, and the change is entered as new', () => {
  const changed = seal({ id: 'p', key: 'k2', content: 'second', target: null, earlier: { key: 'k1', content: 'first' } })
  const settled = parcelOf(settle(send(changed), refused))
  expect(nextOf(settled)).toEqual({ key: 'k2', content: 'second', target: null })
})

test('a correction that is refused keeps the entry it was meant for', () => {
  const correction = seal({ id: 'p', key: 'k2', content: 'second', target: at, earlier: null })
  expect(settle(send(correction), refused)).toEqual({ step: 'draft', says: 'too late', target: at })
})

test.each([
  [0, 'offline', 'unreachable'],
  [401, 'access.sign_in', 'unreachable'],
  [429, 'request.too_many', 'unreachable'],
  [500, 'fault', 'unreachable'],
  [502, 'fault', 'unreachable'],
  [409, 'request.busy', 'unreachable'],
  [400, 'request.invalid', 'refused'],
  [403, 'register.not_yours_to_enter', 'refused'],
  [404, 'not_found', 'refused'],
  [409, 'register.version_changed', 'refused'],
  [413, 'file.too_large', 'refused'],
] as const)('an answer %i %s is %s', (status, code, outcome) => {
  expect(outcomeOf(status, code)).toBe(outcome)
})
