// npm test: everything a fresh machine can check, in order of cost; ends with one line 'N passed, N failed'.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findBrowser } from './browser.mjs'
import { checks } from './checks.mjs'
import { build, install, node, root } from './setup.mjs'

install()
const skipE2e = process.argv.includes('--no-e2e')
const totals = { passed: 0, failed: 0, skipped: 0 }
const env = { ...process.env, HUIYIN_ROOT: root, FORCE_COLOR: process.env.FORCE_COLOR ?? '0' }
const started = performance.now()
const since = () => `${((performance.now() - started) / 1000).toFixed(0)} s`

for (const [name, command, args] of checks()) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', env })
  const ok = done.status === 0
  totals[ok ? 'passed' : 'failed'] += 1
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${since()})\n`)
  if (!ok) process.stdout.write(`${done.stdout}${done.stderr}\n`)
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'huiyin-test-'))
function suite(project, extra = {}) {
  const report = path.join(scratch, `${project}.json`)
  const done = spawnSync(node(), [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { cwd: root, stdio: 'inherit', env: { ...env, ...extra } })
  if (!existsSync(report)) {
    totals.failed += 1
    process.stdout.write(`✗ ${project}: the runner ended without a report\n`)
    return
  }
  const result = JSON.parse(readFileSync(report, 'utf8'))
  totals.passed += result.numPassedTests
  totals.failed += result.numFailedTests
  totals.skipped += result.numPendingTests + (result.numTodoTests ?? 0)
  // A file that cannot be loaded has no tests to fail.
  const broken = (result.testResults ?? []).filter((file) => file.status === 'failed' && file.assertionResults.every((each) => each.status !== 'failed'))
  totals.failed += broken.length
  if (done.status !== 0 && result.numFailedTests === 0 && broken.length === 0) totals.failed += 1
  process.stdout.write(`${project} done (${since()})\n`)
}

suite('rules')
suite('routes')
if (skipE2e) {
  process.stdout.write('e2e left out: --no-e2e was given\n')
} else {
  const browser = findBrowser()
  if (browser === null) {
    totals.failed += 1
    process.stdout.write('✗ e2e: 没有找到浏览器，请安装 Chromium 或 Chrome，或用 CHROMIUM_PATH 指定。No browser was found: install Chromium or set CHROMIUM_PATH.\n')
  } else {
    build({ quiet: true })
    suite('e2e', { CHROMIUM_PATH: browser })
  }
}
rmSync(scratch, { recursive: true, force: true })
process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}\n`)
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1)
