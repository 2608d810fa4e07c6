import { fewAtOnce } from '../../kernel/few-at-once.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { decideEvidence, submitEvidence } from '../../modules/plan/commands/evidence.ts'
import type { Act, Platform } from '../../server/platform/act.ts'
import type { Actor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { systemActor } from '../../kernel/actor.ts'
import { bodiesAtOnce, stage, type Cast } from './cast.ts'

/** How well each body keeps its dates: what makes the board worth reading. */
const diligence: Readonly<Record<string, number>> = { renmin: 0.96, zhongyi: 0.88, fuyou: 0.93, renhe: 0.7, qingshi: 0.92, wutong: 0.66, liuhe: 0.84, baima: 0.9, songling: 0.58, taoyuan: 0.95, shiqiao: 0.75, longtan: 0.87, nanshan: 0.8, chengdong: 0.94, chengxi: 0.82, binhe: 0.78 }

type Open = { periodId: string; dueAt: string; opensOn: string; text: string; kind: string }
type Turn = { readonly at: string; run(as: (instant: string, actor: Actor) => Promise<Act>): Promise<void> }

const hours = (instant: string, by: number): string => new Date(Date.parse(instant) + by * 3_600_000).toISOString()
const remarks = ['缺少现场照片，请补充后重新提交。', '没有写明责任科室和完成时间，请补充。', '台账数据与小结不一致，请核对后重报。', '附件打不开，请换成 PDF 再传。'] as const

/** What was proved in the past months, obligation by obligation, through the same commands a person uses. */
export async function loadActivity(platform: Platform, cast: Cast, now: string, log: (line: string) => void): Promise<void> {
  const random = seeded('huiyin demonstration activity')
  let done = 0
  const days = new Map<string, Turn[]>()
  for (const [key, { id }] of cast.people.institutions) {
    if (key === 'commission') continue
    const open = await openOf(platform, id, now)
    days.set(key, open.flatMap((one) => turnsOf(one, { key, id, cast, random, now })).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)))
  }
  await fewAtOnce([...days], bodiesAtOnce, async ([key, turns]) => {
    await stage(platform, async (as) => {
      for (const turn of turns) await turn.run(as)
    })
    done += turns.length
    log(`${cast.people.institutions.get(key)?.body.shortName ?? key}：累计 ${done} 笔办理记录`)
  })
}

const openOf = (platform: Platform, institutionId: string, now: string): Promise<Open[]> =>
  platform.database.read(systemActor('demo'), async (read) =>
    read
      .selectFrom('obligation as o')
      .innerJoin('duty_period as p', (join) => join.onRef('p.plan_id', '=', 'o.plan_id').onRef('p.id', '=', 'o.period_id'))
      .innerJoin('duty as d', (join) => join.onRef('d.plan_id', '=', 'p.plan_id').onRef('d.id', '=', 'p.duty_id'))
      .select(['o.period_id as periodId', 'o.due_at as dueAt', 'p.opens_on as opensOn', 'd.text', 'd.kind'])
      .where('o.institution_id', '=', institutionId)
      .where('o.due_at', '<', hours(now, 72))
      .orderBy('o.due_at')
      .orderBy('o.period_id')
      .execute(),
  )

function turnsOf(one: Open, on: { key: string; id: string; cast: Cast; random: Seeded; now: string }): Turn[] {
  const { cast, random, now } = on
  const keeps = random.next() < (diligence[on.key] ?? 0.8)
  const late = !keeps && random.next() < 0.45
  if (!keeps && !late) return []
  const opens = hours(`${one.opensOn}T00:00:00+08:00`, 8.5)
  const planned = late ? hours(one.dueAt, random.int(10, 90)) : hours(one.dueAt, -random.int(2, 60))
  const submittedAt = planned < opens ? hours(opens, random.int(0, 3)) : planned
  if (submittedAt >= now) return []
  const clerk = clerkAt(on, submittedAt)
  const judge = cast.actor('commission', 'commission_clerk', random.int(0, 1))
  const key = { institutionId: on.id, periodId: one.periodId }
  const submit = (at: string, words: string): Turn => ({ at, run: async (as) => swallow(submitEvidence(await as(at, clerk), { ...key, note: words, link: null, uploads: [proof(on.key, one, at, random)] })) })
  const decide = (at: string, revision: number, state: 'accepted' | 'returned', remark: string): Turn => ({ at, run: async (as) => swallow(decideEvidence(await as(at, judge), { ...key, revision }, state, remark)) })
  const judgedAt = hours(submittedAt, random.int(3, 40))
  const turns = [submit(submittedAt, '已按要求落实，材料见附件。')]
  if (judgedAt >= now) return turns
  const returns = random.next() < 0.08 ? (random.next() < 0.3 ? 2 : 1) : 0
  let at = judgedAt
  for (let n = 1; n <= returns && at < now; n++) {
    turns.push(decide(at, n, 'returned', random.pick(remarks)))
    at = hours(at, random.int(4, 30))
    if (at < now) turns.push(submit(at, '已按意见补充。'))
    at = hours(at, random.int(3, 30))
  }
  if (at < now && (turns.length % 2 === 1)) turns.push(decide(at, returns + 1, 'accepted', ''))
  return turns
}

/** Story: until forty days ago another person held the post of the county hospital's clerk. */
function clerkAt(on: { key: string; cast: Cast; now: string }, at: string): Actor {
  if (on.key !== 'renmin') return on.cast.actor(on.key, 'institution_clerk')
  return on.cast.actor('renmin', 'institution_clerk', at < hours(on.now, -40 * 24) ? 0 : 1)
}

/** A small text file; the private hospital now and then hands in last week's again (a story for the re-use mark). */
function proof(key: string, one: Open, at: string, random: Seeded) {
  const lazy = key === 'renhe' && random.next() < 0.15
  const body = lazy ? '本周各项工作按计划推进，未发现问题。' : `${one.text}\n\n落实情况：已完成。经办时间 ${at.slice(0, 10)}。编号 ${one.periodId}`
  return { field: 'file', name: lazy ? '工作小结.txt' : `落实情况-${at.slice(0, 10)}.txt`, bytes: Buffer.from(body) }
}

/** A phase may be closed or the moment wrong for this obligation: the demonstration simply has no such event then. */
async function swallow(act: Promise<void>): Promise<void> {
  try {
    await act
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
  }
}
