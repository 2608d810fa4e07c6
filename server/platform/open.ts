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

type Opening = { readonly log?: (line: string) => void; readonly migrate?: boolean }

/** Opens the installation's database, embedded or given, brought to this release. Where that fails, nothing is left running. */
export async function open(config: Config, options: Opening = {}): Promise<Opened> {
  const say = options.log ?? (() => undefined)
  ensureDataDir(config.dataDir)
  if (config.databaseUrl === null) {
    const embedded = await startEmbedded({ dataDir: config.dataDir, log: say, supervise: true })
    try {
      const opened = await openAt(config, { ...embedded, role: null }, options)
      return { ...opened, attached: embedded.attached, close: async ({ stopDatabase }) => {
        await opened.close({ stopDatabase })
        if (stopDatabase) await embedded.stop()
      } }
    } catch (error) {
      await embedded.stop()
      throw error
    }
  }
  const keyRing = externalKeyRing(config.dataDir, process.env['HUIYIN_KEYS'] || null)
  // Without a login of its own the application steps into its role at the start of every connection.
  const role = config.appDatabaseUrl === null ? 'huiyin_app' : null
  return openAt(config, { ownerUrl: config.databaseUrl, appUrl: config.appDatabaseUrl ?? config.databaseUrl, keyRing, role }, options).catch((error: unknown) => {
    throw new ConfigError(`DATABASE_URL 指定的数据库连不上或不能使用，没有启动：${reason(error)}。请检查地址、密码和权限。The database of DATABASE_URL cannot be used.`)
  })
}

async function openAt(config: Config, at: { ownerUrl: string; appUrl: string; keyRing: KeyRing; role: string | null }, options: Opening): Promise<Opened> {
  if (options.migrate !== false) await migrate({ ownerUrl: at.ownerUrl, appRole: 'huiyin_app', ...(options.log === undefined ? {} : { log: options.log }) })
  const log = newLog(config.logLevel)
  const database = openDatabase(at.appUrl, { ...(at.role === null ? {} : { role: at.role }), onError: (error) => log.warn({ err: error }, 'an idle database connection broke; the pool opens another') })
  try {
    const platform: Platform = { database, clock: systemClock, vault: openVault(at.keyRing), log, demo: await isDemo(database), publicUrl: config.publicUrl ?? `http://localhost:${config.port}` }
    return { platform, ownerUrl: at.ownerUrl, appUrl: at.appUrl, keyRing: at.keyRing, attached: true, close: () => database.close() }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Set once by the demonstration loader; an installation without it never shows demonstration accounts or the outbox. */
async function isDemo(database: Platform['database']): Promise<boolean> {
  return database.read(systemActor('open'), async (read) => (await read.selectFrom('setting').select('key').where('key', '=', 'demo.loaded').executeTakeFirst()) !== undefined)
}
