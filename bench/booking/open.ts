import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { pino } from 'pino'
import type { Platform } from '../../server/platform/act.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { openVault } from '../../server/platform/crypto.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { startEmbedded } from '../../server/platform/embedded.ts'
import { migrate } from '../../server/platform/migrate.ts'
import '../matters/tsx.ts'

export type Open = { readonly platform: Platform; readonly port: number; readonly appUrl: string; readonly superUrl: string; readonly postmaster: number; close(): Promise<void> }

export const postmasterOf = (dataDir: string): number => {
  const file = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).find((each) => path.basename(each) === 'postmaster.pid')
  return file === undefined ? Number.NaN : Number.parseInt(readFileSync(path.join(dataDir, file), 'utf8'), 10)
}

/** The whole server in this process on a durable database of its own; jobs are not run. */
export async function openServer(dataDir: string, given: { readonly port?: number; readonly supervise?: boolean } = {}): Promise<Open> {
  const cluster = await startEmbedded({ dataDir, supervise: given.supervise === true })
  await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
  const platform: Platform = { database: openDatabase(cluster.appUrl, { max: 20 }), clock: systemClock, vault: openVault(cluster.keyRing), log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' }
  // Loaded here, after what reads pages is in place.
  const { assemble } = await import('../../server/assemble.ts')
  const app = await assemble(platform)
  const address = await app.http.listen({ host: '127.0.0.1', port: given.port ?? 0 })
  return {
    platform, port: Number(new URL(address).port), appUrl: cluster.appUrl, superUrl: cluster.superUrl, postmaster: postmasterOf(dataDir),
    async close() {
      await app.http.close()
      await platform.database.close()
      await cluster.stop()
    },
  }
}
