import { systemActor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { fetchFile } from '../../../server/platform/files.ts'
import { addFiles, correctEntry } from '../commands/correct.ts'
import { enterEntry } from '../commands/enter.ts'
import { confirmEntry, readPersonal, withdrawEntry } from '../commands/settle.ts'
import { registerContract as contract } from '../contract.ts'
import { loadRegister, registers } from '../definitions.ts'
import { shownSince } from '../rules/open.ts'
import { loadEntry } from '../store/entries.ts'
import { isFileOf } from '../store/files.ts'
import { listEntries } from '../store/list.ts'
import { isOpenFile } from '../store/open.ts'
import { viewEntries, viewEntry, type Asker } from '../views.ts'
import { listAsk, localeOf, placeOf, writePlace } from './asked.ts'

const inCommand = (act: Pick<Act, 'tx' | 'actor' | 'today'>): Asker => ({ read: act.tx, actor: act.actor, today: act.today })

export function entryRoutes(app: App): void {
  app.query(contract.listEntries, async ({ read, actor, params, query }) => {
    const { definition } = await loadRegister(read, params.key)
    const { rows, reached } = await listEntries(read, listAsk(actor, definition, query, query.sort === 'newest'), placeOf(query.after), query.limit + 1)
    const page = rows.slice(0, query.limit)
    const last = page.at(-1)
    const next = rows.length > query.limit && last !== undefined ? { on: last.on, id: last.id } : reached
    const shown = await viewEntries(read, page)
    return { rows: shown.rows, next: next === null ? null : writePlace(next), names: Object.fromEntries(shown.names), searchedTo: reached?.on ?? null }
  })
  app.query(contract.loadEntry, async ({ read, actor, today, params }) => viewEntry({ read, actor, today }, params))
  app.query(contract.downloadFile, async ({ read, params, query }) => {
    const entry = await loadEntry(read, params)
    if (!(await isFileOf(read, entry, params.fileId))) throw new RefusedError('not_found')
    const { name, mediaType, bytes } = await fetchFile({ read }, params.institutionId, params.fileId)
    return { name, mediaType, bytes, inline: query.inline === '1' }
  })
  // Only files that an entry shows to citizens; the item that lists them is what everybody may read.
  app.query(
    contract.openFile,
    async ({ read, today, params }) => {
      const definition = registers().get(params.key)?.definition
      if (definition?.open === undefined || !(await isOpenFile(read, params.key, params.institutionId, params.fileId, shownSince(definition, today)))) throw new RefusedError('not_found')
      const { name, mediaType, bytes } = await fetchFile({ read }, params.institutionId, params.fileId)
      return { name, mediaType, bytes, inline: mediaType.startsWith('image/') }
    },
    { as: systemActor('register.open') },
  )
  // A read that leaves a trace must write: it runs as a command though it is a GET. A key would keep the clear values
  // as the first answer, so none is taken.
  app.command(contract.readPersonal, async ({ params, request, reply, ...act }) => {
    if (request.headers['idempotency-key'] !== undefined) throw new RefusedError('request.invalid', 'Idempotency-Key')
    void reply.header('cache-control', 'private, no-store')
    const { values, names } = await readPersonal(act, params)
    return { values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value as string | number | boolean | string[] | null])), names: Object.fromEntries(names) }
  })
  app.command(contract.enterEntry, async ({ params, body, uploads, request, ...act }) => {
    const { names, ...entry } = await enterEntry(act, { ...params, ...body, uploads, locale: localeOf(request) })
    return viewEntry(inCommand(act), entry, names)
  })
  app.command(contract.correctEntry, async ({ params, body, uploads, request, ...act }) => {
    await correctEntry(act, { ...params, ...body, uploads, locale: localeOf(request) })
    return viewEntry(inCommand(act), params)
  })
  app.command(contract.addFiles, async ({ params, body, uploads, request, ...act }) => {
    await addFiles(act, { ...params, ...body, uploads, locale: localeOf(request) })
    return viewEntry(inCommand(act), params)
  })
  app.command(contract.confirmEntry, async ({ params, body, ...act }) => {
    await confirmEntry(act, { ...params, ...body })
    return viewEntry(inCommand(act), params)
  })
  app.command(contract.withdrawEntry, async ({ params, body, ...act }) => {
    await withdrawEntry(act, { ...params, ...body })
    return viewEntry(inCommand(act), params)
  })
}
