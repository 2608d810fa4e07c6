import { hasRole, type Actor, type StaffRole } from '../../../kernel/actor.ts'
import type { Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { mayDo, type Interaction, type Scopes } from './scope.ts'
import type { ResourceType } from './resource.ts'

/** Who lets another system in: an institution's head or clerk, for the own institution. */
export const keepers = ['institution_head', 'institution_clerk'] as const satisfies readonly StaffRole[]

/** Rule FH-3: a commission makes no client that reads a hospital's bookings. */
export function mayKeepClients(actor: Actor, body: { readonly institutionId: string }): Refusal | null {
  return actor.institutionId === body.institutionId && hasRole(actor, ...keepers) ? null : refuse('fhir.not_yours')
}

export function revoke<Client extends { readonly revokedAt: Instant | null }>(client: Client, at: Instant): Client | Refusal {
  return client.revokedAt === null ? { ...client, revokedAt: at } : refuse('fhir.client_revoked')
}

/** How long an access token opens anything. */
export const tokenSeconds = 600

/** Last use is kept to the minute: a system that asks all the time is no write each time. */
export const isUseWorthKeeping = (lastUsedAt: Instant | null, minuteAgo: Instant): boolean => lastUsedAt === null || lastUsedAt < minuteAgo

/** Rule FH-2: asked before anything is read. */
export const mayInteract = (scopes: Scopes, type: ResourceType, interaction: Interaction): Refusal | null => (mayDo(scopes, type, interaction) ? null : refuse('fhir.scope_missing', `system/${type}.${interaction}`))

/**
 * Rule FH-2: who acts when a system calls. It is of kind 'system', for no post stands behind it and its rights were asked
 * already; its scope is the one institution, so that row security keeps it there; its name in the chain is the client's.
 */
export const actorOfClient = (client: { readonly id: string; readonly name: string; readonly institutionId: string }): Actor => ({
  kind: 'system', id: client.id, name: client.name, institutionId: client.institutionId, regionPrefix: null, roles: [], posts: [],
})
