import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { isReachable } from './binaries.ts'

/** The account PostgreSQL runs as where we are root: it refuses root itself. */
export type Owner = { readonly name: string; readonly uid: number; readonly gid: number }

export function dropOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const found = accounts.find(([name]) => name === wanted)
    if (found !== undefined) return { name: wanted, uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new Error('以 root 运行时需要一个名为 postgres 或 nobody 的系统用户，这台机器没有。As root, an account named postgres or nobody is needed.')
}

/**
 * Where the cluster lies. Normally inside the data folder; where root's data folder is closed to the dropped user,
 * a folder of its own below /var/lib, named in the data folder.
 */
export function clusterFolder(dataDir: string, owner: Owner | null): string {
  const pointer = path.join(dataDir, 'database-folder')
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim()
  if (owner === null || isReachable(dataDir)) return path.join(dataDir, 'postgres')
  const elsewhere = path.join('/var/lib/huiyin', createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16), 'postgres')
  writeFileSync(pointer, `${elsewhere}\n`)
  return elsewhere
}

/** Makes the folder that holds the cluster, owned by whoever runs PostgreSQL. */
export function prepareFolder(cluster: string, owner: Owner | null): void {
  const parent = path.dirname(cluster)
  mkdirSync(parent, { recursive: true })
  if (owner === null) return
  if (!existsSync(cluster)) mkdirSync(cluster, { mode: 0o700 })
  chmodSync(parent, 0o711)
  chownSync(cluster, owner.uid, owner.gid)
}
