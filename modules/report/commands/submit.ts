import { RefusedError } from '../../../kernel/refusal.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import type { Act } from '../../../server/platform/act.ts'
import { notify } from '../../../server/platform/notify.ts'
import { commissionAbove } from '../../directory/public.ts'
import { linesOf, PackContent } from '../rules/content.ts'
import { maySubmit, submitted } from '../rules/decisions.ts'
import { movedSinceSigned } from '../rules/moved.ts'
import { asPack, fill } from '../subject.ts'
import * as packs from '../store/packs.ts'
import { insertVersion, listSignatures } from '../store/versions.ts'
import { linkOf, lockLoaded, occurrence, tellChanged, type Locked, type PackKey } from './pack.ts'
import { sha256 } from './sign.ts'

/** Rule RP-6: what is handed in is byte for byte what was signed; anything else was not signed. */
async function signedContent(act: Act, { row }: Locked): Promise<{ text: string; content: PackContent; sha256: string; signatureId: string }> {
  const signature = (await listSignatures(act.tx, row)).find((each) => each.id === row.signatureId)
  const { content: text, sha256: kept, signatureId } = row
  if (text === null || kept === null || signatureId === null || signature?.sha256 !== kept || sha256(text) !== kept) throw new RefusedError('report.signature_void')
  return { text, content: PackContent.parse(JSON.parse(text)), sha256: kept, signatureId }
}

/** Rule RP-7: handing in locks: the content is frozen as it was signed, and kept for ever. Figures that moved since are said first. */
export async function submitPack(act: Act, key: PackKey, ask: { revision: number; asSigned: boolean }): Promise<void> {
  const loaded = await lockLoaded(act, key, ask.revision)
  const now = act.now.toISOString()
  const no = maySubmit(act.actor, asPack(loaded.row), loaded.terms, now)
  if (no !== null) throw new RefusedError(no.refused)
  const frozen = await signedContent(act, loaded)
  if (!ask.asSigned) {
    const again = await fill(act.tx, loaded, { now, today: shanghaiDate(frozen.content.asOf) })
    const moved = movedSinceSigned(frozen.content, again)
    if (moved.length > 0) throw new RefusedError('report.figures_moved', moved.map((line) => line.label.zh).join('、'))
  }
  const isRollup = loaded.row.kind === 'rollup'
  const after = submitted(asPack(loaded.row), loaded.terms, now)
  const onTime = isRollup ? null : after.onTime
  await insertVersion(act.tx, key, loaded.row.regionCode, {
    revision: loaded.row.revision, formKey: loaded.form.key, formSha256: frozen.content.form.sha256, content: frozen.text, sha256: frozen.sha256, lines: linesOf(frozen.content), signatureId: frozen.signatureId, dueAt: loaded.dueAt, onTime, at: now, by: act.actor.id, byName: act.actor.name,
  })
  await packs.saveState(act.tx, key, { ...after, onTime }, now, loaded.period === null ? {} : { due_on: loaded.period.dueOn, due_at: loaded.period.dueAt })
  await tellChanged(act, loaded.row, await packs.loadPack(act.tx, key), loaded.period)
  // Rule RP-12: what a commission hands in goes to the one above it.
  const to = loaded.isCommission ? await commissionAbove(act.tx, key.institutionId) : loaded.commission
  if (to != null) {
    const params = { institution: loaded.subject.body.name, form: loaded.form.name.zh, days: `${loaded.row.fromOn}—${loaded.row.toOn}`, revision: loaded.row.revision }
    await notify(act, { institutionId: to.id, regionCode: to.regionCode, role: 'commission_clerk', topic: 'report.submitted', params, link: linkOf(key), onceKey: `report.submitted:${key.institutionId}:${key.packId}:${loaded.row.revision}` })
  }
  await act.record(occurrence(loaded, 'report.submitted', { revision: loaded.row.revision, onTime, dueAt: loaded.dueAt, sha256: frozen.sha256, signatureId: frozen.signatureId, asSigned: ask.asSigned }))
}
