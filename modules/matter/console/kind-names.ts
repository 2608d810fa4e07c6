import type { z } from 'zod'
import { useRead } from '../../../ui/query.ts'
import { matterContract, type KindRow, type KindView, type MatterRow, type MatterView, type MoveView, type EventView } from '../contract.ts'

export type Kind = z.output<typeof KindRow>
export type FullKind = z.output<typeof KindView>
export type Row = z.output<typeof MatterRow>
export type Matter = z.output<typeof MatterView>
export type Move = z.output<typeof MoveView>
export type Step = z.output<typeof EventView>

export const matterPlace = '/matters/$institutionId/$matterId'
export const placeOf = (row: { institutionId: string; id: string }) => ({ to: matterPlace, params: { institutionId: row.institutionId, matterId: row.id } }) as const

const none: readonly Kind[] = []

/** The kinds that concern me, in their order, and each by its key. */
export function useKinds(): { kinds: readonly Kind[]; of: (key: string) => Kind | undefined; pending: boolean; error: unknown; retry: () => void } {
  const found = useRead(matterContract.listKinds)
  const kinds = found.data?.rows ?? none
  return { kinds, of: (key) => kinds.find((kind) => kind.key === key), pending: found.isPending, error: found.error, retry: () => void found.refetch() }
}
