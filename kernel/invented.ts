import { addDays } from './calendar.ts'
import { checkRegionCode } from './region.ts'
import { citizenCheckCharacter, creditCheckCharacter } from './identifiers.ts'
import { seeded } from './random.ts'

/**
 * Rule ID-6: invented numbers for tests and the demonstration, valid in form and nobody's: the region defaults to
 * province 99, which does not exist. Different seeds (whole numbers below thirty million) give different numbers.
 */
const fictionalRegion = '990121'

const regionOr = (regionCode: string) => {
  const region = checkRegionCode(regionCode)
  if (!region.ok) throw new RangeError(`Not a region code: ${regionCode}`)
  return region.value.slice(0, 6)
}

/** Spreads seeds over the whole space without ever giving two seeds the same number (the factor shares no divisor with it). */
const spread = (seed: number, space: number): number => (seed * 7_919_317 + 104_729) % space

const bornDays = 30_000

export function inventCreditCode(seed: number, regionCode: string = fictionalRegion): string {
  const body = `12${regionOr(regionCode)}${String(spread(seed, 100_000_000)).padStart(8, '0')}${seeded(`credit ${seed}`).int(0, 9)}`
  return `${body}${creditCheckCharacter(body)}`
}

export function inventCitizenId(seed: number, regionCode: string = fictionalRegion): string {
  const number = spread(seed, bornDays * 1000)
  const bornOn = addDays('1935-01-01', number % bornDays).replaceAll('-', '')
  const body = `${regionOr(regionCode)}${bornOn}${String(Math.floor(number / bornDays)).padStart(3, '0')}`
  return `${body}${citizenCheckCharacter(body)}`
}

/** Block 154 is believed never to have been given to an operator: valid in form, and nobody's telephone. */
export const inventMobile = (seed: number): string => `154${String(spread(seed, 100_000_000)).padStart(8, '0')}`
