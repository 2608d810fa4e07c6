// Starts built project code in place of this process: signals go on, the exit code comes back.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { build, install, node, root } from './setup.mjs'

export function run(entry, args, { quiet = false } = {}) {
  install()
  build({ quiet })
  const child = spawn(node(), ['--enable-source-maps', path.join(root, 'dist', 'server', entry), ...args], { cwd: process.cwd(), stdio: 'inherit', env: { ...process.env, HUIYIN_ROOT: root } })
  // Ctrl-C reaches both of us; the child ends in its own order and we wait for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal === 'SIGINT' ? 'SIGTERM' : signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)))
}
