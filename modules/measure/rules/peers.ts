import type { Direction } from './names.ts'

/** Rule ME-14: below so many values a spread would say who is who, so there is none. */
export const fewestPeers = 5

export type Spread = { readonly n: number; readonly least: number; readonly lower: number; readonly middle: number; readonly upper: number; readonly most: number; /** The nine values between tenths; null for fewer than ten. */ readonly deciles: readonly number[] | null }
const fewestTenths = 10

/** Rule ME-14: least, quartiles (between two values in proportion), most, and from ten on the deciles of the values of peers; null for too few. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length < fewestPeers) return null
  const ordered = [...values].sort((a, b) => a - b)
  const at = (share: number): number => {
    const place = share * (ordered.length - 1)
    const below = ordered[Math.floor(place)] ?? 0
    return below + ((ordered[Math.ceil(place)] ?? 0) - below) * (place - Math.floor(place))
  }
  return { n: ordered.length, least: at(0), lower: at(0.25), middle: at(0.5), upper: at(0.75), most: at(1), deciles: ordered.length < fewestTenths ? null : [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => at(tenth / 10)) }
}

/** Rule ME-14: the quarter a value lies in, the best first; on a border it belongs to the better one. */
export function bandOf(value: number | null, spread: Pick<Spread, 'lower' | 'middle' | 'upper'>, direction: Direction): 'first' | 'second' | 'third' | 'fourth' | null {
  if (value === null || direction === 'none') return null
  const borders = direction === 'up' ? [spread.upper, spread.middle, spread.lower] : [spread.lower, spread.middle, spread.upper]
  const at = borders.findIndex((border) => (direction === 'up' ? value >= border : value <= border))
  return at === 0 ? 'first' : at === 1 ? 'second' : at === 2 ? 'third' : 'fourth'
}

/** Rule ME-14: the tenth a value lies in, the best first; on a border it belongs to the better one. */
export function tenthOf(value: number | null, deciles: readonly number[] | null, direction: Direction): number | null {
  if (value === null || deciles === null || direction === 'none') return null
  const worse = deciles.filter((border) => (direction === 'up' ? value < border : value > border)).length
  return worse + 1
}
