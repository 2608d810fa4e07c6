// npm run check: what to run before every push.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { checks } from './checks.mjs'
import { install, node, root } from './setup.mjs'

install()
let failed = 0
const steps = [...checks(), ['rule tests', node(), [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'rules', '--reporter=dot']]]
for (const [name, command, args] of steps) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  process.stdout.write(`${done.status === 0 ? '✓' : '✗'} ${name}\n`)
  if (done.status !== 0) {
    failed += 1
    process.stdout.write(`${done.stdout}${done.stderr}\n`)
  }
}
process.exit(failed === 0 ? 0 : 1)
