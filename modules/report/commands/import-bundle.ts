import { mayActFor } from '../../../kernel/actor.ts'
import { isRefusal, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { keepFile } from '../../../server/platform/files.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { findInstitution } from '../../directory/public.ts'
import { formOf } from '../forms.ts'
import { hashing } from '../papers/bundle.ts'
import { unpackBundle } from '../papers/unpack.ts'
import { checkBundle, type Bundle } from '../rules/bundle.ts'
import { linesOf } from '../rules/content.ts'
import * as store from '../store/imports.ts'
import { scanKinds } from './scans.ts'

export type Imported = { readonly institutionId: string; readonly importId: string; readonly sourceName: string; readonly formKey: string; readonly toOn: string }

/** Rule RP-13: takes in the locked bundle of a body that works with another installation; nobody retypes a figure. */
export async function importBundle(act: Act, uploads: readonly Upload[]): Promise<Imported> {
  const [upload] = uploads
  if (upload === undefined) throw new RefusedError('file.missing')
  const own = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (own === undefined || own.kind !== 'commission') throw new RefusedError('access.denied')
  const parts = unpackBundle(upload.bytes)
  const bundle = checkBundle(parts, (key) => formOf(key) ?? null, hashing)
  if (isRefusal(bundle)) throw new RefusedError(bundle.refused, bundle.detail)
  await refuseMisplaced(act, own.id, bundle)
  const { manifest, content, text } = bundle
  const key = { institutionId: own.id, importId: act.newId(), regionCode: own.regionCode }
  await store.insertImport(act.tx, {
    ...key, whole: manifest.whole, kind: manifest.kind, formKey: manifest.form.key, formSha256: manifest.form.sha256, sourceId: manifest.body.id, sourceName: manifest.body.name, sourceRegion: manifest.body.regionCode, planTitle: manifest.plan.title,
    fromOn: manifest.period.fromOn, toOn: manifest.period.toOn, dueOn: manifest.period.dueOn, revision: manifest.revision, submittedAt: manifest.submittedAt, onTime: manifest.onTime, signedName: manifest.signature.name, signedPost: manifest.signature.post,
    content: text, sha256: manifest.signature.sha256, lines: linesOf(content), software: manifest.software, at: act.now.toISOString(), by: act.actor.id, byName: act.actor.name,
  })
  const scans = []
  for (const part of manifest.parts.filter((each) => each.path.startsWith('scans/'))) {
    const file = await keepFile(act, { field: 'file', name: part.name ?? part.path.slice('scans/'.length), bytes: Buffer.from(parts.get(part.path) ?? []) }, { institutionId: own.id, regionCode: own.regionCode, purpose: 'report-scan', allowed: scanKinds })
    scans.push({ fileId: file.id, name: file.name, sha256: file.sha256 })
  }
  await store.insertImportScans(act.tx, key, scans)
  await act.record({
    institutionId: own.id, regionCode: own.regionCode, kind: 'report.imported', subjectId: key.importId,
    detail: { source: manifest.body, form: manifest.form.key, fromOn: manifest.period.fromOn, toOn: manifest.period.toOn, revision: manifest.revision, whole: manifest.whole, scans: scans.length },
  })
  return { institutionId: own.id, importId: key.importId, sourceName: manifest.body.name, formKey: manifest.form.key, toOn: manifest.period.toOn }
}

/** A body of another region, one that reports here anyway, and what was taken in already. */
async function refuseMisplaced(act: Act, ownId: string, { manifest }: Bundle): Promise<void> {
  const { body } = manifest
  if (!mayActFor(act.actor, { institutionId: body.id, regionCode: body.regionCode }) || body.id === ownId) throw new RefusedError('report.bundle_out_of_region', body.name)
  if ((await findInstitution(act.tx, body.id)) !== undefined) throw new RefusedError('report.bundle_at_home', body.name)
  if ((await store.findByWhole(act.tx, ownId, manifest.whole)) !== undefined) throw new RefusedError('report.bundle_known')
}
