import { expect, test } from 'vitest'
import { matterContract } from '../contract.ts'
import { emptyEntry, faultsOf, filingOf, isWholePhone, isWritten, receivedOf, type Entry } from './entry-draft.ts'
import type { Kind } from './kind-names.ts'

const words = { zh: '投诉', en: 'complaint' }
const complaint: Kind = { key: 'complaint', name: words, about: words, prefix: 'TS', order: 1, confidentiality: 'protected', channels: ['phone', 'box', 'hotline'], anonymous: false, hasAuthor: true, publishes: false, ledger: false, categories: [], states: [], mayEnter: true, seesAll: true }
const problem: Kind = { ...complaint, key: 'problem', hasAuthor: false, ledger: true }
const about = { needsInstitution: false }
const entry = (part: Partial<Entry>): Entry => ({ ...emptyEntry('phone', 'complaint'), body: '等了两个小时', ...part })

test.each<[string, Partial<Entry>, Kind, object]>([
  ['a call with a number is right', { phone: '138 0013 8000' }, complaint, {}],
  ['nobody to answer', {}, complaint, { phone: 'w_authorMust' }],
  ['nobody named where anonymity is allowed', {}, { ...complaint, anonymous: true }, { phone: 'w_author' }],
  ['anonymous, said so', { anonymous: true }, { ...complaint, anonymous: true }, {}],
  ['a slip from the box names nobody', { channel: 'box' }, complaint, {}],
  ['letters in the number', { phone: '138abc' }, complaint, { phone: 'w_phone' }],
  ['one character', { phone: '13800138000', body: '等' }, complaint, { body: 'w_body' }],
  ['a hotline order without its number', { channel: 'hotline', name: '某人' }, complaint, { originNumber: 'w_origin' }],
  ['a problem has no author', {}, problem, {}],
])('%s', (_, part, kind, faults) => {
  expect(faultsOf(entry(part), kind, about)).toEqual(faults)
})

test('a commission says for which body', () => {
  expect(faultsOf(entry({ name: '某人' }), complaint, { needsInstitution: true })).toEqual({ institutionId: 'w_institution' })
})

test('what is sent fits the contract; the field of a time is Shanghai time', () => {
  const { body } = filingOf(entry({ phone: '13800138000', receivedAt: '2026-11-26T09:30' }), complaint, '0199c0de-0000-7000-8000-000000000001')
  expect(matterContract.enterMatter.body.parse(body)).toMatchObject({ receivedAt: '2026-11-26T01:30:00.000Z', author: { phone: '13800138000' }, originNumber: null })
  expect(receivedOf('')).toBeNull()
})

test('an anonymous caller leaves nothing, also not what was typed before', () => {
  expect(filingOf(entry({ phone: '13800138000', anonymous: true }), { ...complaint, anonymous: true }, '0199c0de-0000-7000-8000-000000000001').body.author).toBeNull()
})

test('only ledgers carry owner, measure and limit', () => {
  const given = entry({ measure: '加派人手', limitOn: '2026-12-10', owner: [{ staffId: '0199c0de-0000-7000-8000-000000000002', name: '某人' }] })
  expect(filingOf(given, problem, '0199c0de-0000-7000-8000-000000000001').body).toMatchObject({ measure: '加派人手', limitOn: '2026-12-10', ownerStaffId: '0199c0de-0000-7000-8000-000000000002' })
  expect(filingOf(given, complaint, '0199c0de-0000-7000-8000-000000000001').body).not.toHaveProperty('measure')
})

test.each([['1380013800', false], ['13800138000', true], ['0990-1234567', true], ['12345', false], ['', false]])('%s is asked for earlier matters: %s', (phone, whole) => {
  expect(isWholePhone(phone)).toBe(whole)
})

test('an untouched form is no draft', () => {
  expect(isWritten(emptyEntry('phone', 'complaint'))).toBe(false)
  expect(isWritten(entry({}))).toBe(true)
})
