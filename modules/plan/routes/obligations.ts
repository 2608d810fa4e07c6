import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import type { Deadline } from '../../../kernel/deadline.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { fetchFile } from '../../../server/platform/files.ts'
import { makeClaim } from '../commands/claims.ts'
import { decideEvidence, isFed, judged, submitEvidence, withdrawEvidence } from '../commands/evidence.ts'
import { factName, factNames, filterFields, listFacts, placeOfFacts } from '../commands/fact-sources.ts'
import { sayDutyFilter } from '../commands/duty-filters.ts'
import { extendObligation, overrideVerdict, revokeOverride } from '../commands/override.ts'
import { planContract, type ObligationView } from '../contract.ts'
import { differenceOf } from '../rules/difference.ts'
import { mayClaim, mayDecideEvidence, mayExtend, mayOverride, mayRevokeOverride, maySubmit, mayWithdraw, type Judged } from '../rules/decisions.ts'
import { explainPeriod, type Explained } from '../rules/explain-period.ts'
import * as claimStore from '../store/claims.ts'
import * as drawStore from '../store/draws.ts'
import * as evidenceStore from '../store/evidence.ts'
import { listObligations, loadObligation, type FullObligation } from '../store/obligations.ts'
import { dueDay, page, readCursor, rowOf, showCheck } from './rows.ts'

export function obligationRoutes(app: App): void {
  app.query(planContract.listObligations, async ({ read, query, now }) => {
    const found = await listObligations(read, query, now.toISOString(), readCursor(query.after), query.limit + 1)
    return page(found, query.limit, (row) => row.dueAt, (row) => rowOf(row, now.toISOString()))
  })
  app.query(planContract.loadObligation, ({ read, actor, params, now }) => viewOf(read, actor, params, now))
  app.query(planContract.listObligationFacts, async ({ read, params }) => {
    const row = await loadObligation(read, params.institutionId, params.periodId)
    const found = await listFacts(read, row.institutionId, row)
    return { fed: found !== null || (await isFed(read, row)), total: found?.total ?? 0, rows: (found?.rows ?? []).slice(0, 50).map((line) => ({ ...line })) }
  })
  app.query(planContract.listFactNames, async ({ query }) => ({ rows: query.kind === 'task' ? [] : factNames(query.kind).map((name) => ({ ...name, fields: [...(filterFields(query.kind, name.key) ?? [])].map(({ options, ...field }) => ({ ...field, options: [...options] })) })) }))
  app.query(planContract.downloadEvidence, async ({ read, params }) => {
    const file = await evidenceStore.findFile(read, params.institutionId, params.periodId, params.revision, params.fileId)
    if (file === undefined) throw new RefusedError('not_found')
    return fetchFile({ read }, params.institutionId, params.fileId)
  })

  app.command(planContract.submitEvidence, async (act) => {
    await submitEvidence(act, { ...act.params, note: act.body.note, link: act.body.link, uploads: act.uploads })
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
  app.command(planContract.makeClaim, async (act) => {
    await makeClaim(act, { ...act.params, ...act.body })
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
  app.command(planContract.withdrawEvidence, async (act) => {
    await withdrawEvidence(act, act.params)
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
  app.command(planContract.acceptEvidence, async (act) => {
    await decideEvidence(act, act.params, 'accepted', act.body.remark)
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
  app.command(planContract.returnEvidence, async (act) => {
    await decideEvidence(act, act.params, 'returned', act.body.remark)
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
  app.command(planContract.overrideVerdict, async (act) => {
    await overrideVerdict(act, { ...act.params, ...act.body })
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
  app.command(planContract.revokeOverride, async (act) => {
    await revokeOverride(act, { ...act.params, ...act.body })
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
  app.command(planContract.extendObligation, async (act) => {
    await extendObligation(act, { ...act.params, ...act.body })
    return viewOf(act.tx, act.actor, act.params, act.now)
  })
}

type View = z.input<typeof ObligationView>

async function viewOf(read: ReadTx, actor: Actor, key: { institutionId: string; periodId: string }, at: Date): Promise<View> {
  const now = at.toISOString()
  const row = await loadObligation(read, key.institutionId, key.periodId)
  const evidence = await evidenceStore.listEvidence(read, key.institutionId, key.periodId)
  const overrides = await evidenceStore.listOverrides(read, key.institutionId, key.periodId)
  const files = await evidenceStore.listFiles(read, key.institutionId, key.periodId)
  const reuse = Map.groupBy(await evidenceStore.listReuse(read, key.institutionId, key.periodId, files.map((file) => file.sha256)), (each) => each.sha256)
  const fed = await isFed(read, row)
  const claims = await claimStore.listClaims(read, key.institutionId, key.periodId)
  const shown = rowOf(row, now)
  const on = judged(row, evidence, overrides, fed, now)
  const named = factName(row.kind, row.factKey)
  return {
    ...shown,
    subject: row.subject,
    receiver: row.receiver,
    products: row.products,
    clauseText: row.clauseText,
    phaseName: row.phaseName,
    target: row.target === null ? null : row.target.printed || `${row.target.metric}${row.target.comparator}${row.target.value}${row.target.unit}`,
    explanation: explain(row),
    extendedFrom: row.extendedFrom,
    extensionReason: row.extensionReason,
    hasFactSource: fed,
    factKey: row.factKey,
    factName: named === null ? null : { zh: named.zh, en: named.en },
    only: sayDutyFilter(row),
    place: placeOfFacts(row),
    evidence: evidence.map(({ submittedBy: _by, ...each }) => ({
      ...each,
      late: each.submittedAt >= row.dueAt,
      files: files.filter((file) => file.revision === each.revision).map(({ revision: _revision, ...file }) => ({ ...file, usedElsewhere: (reuse.get(file.sha256) ?? []).map(({ sha256: _sha, ...place }) => place) })),
      blocked: blockedFor(actor, on, each.state),
    })),
    overrides: overrides.map(({ id: _id, ...each }) => each),
    claims,
    difference: differenceOf(claims.at(-1)?.claim ?? null, shown.verdict, shown.why.code),
    checks: (await drawStore.listChecksOf(read, key.institutionId, key.periodId)).map(showCheck),
    blocked: {
      claim: mayClaim(actor, on, now)?.refused ?? null,
      submit: maySubmit(actor, on, now)?.refused ?? null,
      override: mayOverride(actor, on)?.refused ?? null,
      revokeOverride: mayRevokeOverride(actor, on)?.refused ?? null,
      extend: mayExtend(actor, on, now)?.refused ?? null,
    },
  }
}

const blockedFor = (actor: Actor, on: Judged, state: Parameters<typeof mayWithdraw>[2]) => {
  const decide = mayDecideEvidence(actor, on, state)?.refused ?? null
  return { withdraw: mayWithdraw(actor, on, state)?.refused ?? null, accept: decide, return: decide }
}

function explain(row: FullObligation): { zh: string; en: string } {
  const period: Explained = {
    basis: row.basis as Explained['basis'], fromOn: row.fromOn, toOn: row.toOn, dueAt: row.dueAt, dueOn: dueDay(row.dueAt), deadline: row.deadline as Deadline | null, nominalOn: row.nominalOn, printed: row.printed, phaseName: row.phaseName, extendedFrom: row.extendedFrom,
  }
  return { zh: explainPeriod(period, 'zh'), en: explainPeriod(period, 'en') }
}
