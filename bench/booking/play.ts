// oxlint-disable unicorn/require-post-message-target-origin -- what is meant is a thread, and a thread has no origin
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import type { Outcome, Round } from './clients.ts'

/** What one round came to, with the processor time of server and database together for each attempt. */
export type Played = Outcome & { readonly cpuMsEach: number; readonly nodeMsEach: number }

/** Processor time of a database's processes so far, in milliseconds, with that of those that have ended. */
export function databaseCpuMs(postmaster: number): number {
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const file = `/proc/${name}/stat`
      if (!existsSync(file)) return []
      const fields = readFileSync(file, 'utf8').replace(/^\d+ \(.*\) /, '').split(' ')
      if (Number(name) === postmaster) return [11, 12, 13, 14].map((at) => Number(fields[at]))
      return Number(fields[1]) === postmaster ? [Number(fields[11]) + Number(fields[12])] : []
    })
  return ticks.reduce((sum, each) => sum + each, 0) * 10
}

export function newClients() {
  const worker = new Worker(path.join(import.meta.dirname, 'clients.ts'))
  return {
    async play(round: Round, postmaster: number): Promise<Played> {
      const answered = once(worker, 'message')
      const [node, database] = [process.cpuUsage(), databaseCpuMs(postmaster)]
      worker.postMessage(round)
      const [outcome] = (await answered) as [Outcome]
      const used = process.cpuUsage(node)
      if (outcome.fault !== null) throw new Error(outcome.fault)
      // The clients' own thread is theirs, not the server's.
      const nodeMs = (used.user + used.system) / 1000 - outcome.cpuMs
      return { ...outcome, cpuMsEach: (nodeMs + databaseCpuMs(postmaster) - database) / outcome.done, nodeMsEach: nodeMs / outcome.done }
    },
    end: () => worker.postMessage(null),
  }
}

/** pgbench of this machine; null where there is none. */
export function pgbenchAt(): string | null {
  const places = ['/usr/bin/pgbench', ...(existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`) : [])]
  return places.find((each) => existsSync(each)) ?? null
}

/** Bookings a second of the one statement, by 64 connections; the whole of what the database can do. */
export function pgbench(program: string, url: string, script: string, seconds: number): number {
  const said = execFileSync(program, ['-n', '-M', 'prepared', '-c', '64', '-j', '2', '-T', String(seconds), '-f', script, url], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  return Number(/tps = ([\d.]+)/.exec(said)?.[1] ?? Number.NaN)
}
