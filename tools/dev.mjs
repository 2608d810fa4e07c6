// npm run dev: rebuilds and restarts on every change of a source.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import path from 'node:path'
import { build, install, node, root } from './setup.mjs'

install()
let child = null
let timer = null
function restart() {
  const begin = () => {
    build()
    child = spawn(node(), ['--enable-source-maps', path.join(root, 'dist', 'server', 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, HUIYIN_ROOT: root } })
  }
  if (child === null || child.exitCode !== null) begin()
  else child.once('exit', begin).kill('SIGTERM')
}
for (const folder of ['kernel', 'server', 'modules', 'console', 'portal', 'ui', 'catalog', 'db/migrations']) {
  watch(path.join(root, folder), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(restart, 300)
  })
}
process.on('SIGINT', () => {
  child?.once('exit', () => process.exit(0)).kill('SIGTERM')
  if (child === null) process.exit(0)
})
restart()
