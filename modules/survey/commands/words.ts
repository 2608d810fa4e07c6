import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { rosterOn } from '../../directory/public.ts'
import { redact } from '../../matter/rules/redact.ts'
import { loadSurvey } from '../store/surveys.ts'
import * as store from '../store/words.ts'
import { managed } from './forms.ts'

/** Rule SV-9: a person reads a comment, takes out what still tells who it is about, and shows it or keeps it back. */
export async function decideComment(act: Act, key: string, ask: { readonly commentId: string; readonly revision: number; readonly said: string; readonly publish: boolean }): Promise<void> {
  const body = await managed(act)
  const comment = await store.loadComment(act.tx, body.institutionId, key, ask.commentId)
  if (comment.revision !== ask.revision) throw new RefusedError('survey.comment_decided')
  const names = (await rosterOn(act.tx, body.institutionId, act.today)).map((person) => person.name)
  await store.saveComment(act.tx, body.institutionId, { ...comment, said: ask.publish ? redact(ask.said, names).text : comment.said, state: ask.publish ? 'published' : 'withheld' })
  await act.record({ ...body, kind: ask.publish ? 'survey.comment_published' : 'survey.comment_withheld', subjectId: ask.commentId, detail: { survey: key } })
}

/** Rule SV-14: what the house did with what it was told; shown to everybody who answers afterwards, and beside the results. */
export async function sayDeed(act: Act, key: string, said: string): Promise<void> {
  const body = await managed(act)
  await loadSurvey(act.tx, body.institutionId, key)
  const id = act.newId()
  await store.insertDeed(act.tx, body, { id, surveyKey: key, on: act.today, said, madeName: act.actor.name, madeBy: act.actor.id })
  await act.record({ ...body, kind: 'survey.deed_said', subjectId: id, detail: { survey: key } })
}
