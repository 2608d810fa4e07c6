// npm run dev: rebuilds and restarts on every change of a source; a build that fails leaves the last server running.
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { build, install, node, root } from './setup.mjs'

await install()
let child = null
let timer = null
let busy = false
let again = false

const ended = (running) => new Promise((resolve) => (running === null || running.exitCode !== null || running.signalCode !== null ? resolve() : running.once('exit', resolve)))

async function restart() {
  if (busy) {
    again = true
    return
  }
  busy = true
  do {
    again = false
    if (!(await build({ keepGoing: true }))) continue
    child?.kill('SIGTERM')
    await ended(child)
    child = spawn(node(), ['--enable-source-maps', path.join(root, 'dist', 'server', 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, HUIYIN_ROOT: root } })
  } while (again)
  busy = false
}

for (const folder of ['kernel', 'server', 'modules', 'console', 'portal', 'ui', 'catalog', 'db']) {
  const place = path.join(root, folder)
  if (existsSync(place)) {
    watch(place, { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => void restart(), 300)
    })
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    child?.kill('SIGTERM')
    void ended(child).then(() => process.exit(0))
  })
}
await restart()
