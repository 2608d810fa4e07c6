import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { staffNames } from '../../directory/public.ts'
import { mayArrange } from '../rules/authority.ts'
import type { Post } from '../rules/posts.ts'
import { loadQueue } from '../store/queues.ts'
import { insertPost, loadPost, savePost } from '../store/posts.ts'

type Given = { readonly firstStaffId: string; readonly secondStaffId: string; readonly limitMinutes: number }

/** Rule QU-19: two people of the house, by name. */
async function pairOf(act: Act, given: Given): Promise<Pick<Post, 'firstStaffId' | 'firstName' | 'secondStaffId' | 'secondName' | 'limitMinutes'>> {
  if (given.firstStaffId === given.secondStaffId) throw new RefusedError('queue.post_same_person')
  const names = await staffNames(act.tx, [given.firstStaffId, given.secondStaffId])
  const [firstName, secondName] = [names.get(given.firstStaffId), names.get(given.secondStaffId)]
  if (firstName === undefined || secondName === undefined) throw new RefusedError('not_found')
  return { firstStaffId: given.firstStaffId, firstName, secondStaffId: given.secondStaffId, secondName, limitMinutes: given.limitMinutes }
}

export async function addPost(act: Act, ask: Given & { institutionId: string; queueId: string }): Promise<Post> {
  const no = mayArrange(act.actor, ask.institutionId)
  if (no !== null) throw new RefusedError(no.refused)
  const queue = await loadQueue(act.tx, ask.institutionId, ask.queueId)
  const post: Post = { institutionId: queue.institutionId, regionCode: queue.regionCode, id: act.newId(), queueId: queue.id, ...(await pairOf(act, ask)), active: true, revision: 1 }
  await insertPost(act.tx, post)
  await act.record({ institutionId: post.institutionId, regionCode: post.regionCode, kind: 'queue.post_set', subjectId: post.id, detail: { queue: queue.name, first: post.firstName, second: post.secondName, limitMinutes: post.limitMinutes } })
  return post
}

export async function changePost(act: Act, ask: Given & { institutionId: string; postId: string; active: boolean; revision: number }): Promise<Post> {
  const no = mayArrange(act.actor, ask.institutionId)
  if (no !== null) throw new RefusedError(no.refused)
  const before = await loadPost(act.tx, ask.institutionId, ask.postId)
  const after: Post = { ...before, ...(await pairOf(act, ask)), active: ask.active }
  await savePost(act.tx, after, ask.revision)
  await act.record({ institutionId: after.institutionId, regionCode: after.regionCode, kind: 'queue.post_set', subjectId: after.id, detail: { first: after.firstName, second: after.secondName, limitMinutes: after.limitMinutes, active: after.active } })
  return { ...after, revision: ask.revision + 1 }
}
