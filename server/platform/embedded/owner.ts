import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isReachable } from './reachable.ts'

/** The account PostgreSQL runs as where we are root: it refuses root itself. */
export type Owner = { readonly uid: number; readonly gid: number }

/** Null where we are not root and PostgreSQL simply runs as ourselves. `existing` is a cluster's folder whose owner is kept. */
export function dropOwner(existing: string): Owner | null {
  if (process.getuid?.() !== 0) return null
  if (existsSync(existing)) {
    const { uid, gid } = statSync(existing)
    if (uid !== 0) return { uid, gid }
  }
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const found = accounts.find(([name]) => name === wanted)
    if (found !== undefined) return { uid: Number(found[2]), gid: Number(found[3]) }
  }
  throw new Error('以 root 运行时需要一个名为 postgres 或 nobody 的系统用户，这台机器没有，没有启动；请建立后再试。As root, an account named postgres or nobody is needed.')
}

/**
 * Where the cluster lies: inside the data folder; where root's data folder is closed to the dropped account
 * (below root's home), a folder of its own below /var/lib, whose name the data folder keeps.
 */
export function clusterFolder(dataDir: string, log: (line: string) => void): string {
  const pointer = path.join(dataDir, 'database-folder')
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim()
  const inside = path.join(dataDir, 'postgres')
  if (process.getuid?.() !== 0 || existsSync(inside) || isReachable(dataDir)) return inside
  const elsewhere = path.join('/var/lib/huiyin', createHash('sha256').update(dataDir).digest('hex').slice(0, 16), 'postgres')
  writeFileSync(pointer, `${elsewhere}\n`)
  log(`数据目录 ${dataDir} 只有 root 能进入，数据库文件放在 ${elsewhere}。(The database files lie in ${elsewhere}.)`)
  return elsewhere
}

/** Makes the folder that holds the cluster, owned by whoever runs PostgreSQL. */
export function prepareFolder(folder: string, owner: Owner | null): void {
  const parent = path.dirname(folder)
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
  if (owner === null) {
    const uid = statSync(folder).uid
    if (process.getuid !== undefined && uid !== process.getuid()) {
      throw new Error(`数据库目录 ${folder} 属于另一个用户（uid ${uid}），没有启动，数据没有改动；请用原来的用户（或 root）启动，或用 --data 换一个目录。The database folder belongs to another account.`)
    }
    return
  }
  chmodSync(parent, statSync(parent).mode | 0o011)
  chownSync(folder, owner.uid, owner.gid)
}
