// Starts built project code in place of this process: signals go on, the exit code comes back.
import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { build, install, node, root } from './setup.mjs'

export async function run(entry, args, { quiet = false } = {}) {
  await install({ quiet })
  await build({ quiet })
  const child = spawn(node(), ['--enable-source-maps', path.join(root, 'dist', 'server', entry), ...args], { stdio: 'inherit', env: { ...process.env, HUIYIN_ROOT: root } })
  // In a terminal Ctrl-C reaches both of us, otherwise only us: the child takes a second signal for the first; we wait for its end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (os.constants.signals[signal] ?? 0)))
}
