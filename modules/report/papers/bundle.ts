import { createHash } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import { canonical } from '../../../server/platform/audit.ts'
import { bundleFormat, contentPath, manifestPath, wholeOf, type Hashing, type Manifest } from '../rules/bundle.ts'
import { PackContent } from '../rules/content.ts'
import type { FullVersion } from '../store/versions.ts'
import { reportBook, type Signed } from './book.ts'
import { reportDocument } from './document.ts'

export const hashing: Hashing = { canonical, sha256: (bytes) => createHash('sha256').update(bytes).digest('hex') }

export type Scan = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }

const endings: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpeg', 'image/png': 'png' }

export const signedOf = (version: Pick<FullVersion, 'signedName' | 'signedPost' | 'signedAt' | 'sha256'>): Signed => ({ name: version.signedName, post: version.signedPost, at: version.signedAt, sha256: version.sha256 })

export const contentOf = (version: Pick<FullVersion, 'content'>): PackContent => PackContent.parse(JSON.parse(version.content))

/**
 * Rule RP-13: the locked bundle of one version: the content that was signed, the papers printed from it, the scans, the
 * list of evidence, and a list of all parts with their hashes. The same version with the same scans gives the same bytes.
 */
export function writeBundle(version: FullVersion, scans: readonly Scan[], software: string): Uint8Array {
  const content = contentOf(version)
  const evidence = content.sections.flatMap((section) => (section.kind === 'evidence' ? section.files : []))
  const parts: { path: string; bytes: Uint8Array; name?: string }[] = [
    { path: contentPath, bytes: strToU8(version.content) },
    { path: 'report.xlsx', bytes: reportBook(content, signedOf(version)) },
    { path: 'report.docx', bytes: reportDocument(content, signedOf(version)) },
    { path: 'evidence-list.json', bytes: strToU8(canonical(evidence)) },
    ...scans.map((scan, at) => ({ path: `scans/${String(at + 1).padStart(2, '0')}.${endings[scan.mediaType] ?? 'pdf'}`, bytes: scan.bytes, name: scan.name })),
  ]
  const listed: Omit<Manifest, 'whole'> = {
    format: bundleFormat, software, kind: content.kind, form: { key: content.form.key, version: content.form.version, sha256: content.form.sha256 }, body: content.body, plan: { id: content.plan.id, title: content.plan.title }, period: content.period,
    revision: version.revision, submittedAt: version.submittedAt, onTime: version.onTime, signature: { name: version.signedName, post: version.signedPost, at: version.signedAt, sha256: version.sha256 },
    parts: parts.map(({ path, bytes, name }) => ({ path, size: bytes.length, sha256: hashing.sha256(bytes), ...(name === undefined ? {} : { name }) })),
  }
  const manifest = strToU8(canonical({ ...listed, whole: wholeOf(listed, hashing) }))
  return zipSync(Object.fromEntries([[manifestPath, manifest], ...parts.map(({ path, bytes }) => [path, bytes] as const)]), { level: 6, mtime: '2020-01-01' })
}
