import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { refusalOf } from '../../kernel/refusal.ts'
import type { ClientView } from './contract.ts'
import { mayKeepClients, revoke } from './rules/clients.ts'
import { permissionsIn } from './rules/permissions.ts'
import type { Client } from './store/clients.ts'

/** What the list shows: what a client may do, and never its secret. */
export const viewClient = (client: Client, actor: Actor): z.input<typeof ClientView> => ({
  institutionId: client.institutionId, id: client.id, name: client.name, permissions: permissionsIn(client.scopes), scopes: client.scopes, secretTail: client.secretTail,
  madeAt: client.madeAt, madeName: client.madeName, lastUsedAt: client.lastUsedAt, revokedAt: client.revokedAt, revokedName: client.revokedName,
  blocked: { revoke: refusalOf(mayKeepClients(actor, client) ?? revoke(client, client.madeAt)) },
})
