import { z } from 'zod'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { PackContent } from './content.ts'
import { packKinds } from './names.ts'

export const bundleFormat = 'huiyin.bundle/1'
export const manifestPath = 'MANIFEST.json'
export const contentPath = 'pack.json'
/** What a bundle may hold, and how much of it: asked before anything is unpacked. */
export const bundleLimits = { parts: 24, bytes: 64 * 1024 * 1024 } as const
export const partName = /^(MANIFEST\.json|pack\.json|report\.xlsx|report\.docx|evidence-list\.json|scans\/\d{2}\.(pdf|jpeg|png))$/

const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const Manifest = z.strictObject({
  format: z.literal(bundleFormat),
  software: z.string(),
  kind: z.enum(packKinds),
  form: z.strictObject({ key: z.string(), version: z.number().int(), sha256: hash }),
  body: z.strictObject({ id: z.uuid(), name: z.string(), regionCode: z.string() }),
  plan: z.strictObject({ id: z.uuid(), title: z.string() }),
  period: z.strictObject({ id: z.uuid(), fromOn: z.iso.date(), toOn: z.iso.date(), dueOn: z.iso.date() }),
  revision: z.number().int().min(1),
  submittedAt: z.iso.datetime(),
  onTime: z.boolean().nullable(),
  signature: z.strictObject({ name: z.string(), post: z.string(), at: z.iso.datetime(), sha256: hash }),
  /** Every part but this list, with the name a scan was sent under. */
  parts: z.array(z.strictObject({ path: z.string(), size: z.number().int().min(0), sha256: hash, name: z.string().optional() })).max(bundleLimits.parts),
  /** The hash of all of the above in canonical form: of the bundle as a whole. */
  whole: hash,
})
export type Manifest = z.output<typeof Manifest>

export type Hashing = { readonly sha256: (bytes: Uint8Array | string) => string; readonly canonical: (value: unknown) => string }

export const wholeOf = (manifest: Omit<Manifest, 'whole'>, { sha256, canonical }: Hashing): string => sha256(canonical(manifest))

const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes))
  } catch {
    return undefined
  }
}

export type Bundle = { readonly manifest: Manifest; readonly content: PackContent; readonly text: string }

/**
 * Rule RP-13: a bundle is taken part by part: the list is whole, every part is there with its size and hash and none is
 * there beside them, the form is known in the very same version, and the content is what was signed.
 */
export function checkBundle(parts: ReadonlyMap<string, Uint8Array>, forms: (key: string) => { readonly version: number; readonly sha256: string } | null, hashing: Hashing): Bundle | Refusal {
  const listed = parts.get(manifestPath)
  if (listed === undefined) return refuse('report.bundle_truncated', manifestPath)
  const read = Manifest.safeParse(jsonOf(listed))
  if (!read.success) return refuse('report.bundle_changed', manifestPath)
  const { whole, ...rest } = read.data
  if (wholeOf(rest, hashing) !== whole) return refuse('report.bundle_changed', manifestPath)
  for (const part of rest.parts) {
    const bytes = parts.get(part.path)
    if (bytes === undefined || bytes.length < part.size) return refuse('report.bundle_truncated', part.path)
    if (bytes.length !== part.size || hashing.sha256(bytes) !== part.sha256) return refuse('report.bundle_changed', part.path)
  }
  const paths = new Set([manifestPath, ...rest.parts.map((part) => part.path)])
  const stranger = [...parts.keys()].find((path) => !paths.has(path))
  if (stranger !== undefined) return refuse('report.bundle_changed', stranger)
  const form = forms(rest.form.key)
  if (form === null || form.sha256 !== rest.form.sha256) return refuse('report.bundle_foreign_form', `${rest.form.key} v${rest.form.version}${form === null ? '' : ` ≠ v${form.version}`}`)
  return signedContent(read.data, parts.get(contentPath), hashing)
}

function signedContent(manifest: Manifest, bytes: Uint8Array | undefined, { sha256, canonical }: Hashing): Bundle | Refusal {
  if (bytes === undefined) return refuse('report.bundle_truncated', contentPath)
  const content = PackContent.safeParse(jsonOf(bytes))
  if (!content.success) return refuse('report.bundle_changed', contentPath)
  const text = textOf(bytes)
  const { form, body, period, revision, kind } = content.data
  const same =
    sha256(text) === manifest.signature.sha256 && canonical(content.data) === text && kind === manifest.kind && revision === manifest.revision && form.key === manifest.form.key && form.sha256 === manifest.form.sha256 &&
    canonical(body) === canonical(manifest.body) && canonical(period) === canonical(manifest.period)
  return same ? { manifest, content: content.data, text } : refuse('report.bundle_changed', contentPath)
}
