import type { Resource } from './resource.ts'
import type { Params } from './search.ts'

export type Page = { readonly found: readonly Resource[]; readonly included?: readonly Resource[]; /** Where the next page begins; null on the last. */ readonly next: string | null }

const entryOf = (base: string, resource: Resource, mode: 'match' | 'include') => ({ fullUrl: `${base}/${resource.resourceType}/${resource.id ?? ''}`, resource, search: { mode } })

function addressOf(base: string, type: string, params: Params, after: string | null): string {
  const pairs = [...params].filter(([name]) => name !== '_after').flatMap(([name, values]) => values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`))
  if (after !== null) pairs.push(`_after=${encodeURIComponent(after)}`)
  return `${base}/${type}${pairs.length === 0 ? '' : '?'}${pairs.join('&')}`
}

/** Rule FH-5: a page of a search; `self` names only what was heeded, `next` is there as long as more follows. */
export const searchset = (base: string, type: string, params: Params, page: Page): Resource => ({
  resourceType: 'Bundle',
  type: 'searchset',
  link: [
    { relation: 'self', url: addressOf(base, type, params, params.get('_after')?.[0] ?? null) },
    ...(page.next === null ? [] : [{ relation: 'next', url: addressOf(base, type, params, page.next) }]),
  ],
  ...(page.found.length + (page.included?.length ?? 0) === 0 ? {} : { entry: [...page.found.map((each) => entryOf(base, each, 'match')), ...(page.included ?? []).map((each) => entryOf(base, each, 'include'))] }),
})
