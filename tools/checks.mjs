// The checks that need no database; each counts as one test.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { node, root } from './setup.mjs'

// Never by the link in .bin: that would run on whichever Node the PATH finds.
const program = (...parts) => path.join(root, 'node_modules', ...parts)

const checks = [
  { name: 'types of server and rules', args: [program('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the screens', args: [program('typescript', 'bin', 'tsc'), '-p', 'tsconfig.web.json'] },
  { name: 'lint', args: [program('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'dependency directions', args: ['tools/check-direction.ts'] },
  { name: 'names and pins', args: ['tools/check-names.ts'] },
  { name: 'rule numbers', args: ['tools/check-rules.ts'] },
]

/** The pinned Node first in PATH, for whatever a tool starts in turn. */
export const environment = () => ({ ...process.env, HUIYIN_ROOT: root, PATH: `${program('.bin')}${path.delimiter}${process.env.PATH ?? ''}` })

export const vitest = (project) => [program('vitest', 'vitest.mjs'), 'run', '--project', project]

/** Runs all of them, prints a line each and the output of those that fail; how many passed and failed, and what the failed ones said. */
export function runChecks(since) {
  const totals = { passed: 0, failed: 0 }
  const failures = []
  for (const check of checks) {
    const done = spawnSync(node(), check.args, { cwd: root, encoding: 'utf8', env: environment(), maxBuffer: 64 * 1024 * 1024 })
    const isGood = done.status === 0
    totals[isGood ? 'passed' : 'failed'] += 1
    process.stdout.write(`${isGood ? '✓' : '✗'} ${check.name} (${since()})\n`)
    if (isGood) continue
    const said = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error?.message ?? ''}`
    process.stdout.write(`${said}\n`)
    failures.push(`${check.name}\n  ${said.trim().split('\n').slice(0, 20).join('\n  ')}`)
  }
  return { totals, failures }
}

/** Seconds since the command began, to print. */
export function stopwatch() {
  const started = performance.now()
  return () => `${Math.round((performance.now() - started) / 1000)} s`
}
