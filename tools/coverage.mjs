// npm run coverage [-- --json]: installs what is missing, then counts on the pinned Node.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { install, node, root } from './setup.mjs'

await install({ quiet: process.argv.includes('--json') })
const done = spawnSync(node(), [path.join(root, 'tools', 'coverage.ts'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: { ...process.env, HUIYIN_ROOT: root } })
process.exitCode = done.status ?? 1
