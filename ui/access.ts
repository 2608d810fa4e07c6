import type { Role } from '../kernel/actor.ts'
import type { Endpoint } from '../kernel/contract.ts'

/** Whether these roles open an endpoint, by its own declaration; the server asks again. */
export const opens = (endpoint: Endpoint, roles: readonly Role[] | undefined): boolean =>
  typeof endpoint.access === 'string' ? roles !== undefined || endpoint.access === 'anyone' : roles !== undefined && endpoint.access.some((role) => roles.includes(role))
