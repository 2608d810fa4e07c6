import type { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import { RefusedError, refusalOf } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { ownBody } from '../commands/body.ts'
import { discardImport, previewImport } from '../commands/imports.ts'
import { unseal } from '../commands/packed.ts'
import { takeImport } from '../commands/take-import.ts'
import { registerContract as contract, type ImportView } from '../contract.ts'
import { loadRegister } from '../definitions.ts'
import type { ImportFault } from '../rules/import/judge-row.ts'
import { mayDiscard, mayTake } from '../rules/import/taking.ts'
import { faultsSheet } from '../sheets.ts'
import * as store from '../store/imports.ts'

export function importRoutes(app: App): void {
  app.query(contract.listImports, async ({ read, actor, params, query }) => {
    if (actor.institutionId === null) throw new RefusedError('access.denied')
    const page = pageBy(await store.listImports(read, actor.institutionId, params.key, placeOf(query.after), query.limit + 1), query.limit, (run) => ({ at: run.createdAt, id: run.id }))
    return { rows: page.rows.map(headOf), next: page.next }
  })
  app.query(contract.loadImport, async ({ read, actor, params }) => viewImport(read, actor, params))
  app.query(contract.listImportFaults, async ({ read, params, query, platform }) => {
    const faults = await faultsOf(read, platform.vault, params)
    const from = placeIn(query.after)
    return { rows: faults.slice(from, from + query.limit), next: from + query.limit < faults.length ? String(from + query.limit) : null }
  })
  app.query(contract.exportImportFaults, async ({ read, params, platform }) => {
    const { run } = await store.loadImport(read, params)
    return faultsSheet(run.fileName, await faultsOf(read, platform.vault, params))
  })
  app.command(contract.previewImport, async ({ params, uploads, ...act }) => viewImport(act.tx, act.actor, await previewImport(act, { ...params, upload: uploads[0] })))
  app.command(contract.takeImport, async ({ params, body, ...act }) => {
    await takeImport(act, { ...params, ...body })
    return viewImport(act.tx, act.actor, params)
  })
  app.command(contract.discardImport, async ({ params, ...act }) => {
    await discardImport(act, params)
    return viewImport(act.tx, act.actor, params)
  })
}

const faultsOf = async (read: ReadTx, vault: Vault, key: store.ImportKey): Promise<ImportFault[]> => unseal<ImportFault>(vault, await store.loadFaults(read, key))

function placeIn(after: string | undefined): number {
  if (after === undefined) return 0
  if (!/^\d{1,7}$/.test(after)) throw new RefusedError('request.invalid', 'after')
  return Number(after)
}

type View = z.input<typeof ImportView>
const headOf = (run: store.ImportRun): Pick<View, 'institutionId' | 'id' | 'registerKey' | 'version' | 'fileName' | 'state' | 'createdAt' | 'createdBy' | 'takenAt' | 'taken' | 'counts'> => ({
  institutionId: run.institutionId, id: run.id, registerKey: run.registerKey, version: run.version, fileName: run.fileName, state: run.state, createdAt: run.createdAt, createdBy: run.createdName, takenAt: run.takenAt, taken: run.taken, counts: run.counts,
})

async function viewImport(read: ReadTx, actor: Actor, key: store.ImportKey): Promise<View> {
  const { run, reading } = await store.loadImport(read, key)
  const { definition } = await loadRegister(read, key.key)
  const body = await ownBody(read, actor)
  return {
    ...headOf(run), columns: [...reading.columns], ignored: [...reading.ignored], faults: [...reading.faults], faultsCut: reading.faultsCut, sample: [...reading.sample],
    blocked: { takeAll: refusalOf(mayTake(definition, body, actor, run, 'all')), takeGood: refusalOf(mayTake(definition, body, actor, run, 'good')), discard: refusalOf(mayDiscard(definition, actor, run)) },
  }
}
