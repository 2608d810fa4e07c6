import type { MatterKind, MoveDefinition, MoveSet, StateDefinition } from './definition.ts'

/** A kind with the moves of its sets put in and 'open' and 'any' written out. */
export type Kind = Omit<MatterKind, 'moves' | 'uses'> & { readonly moves: readonly MoveDefinition[] }

const keysOf = (states: readonly StateDefinition[], test: (state: StateDefinition) => boolean) => states.filter(test).map((state) => state.key)

/** Rule MT-1: what a move's `from` stands for in a kind. */
export function fromStates(states: readonly StateDefinition[], from: readonly string[]): string[] {
  const named = from.flatMap((each) => (each === 'any' ? keysOf(states, () => true) : each === 'open' ? keysOf(states, (state) => state.phase === 'open') : [each]))
  return [...new Set(named)]
}

/**
 * Rule MT-1: a kind's own moves, then those of its sets that it does not have itself. A set speaks of states that every
 * kind using it may lack: those are left out, and a move with none left, or with nowhere to go, is not there at all.
 */
export function compose(kind: MatterKind, sets: ReadonlyMap<string, MoveSet>): Kind {
  const known = new Set(kind.states.map((state) => state.key))
  const own = new Set(kind.moves.map((move) => move.key))
  const shared = kind.uses.flatMap((key) => sets.get(key)?.moves ?? []).filter((move) => !own.has(move.key) && (move.to === 'same' || move.to === 'back' || known.has(move.to)))
  const written = [...kind.moves.map((move) => ({ ...move, from: fromStates(kind.states, move.from) })), ...shared.map((move) => ({ ...move, from: fromStates(kind.states, move.from).filter((state) => known.has(state)) }))]
  const { uses: _, ...rest } = kind
  return { ...rest, moves: written.filter((move) => move.from.length > 0) }
}

export const stateOf = (kind: Pick<Kind, 'states'>, key: string): StateDefinition | undefined => kind.states.find((state) => state.key === key)
export const moveOf = (kind: Pick<Kind, 'moves'>, key: string): MoveDefinition | undefined => kind.moves.find((move) => move.key === key)
export const choiceOf = <One extends { readonly key: string; readonly zh: string; readonly en: string }>(list: readonly One[], key: string | null): One | undefined => list.find((each) => each.key === key)
