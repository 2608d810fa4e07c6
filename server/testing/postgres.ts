import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../platform/embedded.ts'
import { migrate } from '../platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { superUrl: string; ownerUrl: string; appUrl: string; template: string }
  }
}

/** One cluster a run, without fsync; each test file clones the migrated template (about 50 ms). */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-db-'))
  chmodSync(dataDir, 0o711)
  const cluster = await startEmbedded({ dataDir, test: true })
  await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
  const client = new Client({ connectionString: cluster.superUrl })
  await client.connect()
  await client.query('alter database huiyin is_template true')
  await client.end()
  project.provide('postgres', { superUrl: cluster.superUrl, ownerUrl: cluster.ownerUrl, appUrl: cluster.appUrl, template: 'huiyin' })
  return async () => {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
