import { refusalOf, RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { makeClient, revokeClient } from './commands/clients.ts'
import { fhirContract as contract } from './contract.ts'
import { mayKeepClients } from './rules/clients.ts'
import { scopesFor } from './rules/permissions.ts'
import { facadeRoutes } from './routes/facade.ts'
import { listClients, loadClient } from './store/clients.ts'
import { viewClient } from './views.ts'

export function fhirRoutes(app: App): void {
  app.query(contract.listClients, async ({ read, actor, platform }) => {
    const { institutionId } = actor
    if (institutionId === null) throw new RefusedError('fhir.not_yours')
    const rows = await listClients(read, institutionId)
    return { rows: rows.map((client) => viewClient(client, actor)), base: `${platform.publicUrl.replace(/\/$/, '')}/fhir`, blocked: { make: refusalOf(mayKeepClients(actor, { institutionId })) } }
  })
  app.command(
    contract.makeClient,
    async ({ body, ...act }) => {
      const { secret, ...key } = await makeClient(act, { name: body.name, scopes: scopesFor(body.permissions) })
      return { client: viewClient(await loadClient(act.tx, key), act.actor), clientId: key.clientId, secret }
    },
    { holdsSecret: true },
  )
  app.command(contract.revokeClient, async ({ params, ...act }) => {
    await revokeClient(act, params)
    return viewClient(await loadClient(act.tx, params), act.actor)
  })
  facadeRoutes(app)
}
