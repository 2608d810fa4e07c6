import { systemActor } from '../../kernel/actor.ts'
import type { Platform } from './act.ts'
import { systemClock } from './clock.ts'
import { ConfigError, type Config } from './config.ts'
import { openVault, type KeyRing } from './crypto.ts'
import { openDatabase } from './database.ts'
import { ensureDataDir, startEmbedded } from './embedded.ts'
import { externalKeyRing } from './embedded/secrets.ts'
import { newLog } from './log.ts'
import { migrate } from './migrate.ts'

export type Opened = { readonly platform: Platform; readonly ownerUrl: string; readonly appUrl: string; readonly attached: boolean; readonly keyRing: KeyRing; close(options: { stopDatabase: boolean }): Promise<void> }

const reason = (error: unknown) => (error instanceof Error && error.message !== '' ? error.message : error instanceof Error && 'code' in error ? String(error.code) : String(error))

/** Opens the installation's database, embedded or given, brought to this release. */
export async function open(config: Config, options: { log?: (line: string) => void; migrate?: boolean } = {}): Promise<Opened> {
  const say = options.log ?? (() => undefined)
  ensureDataDir(config.dataDir)
  const embedded = config.databaseUrl === null ? await startEmbedded({ dataDir: config.dataDir, log: say, supervise: true }) : null
  const ownerUrl = embedded?.ownerUrl ?? config.databaseUrl ?? ''
  const keyRing = embedded?.keyRing ?? externalKeyRing(config.dataDir, process.env['HUIYIN_KEYS'] || null)
  if (options.migrate !== false) {
    try {
      await migrate({ ownerUrl, appRole: 'huiyin_app', log: say })
    } catch (error) {
      if (embedded !== null) throw error
      throw new ConfigError(`DATABASE_URL 指定的数据库连不上或不能使用，没有启动：${reason(error)}。请检查地址、密码和权限。The database of DATABASE_URL cannot be used.`)
    }
  }
  const log = newLog(config.logLevel)
  const appUrl = embedded?.appUrl ?? config.appDatabaseUrl ?? ownerUrl
  // Without a login of its own the application steps into its role at the start of every connection.
  const stepsIn = embedded === null && config.appDatabaseUrl === null
  const database = openDatabase(appUrl, { ...(stepsIn ? { role: 'huiyin_app' } : {}), onError: (error) => log.warn({ err: error }, 'an idle database connection broke; the pool opens another') })
  const platform: Platform = { database, clock: systemClock, vault: openVault(keyRing), log, demo: await isDemo(database), publicUrl: config.publicUrl ?? `http://localhost:${config.port}` }
  return {
    platform,
    ownerUrl,
    appUrl,
    keyRing,
    attached: embedded?.attached ?? true,
    async close({ stopDatabase }) {
      await database.close()
      if (stopDatabase) await embedded?.stop()
    },
  }
}

/** Set once by the demonstration loader; an installation without it never shows demonstration accounts or the outbox. */
async function isDemo(database: Platform['database']): Promise<boolean> {
  return database.read(systemActor('open'), async (read) => (await read.selectFrom('setting').select('key').where('key', '=', 'demo.loaded').executeTakeFirst()) !== undefined)
}
