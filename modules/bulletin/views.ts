import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { IsoDate } from '../../kernel/calendar.ts'
import { RefusedError, type Refusal } from '../../kernel/refusal.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { findInstitution } from '../directory/public.ts'
import { asWork } from './commands/work.ts'
import type { BulletinView, PublishedRow, PublishedView, WorkView } from './contract.ts'
import { draw, gatherFigures, issuerOf, movedBetween, parseContent, parseFigures } from './gather.ts'
import { kindOfContent } from './rules/content.ts'
import { mayApprove, mayCorrect, mayDiscard, mayPublish, mayReceive, mayReturn, maySubmit, mayWithdraw, mayWrite, worksOn } from './rules/decisions.ts'
import { monthOf } from './rules/month.ts'
import * as store from './store/bulletins.ts'
import { findPaper } from './store/papers.ts'
import { countReceipts, listOwnReceipts, listReceipts } from './store/receipts.ts'
import * as versions from './store/versions.ts'
import { listVisits } from './store/visits.ts'

export type Viewer = { readonly read: ReadTx; readonly actor: Actor; readonly now: Date; readonly today: IsoDate }

const code = (no: Refusal | null) => no?.refused ?? null

/** The work on the own bulletin; undefined for whoever does not work on it. */
const findWork = async ({ read, actor }: Viewer, bulletinId: string): Promise<store.BulletinRow | undefined> =>
  actor.institutionId === null || !worksOn(actor, { institutionId: actor.institutionId }) ? undefined : store.findBulletin(read, { institutionId: actor.institutionId, bulletinId })

async function workView(viewer: Viewer, row: store.BulletinRow): Promise<z.input<typeof WorkView>> {
  const { read, actor } = viewer
  const at = { now: viewer.now.toISOString(), today: viewer.today }
  const work = asWork(row)
  const drawn = await draw(read, row, at)
  const content = row.content === null ? drawn.content : parseContent({ content: row.content })
  const approval = row.approvalId === null ? undefined : (await store.listApprovals(read, row)).find((each) => each.id === row.approvalId)
  const bodies = drawn.figures.bodies
  const asksVisits = row.kind === 'complaints'
  const visits = asksVisits ? await listVisits(read, bodies.map((body) => body.institutionId), monthOf(row.monthOn)) : new Map<string, number>()
  // Against the figures of this moment, also where a correction keeps those of the version before.
  const live = row.figures === null ? null : row.keptFigures === null ? drawn.figures : await gatherFigures(read, row.kind, await issuerOf(read, row.institutionId), work.month, at.now)
  return {
    state: row.state, version: row.version, revision: row.revision, content, fields: [...drawn.fields], keepsFigures: row.keptFigures !== null,
    visits: !asksVisits ? [] : bodies.map((body) => ({ institutionId: body.institutionId, name: body.name, visits: visits.get(body.institutionId) ?? null })),
    seen: row.sha256, moved: row.figures === null || live === null ? [] : movedBetween(parseFigures(row.figures), live),
    submitted: row.submittedAt === null ? null : { name: row.submittedName ?? '', at: row.submittedAt },
    approval: approval === undefined ? null : { name: approval.name, post: approval.post, at: approval.at, sha256: approval.sha256 },
    returned: row.returnedAt === null ? null : { name: row.returnedName ?? '', at: row.returnedAt, remark: row.returnedRemark ?? '' },
    blocked: {
      write: code(mayWrite(actor, work)), submit: code(maySubmit(actor, work, drawn.fields, viewer.today)), withdraw: code(mayWithdraw(actor, work)), giveBack: code(mayReturn(actor, work)),
      // Whether the post is held today is asked when approving; the button says what the roles of today say.
      approve: code(mayApprove(actor, work, { holdsPost: true })), publish: code(mayPublish(actor, work)), discard: code(mayDiscard(actor, work)),
    },
  }
}

async function publishedView(viewer: Viewer, bulletinId: string, asked: number | undefined, row: store.BulletinRow | undefined): Promise<z.input<typeof PublishedView> | null> {
  const { read, actor } = viewer
  const all = await versions.listVersions(read, bulletinId)
  const newest = all.at(-1)
  if (newest === undefined) return null
  const version = await versions.loadVersion(read, bulletinId, asked ?? newest.version)
  const content = parseContent(version)
  const paper = await findPaper(read, bulletinId, version.version)
  const receipts = (await listReceipts(read, bulletinId)).filter((receipt) => receipt.version === version.version)
  const addressed = content.bodies.map((body) => body.institutionId)
  const own = actor.institutionId
  const received = own !== null && (await listOwnReceipts(read, own, [bulletinId])).some((receipt) => receipt.version === newest.version)
  const figures = row === undefined ? undefined : await versions.findFigures(read, row, version.version)
  return {
    version: version.version, newest: newest.version, number: version.numberPrinted, content, sha256: version.sha256, publishedAt: version.publishedAt, publishedName: row === undefined ? version.issuerName : version.publishedName,
    versions: all.map((each) => ({ version: each.version, publishedAt: each.publishedAt, changeNote: each.changeNote })),
    paper: paper === undefined ? { state: 'none', size: null, reason: null, madeAt: null } : { state: paper.state, size: paper.size, reason: paper.reason, madeAt: paper.madeAt },
    receipts: content.bodies
      .filter((body) => row !== undefined || body.institutionId === own)
      .map((body) => {
        const receipt = receipts.find((each) => each.institutionId === body.institutionId)
        return { institutionId: body.institutionId, name: body.name, receivedAt: receipt?.receivedAt ?? null, by: receipt === undefined ? null : `${receipt.name}${receipt.post === '' ? '' : `（${receipt.post}）`}` }
      }),
    moved: row === undefined || figures === undefined ? null : movedBetween(parseFigures(figures), await gatherFigures(read, row.kind, await issuerOf(read, row.institutionId), monthOf(version.monthOn), viewer.now.toISOString())),
    blocked: { receive: code(mayReceive(actor, { addressed, newest: version.version === newest.version, received })), correct: row === undefined ? 'bulletin.not_yours' : code(mayCorrect(actor, asWork(row))) },
  }
}

/** What a reader sees of a bulletin: its commission the work and what is published, everybody else what is published. */
export async function viewBulletin(viewer: Viewer, bulletinId: string, version?: number): Promise<z.input<typeof BulletinView>> {
  const row = await findWork(viewer, bulletinId)
  const published = await publishedView(viewer, bulletinId, version, row)
  if (row === undefined && published === null) throw new RefusedError('not_found')
  const month = row === undefined ? (published?.content.month ?? '') : monthOf(row.monthOn)
  const issuerName = row === undefined ? (published?.content.issuer.name ?? '') : (await issuerOf(viewer.read, row.institutionId)).name
  const kind = row?.kind ?? (published === null ? 'complaints' : kindOfContent(published.content))
  return { bulletinId, kind, issuerName, month, revision: row?.revision ?? null, work: row === undefined || row.state === 'published' ? null : await workView(viewer, row), published }
}

/** Rows of the list, with the receipt of the reader's institution, or for a commission how many signed. */
export async function publishedRows({ read, actor }: Viewer, found: readonly versions.VersionRow[]): Promise<z.input<typeof PublishedRow>[]> {
  const own = actor.institutionId === null ? undefined : await findInstitution(read, actor.institutionId)
  const ids = found.map((row) => row.bulletinId)
  const isCommission = own?.kind === 'commission'
  const [receipts, counts] = await Promise.all([own === undefined || isCommission ? [] : listOwnReceipts(read, own.id, ids), isCommission ? countReceipts(read, ids) : []])
  return found.map((row) => ({
    bulletinId: row.bulletinId, kind: row.kind, version: row.version, issuerName: row.issuerName, month: monthOf(row.monthOn), number: row.numberPrinted, title: row.title, publishedAt: row.firstPublishedAt, correctedAt: row.version > 1 ? row.publishedAt : null,
    addressed: own !== undefined && !isCommission,
    receivedAt: receipts.find((receipt) => receipt.bulletinId === row.bulletinId && receipt.version === row.version)?.receivedAt ?? null,
    receipts: isCommission && row.institutionId === own.id ? { signed: counts.find((count) => count.bulletinId === row.bulletinId && count.version === row.version)?.n ?? 0, asked: row.addressed } : null,
  }))
}
