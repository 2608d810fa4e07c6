import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import { build, node, root } from '../tools/setup.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    server: { url: string; port: number; dataDir: string; logFile: string }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

/** Starts the built server as a person would, and waits until it answers. */
export async function startServer(given: { port: number; dataDir: string; logFile: string }): Promise<ChildProcess> {
  const output = openSync(given.logFile, 'a')
  const child = spawn(node(), [path.join(root, 'dist', 'server', 'main.js'), '--port', String(given.port), '--host', '127.0.0.1', '--data', given.dataDir], { stdio: ['ignore', output, output], env: { ...process.env, HUIYIN_ROOT: root, DATABASE_URL: '', NODE_ENV: '' }, detached: false })
  for (let waited = 0; waited < 6000; waited++) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${readFileSync(given.logFile, 'utf8').slice(-2000)}`)
    const answer = await fetch(`http://127.0.0.1:${given.port}/healthz`).catch(() => null)
    if (answer?.ok === true) return child
    await wait(100)
  }
  throw new Error(`the server did not answer within ten minutes: ${readFileSync(given.logFile, 'utf8').slice(-2000)}`)
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

/** One server with the demonstration county for all journeys. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await build({ quiet: true })
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-e2e-'))
  chmodSync(dataDir, 0o711)
  const given = { port: await freePort(), dataDir, logFile: path.join(dataDir, 'server.log') }
  await startServer(given)
  project.provide('server', { url: `http://127.0.0.1:${given.port}`, ...given })
  return async () => {
    // A journey may have started it anew: who serves stands in the lock.
    await endProcess(Number.parseInt(readFileSync(path.join(dataDir, 'server.lock'), 'utf8'), 10), 'SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  }
}
