import type { z } from 'zod'
import { hasRole } from '../../../kernel/actor.ts'
import { firstOfMonth } from '../../../kernel/calendar.ts'
import { refusalOf } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { departmentsOn, staffIdOf } from '../../directory/public.ts'
import { addPost, changePost } from '../commands/posts.ts'
import { declineTakeover, takeBack, takeOver } from '../commands/takeover.ts'
import { queueContract as contract } from '../contract.ts'
import type { TakeoverView } from '../contract/posts.ts'
import { mayDecline, mayServeAs, mayTake, mayTakeBack, type Post, type Takeover } from '../rules/posts.ts'
import type { Window } from '../rules/queue.ts'
import { listPosts, listTakeovers, openTakeovers } from '../store/posts.ts'
import { listQueues, listWindows } from '../store/queues.ts'
import { houseOf } from './house.ts'

type Seen = z.input<typeof TakeoverView>
type Around = { readonly posts: ReadonlyMap<string, Post>; readonly queues: ReadonlyMap<string, string>; readonly departments: ReadonlyMap<string, string>; readonly windows: readonly Window[] }

async function aroundOf(read: ReadTx, institutionId: string, today: string): Promise<Around> {
  const [posts, queues, departments, windows] = await Promise.all([listPosts(read, institutionId), listQueues(read, institutionId), departmentsOn(read, institutionId, today), listWindows(read, institutionId)])
  return { posts: new Map(posts.map((each) => [each.id, each])), queues: new Map(queues.map((each) => [each.id, each.name])), departments: new Map(departments.map((each) => [each.id, each.name])), windows }
}

function view(takeover: Takeover, { posts, queues, departments, windows }: Around): Seen {
  const post = posts.get(takeover.postId)
  return {
    id: takeover.id, queueId: takeover.queueId, queueName: queues.get(takeover.queueId) ?? '', department: departments.get(takeover.departmentId) ?? '', onDate: takeover.onDate, firstName: post?.firstName ?? '', secondName: post?.secondName ?? '', reason: takeover.reason, state: takeover.state,
    foundAt: takeover.foundAt, waiting: takeover.waiting, answeredAt: takeover.answeredAt, answeredName: takeover.answeredName, windowName: windows.find((window) => window.id === takeover.windowId)?.name ?? '', remark: takeover.remark, endedAt: takeover.endedAt,
  }
}

/** Posts with their seconds, and what happened where a first was not there. */
export function postRoutes(app: App): void {
  app.query(contract.listPosts, async ({ read, actor }) => {
    const institutionId = houseOf(actor)
    const [posts, queues] = await Promise.all([listPosts(read, institutionId), listQueues(read, institutionId)])
    const names = new Map(queues.map((each) => [each.id, each.name]))
    return { rows: posts.map((post) => ({ ...post, queueName: names.get(post.queueId) ?? '' })) }
  })
  app.command(contract.addPost, async ({ params, body, ...act }) => ({ id: (await addPost(act, { ...body, ...params, institutionId: houseOf(act.actor) })).id }))
  app.command(contract.changePost, async ({ params, body, ...act }) => ({ id: (await changePost(act, { ...body, ...params, institutionId: houseOf(act.actor) })).id }))
  app.query(contract.listTakeovers, async ({ read, actor, today, query }) => {
    const institutionId = query.institutionId ?? actor.institutionId ?? ''
    const [takeovers, around] = await Promise.all([listTakeovers(read, institutionId, firstOfMonth(today)), aroundOf(read, institutionId, today)])
    return { rows: takeovers.map((each) => view(each, around)) }
  })
  app.query(contract.ownTakeovers, async ({ read, actor, today }) => {
    const institutionId = houseOf(actor)
    const open = await openTakeovers(read, institutionId)
    // Asked every few seconds at every window: mostly there is nothing, and nothing more is read.
    if (open.length === 0) return { rows: [] }
    const [around, staffId] = await Promise.all([aroundOf(read, institutionId, today), staffIdOf(read, actor.id)])
    const taker = { staffId, isDoctor: hasRole(actor, 'doctor', 'department_head') }
    return {
      rows: open.flatMap((takeover) => {
        const post = around.posts.get(takeover.postId)
        if (post === undefined) return []
        const blocked = { take: refusalOf(mayTake(takeover, post, taker)), decline: refusalOf(mayDecline(takeover, post, taker)), takeBack: refusalOf(mayTakeBack(takeover, post, taker)) }
        const isMine = staffId === post.firstStaffId || staffId === post.secondStaffId || staffId === takeover.answeredStaffId
        if (!isMine && blocked.take !== null) return []
        const windows = around.windows.filter((window) => window.queueId === takeover.queueId && (mayServeAs(window, post) || window.accountId === actor.id))
        return [{ ...view(takeover, around), blocked, windows: windows.map(({ id, name }) => ({ id, name })) }]
      }),
    }
  })
  app.command(contract.takeOver, async ({ params, body, ...act }) => {
    await takeOver(act, { institutionId: houseOf(act.actor), ...params }, body.windowId)
    return {}
  })
  app.command(contract.declineTakeover, async ({ params, body, ...act }) => {
    await declineTakeover(act, { institutionId: houseOf(act.actor), ...params }, body.reason)
    return {}
  })
  app.command(contract.takeBack, async ({ params, ...act }) => {
    await takeBack(act, { institutionId: houseOf(act.actor), ...params })
    return {}
  })
}
