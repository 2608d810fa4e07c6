import { z } from 'zod'
import { endpoint, id, isoInstant } from '../../kernel/contract.ts'
import { keepers } from './rules/clients.ts'
import { permissions } from './rules/permissions.ts'

const refusal = z.string().nullable()

export const ClientView = z.object({
  institutionId: id, id, name: z.string(), permissions: z.array(z.enum(permissions)), scopes: z.string(), secretTail: z.string(),
  madeAt: isoInstant, madeName: z.string(), lastUsedAt: isoInstant.nullable(), revokedAt: isoInstant.nullable(), revokedName: z.string().nullable(),
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ revoke: refusal }),
})

export const fhirContract = {
  listClients: endpoint({ method: 'GET', path: '/fhir/clients', access: keepers, summary: 'The systems that may read and write bookings of my institution by FHIR', reply: z.object({ rows: z.array(ClientView), /** Where a system asks. */ base: z.string(), blocked: z.object({ make: refusal }) }) }),
  makeClient: endpoint({ method: 'POST', path: '/fhir/clients', access: keepers, summary: 'Lets a system in; its secret is shown this once', body: z.object({ name: z.string().trim().min(2).max(60), permissions: z.array(z.enum(permissions)).min(1).max(permissions.length) }), reply: z.object({ client: ClientView, clientId: id, secret: z.string() }) }),
  revokeClient: endpoint({ method: 'DELETE', path: '/fhir/clients/:institutionId/:clientId', access: keepers, summary: 'Ends a client, its secret and its tokens at once', params: z.object({ institutionId: id, clientId: id }), reply: ClientView }),
}
