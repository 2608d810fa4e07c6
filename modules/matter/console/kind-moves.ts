import type { FullKind } from './kind-names.ts'

type KindMove = FullKind['moves'][number]
/** From so many states a move is no step of the course but may be made at any time. */
const manyStates = 4

export const isAnytime = (move: KindMove): boolean => move.from.length >= manyStates
export const staysThere = (move: KindMove): boolean => move.to === null || move.to === 'same'

/** The moves that a chart has lines for, one per state they leave from. */
export const drawnMoves = (kind: FullKind, label: (move: KindMove) => string): { from: string; to: string; label: string }[] =>
  kind.moves.flatMap((move) => (isAnytime(move) || staysThere(move) || move.to === 'back' ? [] : move.from.map((from) => ({ from, to: move.to ?? from, label: label(move) }))))
