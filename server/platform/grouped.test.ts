import { expect, test } from 'vitest'
import { grouped } from './grouped.ts'

/** A `run` that waits until it is told to answer, and what it was asked. */
function held() {
  const groups: { readonly asks: readonly number[]; answer(): void; fail(error: Error): void }[] = []
  const run = (asks: readonly number[]) => new Promise<string[]>((resolve, reject) => groups.push({ asks, answer: () => resolve(asks.map((each) => `answer ${each}`)), fail: reject }))
  return { groups, run }
}
/** Turns of the event loop and not a time: whatever was ready has had its turn, however busy the machine is. */
const moment = async () => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

test('a lone ask leaves at once, and what arrived in the same moment with it', async () => {
  const { groups, run } = held()
  const ask = grouped({ most: 10, inFlight: 2 }, run)
  const answers = Promise.all([ask(1), ask(2)])
  await moment()
  expect(groups.map((each) => each.asks)).toEqual([[1, 2]])
  groups[0]?.answer()
  expect(await answers).toEqual(['answer 1', 'answer 2'])
})

test('what comes while a group is under way leaves beside it once it is half as much, and else after it; never more than two at once', async () => {
  const { groups, run } = held()
  const ask = grouped({ most: 10, inFlight: 2 }, run)
  const all = [1, 2, 3, 4].map((each) => ask(each))
  await moment()
  all.push(ask(5))
  await moment()
  expect(groups.map((each) => each.asks)).toEqual([[1, 2, 3, 4]])
  all.push(ask(6))
  await moment()
  expect(groups.map((each) => each.asks)).toEqual([[1, 2, 3, 4], [5, 6]])
  all.push(ask(7), ask(8), ask(9))
  await moment()
  expect(groups).toHaveLength(2)
  groups[1]?.answer()
  await moment()
  expect(groups.map((each) => each.asks)).toEqual([[1, 2, 3, 4], [5, 6], [7, 8, 9]])
  groups[0]?.answer()
  groups[2]?.answer()
  expect(await Promise.all(all)).toHaveLength(9)
})

test('a group that is too long is parted, in order', async () => {
  const { groups, run } = held()
  const ask = grouped({ most: 2, inFlight: 2 }, run)
  const all = Promise.all([1, 2, 3, 4, 5].map((each) => ask(each)))
  for (let done = 0; done < 3; ) {
    await moment()
    for (const each of groups.slice(done)) each.answer()
    done = groups.length
  }
  expect(groups.map((each) => each.asks)).toEqual([[1, 2], [3, 4], [5]])
  expect(await all).toEqual([1, 2, 3, 4, 5].map((each) => `answer ${each}`))
})

test('one bad ask takes nobody else along: each of the group is run once more by itself', async () => {
  const runs: (readonly number[])[] = []
  const ask = grouped<number, string>({ most: 10, inFlight: 2 }, async (asks) => {
    runs.push(asks)
    if (asks.includes(2)) throw new Error('bad')
    return asks.map((each) => `answer ${each}`)
  })
  const settled = await Promise.allSettled([ask(1), ask(2), ask(3)])
  expect(settled.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(runs).toEqual([[1, 2, 3], [1], [2], [3]])
  expect(await ask(4)).toBe('answer 4')
})

test('an answer for each is counted, not supposed', async () => {
  const ask = grouped<number, string>({ most: 10, inFlight: 2 }, async () => [])
  await expect(ask(1)).rejects.toThrow('a group of 1 got 0 answers')
})
