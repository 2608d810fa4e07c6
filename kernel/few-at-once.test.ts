import { expect, test } from 'vitest'
import { fewAtOnce } from './few-at-once.ts'

const tick = () => new Promise<void>((done) => setImmediate(done))

test('every item is taken once, never more than so many at a time', async () => {
  let under = 0
  let most = 0
  const taken: number[] = []
  await fewAtOnce([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    under += 1
    most = Math.max(most, under)
    await tick()
    taken.push(item)
    under -= 1
  })
  expect(taken.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(3)
})

test('a failure is thrown after the others under way have ended, and nothing is begun after it', async () => {
  const begun: number[] = []
  const ended: number[] = []
  await expect(
    fewAtOnce([1, 2, 3, 4], 2, async (item) => {
      begun.push(item)
      await tick()
      if (item === 1) throw new Error('one')
      await tick()
      ended.push(item)
    }),
  ).rejects.toThrow('one')
  expect([begun, ended]).toEqual([[1, 2], [2]])
})
