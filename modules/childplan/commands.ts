import { RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { keepFile } from '../../server/platform/files.ts'
import { notify } from '../../server/platform/notify.ts'
import type { Upload } from '../../server/platform/uploads.ts'
import { findInstitution } from '../directory/public.ts'
import { planClauses, planSummary, reportFact, takesPart } from '../plan/public.ts'
import { readDocument } from '../reader/public.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

/** Files a document as the institution's implementing plan: it is read and compared with the plan at once. */
export async function fileChildplan(act: Act, ask: { planId: string; uploads: readonly Upload[] }): Promise<{ institutionId: string; childplanId: string }> {
  const own = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (own === undefined) throw new RefusedError('access.denied')
  const revisions = await store.lockRevisions(act.tx, own.id, ask.planId)
  const no = rules.mayFile(act.actor, await takesPart(act.tx, ask.planId, own.id), revisions[0]?.state ?? null)
  if (no !== null) throw new RefusedError(no.refused)
  const [upload] = ask.uploads
  if (upload === undefined) throw new RefusedError('file.missing')
  const { text, reading } = await readDocument(upload.bytes, upload.name)
  if (reading.clauses.every((clause) => clause.printed === '')) throw new RefusedError('childplan.nothing_read')
  const parent = await planSummary(act.tx, ask.planId)
  const file = await keepFile(act, upload, { institutionId: own.id, regionCode: own.regionCode, purpose: 'childplan', allowed: ['pdf', 'docx', 'office', 'text'] })
  const coverage = rules.coverageOf(await planClauses(act.tx, ask.planId), reading)
  const childplanId = act.newId()
  await store.replaceEarlier(act.tx, own.id, ask.planId)
  await store.insertChildplan(act.tx, {
    institutionId: own.id, regionCode: own.regionCode, id: childplanId, planId: ask.planId, revision: (revisions[0]?.revision ?? 0) + 1, title: reading.title === '' ? upload.name : reading.title,
    fileId: file.id, sourceText: text, reading, coverage, filedBy: act.actor.id, filedName: act.actor.name, filedAt: act.now.toISOString(),
  })
  const count = (verdict: rules.Coverage['verdict']) => coverage.filter((each) => each.verdict === verdict).length
  await notify(act, { institutionId: parent.institutionId, regionCode: parent.regionCode, role: 'commission_clerk', topic: 'childplan.filed', params: { institution: own.name, plan: parent.title, dropped: String(count('dropped')) }, link: `/childplans/${own.id}/${childplanId}` })
  await reportFact(act, { institutionId: own.id, regionCode: own.regionCode, kind: 'service', factKey: 'child-plan', on: act.today })
  await act.record({ institutionId: own.id, regionCode: own.regionCode, kind: 'childplan.filed', subjectId: childplanId, detail: { planId: ask.planId, sha256: file.sha256, covered: count('covered'), weakened: count('weakened'), dropped: count('dropped') } })
  return { institutionId: own.id, childplanId }
}

export async function decideChildplan(act: Act, ask: { institutionId: string; childplanId: string; state: 'accepted' | 'returned'; remark: string }): Promise<void> {
  const known = await store.loadChildplan(act.tx, ask.institutionId, ask.childplanId)
  const record = (await store.lockRevisions(act.tx, known.institutionId, known.planId)).find((each) => each.id === known.id)
  if (record === undefined) throw new RefusedError('not_found')
  const no = rules.mayDecide(act.actor, record, ask.state)
  if (no !== null) throw new RefusedError(no.refused)
  await store.saveDecision(act.tx, record, { state: ask.state, remark: ask.remark, by: act.actor.id, name: act.actor.name, at: act.now.toISOString() })
  const parent = await planSummary(act.tx, record.planId)
  await notify(act, { institutionId: record.institutionId, regionCode: record.regionCode, role: 'institution_clerk', topic: ask.state === 'accepted' ? 'childplan.accepted' : 'childplan.returned', params: { plan: parent.title, remark: ask.remark }, link: `/childplans/${record.institutionId}/${record.id}` })
  await act.record({ institutionId: record.institutionId, regionCode: record.regionCode, kind: `childplan.${ask.state}`, subjectId: record.id, detail: { remark: ask.remark } })
}
