// Regenerates db/types.ts: node tools/db-types.mjs [URL [FILE]], on the pinned Node. Without a URL a database of its own is
// started, migrated and thrown away.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'

const [url, file = 'db/types.ts'] = process.argv.slice(2)

function generate(from) {
  const mapping = JSON.stringify({ timestamptz: 'string', date: 'string', int8: 'number', numeric: 'string' })
  const done = spawnSync('node_modules/.bin/kysely-codegen', ['--dialect', 'postgres', '--url', from, '--out-file', file, '--type-mapping', mapping, '--default-schema', 'public', '--exclude-pattern', 'graphile_worker.*'], { stdio: 'inherit' })
  process.exitCode = done.status ?? 1
}

if (url !== undefined) generate(url)
else {
  const { startEmbedded } = await import('../server/platform/embedded.ts')
  const { migrate } = await import('../server/platform/migrate.ts')
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-types-'))
  chmodSync(dataDir, 0o711)
  const cluster = await startEmbedded({ dataDir, test: true })
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
    generate(cluster.ownerUrl)
  } finally {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
