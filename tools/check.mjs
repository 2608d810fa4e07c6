// npm run check: what to run before every push; no database and no browser needed.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { environment, runChecks, stopwatch, vitest } from './checks.mjs'
import { install, node, root } from './setup.mjs'

await install()
const since = stopwatch()
const { totals } = runChecks(since)
const tests = spawnSync(node(), [...vitest('rules'), '--reporter=dot'], { cwd: root, stdio: 'inherit', env: environment() })
const isGood = tests.status === 0
process.stdout.write(`${isGood ? '✓' : '✗'} rule tests (${since()})\n`)
process.exit(isGood && totals.failed === 0 ? 0 : 1)
