import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { keepFile } from '../../../server/platform/files.ts'
import { notify } from '../../../server/platform/notify.ts'
import type { Upload } from '../../../server/platform/uploads.ts'
import { departmentsOn, findInstitution, listInstitutions, rosterOn, type Institution } from '../../directory/public.ts'
import { askJob } from '../jobs.ts'
import { kindNames, mayNominate, nominationFault, type ExemplarKind } from '../rules/exemplar.ts'
import { insertExemplar, insertFiles, type ExemplarKey } from '../store/exemplars.ts'

type Nomination = { /** Whose it is; left out, the nominator's own house. */ readonly institutionId?: string | null; readonly kind: ExemplarKind; readonly departmentId: string | null; readonly staffId: string | null; readonly title: string; readonly deeds: string; readonly uploads: readonly Upload[] }

const evidence = ['pdf', 'docx', 'xlsx', 'office', 'jpeg', 'png'] as const

/** Rules EL-1, EL-2 and EL-12: what is nominated belongs to the house today, and is proved by files. */
export async function nominate(act: Act, ask: Nomination): Promise<ExemplarKey> {
  const own = await houseOf(act, ask.institutionId)
  const no = mayNominate(act.actor, { institutionId: own.id, regionCode: own.regionCode }) ?? nominationFault({ deeds: ask.deeds, files: ask.uploads.length })
  if (no !== null) orThrow(no)
  const from = act.actor.institutionId === own.id ? null : act.actor.institutionId
  const key = { institutionId: own.id, exemplarId: act.newId() }
  const named = await whatIsNominated(act, own, ask)
  await insertExemplar(act.tx, { ...key, regionCode: own.regionCode, kind: ask.kind, ...named, deeds: ask.deeds, from, by: act.actor.id, byName: act.actor.name, at: act.now.toISOString() })
  const files = []
  for (const upload of ask.uploads) files.push(await keepFile(act, upload, { institutionId: own.id, regionCode: own.regionCode, purpose: 'exemplar', allowed: evidence }))
  await insertFiles(act.tx, { ...key, regionCode: own.regionCode }, files)
  if (named.staffId !== null) await askJob.enqueue(act.tx, key, { key: `exemplar.ask:${key.exemplarId}` })
  await (from === null ? tellCommissions(act, own, key, ask.kind) : tellHouse(act, own, key, { from, kind: ask.kind, title: named.title }))
  await act.record({ institutionId: own.id, regionCode: own.regionCode, kind: 'exemplar.nominated', subjectId: key.exemplarId, detail: { kind: ask.kind, from, departmentId: named.departmentId, staffId: named.staffId, files: files.map((file) => file.sha256) } })
  return key
}

async function houseOf(act: Act, institutionId: string | null | undefined): Promise<Institution> {
  const id = institutionId ?? act.actor.institutionId
  const found = id === null ? undefined : await findInstitution(act.tx, id)
  if (found === undefined || !found.active || found.kind === 'commission') throw new RefusedError('exemplar.no_house')
  return found
}

async function whatIsNominated(act: Act, own: Institution, ask: Nomination): Promise<{ departmentId: string | null; staffId: string | null; title: string }> {
  if (ask.kind === 'hospital') return { departmentId: null, staffId: null, title: own.name }
  if (ask.kind === 'project') {
    if ([...ask.title].length < 4) throw new RefusedError('exemplar.no_title')
    return { departmentId: null, staffId: null, title: ask.title }
  }
  if (ask.kind === 'department') {
    const found = (await departmentsOn(act.tx, own.id, act.today)).find((each) => each.id === ask.departmentId)
    if (found === undefined) throw new RefusedError('exemplar.nobody_chosen')
    return { departmentId: found.id, staffId: null, title: found.name }
  }
  const found = (await rosterOn(act.tx, own.id, act.today)).find((each) => each.staffId === ask.staffId)
  if (found === undefined) throw new RefusedError('exemplar.nobody_chosen')
  return { departmentId: null, staffId: found.staffId, title: found.name }
}

async function tellCommissions(act: Act, own: Institution, key: ExemplarKey, kind: ExemplarKind): Promise<void> {
  const bodies = await listInstitutions(act.tx, { regionPrefix: own.regionCode, withCommissions: true })
  const commissions = bodies.filter((body) => body.kind === 'commission')
  await notify(act, ...commissions.map((body) => ({ institutionId: body.id, regionCode: body.regionCode, role: 'commission_clerk' as const, topic: 'exemplar.nominated', params: { institution: own.name, kind: kindNames[kind].zh, kindEn: kindNames[kind].en }, link: linkOf(key), onceKey: `exemplar.nominated:${key.exemplarId}` })))
}

async function tellHouse(act: Act, own: Institution, key: ExemplarKey, { from, kind, title }: { readonly from: string; readonly kind: ExemplarKind; readonly title: string }): Promise<void> {
  const issuer = (await findInstitution(act.tx, from))?.name ?? ''
  const roles = ['institution_head', 'institution_clerk'] as const
  await notify(act, ...roles.map((role) => ({ institutionId: own.id, regionCode: own.regionCode, role, topic: 'exemplar.nominated_above', params: { issuer, title, kind: kindNames[kind].zh, kindEn: kindNames[kind].en }, link: linkOf(key), onceKey: `exemplar.nominated_above:${key.exemplarId}:${role}` })))
}

export const linkOf = ({ institutionId, exemplarId }: ExemplarKey): string => `/exemplars/${institutionId}/${exemplarId}`
