import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { fetchFile } from '../../../server/platform/files.ts'
import type { Scan } from '../../../server/platform/virus-scan.ts'
import { enterMatter, keepUploads, prepareUploads } from '../commands/enter.ts'
import { mergeMany } from '../commands/merge-many.ts'
import { moveMatter, moverOf } from '../commands/move.ts'
import { matterContract as contract } from '../contract.ts'
import { loadKind } from '../kinds.ts'
import { mayPreview, mayReadAuthor, maySee } from '../rules/authority.ts'
import type { MatterKey } from '../rules/matter.ts'
import { redact } from '../rules/redact.ts'
import { authorForMachine, readAuthor } from '../store/authors.ts'
import { loadMatter } from '../store/matters.ts'
import { staffNamesOf } from '../store/people.ts'
import { findFile, listParts } from '../store/timeline.ts'
import { viewMatter } from '../views/matter.ts'
import { moverFor } from '../views/rows.ts'

const asAsker = (act: Act) => ({ read: act.tx, actor: act.actor, now: act.now, today: act.today })

async function redacted(act: Act, key: MatterKey, ask: { title?: string | undefined; question?: string | undefined; answer?: string | undefined }) {
  const [matter, parts, mover] = await Promise.all([loadMatter(act.tx, key), listParts(act.tx, key), moverOf(act, false)])
  const no = mayPreview(loadKind(matter.kind), matter, mover, parts)
  if (no !== null) throw new RefusedError(no.refused)
  const [names, author] = await Promise.all([staffNamesOf(act.tx, matter.institutionId), authorForMachine(act.tx, act.vault, key)])
  const done = [ask.title ?? matter.title, ask.question ?? matter.body, ask.answer ?? matter.answer ?? ''].map((text) => redact(text, names, author))
  const removed = new Map<string, number>()
  for (const each of done) for (const [sort, count] of each.removed) removed.set(sort, (removed.get(sort) ?? 0) + count)
  return { title: done[0]?.text ?? '', question: done[1]?.text ?? '', answer: done[2]?.text ?? '', removed: [...removed].map(([sort, count]) => ({ sort, count })) }
}

export function matterRoutesOf(app: App, scan: Scan | null): void {
  const prepare = prepareUploads(scan)
  app.query(contract.loadMatter, async ({ params, ...look }) => viewMatter(look, params))
  // The receipt code is told once and is no answer to be kept: the form's own key makes a repeat safe.
  app.command(
    contract.enterMatter,
    async ({ body, uploads, ...act }) => {
      const { institutionId, matterId, number, receiptCode } = await enterMatter(act, body, uploads)
      return { institutionId, matterId, number, receiptCode }
    },
    { holdsSecret: true, prepare },
  )
  app.command(contract.mergeMatters, async ({ body, ...act }) => ({ merged: await mergeMany(act, body) }))
  app.command(contract.moveMatter, async ({ params, body, uploads, ...act }) => {
    const { move, ...key } = params
    const { revision, fileRoles, ...ask } = body
    const kept = uploads.length === 0 ? [] : await keepUploads(act, await loadMatter(act.tx, key), uploads)
    await moveMatter(act, { key, move, revision, ask, files: kept.map((file, at) => ({ file, role: fileRoles[at] ?? 'house' })), author: false })
    return viewMatter(asAsker(act), key, true)
  }, { prepare })
  // A read that leaves a trace must write: it runs as a command though it is a GET.
  app.command(contract.readAuthor, async ({ params, request, reply, ...act }) => {
    if (request.headers['idempotency-key'] !== undefined) throw new RefusedError('request.invalid', 'Idempotency-Key')
    void reply.header('cache-control', 'private, no-store')
    const [matter, parts, mover] = await Promise.all([loadMatter(act.tx, params), listParts(act.tx, params), moverOf(act, false)])
    const no = mayReadAuthor(loadKind(matter.kind), matter, mover, parts)
    if (no !== null) throw new RefusedError(no.refused)
    const author = await readAuthor(act, matter, 'opened')
    if (author === null) throw new RefusedError('matter.no_author')
    return author
  })
  app.query(contract.downloadFile, async ({ read, params, query, ...look }) => {
    const [matter, parts, mover, file] = await Promise.all([loadMatter(read, params), listParts(read, params), moverFor({ read, actor: look.actor }), findFile(read, params, params.fileId)])
    if (file === undefined || !maySee(loadKind(matter.kind), matter, mover, parts)) throw new RefusedError('not_found')
    const { name, mediaType, bytes } = await fetchFile({ read }, params.institutionId, params.fileId)
    return { name, mediaType, bytes, inline: query.inline === '1' }
  })
  app.command(contract.redact, async ({ params, body, ...act }) => redacted(act, params, body), { holdsSecret: true })
}
