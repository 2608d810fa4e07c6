import type { Actor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { institutionNames } from '../../directory/public.ts'
import { discardImport, previewImport, takeImport } from '../commands/imports.ts'
import { followOrder, intakeScope, takeOrder } from '../commands/intake.ts'
import { unpack } from '../commands/packed.ts'
import { addSource, makeToken, revokeToken, switchSource } from '../commands/sources.ts'
import { channelContract as contract } from '../contract.ts'
import { mayWatch } from '../rules/authority.ts'
import type { OrderFault } from '../rules/transfer/judge.ts'
import { faultsSheet, orderTemplate } from '../sheets.ts'
import { listImports, loadImport } from '../store/imports.ts'
import { listOrders } from '../store/orders.ts'
import { loadSource } from '../store/sources.ts'
import { importRow, viewImport, viewSource } from '../views.ts'

function watched(actor: Actor, key: { institutionId: string }): void {
  const no = mayWatch(actor, key)
  if (no !== null) throw new RefusedError(no.refused)
}

export function sourceRoutes(app: App): void {
  app.command(contract.addSource, async ({ body, ...act }) => viewSource(await loadSource(act.tx, await addSource(act, body))))
  app.command(contract.changeSource, async ({ params, body, ...act }) => {
    await switchSource(act, { ...params, ...body })
    return viewSource(await loadSource(act.tx, params))
  })
  app.command(contract.makeToken, async ({ params, ...act }) => ({ token: await makeToken(act, params), source: viewSource(await loadSource(act.tx, params)) }), { holdsSecret: true })
  app.command(contract.revokeToken, async ({ params, ...act }) => {
    await revokeToken(act, params)
    return viewSource(await loadSource(act.tx, params))
  })
  app.query(contract.listOrders, async ({ read, actor, params }) => {
    watched(actor, params)
    const rows = await listOrders(read, { institutionId: params.institutionId, id: params.sourceId }, 50)
    const names = await institutionNames(read, [...new Set(rows.map((row) => row.filedInstitutionId))])
    return { rows: rows.map(({ filedInstitutionId, ...row }) => ({ ...row, institutionId: filedInstitutionId, institutionName: names.get(filedInstitutionId) ?? '' })) }
  })

  app.query(contract.orderTemplate, async () => orderTemplate())
  app.command(contract.previewImport, async ({ params, uploads, ...act }) => viewImport(act.tx, act.vault, act.actor, await previewImport(act, { ...params, upload: uploads[0] })))
  app.query(contract.listImports, async ({ read, actor, params, query }) => {
    watched(actor, params)
    const page = pageBy(await listImports(read, params.institutionId, params.sourceId, { after: placeOf(query.after), limit: query.limit + 1 }), query.limit, (run) => ({ at: run.createdAt, id: run.id }))
    return { rows: page.rows.map(importRow), next: page.next }
  })
  app.query(contract.loadImport, async ({ read, actor, params, platform }) => {
    watched(actor, params)
    return viewImport(read, platform.vault, actor, params)
  })
  app.command(contract.takeImport, async ({ params, body, ...act }) => {
    await takeImport(act, { ...params, ...body })
    return viewImport(act.tx, act.vault, act.actor, params)
  })
  app.command(contract.discardImport, async ({ params, ...act }) => {
    await discardImport(act, params)
    return viewImport(act.tx, act.vault, act.actor, params)
  })
  app.query(contract.exportFaults, async ({ read, actor, params, platform }) => {
    watched(actor, params)
    const { run, faults } = await loadImport(read, params)
    return faultsSheet(run.fileName, unpack<OrderFault>(platform.vault, faults))
  })

  app.command(contract.fileOrder, async ({ body, request, ...act }) => takeOrder(act, request.headers.authorization, body), { as: intakeScope, holdsSecret: true })
  app.query(contract.followOrder, async ({ params, request, ...look }) => followOrder(look, request.headers.authorization, params.sourceNumber), { as: intakeScope })
}
