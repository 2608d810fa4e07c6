import path from 'node:path'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { openVault, type KeyRing } from '../crypto.ts'
import { ensureDataDir, startEmbedded } from '../embedded.ts'
import { holderOf } from '../embedded/lock.ts'
import { externalKeyRing, loadSecrets, saveSecrets } from '../embedded/secrets.ts'
import { BackupError, readManifest, type Manifest } from './manifest.ts'
import { restore } from './restore.ts'
import { backup } from './write.ts'

type Told = { readonly log?: (line: string) => void; readonly givenKeys?: string | null }

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The owner's address of an installation's database, started for the command where it does not run. */
async function reach(config: Config, told: Told): Promise<{ ownerUrl: string; keyRing: KeyRing; stop(): Promise<void> }> {
  if (config.databaseUrl !== null) return { ownerUrl: config.databaseUrl, keyRing: externalKeyRing(ensureDataDir(config.dataDir), told.givenKeys ?? null), stop: async () => undefined }
  const embedded = await startEmbedded({ dataDir: config.dataDir, ...(told.log === undefined ? {} : { log: told.log }) })
  // Ctrl-C ends the database that was started for this command; what was half written is then taken back as after any failure.
  const interrupted = () => void embedded.stop()
  for (const signal of signals) process.on(signal, interrupted)
  return {
    ...embedded,
    stop: async () => {
      for (const signal of signals) process.off(signal, interrupted)
      await embedded.stop()
    },
  }
}

/** `huiyin backup DIR`, embedded and external alike, while the server runs or not. */
export async function backupInstallation(config: Config, folder: string, told: Told = {}): Promise<Manifest> {
  const installation = await reach(config, told)
  try {
    const manifest = await backup({ ownerUrl: installation.ownerUrl, keyRing: installation.keyRing, now: systemClock.now(), ...(told.log === undefined ? {} : { log: told.log }) }, folder)
    told.log?.(`注意：${path.join(path.resolve(folder), 'key-ring.json')} 是解密姓名、电话的密钥，谁拿到整个目录谁就能读出全部数据；请像保管数据库一样保管它。(This folder holds the keys: guard it like the database itself.)`)
    return manifest
  } finally {
    await installation.stop()
  }
}

/** `huiyin restore DIR`: into an empty data folder or an empty external database; the backup's key ring becomes the installation's. */
export async function restoreInstallation(config: Config, folder: string, told: Told = {}): Promise<Manifest> {
  // Everything that can be refused is asked before anything is started.
  const { manifest } = readManifest(folder)
  const dataDir = ensureDataDir(config.dataDir)
  const serving = holderOf(path.join(dataDir, 'server.lock'))
  if (serving !== null) throw new BackupError(`回音服务（进程 ${serving}）正在使用数据目录 ${dataDir}，没有恢复；请先停止它。The server is running; stop it first.`)
  const given = config.databaseUrl === null ? null : (told.givenKeys ?? null)
  if (given !== null && openVault(externalKeyRing(dataDir, given)).fingerprint !== manifest.keyFingerprint) {
    throw new BackupError('环境变量 HUIYIN_KEYS 不是这个备份的密钥，没有恢复；请改为备份里 key-ring.json 的内容，或不设它。HUIYIN_KEYS is not the key ring of this backup.')
  }
  const installation = await reach(config, told)
  try {
    return await restore(
      { ownerUrl: installation.ownerUrl, appRole: 'huiyin_app', ...(told.log === undefined ? {} : { log: told.log }), keepKeys: (keyRing) => saveSecrets(dataDir, { ...loadSecrets(dataDir), keyRing }) },
      folder,
    )
  } finally {
    await installation.stop()
  }
}
