import type { Direction, Target } from './names.ts'
import { roundValue } from './show.ts'

export type Ranked = { readonly place: number; readonly of: number; readonly tied: boolean }
export type Contender = { readonly id: string; readonly name: string; readonly value: number | null; readonly denominator: number | null }

/**
 * Rule ME-13: the better value first; values equal as they are shown share a place, and the next place counts them all.
 * Within a tie the larger denominator stands first, then the name, then the id. Who has no value stands last, without a
 * place; without a direction nobody has one.
 */
export function rank<C extends Contender>(contenders: readonly C[], how: { readonly direction: Direction; readonly decimals: number; readonly target?: Target | undefined }): { readonly of: C; readonly rank: Ranked | null }[] {
  const value = (each: Contender) => (each.value === null ? null : Number(roundValue(each.value, how)))
  const better = how.direction === 'down' ? 1 : -1
  const byName = (a: Contender, b: Contender) => a.name.localeCompare(b.name, 'zh-CN') || (a.id < b.id ? -1 : 1)
  const ordered = [...contenders].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (how.direction === 'none' || (x === null && y === null)) return byName(a, b)
    if (x === null || y === null) return x === null ? 1 : -1
    return (x - y) * better || (b.denominator ?? 0) - (a.denominator ?? 0) || byName(a, b)
  })
  const values = ordered.map(value).filter((each) => each !== null)
  return ordered.map((of) => {
    const own = value(of)
    if (own === null || how.direction === 'none') return { of, rank: null }
    return { of, rank: { place: values.indexOf(own) + 1, of: values.length, tied: values.filter((each) => each === own).length > 1 } }
  })
}

/** Rule ME-14: below so many values a spread would say who is who, so there is none. */
export const fewestPeers = 5

export type Spread = { readonly n: number; readonly least: number; readonly lower: number; readonly middle: number; readonly upper: number; readonly most: number }

/** Rule ME-14: least, quartiles (between two values in proportion) and most of the values of peers; null for too few. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length < fewestPeers) return null
  const ordered = [...values].sort((a, b) => a - b)
  const at = (share: number): number => {
    const place = share * (ordered.length - 1)
    const below = ordered[Math.floor(place)] ?? 0
    return below + ((ordered[Math.ceil(place)] ?? 0) - below) * (place - Math.floor(place))
  }
  return { n: ordered.length, least: at(0), lower: at(0.25), middle: at(0.5), upper: at(0.75), most: at(1) }
}

/** Rule ME-14: the quarter a value lies in, the best first; on a border it belongs to the better one. */
export function bandOf(value: number | null, spread: Omit<Spread, 'n'>, direction: Direction): 'first' | 'second' | 'third' | 'fourth' | null {
  if (value === null || direction === 'none') return null
  const borders = direction === 'up' ? [spread.upper, spread.middle, spread.lower] : [spread.lower, spread.middle, spread.upper]
  const at = borders.findIndex((border) => (direction === 'up' ? value >= border : value <= border))
  return at === 0 ? 'first' : at === 1 ? 'second' : at === 2 ? 'third' : 'fourth'
}
