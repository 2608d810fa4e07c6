// npm test: everything a fresh machine can check, in order of cost; ends with one line 'N passed, N failed'.
// npm test -- --no-e2e leaves the journeys out and says so.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { findBrowser } from './browser.mjs'
import { environment, runChecks, stopwatch, vitest } from './checks.mjs'
import { build, install, node, root } from './setup.mjs'

const unknown = process.argv.slice(2).filter((argument) => argument !== '--no-e2e')
if (unknown.length > 0) {
  process.stderr.write(`不认识的参数 unknown argument: ${unknown.join(' ')}（npm test -- --no-e2e）\n`)
  process.exit(2)
}
await install()
const since = stopwatch()
const checked = runChecks(since)
const totals = { ...checked.totals, skipped: 0 }
/** Said once more at the end: what failed in a long run stands far above its last line. */
const failures = [...checked.failures]
const scratch = mkdtempSync(path.join(os.tmpdir(), 'huiyin-test-'))

function fail(sentence) {
  totals.failed += 1
  failures.push(sentence)
  process.stdout.write(`✗ ${sentence}\n`)
}

function suite(project, extra = {}) {
  const file = path.join(scratch, `${project}.json`)
  const done = spawnSync(node(), [...vitest(project), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { cwd: root, stdio: 'inherit', env: { ...environment(), ...extra } })
  if (!existsSync(file)) return fail(`${project}: the runner ended without a report`)
  const report = JSON.parse(readFileSync(file, 'utf8'))
  totals.passed += report.numPassedTests
  totals.failed += report.numFailedTests
  totals.skipped += report.numPendingTests + (report.numTodoTests ?? 0)
  for (const each of report.testResults ?? []) {
    for (const test of each.assertionResults.filter(({ status }) => status === 'failed')) failures.push(`${path.relative(root, each.name)} › ${test.fullName}\n  ${(test.failureMessages ?? []).join('\n').split('\n').slice(0, 12).join('\n  ')}`)
  }
  // A file that cannot be loaded has no tests that could fail.
  const broken = (report.testResults ?? []).filter((each) => each.status === 'failed' && each.assertionResults.every((test) => test.status !== 'failed'))
  for (const each of broken) fail(`${path.relative(root, each.name)} could not run`)
  if (report.numTotalTests === 0) fail(`${project}: no test was found`)
  else if (done.status !== 0 && report.numFailedTests === 0 && broken.length === 0) fail(`${project}: the runner ended with ${done.status ?? done.signal}`)
  process.stdout.write(`${project} done (${since()})\n`)
}

suite('rules')
suite('routes')
if (process.argv.includes('--no-e2e')) {
  process.stdout.write('e2e left out: --no-e2e was given\n')
} else {
  const browser = findBrowser()
  if (browser === null) fail('e2e: 没有找到浏览器，请安装 Chromium 或 Chrome，或用 CHROMIUM_PATH 指定。No browser was found: install Chromium or set CHROMIUM_PATH.')
  else if (await build({ quiet: true, keepGoing: true })) suite('e2e', { CHROMIUM_PATH: browser })
  else fail('e2e: the build failed')
}
rmSync(scratch, { recursive: true, force: true })
if (failures.length > 0) process.stdout.write(`\n${failures.map((each) => `✗ ${each}`).join('\n')}\n`)
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}\n`)
process.exit(totals.failed === 0 ? 0 : 1)
