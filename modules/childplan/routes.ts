import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { refusalOf } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { fetchFile } from '../../server/platform/files.ts'
import { institutionNames } from '../directory/public.ts'
import { childplanDueOn, listParticipations, planClauses, planSummary, takesPart } from '../plan/public.ts'
import type { Clause } from '../reader/rules/model.ts'
import * as commands from './commands.ts'
import { childplanContract, type ChildplanRow, type ChildplanView } from './contract.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

export function childplanRoutes(app: App): void {
  app.query(childplanContract.listChildplans, async ({ read, query, today }) => ({ rows: await listRows(read, query.planId, today) }))
  app.query(childplanContract.loadChildplan, async ({ read, actor, params }) => view(read, actor, params))
  app.query(childplanContract.downloadChildplan, async ({ read, params }) => {
    const record = await store.loadChildplan(read, params.institutionId, params.childplanId)
    return fetchFile({ read }, record.institutionId, record.fileId)
  })
  app.command(childplanContract.fileChildplan, async ({ params, uploads, ...act }) => commands.fileChildplan(act, { planId: params.planId, uploads }))
  app.command(childplanContract.acceptChildplan, async ({ params, body, ...act }) => {
    await commands.decideChildplan(act, { ...params, state: 'accepted', remark: body.remark })
    return view(act.tx, act.actor, params)
  })
  app.command(childplanContract.returnChildplan, async ({ params, body, ...act }) => {
    await commands.decideChildplan(act, { ...params, state: 'returned', remark: body.remark })
    return view(act.tx, act.actor, params)
  })
}

const count = (coverage: readonly rules.Coverage[], verdict: rules.Coverage['verdict']) => coverage.filter((each) => each.verdict === verdict).length

/** Every participating institution with what it filed, the missing ones first. */
async function listRows(read: ReadTx, planId: string | undefined, today: string): Promise<z.infer<typeof ChildplanRow>[]> {
  const participations = await listParticipations(read, planId)
  const filed = new Map((await store.listLatest(read, planId)).map((record) => [`${record.institutionId} ${record.planId}`, record]))
  const names = await institutionNames(read, participations.map((each) => each.institutionId))
  const dueOn = new Map<string, string | null>()
  for (const id of new Set(participations.map((each) => each.planId))) dueOn.set(id, await childplanDueOn(read, id))
  const rank = { missing: 0, returned: 1, filed: 2, accepted: 3, replaced: 4 }
  return participations
    // A plan that asks for no plan of one's own has nothing missing.
    .filter((each) => dueOn.get(each.planId) !== null || filed.has(`${each.institutionId} ${each.planId}`))
    .map((each) => {
      const record = filed.get(`${each.institutionId} ${each.planId}`)
      const filedAt = record?.filedAt ?? null
      const due = dueOn.get(each.planId) ?? null
      return {
        institutionId: each.institutionId,
        institutionName: names.get(each.institutionId) ?? '',
        planId: each.planId,
        planTitle: each.planTitle,
        dueOn: due,
        late: due !== null && (filedAt === null ? today : shanghaiToday(new Date(filedAt))) > due,
        childplanId: record?.id ?? null,
        revision: record?.revision ?? 0,
        state: record?.state ?? ('missing' as const),
        filedAt,
        covered: count(record?.coverage ?? [], 'covered'),
        weakened: count(record?.coverage ?? [], 'weakened'),
        dropped: count(record?.coverage ?? [], 'dropped'),
      }
    })
    .sort((a, b) => rank[a.state] - rank[b.state] || a.institutionName.localeCompare(b.institutionName, 'zh'))
}

const textsByPath = (clauses: readonly Clause[], into = new Map<string, string>()): Map<string, string> => {
  for (const clause of clauses) {
    into.set(clause.path, [clause.title, clause.text].filter((text) => text !== '').join('\n'))
    textsByPath(clause.children, into)
  }
  return into
}

async function view(read: ReadTx, actor: Actor, key: { institutionId: string; childplanId: string }): Promise<z.infer<typeof ChildplanView>> {
  const record = await store.loadChildplan(read, key.institutionId, key.childplanId)
  const parent = await planSummary(read, record.planId)
  const clauses = new Map((await planClauses(read, record.planId)).map((clause) => [clause.id, clause]))
  const childTexts = textsByPath((await store.loadReading(read, record.institutionId, record.id)).clauses)
  const revisions = await store.listRevisions(read, record.institutionId, record.planId)
  const names = await institutionNames(read, [record.institutionId])
  const participates = await takesPart(read, record.planId, record.institutionId)
  return {
    ...record,
    institutionName: names.get(record.institutionId) ?? '',
    planTitle: parent.title,
    fileName: await store.fileNameOf(read, record),
    coverage: record.coverage.map((each) => {
      const clause = clauses.get(each.clauseId)
      return { ...each, printed: clause?.printed ?? '', title: clause?.title ?? '', text: clause?.text ?? '', childText: each.childPath === null ? null : (childTexts.get(each.childPath) ?? null), weaknesses: each.weaknesses.map((weakness) => ({ ...weakness })) }
    }),
    earlier: revisions.filter((each) => each.id !== record.id).map((each) => ({ id: each.id, revision: each.revision, state: each.state, filedAt: each.filedAt, remark: each.remark })),
    blocked: {
      file: refusalOf(rules.mayFile(actor, participates, revisions[0]?.state ?? null)),
      accept: refusalOf(rules.mayDecide(actor, record, 'accepted')),
      return: refusalOf(rules.mayDecide(actor, record, 'returned')),
    },
  }
}
