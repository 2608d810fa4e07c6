import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { anonymous } from '../../kernel/actor.ts'
import { isMine, mineOf } from './rules.ts'
import { sayTopic, topics } from './topics.ts'

test('NT-1 a sentence is filled in both languages; a missing value is a dash, an unknown topic its own code', () => {
  expect(sayTopic('plan.launched', { title: '十项行动', obligations: 12 })).toEqual({ zh: '《十项行动》已下达，本单位有 12 项应办事项。', en: '"十项行动" was launched; your institution has 12 obligations.' })
  expect(sayTopic('plan.launched', { title: '十项行动' }).zh).toContain('有 — 项')
  expect(sayTopic('plan.verdict_overridden', { duty: 'd', verdict: 'waived', reason: 'r' }).zh).toContain('免除')
  expect(sayTopic('no.such', {})).toEqual({ zh: 'no.such', en: 'no.such' })
})

test('NT-1 every topic that a command names has its sentence', () => {
  const sources = globSync('modules/**/*.ts').filter((file) => !/\.test\.ts$|^modules\/notice\//.test(file)).map((file) => readFileSync(file, 'utf8'))
  const named = sources.flatMap((text) => [...text.matchAll(/topic: [^\n]*?'([a-z]+\.[a-z_0-9]+)'(?:[^\n]*? : '([a-z]+\.[a-z_0-9]+)')?/g)].flatMap((match) => [match[1], match[2]])).filter((each) => each !== undefined)
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((topic) => topics[topic] === undefined)).toEqual([])
})

test('NT-2 mine is what is for me, or for a post of mine in the same body', () => {
  const mine = mineOf({ ...anonymous, kind: 'staff', id: 'me', institutionId: 'a', roles: ['nurse'] })
  expect(isMine({ institutionId: 'a', accountId: 'me', role: null }, mine)).toBe(true)
  expect(isMine({ institutionId: 'a', accountId: null, role: 'nurse' }, mine)).toBe(true)
  expect(isMine({ institutionId: 'a', accountId: null, role: 'doctor' }, mine)).toBe(false)
  expect(isMine({ institutionId: 'b', accountId: null, role: 'nurse' }, mine)).toBe(false)
  expect(isMine({ institutionId: 'a', accountId: 'other', role: null }, mine)).toBe(false)
})
