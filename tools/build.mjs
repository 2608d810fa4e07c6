// npm run build: builds what has changed. With a folder (from tools/setup.mjs): bundles the server, packages stay outside,
// and the console into that folder.
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { build as buildIfChanged, install, root } from './setup.mjs'

const out = process.argv[2]
if (out === undefined) {
  await install()
  await buildIfChanged()
} else {
  // A build asked for by a test is the same build: with NODE_ENV=test the components give every dialog and list one id.
  process.env.NODE_ENV = 'production'
  // Imported here: on a fresh clone neither is installed when this file is read.
  const { build: bundle } = await import('esbuild')
  await bundle({
    absWorkingDir: root,
    entryPoints: { main: 'server/main.ts', huiyin: 'server/huiyin.ts', 'sheet-worker': 'server/platform/sheet-worker.ts' },
    outdir: path.join(out, 'server'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
    logLevel: 'warning',
  })
  if (existsSync(path.join(root, 'console', 'index.html'))) {
    const { build: buildWeb } = await import('vite')
    await buildWeb({ configFile: path.join(root, 'vite.config.ts'), root: path.join(root, 'console'), logLevel: 'warn', build: { outDir: path.join(path.resolve(out), 'console'), emptyOutDir: true } })
  }
}
