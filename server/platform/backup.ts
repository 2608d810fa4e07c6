/** Backup and restore of any installation without foreign programs (docs/adr/0005). */
export { backupInstallation, restoreInstallation } from './backup/installation.ts'
export { BackupError, readManifest, type Manifest } from './backup/manifest.ts'
export { restore, type RestoreTarget } from './backup/restore.ts'
export { backup, type BackupSource } from './backup/write.ts'
