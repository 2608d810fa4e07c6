// Bundles the server (packages stay outside) and builds the console into the folder given: node tools/build.mjs DIR
import path from 'node:path'
import { build as bundle } from 'esbuild'
import { build as buildWeb } from 'vite'
import { root } from './setup.mjs'

const out = path.resolve(process.argv[2] ?? path.join(root, 'dist'))
await bundle({
  absWorkingDir: root,
  entryPoints: { main: 'server/main.ts', huiyin: 'server/huiyin.ts' },
  outdir: path.join(out, 'server'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: true,
  logLevel: 'warning',
})
await buildWeb({ configFile: path.join(root, 'vite.config.ts'), root: path.join(root, 'console'), logLevel: 'warn', build: { outDir: path.join(out, 'console'), emptyOutDir: true } })
