import { RefusedError } from '../../../kernel/refusal.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { LineContent } from '../rules/content.ts'
import type { Decision } from '../rules/names.ts'
import type { PackKey } from './packs.ts'

export type Signature = { readonly id: string; readonly revision: number; readonly accountId: string; readonly staffId: string; readonly name: string; readonly post: string; readonly at: string; readonly sha256: string }

export const insertSignature = (tx: Tx, key: PackKey, regionCode: string, signature: Signature) =>
  tx
    .insertInto('report_signature')
    .values({
      institution_id: key.institutionId, id: signature.id, region_code: regionCode, pack_id: key.packId, revision: signature.revision, account_id: signature.accountId, staff_id: signature.staffId, name: signature.name, post: signature.post,
      signed_at: signature.at, sha256: signature.sha256,
    })
    .execute()

/** Every signature ever set under a pack, void ones as well. */
export const listSignatures = (read: ReadTx, key: PackKey) =>
  read.selectFrom('report_signature').select(['id', 'revision', 'name', 'post', 'signed_at as at', 'sha256']).where('institution_id', '=', key.institutionId).where('pack_id', '=', key.packId).orderBy('signed_at').orderBy('id').execute()
export type SignatureRow = Awaited<ReturnType<typeof listSignatures>>[number]

export type NewVersion = {
  readonly revision: number
  readonly formKey: string
  readonly formSha256: string
  readonly content: string
  readonly sha256: string
  readonly lines: readonly LineContent[]
  readonly signatureId: string
  readonly dueAt: string | null
  readonly onTime: boolean | null
  readonly at: string
  readonly by: string
  readonly byName: string
}

export const insertVersion = (tx: Tx, key: PackKey, regionCode: string, version: NewVersion) =>
  tx
    .insertInto('report_version')
    .values({
      institution_id: key.institutionId, pack_id: key.packId, revision: version.revision, region_code: regionCode, form_key: version.formKey, form_sha256: version.formSha256, content: version.content, sha256: version.sha256, lines: JSON.stringify(version.lines),
      signature_id: version.signatureId, due_at: version.dueAt, on_time: version.onTime, submitted_at: version.at, submitted_by: version.by, submitted_name: version.byName,
    })
    .execute()

const versions = (read: ReadTx) =>
  read
    .selectFrom('report_version as v')
    .innerJoin('report_signature as s', (on) => on.onRef('s.institution_id', '=', 'v.institution_id').onRef('s.id', '=', 'v.signature_id'))
    .leftJoin('report_decision as d', (on) => on.onRef('d.institution_id', '=', 'v.institution_id').onRef('d.pack_id', '=', 'v.pack_id').onRef('d.revision', '=', 'v.revision'))
    .select([
      'v.institution_id as institutionId', 'v.pack_id as packId', 'v.revision', 'v.form_key as formKey', 'v.form_sha256 as formSha256', 'v.sha256', 'v.due_at as dueAt', 'v.on_time as onTime', 'v.submitted_at as submittedAt', 'v.submitted_name as submittedName',
      's.name as signedName', 's.post as signedPost', 's.signed_at as signedAt', 'd.remark', 'd.decided_at as decidedAt', 'd.decided_name as decidedName',
    ])
    .select(sql<Decision | null>`d.decision`.as('decision'))

/** What was handed in, oldest first, without the contents. */
export const listVersions = (read: ReadTx, key: PackKey) => versions(read).where('v.institution_id', '=', key.institutionId).where('v.pack_id', '=', key.packId).orderBy('v.revision').execute()
export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number]

export const loadVersion = (read: ReadTx, key: PackKey, revision: number) =>
  versions(read)
    .select('v.content')
    .where('v.institution_id', '=', key.institutionId)
    .where('v.pack_id', '=', key.packId)
    .where('v.revision', '=', revision)
    .executeTakeFirstOrThrow(() => new RefusedError('not_found'))
export type FullVersion = Awaited<ReturnType<typeof loadVersion>>

/** The figures that stand: of each of these packs the newest version, unless it was returned. */
export const listStandingLines = (read: ReadTx, ask: { planId: string; formKey: string; toOn: string }) =>
  read
    .selectFrom('report_pack as p')
    .innerJoin('report_version as v', (on) => on.onRef('v.institution_id', '=', 'p.institution_id').onRef('v.pack_id', '=', 'p.id').onRef('v.revision', '=', 'p.revision'))
    .select(['p.institution_id as institutionId', 'p.id as packId', 'v.revision', 'v.sha256'])
    .select(sql<LineContent[]>`v.lines`.as('lines'))
    .where('p.plan_id', '=', ask.planId)
    .where('p.form_key', '=', ask.formKey)
    .where('p.to_on', '=', ask.toOn)
    .where('p.kind', '=', 'obligation')
    .where('p.state', 'in', ['submitted', 'accepted'])
    .execute()

/** A form and the last day of the period it tells of. */
export type FormDay = { readonly formKey: string; readonly toOn: string }

/** What commissions in scope locked for other campaigns, roll-ups and what their own duties ask, newest first. */
export const listLowerRollups = (read: ReadTx, ask: { readonly planId: string; readonly of: readonly FormDay[] }) =>
  read
    .selectFrom('report_pack as p')
    .innerJoin('institution as i', 'i.id', 'p.institution_id')
    .innerJoin('report_version as v', (on) => on.onRef('v.institution_id', '=', 'p.institution_id').onRef('v.pack_id', '=', 'p.id').onRef('v.revision', '=', 'p.revision'))
    .innerJoin('plan as pl', 'pl.id', 'p.plan_id')
    .select(['p.institution_id as institutionId', 'i.name', 'p.region_code as regionCode', 'p.plan_id as planId', 'pl.title as planTitle', 'p.id as packId', 'p.submitted_at as submittedAt', 'p.on_time as onTime', 'v.revision', 'v.sha256'])
    .select([sql<'submitted' | 'accepted'>`p.state`.as('place'), sql<LineContent[]>`v.lines`.as('lines')])
    .where((eb) => eb.or([eb('p.kind', '=', 'rollup'), eb('i.kind', '=', 'commission')]))
    .where((eb) => eb.or(ask.of.map((each) => eb.and([eb('p.form_key', '=', each.formKey), eb('p.to_on', '=', each.toOn)]))))
    .where('p.plan_id', '!=', ask.planId)
    .where('p.state', 'in', ['submitted', 'accepted'])
    .orderBy('p.region_code')
    .orderBy('p.submitted_at', 'desc')
    .orderBy('p.id')
    .execute()

export const insertDecision = (tx: Tx, key: PackKey, regionCode: string, decision: { revision: number; decision: Decision; remark: string; at: string; by: string; byName: string }) =>
  tx
    .insertInto('report_decision')
    .values({ institution_id: key.institutionId, pack_id: key.packId, revision: decision.revision, region_code: regionCode, decision: decision.decision, remark: decision.remark, decided_at: decision.at, decided_by: decision.by, decided_name: decision.byName })
    .execute()
