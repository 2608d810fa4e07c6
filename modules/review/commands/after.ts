import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { departmentsOn, findInstitution, rosterOn } from '../../directory/public.ts'
import { mayJudge, mayRun, type Body } from '../rules/access.ts'
import { talkFact } from '../rules/fact.ts'
import * as talks from '../rules/talk.ts'
import type { OwnNumbers } from '../rules/numbers.ts'
import { loadProposalForUpdate, loadTalkForUpdate, saveDecision, saveSetting, saveTalk } from '../store/after.ts'
import { saveExperts, type ExpertField } from '../store/opinions.ts'
import { numbersFor } from './draw.ts'

type Key = { readonly institutionId: string; readonly id: string }

/** Rule RV-14: a person decides, with the reason; nothing follows by itself. */
export async function decideProposal(act: Act, ask: Key & { readonly take: boolean; readonly reason: string }): Promise<void> {
  const row = await loadProposalForUpdate(act.tx, ask.institutionId, ask.id)
  const no = mayJudge(act.actor, row)
  if (no !== null) throw new RefusedError(no.refused)
  if (row.state !== 'open') throw new RefusedError('review.proposal_decided')
  await saveDecision(act.tx, { ...row, state: ask.take ? 'taken' : 'rejected', reason: ask.reason, decidedName: act.actor.name, decidedAt: act.now.toISOString() }, act.actor.id)
  await act.record({ institutionId: row.institutionId, regionCode: row.regionCode, kind: 'review.proposal_decided', subjectId: row.id, detail: { kind: row.kind, taken: ask.take, reason: ask.reason, staffId: row.staffId } })
}

async function keepTalk(act: Act, before: talks.Talk, after: talks.Talk, kind: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
  await saveTalk(act.tx, after)
  await tellFacts(act, [{ before: talkFact(before), after: talkFact(after) }])
  await act.record({ institutionId: after.institutionId, regionCode: after.regionCode, kind, subjectId: after.id, detail: { ...detail, staffId: after.staffId } })
}

async function talkForHead(act: Act, key: Key): Promise<talks.Talk> {
  const talk = await loadTalkForUpdate(act.tx, key.institutionId, key.id)
  const no = mayJudge(act.actor, talk)
  if (no !== null) throw new RefusedError(no.refused)
  return talk
}

export async function holdTalk(act: Act, ask: Key & talks.Held): Promise<void> {
  const talk = await talkForHead(act, ask)
  const { numbers } = await numbersFor(act.tx, talk.institutionId)
  const { heldOn, persons, said, commitment } = ask
  const held = orThrow(talks.hold(talk, { heldOn, persons, said, commitment }, { today: act.today, now: act.now.toISOString(), followDays: numbers.talk.followDays }))
  await keepTalk(act, talk, held, 'review.talk_held', { heldOn, followOn: held.followOn })
}

export async function followTalk(act: Act, ask: Key & { readonly outcome: talks.Outcome; readonly outcomeNote: string }): Promise<void> {
  const talk = await talkForHead(act, ask)
  await keepTalk(act, talk, orThrow(talks.follow(talk, { outcome: ask.outcome, outcomeNote: ask.outcomeNote }, { today: act.today, now: act.now.toISOString() })), 'review.talk_followed', { outcome: ask.outcome })
}

export async function ownHouse(act: Act): Promise<Body & { level: string }> {
  const body = await findInstitution(act.tx, act.actor.institutionId ?? '')
  if (body === undefined) throw new RefusedError('access.denied')
  const no = mayRun(act.actor, { institutionId: body.id })
  if (no !== null) throw new RefusedError(no.refused)
  return { institutionId: body.id, regionCode: body.regionCode, level: body.level }
}

/** Rule RV-10: the expert group: pharmacy, clinical medicine, microbiology, medical management. */
export async function setExperts(act: Act, experts: readonly { readonly staffId: string; readonly field: ExpertField }[]): Promise<void> {
  const body = await ownHouse(act)
  const once = [...new Map(experts.map((each) => [each.staffId, each])).values()]
  const roster = new Set((await rosterOn(act.tx, body.institutionId, act.today)).map((each) => each.staffId))
  if (once.some((each) => !roster.has(each.staffId))) throw new RefusedError('review.expert_unknown')
  await saveExperts(act.tx, body, once, act.now.toISOString())
  await act.record({ institutionId: body.institutionId, regionCode: body.regionCode, kind: 'review.experts_set', subjectId: body.institutionId, detail: { experts: once } })
}

export async function saveOwn(act: Act, ask: { readonly own: OwnNumbers; readonly limits: Readonly<Record<string, number>> }): Promise<void> {
  const body = await ownHouse(act)
  const known = new Set((await departmentsOn(act.tx, body.institutionId, act.today)).map((each) => each.id))
  if (Object.keys(ask.limits).some((departmentId) => !known.has(departmentId))) throw new RefusedError('review.no_setting')
  await saveSetting(act.tx, body, ask, act.now.toISOString())
  await act.record({ institutionId: body.institutionId, regionCode: body.regionCode, kind: 'review.setting_saved', subjectId: body.institutionId, detail: ask })
}
