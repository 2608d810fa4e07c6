import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { createContext, useContext, useRef } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '../../../kernel/contract.ts'
import { call } from '../../../ui/call.ts'
import { keyOf } from '../../../ui/query.ts'
import { readerContract, type DraftView } from '../contract.ts'

export type Draft = z.infer<typeof DraftView>

/** A change without its revision, which is added when its turn comes; the server checks the rest by its contract. */
type Send = (endpoint: Endpoint, ask: { params: object; body?: object }) => Promise<boolean>

/** What every item of the screen needs: the draft, which lines are lit, and how to change something. */
export type Desk = {
  readonly draft: Draft
  /** First and last line in focus; null when none is. */
  readonly lit: readonly [number, number] | null
  readonly light: (lines: readonly [number, number], from: 'text' | 'item') => void
  readonly edit: (item: { section: string; id: string }) => void
  readonly send: Send
  readonly confirm: (items: readonly string[], confirmed?: boolean) => Promise<boolean>
}

export const DeskContext = createContext<Desk | null>(null)
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === null) throw new Error('an item stands outside of its draft')
  return desk
}

/**
 * Sends changes one after the other: each carries the revision the one before has made, so that quick confirming
 * never runs into its own stale page. Answers false when the server said no; the sentence is shown.
 */
export function useSend(draftId: string): Send {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const key = keyOf(readerContract.loadDraft, { params: { draftId } })
  return (endpoint, ask) => {
    const turn = queue.current.then(async () => {
      const revision = queries.getQueryData<Draft>(key)?.revision ?? 0
      try {
        const state = await call(endpoint, { params: ask.params, body: { ...ask.body, revision } })
        queries.setQueryData<Draft>(key, (before) => (before === undefined ? before : { ...before, ...(state as Partial<Draft>) }))
        return true
      } catch (error) {
        void message.error(error instanceof Error ? error.message : String(error), 6)
        await queries.invalidateQueries({ queryKey: key })
        return false
      }
    })
    queue.current = turn
    return turn
  }
}
