import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Endpoint } from '../kernel/contract.ts'
import { call, type Ask } from './call.ts'

export const keyOf = (endpoint: Endpoint, ask: object = {}): readonly unknown[] => [endpoint.path, endpoint.method, ask]

/** Reads an endpoint; the key is its path and the question, so a change can refresh every screen that shows it. */
export const useRead = <E extends Endpoint>(endpoint: E, ask: Pick<Ask<E>, 'params' | 'query'> = {}, options: { enabled?: boolean; refetchInterval?: number | false } = {}) =>
  useQuery({ queryKey: keyOf(endpoint, ask), queryFn: () => call(endpoint, ask), ...options })

/** Reads a keyset list page by page. */
export function usePages<E extends Endpoint>(endpoint: E, ask: Pick<Ask<E>, 'params'> & { query?: object } = {}) {
  type Page = z.output<E['reply']> & { rows: unknown[]; next: string | null }
  const pages = useInfiniteQuery({
    queryKey: keyOf(endpoint, { ...ask, pages: true }),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => (await call(endpoint, { ...ask, query: { ...ask.query, ...(pageParam === undefined ? {} : { after: pageParam }) } } as Ask<E>)) as Page,
    placeholderData: keepPreviousData,
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.rows) as Page['rows']
  return { rows, pages: pages.data?.pages ?? [], loading: pages.isPending, error: pages.error, retry: () => void pages.refetch(), more: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined, loadingMore: pages.isFetchingNextPage }
}

/** Runs a command, then refreshes what is on the screen: figures elsewhere may have moved with it. */
export function useDo<E extends Endpoint>(endpoint: E, done?: (reply: z.output<E['reply']>) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask<E>) => call(endpoint, ask),
    onSuccess: async (reply) => {
      done?.(reply)
      await queries.invalidateQueries()
    },
  })
}
