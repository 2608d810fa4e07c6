import { createHash } from 'node:crypto'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { canonical } from '../../../server/platform/audit.ts'
import { notify } from '../../../server/platform/notify.ts'
import { holdingOf } from '../../directory/public.ts'
import { proveSigner } from '../../identity/public.ts'
import { draw, parseContent } from '../gather.ts'
import { mayApprove, mayReturn, mayWithdraw } from '../rules/decisions.ts'
import * as store from '../store/bulletins.ts'
import { asWork, byOf, checkWhole, lockOwn, momentOf, occurrence } from './work.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
export const linkOf = (bulletinId: string): string => `/bulletins/${bulletinId}`

const tell = (act: Act, row: store.BulletinRow, to: 'commission_head' | 'commission_clerk', topic: string, params: Readonly<Record<string, string>>) =>
  notify(act, { institutionId: row.institutionId, regionCode: row.regionCode, role: to, topic: `bulletin.${topic}`, params, link: linkOf(row.bulletinId), onceKey: `bulletin.${topic}:${row.bulletinId}:${row.revision}` })

/** Rule BU-9: freezes figures and words and lays them before the head. */
export async function submitBulletin(act: Act, bulletinId: string, ask: { revision: number; namesChecked: boolean }): Promise<void> {
  const row = await lockOwn(act, bulletinId, ask.revision)
  const drawn = await draw(act.tx, row, momentOf(act))
  await checkWhole(act, row, drawn, ask)
  const content = canonical(drawn.content)
  const at = act.now.toISOString()
  await store.saveBulletin(
    act.tx, row,
    { state: 'waiting', content, sha256: sha256(content), figures: canonical(drawn.figures), submitted_by: act.actor.id, submitted_name: act.actor.name, submitted_at: at, returned_remark: null, returned_name: null, returned_at: null },
    byOf(act),
  )
  await tell(act, row, 'commission_head', 'to_approve', { by: act.actor.name, title: drawn.content.title })
  await act.record(occurrence(row, 'submitted', { sha256: sha256(content), namesChecked: ask.namesChecked }))
}

export async function withdrawBulletin(act: Act, bulletinId: string, ask: { revision: number }): Promise<void> {
  const row = await lockOwn(act, bulletinId, ask.revision)
  const no = mayWithdraw(act.actor, asWork(row))
  if (no !== null) throw new RefusedError(no.refused)
  await store.saveBulletin(act.tx, row, { state: 'draft', ...store.unsubmitted }, byOf(act))
  await act.record(occurrence(row, 'withdrawn', { approvalId: row.approvalId }))
}

/** Rule BU-10: back to the draft, with a remark. */
export async function returnBulletin(act: Act, bulletinId: string, ask: { revision: number; remark: string }): Promise<void> {
  const row = await lockOwn(act, bulletinId, ask.revision)
  const no = mayReturn(act.actor, asWork(row))
  if (no !== null) throw new RefusedError(no.refused)
  const title = row.content === null ? '' : parseContent({ content: row.content }).title
  const { at, name } = byOf(act)
  await store.saveBulletin(act.tx, row, { state: 'draft', ...store.unsubmitted, returned_remark: ask.remark, returned_name: name, returned_at: at }, { at, name })
  await tell(act, row, 'commission_clerk', 'returned', { title, remark: ask.remark.slice(0, 200) })
  await act.record(occurrence(row, 'returned', { remark: ask.remark, approvalId: row.approvalId }))
}

export type ApproveAsk = { readonly revision: number; readonly password: string; readonly code: string; /** The hash of what the head had before his eyes. */ readonly seen: string }

/**
 * Rule BU-10: a second person with the head's post approves exactly what lies before him. A wrong password or code is
 * counted, so its refusal is answered and not thrown.
 */
export async function approveBulletin(act: Act, bulletinId: string, ask: ApproveAsk): Promise<RefusedError | null> {
  const row = await lockOwn(act, bulletinId, ask.revision)
  const holder = await holdingOf(act.tx, row.institutionId, { accountId: act.actor.id, role: 'commission_head' }, act.today)
  const no = mayApprove(act.actor, asWork(row), { holdsPost: holder !== null })
  if (no !== null) throw new RefusedError(no.refused)
  if (holder === null || row.content === null) throw new RefusedError('bulletin.not_the_head')
  if (row.sha256 !== ask.seen || sha256(row.content) !== ask.seen) throw new RefusedError('bulletin.seen_is_old')
  const wrong = await proveSigner(act, ask)
  if (wrong !== null) return wrong
  const approval = { id: act.newId(), version: row.version, accountId: act.actor.id, staffId: holder.staffId, name: holder.name, post: holder.title, at: act.now.toISOString(), sha256: ask.seen }
  await store.insertApproval(act.tx, row, row.regionCode, approval)
  await store.saveBulletin(act.tx, row, { state: 'approved', approval_id: approval.id }, byOf(act))
  await tell(act, row, 'commission_clerk', 'approved', { title: parseContent({ content: row.content }).title })
  await act.record(occurrence(row, 'approved', { approvalId: approval.id, name: approval.name, post: approval.post, sha256: approval.sha256 }))
  return null
}
