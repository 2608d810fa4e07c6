import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { file } from '../matters.ts'
import { mayWatch } from '../rules/authority.ts'
import { cut } from '../rules/mail.ts'
import * as store from '../store/candidates.ts'

type Key = { readonly institutionId: string; readonly candidateId: string }

async function waiting(act: Act, key: Key): Promise<store.Candidate> {
  const no = mayWatch(act.actor, key)
  if (no !== null) throw new RefusedError(no.refused)
  const candidate = await store.loadCandidateForUpdate(act.tx, key)
  if (candidate.state !== 'waiting') throw new RefusedError('channel.candidate_over')
  return candidate
}

/** Rule IN-13: a person takes it, once; what the feed said and where it stands go along. */
export async function takeCandidate(act: Act, ask: Key & { title: string; text: string; harm: boolean }): Promise<void> {
  const candidate = await waiting(act, ask)
  const body = [ask.text, candidate.summary, candidate.link === '' ? '' : `来源：${candidate.link}`, `命中关键词：${candidate.words.join('、')}`].filter((each) => each !== '').join('\n\n')
  const filed = await file(act, { institutionId: candidate.institutionId, kind: 'public-opinion', channel: 'opinion', title: ask.title, body: cut(body, 10_000), harm: ask.harm, author: null, submissionKey: candidate.id })
  await store.saveDecision(act.tx, candidate, { state: 'taken', reason: null, decided_name: act.actor.name, decided_at: act.now.toISOString(), matter_id: filed.matterId, matter_number: filed.number })
  await act.record({ institutionId: candidate.institutionId, regionCode: candidate.regionCode, kind: 'channel.opinion_taken', subjectId: candidate.id, detail: { number: filed.number } })
}

/** Rule IN-13: or says why it needs no answer. */
export async function dismissCandidate(act: Act, ask: Key & { reason: string }): Promise<void> {
  const candidate = await waiting(act, ask)
  await store.saveDecision(act.tx, candidate, { state: 'dismissed', reason: ask.reason, decided_name: act.actor.name, decided_at: act.now.toISOString() })
  await act.record({ institutionId: candidate.institutionId, regionCode: candidate.regionCode, kind: 'channel.opinion_dismissed', subjectId: candidate.id, detail: { reason: ask.reason } })
}
