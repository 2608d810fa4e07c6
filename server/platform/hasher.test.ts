import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { hasher } from './hasher.ts'

test.each([['', ''], ['k', ''], ['种子', '处方 2026-10-12'], ['a'.repeat(63), 'x'], ['a'.repeat(64), 'x'.repeat(63)], ['a'.repeat(65), '\u{20000}'.repeat(40)], ['长'.repeat(50), 'y'.repeat(5000)]])('the digest keyed with %j is the HMAC of the library', (key, text) => {
  for (const each of [text, `${text}!`, text]) expect(hasher.hmac(key, each)).toBe(createHmac('sha256', key).update(each, 'utf8').digest('hex'))
  expect(hasher.sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
})

test('keys in turn do not get into one another', () => {
  const known = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')
  expect(['a', 'b', 'a', 'ab', 'b'].map((key) => hasher.hmac(key, 'x'))).toEqual(['a', 'b', 'a', 'ab', 'b'].map((key) => known(key, 'x')))
})
