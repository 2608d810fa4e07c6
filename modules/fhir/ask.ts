import type { Refusal } from '../../kernel/refusal.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { act, look, type Act, type Look, type Platform } from '../../server/platform/act.ts'
import type { Caller } from './commands/tokens.ts'
import type { Page } from './rules/bundle.ts'
import { mayInteract } from './rules/clients.ts'
import { idInReference, type Resource, type ResourceType } from './rules/resource.ts'
import type { Interaction } from './rules/scope.ts'
import { readSpan, readToken, type Params, type Span } from './rules/search.ts'

/** One request of a system, its parameters read. */
export type Ask = {
  readonly platform: Platform
  readonly caller: Caller
  /** Where the facade is: 'https://…/fhir'. */
  readonly base: string
  readonly params: Params
  readonly count: number
  readonly after: string | undefined
  readonly ifMatch: string | undefined
  readonly ifNoneExist: string | undefined
}

export type Written = { readonly resource: Resource; readonly created: boolean }

/** What can be done with a type; what is left out is refused as not supported. */
export type Handling = {
  readonly read: (ask: Ask, id: string) => Promise<Resource>
  readonly search: (ask: Ask) => Promise<Page>
  readonly create?: (ask: Ask, body: unknown) => Promise<Written>
  /** Null for the id where a condition says which. */
  readonly update?: (ask: Ask, id: string | null, body: unknown) => Promise<Written>
  readonly patch?: (ask: Ask, id: string, body: unknown) => Promise<Written>
}

export const reading = <T>(ask: Ask, question: (look: Look) => Promise<T>): Promise<T> => look(ask.platform, ask.caller.actor, question)
export const acting = <T>(ask: Ask, command: (act: Act) => Promise<T>): Promise<T> => act(ask.platform, ask.caller.actor, command)

/** Rule FH-2. */
export function mustHold(ask: Pick<Ask, 'caller'>, type: ResourceType, interaction: Interaction): void {
  const no = mayInteract(ask.caller.scopes, type, interaction)
  if (no !== null) throw new RefusedError(no.refused, no.detail)
}

export function sure<T extends object | string | number>(answer: T | Refusal): T {
  if (typeof answer === 'object' && 'refused' in answer) throw new RefusedError(answer.refused, answer.detail)
  return answer
}

/** The alternatives of a parameter; null where it was not asked. Asked twice, both would have to hold: that is not offered. */
export function choices(params: Params, name: string): string[] | null {
  const values = params.get(name) ?? []
  if (values.length > 1) throw new RefusedError('fhir.parameter', `${name}=${values.join('&')}`)
  return values[0]?.split(',').filter((each) => each !== '') ?? null
}
export const spanOf = (params: Params, name: string): Span => sure(readSpan(name, params.get(name) ?? []))
export const tokens = (params: Params, name: string) => choices(params, name)?.map(readToken) ?? null

/** The ids behind references to one type; what speaks of another fits nothing. */
export const referred = (ask: Ask, name: string, type: ResourceType): string[] | null => choices(ask.params, name)?.flatMap((each) => idInReference(each, type, ask.base) ?? []) ?? null

/** A page of a list that fits into memory: in order of ids, after the last one of the page before. */
export function pageOf<Row>(rows: readonly Row[], idOf: (row: Row) => string, ask: Pick<Ask, 'after' | 'count'>): { rows: Row[]; next: string | null } {
  const sorted = rows.filter((row) => ask.after === undefined || idOf(row) > ask.after).sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const page = sorted.slice(0, ask.count)
  const last = page.at(-1)
  return { rows: page, next: sorted.length > ask.count && last !== undefined ? idOf(last) : null }
}
