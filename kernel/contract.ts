import { z } from 'zod'
import type { Role } from './actor.ts'

/** Who may call: a list of roles, anybody signed in, or anybody at all (which must be said). */
export type Access = 'anyone' | 'signed-in' | readonly Role[]

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Shape = z.ZodType

/** One endpoint as clients see it. GET is a query (READ ONLY transaction), everything else a command. */
export type Endpoint<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Reply extends Shape = Shape,
> = {
  readonly method: Method
  /** Below /api, with :names for params. */
  readonly path: string
  readonly access: Access
  /** One sentence for the reference page. */
  readonly summary: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly reply: Reply
  /** 'multipart' hands the files to the handler; 'file' answers with bytes instead of JSON. */
  readonly upload: boolean
  readonly download: boolean
}

const none = z.object({})
type None = typeof none

/** Declares an endpoint; what is left out is an empty object. */
export function endpoint<Params extends Shape = None, Query extends Shape = None, Body extends Shape = None, Reply extends Shape = None>(
  given: Pick<Endpoint, 'method' | 'path' | 'access' | 'summary'> & {
    params?: Params
    query?: Query
    body?: Body
    reply?: Reply
    upload?: boolean
    download?: boolean
  },
): Endpoint<Params, Query, Body, Reply> {
  // The defaults stand in only where the type parameter kept its default, which is the same empty object.
  const defaults = { params: none, query: none, body: none, reply: none, upload: false, download: false }
  return { ...defaults, ...given } as unknown as Endpoint<Params, Query, Body, Reply>
}

export type Contract = Readonly<Record<string, Endpoint>>
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>
export type BodyOf<E extends Endpoint> = z.input<E['body']>

/** A page of a list: keyset paging; `next` is null on the last page. */
export const pageOf = <Row extends Shape>(row: Row) => z.object({ rows: z.array(row), next: z.string().nullable() })

export const pageQuery = { after: z.string().max(300).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) }

export const isoDate = z.iso.date()
/** An instant in UTC with 'Z'. */
export const isoInstant = z.iso.datetime()
export const id = z.uuid()
