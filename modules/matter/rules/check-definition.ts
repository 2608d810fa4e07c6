import type { MatterKind, MoveDefinition, Input, Effect } from './definition.ts'
import { compose, fromStates, type Kind } from './kind.ts'
import type { MoveSet } from './definition.ts'

type Fault = { readonly path: readonly PropertyKey[]; readonly reason: string }

/** What an effect cannot do without. */
const needs: Partial<Record<Effect, readonly Input[]>> = {
  offer: ['department'], designate: ['department'], assign: ['staff'], join: ['departments'], chase: ['date', 'text'], merge: ['other'], link: ['other'], split: ['title', 'text'], redirect: ['institution'], reopen: ['text'],
  'part-answer': ['text'], pause: ['text'], extend: ['text'], rate: ['satisfied'], 'call-back': ['solved', 'satisfied'], publish: ['title', 'text', 'publicText'], rectify: ['after'], limit: ['date'], 'await-author': ['date', 'publicText'],
}

/** Rule MT-2: what a schema cannot see: names that lead nowhere, states nobody reaches or that have no way out. */
export function checkKind(kind: MatterKind, sets: ReadonlyMap<string, MoveSet>, codes: ReadonlySet<string>): Fault[] {
  const composed = compose(kind, sets)
  return [...namesOf(kind, sets), ...clocksOf(kind, codes), ...movesOf(kind), ...needsOf(composed), ...waysOf(composed), ...endsOf(composed)]
}

function namesOf(kind: MatterKind, sets: ReadonlyMap<string, MoveSet>): Fault[] {
  const faults: Fault[] = []
  const twice = (list: readonly { readonly key: string }[], place: string) => list.forEach((each, at) => list.findIndex((other) => other.key === each.key) < at && faults.push({ path: [place, at, 'key'], reason: `'${each.key}' stands here twice` }))
  twice(kind.states, 'states')
  twice(kind.moves, 'moves')
  twice(kind.categories, 'categories')
  twice(kind.verdicts, 'verdicts')
  kind.uses.forEach((key, at) => !sets.has(key) && faults.push({ path: ['uses', at], reason: `there is no set of moves '${key}'` }))
  if (!kind.states.some((state) => state.key === kind.initial)) faults.push({ path: ['initial'], reason: `there is no state '${kind.initial}'` })
  return faults
}

const clocksOf = (kind: MatterKind, codes: ReadonlySet<string>): Fault[] =>
  kind.states.flatMap((state, at) =>
    state.clocks.flatMap((clock, n): Fault[] => {
      const path = ['states', at, 'clocks', n]
      if (state.phase === 'closed') return [{ path, reason: 'a closed state has no clock' }]
      if (clock.when === 'limit') return clock.rule === undefined ? [] : [{ path, reason: 'the clock of a limit has no rule' }]
      if (clock.rule === undefined || !codes.has(clock.rule)) return [{ path, reason: `there is no deadline rule '${clock.rule ?? ''}'` }]
      return state.clocks.slice(0, n).some((before) => before.when === 'always') ? [{ path, reason: 'an earlier clock always holds, this one never does' }] : []
    }),
  )

function movesOf(kind: MatterKind): Fault[] {
  const known = new Set(kind.states.map((state) => state.key))
  return kind.moves.flatMap((move, at) => [
    ...fromStates(kind.states, move.from).filter((state) => !known.has(state)).map((state): Fault => ({ path: ['moves', at, 'from'], reason: `there is no state '${state}'` })),
    ...(move.to === 'same' || move.to === 'back' || known.has(move.to) ? [] : [{ path: ['moves', at, 'to'], reason: `there is no state '${move.to}'` }]),
  ])
}

const placeOf = (kind: Kind, move: MoveDefinition): readonly PropertyKey[] => ['moves', kind.moves.indexOf(move)]

const needsOf = (kind: Kind): Fault[] =>
  kind.moves.flatMap((move) => {
    const missing = (needs[move.effect] ?? []).filter((input) => !move.requires.includes(input))
    const faults: Fault[] = missing.map((input) => ({ path: placeOf(kind, move), reason: `'${move.key}' (${move.effect}) must require '${input}'` }))
    if (move.requires.includes('reason') && (move.reasons === undefined || kind.reasons[move.reasons] === undefined)) faults.push({ path: placeOf(kind, move), reason: `'${move.key}' asks for a reason of a list that is not there` })
    if (move.requires.includes('verdict') && kind.verdicts.length === 0) faults.push({ path: placeOf(kind, move), reason: `'${move.key}' asks for a verdict and the kind has none` })
    if (move.requires.includes('category') && kind.categories.length === 0) faults.push({ path: placeOf(kind, move), reason: `'${move.key}' asks for a category and the kind has none` })
    return faults
  })

/** Where a move leads; 'back' to any state that leads to where it starts. */
function targets(kind: Kind, move: MoveDefinition, from: string): string[] {
  if (move.to === 'same') return [from]
  if (move.to !== 'back') return [move.to]
  return kind.moves.flatMap((other) => (other.to === from ? other.from : []))
}

/** Every state is reached from the first one, and from every state a closed one is reached. */
function waysOf(kind: Kind): Fault[] {
  const steps = kind.moves.flatMap((move) => move.from.flatMap((from) => targets(kind, move, from).map((to) => [from, to] as const)))
  const spread = (start: readonly string[], next: (key: string) => readonly string[]) => {
    const seen = new Set(start)
    for (const key of seen) for (const each of next(key)) seen.add(each)
    return seen
  }
  const reached = spread([kind.initial], (key) => steps.flatMap(([from, to]) => (from === key ? [to] : [])))
  const ending = spread(kind.states.filter((state) => state.phase === 'closed').map((state) => state.key), (key) => steps.flatMap(([from, to]) => (to === key ? [from] : [])))
  return kind.states.flatMap((state, at) => [
    ...(reached.has(state.key) ? [] : [{ path: ['states', at], reason: `no move leads to '${state.key}'` }]),
    ...(ending.has(state.key) ? [] : [{ path: ['states', at], reason: `from '${state.key}' nothing ends: it is a dead end` }]),
  ])
}

/** What the system does by itself must be a move that it may make from there. */
function endsOf(kind: Kind): Fault[] {
  const own = [...(kind.closing === undefined ? [] : [['closing', kind.closing] as const]), ...(kind.recheck === undefined ? [] : [['recheck', kind.recheck] as const])]
  return own.flatMap(([place, { state, move }]) => (kind.moves.some((each) => each.key === move && each.from.includes(state) && each.by.includes('system')) ? [] : [{ path: [place], reason: `the system has no move '${move}' from '${state}'` }]))
}
