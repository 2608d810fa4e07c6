import { createHash } from 'node:crypto'
import { hasRole, type StaffRole } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { canonical } from '../../../server/platform/audit.ts'
import { holdingOf, type Holder } from '../../directory/public.ts'
import { proveSigner } from '../../identity/public.ts'
import type { PackContent } from '../rules/content.ts'
import { gapsOf, maySign, signed, type Gaps } from '../rules/decisions.ts'
import { asPack, fill } from '../subject.ts'
import { saveState } from '../store/packs.ts'
import { insertSignature } from '../store/versions.ts'
import { lockLoaded, occurrence, type Locked, type PackKey } from './pack.ts'

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

/** What a reader sees of a pack, as one hash: two looks with the same figures and words have the same. */
export const seenHash = (content: Pick<PackContent, 'sections' | 'bodies'>): string => sha256(canonical([content.sections, content.bodies]))

/** Rule RP-5: today's holder of the head's post behind this account, by today's posts and not by what the session remembers. */
async function headToday(act: Act, institutionId: string): Promise<Holder | null> {
  const role: StaffRole | null = hasRole(act.actor, 'commission_head') ? 'commission_head' : hasRole(act.actor, 'institution_head') ? 'institution_head' : null
  return role === null ? null : holdingOf(act.tx, institutionId, { accountId: act.actor.id, role }, act.today)
}

export const gapsIn = (loaded: Pick<Locked, 'form' | 'row'>, content: PackContent): Gaps =>
  gapsOf(loaded.form, { texts: loaded.row.narrative, evidence: content.bodies === null ? content.sections.reduce((sum, section) => sum + (section.kind === 'evidence' ? section.files.length : 0), 0) : Number.MAX_SAFE_INTEGER })

export type SignAsk = { readonly revision: number; readonly password: string; readonly code: string; /** What the signer had before his eyes. */ readonly seen: string }

/**
 * Rules RP-5 and RP-6: the head signs exactly what is on the screen. The content is filled at this moment, must be what
 * was looked at, and is kept word for word with its hash under the signature. A wrong password or code is counted, so
 * its refusal is answered and not thrown.
 */
export async function signPack(act: Act, key: PackKey, ask: SignAsk): Promise<RefusedError | null> {
  const loaded = await lockLoaded(act, key, ask.revision)
  const now = act.now.toISOString()
  const holder = await headToday(act, key.institutionId)
  const content = await fill(act.tx, loaded, { now, today: act.today })
  const no = maySign(act.actor, asPack(loaded.row), loaded.terms, { holdsPost: holder !== null, gaps: gapsIn(loaded, content) }, now)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
  if (holder === null) throw new RefusedError('report.not_the_head')
  if (seenHash(content) !== ask.seen) throw new RefusedError('report.seen_is_old')
  const wrong = await proveSigner(act, ask)
  if (wrong !== null) return wrong
  const text = canonical(content)
  const signature = { id: act.newId(), revision: loaded.row.revision, accountId: act.actor.id, staffId: holder.staffId, name: holder.name, post: holder.title, at: now, sha256: sha256(text) }
  await insertSignature(act.tx, key, loaded.row.regionCode, signature)
  await saveState(act.tx, key, signed(asPack(loaded.row)), now, { content: text, sha256: signature.sha256, signature_id: signature.id, asked_at: null })
  await act.record(occurrence(loaded, 'report.signed', { revision: signature.revision, signatureId: signature.id, name: signature.name, post: signature.post, sha256: signature.sha256 }))
  return null
}
