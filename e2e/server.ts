import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { build, node, root } from '../tools/setup.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    demonstration: string
  }
}

export type Place = { readonly port: number; readonly dataDir: string; readonly logFile: string }

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** A port below those that systems hand to outgoing connections, so that nobody takes it while a killed server is away; each worker has a thousand of its own. */
async function quietPort(): Promise<number> {
  const from = 20_000 + (Number(process.env['VITEST_POOL_ID'] ?? 0) % 10) * 1000
  for (;;) {
    const port = from + Math.floor(Math.random() * 1000)
    if (await isFree(port)) return port
  }
}

export async function placeIn(folder: string): Promise<Place> {
  const dataDir = path.join(folder, 'data')
  mkdirSync(folder, { recursive: true })
  // Root's PostgreSQL runs as another account and must walk through.
  chmodSync(folder, 0o711)
  return { port: await quietPort(), dataDir, logFile: path.join(folder, 'server.log') }
}

/** Starts the built server as a person would, and waits until it answers. */
export async function startServer(given: Place): Promise<ChildProcess> {
  const output = openSync(given.logFile, 'a')
  const child = spawn(node(), [path.join(root, 'dist', 'server', 'main.js'), '--port', String(given.port), '--host', '127.0.0.1', '--data', given.dataDir], { stdio: ['ignore', output, output], env: { ...process.env, HUIYIN_ROOT: root, DATABASE_URL: '', NODE_ENV: '' }, detached: false })
  for (let waited = 0; waited < 12_000; waited++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended: ${readFileSync(given.logFile, 'utf8').slice(-2000)}`)
    const answer = await fetch(`http://127.0.0.1:${given.port}/healthz`).catch(() => null)
    if (answer?.ok === true) return child
    await wait(100)
  }
  throw new Error(`the server did not answer within twenty minutes: ${readFileSync(given.logFile, 'utf8').slice(-2000)}`)
}

/** Ends a process by id and waits until it is gone. */
export async function endProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  try {
    process.kill(pid, signal)
    for (let waited = 0; waited < 600; waited++) {
      process.kill(pid, 0)
      await wait(100)
    }
  } catch {
    // Gone: the probe finds nobody.
  }
}

/** Who serves stands in the lock; null where nobody does. */
export function serverOf(dataDir: string): number | null {
  const lock = path.join(dataDir, 'server.lock')
  return existsSync(lock) ? Number.parseInt(readFileSync(lock, 'utf8'), 10) : null
}

/** The build that all journeys drive, and a folder for the demonstrations of those that ask for one. */
export async function setup(project: TestProject): Promise<() => void> {
  await build({ quiet: true })
  const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-e2e-'))
  chmodSync(folder, 0o711)
  project.provide('demonstration', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
