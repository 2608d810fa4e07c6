// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { once } from 'node:events'
import path from 'node:path'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { quantile } from '../registers/lists.ts'
import type { Outcome, Round } from './clients.ts'

export type { Sent } from './clients.ts'

/** A contestant: what is asked of which server. */
export type Side = Omit<Round, 'seconds'>
export type Played = { readonly rate: number; readonly taken: readonly number[]; readonly cpuMs: number; readonly done: number; readonly bytes: number }

/** Rounds in turn, so that whatever else the machine does hits all of them; the first round warms up and is not counted. */
export async function inTurn<Name extends string>(sides: Readonly<Record<Name, Side>>, given: { readonly rounds: number; readonly seconds: number; readonly say: (line: string) => void; readonly counted?: (name: Name, done: number) => void }): Promise<Record<Name, Played[]>> {
  const worker = new Worker(path.join(import.meta.dirname, 'clients.ts'))
  const names = Object.keys(sides) as Name[]
  const played = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Played[]>
  try {
    for (let round = 0; round <= given.rounds; round += 1) {
      const said: string[] = []
      for (const name of names) {
        const answered = once(worker, 'message')
        const from = process.threadCpuUsage()
        worker.postMessage({ ...sides[name], seconds: round === 0 ? Math.min(2, given.seconds) : given.seconds } satisfies Round)
        const [outcome] = (await answered) as [Outcome]
        const cpu = process.threadCpuUsage(from)
        if (outcome.fault !== null) throw new Error(outcome.fault)
        const one: Played = { rate: outcome.done / outcome.seconds, taken: outcome.taken, cpuMs: (cpu.user + cpu.system) / 1000 / outcome.done, done: outcome.done, bytes: outcome.bytes / outcome.done }
        said.push(`${name} ${one.rate.toFixed(0)}/s p99 ${quantile(one.taken, 0.99).toFixed(1)} ms`)
        given.counted?.(name, one.done)
        if (round > 0) played[name].push(one)
      }
      given.say(said.join(', '))
    }
  } finally {
    worker.postMessage(null)
  }
  return played
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)
export const takenBy = (rounds: readonly Played[]): number[] => rounds.flatMap((each) => each.taken)
/** The middle of the ratios round by round: each compares what ran side by side. */
export const ratio = (mine: readonly Played[], other: readonly Played[], of: (played: Played) => number): number => median(mine.map((each, at) => of(each) / of(other[at] ?? each)))
