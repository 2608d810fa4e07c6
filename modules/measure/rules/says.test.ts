import { expect, test } from 'vitest'
import { runsSay, standingSays } from './says.ts'

const owner = { zh: '医务科', en: 'Medical office' }
const point = (from: string, alarm: 'up' | 'down' | null = null) => ({ from, up: 0, down: 0, alarm, since: alarm === null ? null : from })

test.each([
  ['too little to say', null, 'up', '不足 8 期'],
  ['no change', { points: [point('2026-01-01')] }, 'up', '没有超出偶然波动的变化'],
  ['a change for the worse says whom it concerns', { points: [point('2026-01-01', 'down'), { ...point('2026-02-01'), down: 0.4 }] }, 'up', '从 2026-01-01 起持续偏低，是变差了，超出偶然波动。先核对口径版本和登记有没有变，再看下面的记录；确实变差的，请医务科查明原因'],
  ['what is over', { points: [point('2026-01-01', 'down'), point('2026-02-01')] }, 'up', '曾从 2026-01-01 起持续偏低，到 2026-01-01 超出偶然波动；之后没有再超出'],
  ['the same change where lower is better', { points: [point('2026-01-01', 'down')] }, 'down', '是变好了'],
  ['a change without a direction', { points: [point('2026-01-01', 'up')] }, 'none', '持续偏高，超出偶然波动。请医务科说明原因'],
] as const)('ME-31 a run chart says %s', (_, runs, direction, said) => {
  expect(runsSay(runs, direction, owner).zh).toContain(said)
})

const row = (band: 'ahead' | 'middle' | 'behind' | null, outside: 'warning' | 'alarm' | null = null, value: number | null = 1) => ({ band, outside, value })

test('ME-31 a comparison says how many are certainly better or worse, how many cannot be told apart, and how many are left out', () => {
  const rows = [row('ahead', 'warning'), row('middle'), row('middle'), row('behind', 'alarm'), row(null, null, null)]
  expect(standingSays(rows, 'proportion', 'up')).toEqual({
    zh: '4 个中，1 个确实好于总体水平，1 个确实差于总体水平，其余 2 个与总体水平分不出高低。1 个超出 99.8% 控制限，应先查原因；1 个在 95% 之外，先留意。另有 1 个没有数值或样本太少，不比较。',
    en: 'Of 4, 1 are certainly better than all together and 1 certainly worse; the other 2 cannot be told apart from it. 1 lie outside the 99.8 % limits: find out why first; 1 outside 95 %: keep an eye on them. 1 more have no value or too few cases and are not compared.',
  })
  expect(standingSays(rows, 'none', 'down').zh).toContain('不画控制限')
  expect(standingSays(rows.slice(0, 1), 'proportion', 'up').zh).toContain('无从比较')
  expect(standingSays(rows, 'proportion', 'none').zh).toContain('1 个在 99.8% 控制限之外')
})
