import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { diffDays, type IsoDate } from '../../kernel/calendar.ts'
import { shanghaiDate, addMs } from '../../kernel/instant.ts'
import { RefusedError, type Refusal } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { institutionNames } from '../directory/public.ts'
import { findReportPeriod } from '../plan/public.ts'
import { draftRow } from './commands/pack.ts'
import { gapsIn, seenHash } from './commands/sign.ts'
import type { FieldView, PackRow, PackView, ScanView } from './contract.ts'
import { formOf } from './forms.ts'
import { linesOf, PackContent } from './rules/content.ts'
import { mayAddScan, mayDecide, mayRemoveScan, maySign, maySubmit, mayWrite, worksOn } from './rules/decisions.ts'
import { figuresOf, movedSince, movedSinceSigned } from './rules/moved.ts'
import { suggestText } from './rules/suggest.ts'
import * as looks from './store/looks.ts'
import * as packs from './store/packs.ts'
import * as scanStore from './store/scans.ts'
import * as versionStore from './store/versions.ts'
import { asPack, fill, withTerms, type Loaded } from './subject.ts'

export type Viewer = { readonly read: ReadTx; readonly actor: Actor; readonly now: Date; readonly today: IsoDate }
type Row = z.input<typeof PackRow>

const unnamed = (key: string) => ({ zh: key, en: key })
export const formName = (key: string) => formOf(key)?.name ?? unnamed(key)

export function rowOf(row: Omit<packs.PackRow, 'content'>, names: { institution: string; plan: string }, today: IsoDate, unopened: boolean): Row {
  const lastDay = row.dueAt === null ? null : shanghaiDate(addMs(row.dueAt, -1))
  return {
    institutionId: row.institutionId, institutionName: names.institution, packId: row.packId, kind: row.kind, planId: row.planId, planTitle: names.plan, formKey: row.formKey, formName: formName(row.formKey), fromOn: row.fromOn, toOn: row.toOn, dueOn: row.dueOn, dueAt: row.dueAt,
    unopened, state: row.state, standing: row.standing, revision: row.revision, submittedAt: row.submittedAt, onTime: row.onTime, daysLeft: lastDay === null ? null : diffDays(today, lastDay),
  }
}

/** The pack as it stands; one that nobody opened yet as it will be. */
async function loadOrDraft({ read, now }: Viewer, key: packs.PackKey): Promise<{ loaded: Loaded; unopened: boolean }> {
  const at = now.toISOString()
  const row = await packs.findPack(read, key)
  if (row !== undefined) return { loaded: await withTerms(read, row, at), unopened: false }
  const period = await findReportPeriod(read, key.institutionId, key.packId, at)
  if (period === undefined) throw new RefusedError('not_found')
  return { loaded: await withTerms(read, draftRow(period, at), at), unopened: true }
}

/** What a reader is shown: the locked version, what was signed, or the live content. */
async function shownContent(viewer: Viewer, loaded: Loaded): Promise<{ content: PackContent; live: PackContent | null }> {
  const { row } = loaded
  const at = { now: viewer.now.toISOString(), today: viewer.today }
  if (row.state === 'submitted' || row.state === 'accepted') {
    const version = await versionStore.loadVersion(viewer.read, row, row.revision)
    return { content: PackContent.parse(JSON.parse(version.content)), live: null }
  }
  if (row.state !== 'signed' || row.content === null) {
    const live = await fill(viewer.read, loaded, at)
    return { content: live, live }
  }
  const content = PackContent.parse(JSON.parse(row.content))
  return { content, live: await fill(viewer.read, loaded, { ...at, today: shanghaiDate(content.asOf) }) }
}

function fieldsOf(loaded: Loaded, content: PackContent): z.input<typeof FieldView>[] {
  const told = { ...content, lines: linesOf(content) }
  const { narrative } = loaded.row
  return loaded.form.sections.flatMap((section) => {
    if (section.kind === 'summary') return section.fields.map((field) => ({ key: field.key, label: field.label, min: field.min, max: field.max, text: narrative[field.key] ?? '', suggestion: field.suggest === '' ? '' : suggestText(field.suggest, told) }))
    if (section.kind !== 'table') return []
    return section.lines.map((line) => (line.from === 'text' ? { key: line.key, label: line.label, min: line.min, max: 2000, text: narrative[line.key] ?? '', suggestion: '' } : { key: `${line.key}.note`, label: line.label, min: 0, max: 300, text: narrative[`${line.key}.note`] ?? '', suggestion: '' }))
  })
}

const code = (no: Refusal | null) => no?.refused ?? null

export async function viewPack(viewer: Viewer, key: packs.PackKey): Promise<z.input<typeof PackView>> {
  const { loaded, unopened } = await loadOrDraft(viewer, key)
  const { read, actor } = viewer
  const now = viewer.now.toISOString()
  const { row, terms } = loaded
  const { content, live } = await shownContent(viewer, loaded)
  const versions = await versionStore.listVersions(read, key)
  const scans = await scanStore.listScans(read, key)
  const look = await looks.findLook(read, key, actor.id)
  const before = look?.figures ?? row.filled
  const gaps = gapsIn(loaded, content)
  const pack = asPack(row)
  const write = mayWrite(actor, pack, terms, now)
  const names = await institutionNames(read, [row.institutionId])
  const signature = row.signatureId === null ? undefined : (await versionStore.listSignatures(read, key)).find((each) => each.id === row.signatureId)
  const own = scans.filter((scan) => scan.revision === row.revision)
  return {
    ...rowOf(row, { institution: names.get(row.institutionId) ?? loaded.subject.body.name, plan: loaded.planTitle }, viewer.today, unopened),
    dueAt: loaded.dueAt, commissionName: loaded.commission?.name ?? null, clause: loaded.clause, duty: loaded.duty, content, seen: seenHash(content), fields: fieldsOf(loaded, content),
    moved: live === null || before === null ? [] : movedSince(before, figuresOf(content)),
    lookedAt: look?.at ?? row.filledAt,
    movedSinceSigned: row.state === 'signed' && live !== null ? movedSinceSigned(content, live).map(({ key: line, label }) => ({ key: line, label })) : [],
    gaps: { short: [...gaps.short], evidence: gaps.evidence },
    signature: signature === undefined ? null : { name: signature.name, post: signature.post, at: signature.at, sha256: signature.sha256 },
    askedAt: row.askedAt,
    versions: versions.map(({ institutionId: _body, packId: _pack, formKey: _form, formSha256: _hash, remark, ...version }) => ({ ...version, remark: remark ?? '' })),
    scans: scans.map(({ fileId: _file, ...scan }): z.input<typeof ScanView> => ({ ...scan, blocked: { remove: code(mayRemoveScan(actor, pack, terms, scan)) } })),
    blocked: {
      write: code(write),
      ask: code(write) ?? (row.state === 'signed' ? 'report.signed_already' : null),
      // Whether the post is held today is asked when signing; the button says what the roles of today say.
      sign: code(maySign(actor, pack, terms, { holdsPost: true, gaps }, now)),
      withdraw: code(write) ?? (row.state === 'signed' ? null : 'report.not_signed'),
      submit: code(maySubmit(actor, pack, terms, now)),
      decide: code(mayDecide(actor, pack)),
      scan: unopened && now < terms.opensAt && worksOn(actor, pack, terms.role) ? 'report.not_open_yet' : code(mayAddScan(actor, pack, terms, { files: own.length, bytes: own.reduce((sum, scan) => sum + scan.size, 0) }, { files: 1, bytes: 1 })),
    },
  }
}

/** What is printed: a version as it was locked, or the pack as it stands now, with its signature where it has one. */
export async function printed(viewer: Viewer, key: packs.PackKey, revision: number | undefined): Promise<{ content: PackContent; signed: { name: string; post: string; at: string; sha256: string } | null }> {
  const { loaded } = await loadOrDraft(viewer, key)
  const { row } = loaded
  const wanted = revision ?? (row.state === 'submitted' || row.state === 'accepted' ? row.revision : undefined)
  if (wanted !== undefined) {
    const version = await versionStore.loadVersion(viewer.read, key, wanted)
    return { content: PackContent.parse(JSON.parse(version.content)), signed: { name: version.signedName, post: version.signedPost, at: version.signedAt, sha256: version.sha256 } }
  }
  const { content } = await shownContent(viewer, loaded)
  const signature = row.signatureId === null ? undefined : (await versionStore.listSignatures(viewer.read, key)).find((each) => each.id === row.signatureId)
  return { content, signed: signature === undefined ? null : { name: signature.name, post: signature.post, at: signature.at, sha256: signature.sha256 } }
}
