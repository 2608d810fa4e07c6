import { computeDeadline } from '../../../kernel/deadline.ts'
import { ruleInForce } from '../../../kernel/deadline-catalog.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import { notify } from '../../../server/platform/notify.ts'
import { findInstitution, staffIdOf } from '../../directory/public.ts'
import { reportFact } from '../../plan/public.ts'
import { checksFor } from '../checks.ts'
import { hiddenName, mayConsent, mayDecide, mayNotice, mayPublish, mayWithdraw } from '../rules/exemplar.ts'
import * as store from '../store/exemplars.ts'
import { insertNotice, saveNotice } from '../store/notices.ts'
import { countUnanswered } from '../store/objections.ts'
import { linkOf } from './nominate.ts'

type Key = store.ExemplarKey
type Step = { readonly revision: number }

async function lockAt(act: Act, key: Key, revision: number): Promise<store.ExemplarRecord> {
  const row = await store.lockExemplar(act.tx, key)
  if (row.revision !== revision) throw new RefusedError('request.stale')
  return row
}

const byOf = (act: Act) => ({ name: act.actor.name, at: act.now.toISOString() })
const record = (act: Act, row: store.ExemplarRecord, kind: string, detail: Readonly<Record<string, unknown>> = {}) => act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind: `exemplar.${kind}`, subjectId: row.exemplarId, detail: { kind: row.kind, ...detail } })
const tellHouse = (act: Act, row: store.ExemplarRecord, topic: string, params: Readonly<Record<string, string>>) =>
  notify(act, { institutionId: row.institutionId, regionCode: row.regionCode, role: 'institution_clerk', topic: `exemplar.${topic}`, params: { title: row.title, ...params }, link: linkOf(row), onceKey: `exemplar.${topic}:${row.exemplarId}:${row.revision}` })
const nowChecks = async (act: Act, row: store.ExemplarRecord): Promise<store.KeptChecks> => ({ at: act.now.toISOString(), rows: await checksFor({ ...act, read: act.tx }, row) })

/** Rule EL-3: the person's own word. Taken back, the name leaves whatever is public, and the nomination is over once it was up. */
export async function consent(act: Act, key: Key, ask: { readonly agrees: boolean }): Promise<void> {
  const row = await store.lockExemplar(act.tx, key)
  const no = mayConsent(await staffIdOf(act.tx, act.actor.id), row)
  if (no !== null) orThrow(no)
  const at = act.now.toISOString()
  const goes = !ask.agrees && row.noticedAt !== null
  const words = '本人不同意公开姓名。'
  await store.saveExemplar(act.tx, row, { consent: ask.agrees, consent_at: at, ...(goes ? { state: 'withdrawn' as const, withdrawn_name: act.actor.name, withdrawn_at: at, withdrawn_reason: words } : {}) })
  if (goes) await saveNotice(act.tx, row.exemplarId, { state: 'withdrawn', title: hiddenName, deeds: '', withdrawn_at: at, withdrawn_reason: words })
  await tellHouse(act, row, ask.agrees ? 'consent_given' : 'consent_refused', {})
  await record(act, row, ask.agrees ? 'consent_given' : 'consent_refused')
}

/** Rule EL-5: for as many working days as the catalogue says; what speaks against it by now is kept with it. */
export async function openNotice(act: Act, key: Key, ask: Step): Promise<void> {
  const row = await lockAt(act, key, ask.revision)
  const no = mayNotice(act.actor, row)
  if (no !== null) orThrow(no)
  const [commission, body] = [act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId), await findInstitution(act.tx, row.institutionId)]
  const rule = ruleInForce(loadDeadlineRules(), 'exemplar.notice', act.today)
  if (commission === undefined || body === undefined) throw new RefusedError('not_found')
  if (rule === null) throw new Error('no deadline rule exemplar.notice is in force')
  const { at, name } = byOf(act)
  const until = computeDeadline(rule, at, act.calendar).dueOn
  await store.saveExemplar(act.tx, row, { state: 'noticed', commission_id: commission.id, noticed_by: act.actor.id, noticed_name: name, noticed_at: at, notice_until: until }, { notice: await nowChecks(act, row) })
  await insertNotice(act.tx, { exemplarId: row.exemplarId, institutionId: row.institutionId, regionCode: row.regionCode, commissionId: commission.id, commissionName: commission.name, kind: row.kind, title: row.title, bodyName: body.name, deeds: row.deeds, fromOn: act.today, untilOn: until, noticedAt: at })
  await tellHouse(act, row, 'noticed', { until })
  await reportFact(act, { institutionId: commission.id, regionCode: commission.regionCode, kind: 'publish', factKey: 'exemplars', on: act.today })
  await record(act, row, 'noticed', { until })
}

/** Rule EL-8: with a reason that stays, and with what spoke against it at this moment. */
export async function decide(act: Act, key: Key, ask: Step & { readonly chosen: boolean; readonly reason: string }): Promise<void> {
  const row = await lockAt(act, key, ask.revision)
  const unanswered = row.commissionId === null ? 0 : ((await countUnanswered(act.tx, row.commissionId, [row.exemplarId])).get(row.exemplarId) ?? 0)
  const no = mayDecide(act.actor, row, { today: act.today, unanswered })
  if (no !== null) orThrow(no)
  const { at, name } = byOf(act)
  const state = ask.chosen ? ('chosen' as const) : ('declined' as const)
  await store.saveExemplar(act.tx, row, { state, decided_by: act.actor.id, decided_name: name, decided_at: at, decision_reason: ask.reason }, { decision: await nowChecks(act, row) })
  // Whoever was not chosen leaves the notice without a name and without a reason to be read about.
  await saveNotice(act.tx, row.exemplarId, ask.chosen ? { state, decision_reason: ask.reason } : row.kind === 'person' ? { state, title: hiddenName, deeds: '' } : { state, decision_reason: ask.reason })
  await tellHouse(act, row, state, { reason: ask.reason.slice(0, 200) })
  await record(act, row, 'decided', { chosen: ask.chosen, reason: ask.reason })
}

/** Rule EL-9. */
export async function publish(act: Act, key: Key, ask: Step): Promise<void> {
  const row = await lockAt(act, key, ask.revision)
  const no = mayPublish(act.actor, row)
  if (no !== null) orThrow(no)
  const { at, name } = byOf(act)
  await store.saveExemplar(act.tx, row, { state: 'published', published_name: name, published_at: at })
  await saveNotice(act.tx, row.exemplarId, { state: 'published', published_at: at })
  await tellHouse(act, row, 'published', {})
  await record(act, row, 'published')
}

/** Rule EL-10: what was public stays readable as withdrawn, with the reason. */
export async function withdraw(act: Act, key: Key, ask: Step & { readonly reason: string }): Promise<void> {
  const row = await lockAt(act, key, ask.revision)
  const no = mayWithdraw(act.actor, row)
  if (no !== null) orThrow(no)
  const { at, name } = byOf(act)
  await store.saveExemplar(act.tx, row, { state: 'withdrawn', withdrawn_name: name, withdrawn_at: at, withdrawn_reason: ask.reason })
  // A person who was never published is not left there by name for having been taken back.
  const leaves = row.kind === 'person' && row.publishedAt === null
  if (row.noticedAt !== null) await saveNotice(act.tx, row.exemplarId, { state: 'withdrawn', withdrawn_at: at, ...(leaves ? { title: hiddenName, deeds: '' } : { withdrawn_reason: ask.reason }) })
  await tellHouse(act, row, 'withdrawn', { reason: ask.reason.slice(0, 200) })
  await record(act, row, 'withdrawn', { reason: ask.reason })
}
