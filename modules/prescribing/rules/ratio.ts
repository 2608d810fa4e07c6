/** What a department or an institution took in over a time, in cents, and how often somebody came. */
export type Income = {
  readonly medicalCents: number
  readonly drugCents: number
  readonly herbalCents: number
  readonly negotiatedCents: number
  readonly centralCents: number
  /** Of drugs that are negotiated and centrally procured at once: taken out once. */
  readonly bothCents: number
  readonly materialCents: number
  readonly examCents: number
  readonly labCents: number
  readonly outpatientCents: number
  readonly inpatientCents: number
  readonly visits: number
  readonly discharges: number
}

/** Rule PR-50: herbal slices are always left out of the drug ratio; these as well where somebody says so. */
export const exclusions = ['none', 'negotiated', 'central', 'both'] as const
export type Exclusion = (typeof exclusions)[number]

export const ratioKeys = ['drug-ratio', 'consumables-ratio', 'service-share', 'central-share', 'cost-per-visit', 'cost-per-discharge'] as const
export type RatioKey = (typeof ratioKeys)[number]

export type RatioUnit = 'percent' | 'yuan'
export const ratioUnits: Readonly<Record<RatioKey, RatioUnit>> = { 'drug-ratio': 'percent', 'consumables-ratio': 'percent', 'service-share': 'percent', 'central-share': 'percent', 'cost-per-visit': 'yuan', 'cost-per-discharge': 'yuan' }
/** Which way is better; null: neither. */
export const ratioBetter: Readonly<Record<RatioKey, 'down' | 'up' | null>> = { 'drug-ratio': 'down', 'consumables-ratio': 'down', 'service-share': 'up', 'central-share': 'up', 'cost-per-visit': 'down', 'cost-per-discharge': 'down' }

/** numerator ÷ denominator × 100, rounded half away from zero to so many digits, exactly; null where there is nothing to divide by. */
export const percent = (numerator: number, denominator: number, digits: number): number | null => quotient(numerator, denominator, 100, digits)

export function quotient(numerator: number, denominator: number, times: number, digits: number): number | null {
  if (denominator <= 0 || !Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) return denominator > 0 ? Number(((numerator / denominator) * times).toFixed(digits)) : null
  const [top, bottom] = [BigInt(numerator) * BigInt(times) * 10n ** BigInt(digits), BigInt(denominator)]
  const half = top < 0n ? -bottom / 2n : bottom / 2n
  return Number((top + half) / bottom) / 10 ** digits
}

function leftOut(income: Income, without: Exclusion): number {
  const more = { none: 0, negotiated: income.negotiatedCents, central: income.centralCents, both: income.negotiatedCents + income.centralCents - income.bothCents }[without]
  return income.herbalCents + more
}

/** Rule PR-51: numerator and denominator of each ratio, in cents or counts. */
export function partsOf(key: RatioKey, income: Income, without: Exclusion): { numerator: number; denominator: number } {
  const { medicalCents, drugCents, materialCents } = income
  switch (key) {
    case 'drug-ratio':
      return { numerator: drugCents - leftOut(income, without), denominator: medicalCents }
    case 'consumables-ratio':
      return { numerator: materialCents, denominator: medicalCents }
    case 'service-share':
      return { numerator: medicalCents - drugCents - materialCents - income.examCents - income.labCents, denominator: medicalCents }
    case 'central-share':
      return { numerator: income.centralCents, denominator: drugCents - income.herbalCents }
    case 'cost-per-visit':
      return { numerator: income.outpatientCents, denominator: income.visits }
    case 'cost-per-discharge':
      return { numerator: income.inpatientCents, denominator: income.discharges }
  }
}

/** Rule PR-52: below so many visits and discharges together a value is not shown, and nobody is ranked by it. */
export const smallestCases = 30

export type RatioValue = { readonly value: number | null; readonly withheld: boolean; readonly numerator: number; readonly denominator: number }

export function ratioOf(key: RatioKey, income: Income, without: Exclusion): RatioValue {
  const parts = partsOf(key, income, without)
  const withheld = income.visits + income.discharges < smallestCases
  const value = ratioUnits[key] === 'percent' ? percent(parts.numerator, parts.denominator, 2) : quotient(parts.numerator, parts.denominator, 1, 0)
  return { ...parts, value: withheld ? null : value, withheld }
}

/** Rule PR-53: the middle of the values; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/**
 * Rule PR-54: what falling to the median of its peers would save, in cents: so much less of the numerator, all other income
 * staying as it is, brings the ratio there. Nothing for whoever is not above it.
 */
export function savingTo(key: RatioKey, { numerator, denominator, value }: RatioValue, middle: number | null): number | null {
  if (value === null || middle === null || ratioBetter[key] !== 'down') return null
  if (value <= middle) return 0
  const target = ratioUnits[key] === 'percent' ? middle / 100 : middle
  const saving = ratioUnits[key] === 'percent' ? (numerator - target * denominator) / (1 - target) : numerator - target * denominator
  return target >= 1 && ratioUnits[key] === 'percent' ? null : Math.max(0, Math.round(saving))
}

export type LeagueInput = { readonly key: string; readonly name: string; readonly now: Income; readonly before: Income | null }
export type LeagueLine = { readonly key: string; readonly name: string; readonly value: number | null; readonly withheld: boolean; readonly numerator: number; readonly denominator: number; readonly rank: number | null; readonly tied: boolean; readonly before: number | null; readonly change: number | null; readonly saving: number | null }
export type League = { readonly lines: readonly LeagueLine[]; readonly median: number | null; readonly whole: RatioValue; readonly wholeBefore: number | null }

const change = (now: number | null, before: number | null): number | null => (now === null || before === null ? null : Math.round((now - before) * 100) / 100)

/** Rule PR-55: the league: whose value asks for a look first (the highest where lower is better), equal values sharing a place; withheld ones last, by name. */
export function leagueOf(key: RatioKey, without: Exclusion, units: readonly LeagueInput[]): League {
  const valued = units.map((unit) => ({ unit, now: ratioOf(key, unit.now, without), before: unit.before === null ? null : ratioOf(key, unit.before, without).value }))
  const middle = median(valued.flatMap(({ now }) => now.value ?? []))
  const sign = ratioBetter[key] === 'up' ? 1 : -1
  const ordered = valued.toSorted((a, b) => {
    if (a.now.value === null || b.now.value === null) return (a.now.value === null ? 1 : 0) - (b.now.value === null ? 1 : 0) || byText(a.unit, b.unit)
    return sign * (a.now.value - b.now.value) || b.now.denominator - a.now.denominator || byText(a.unit, b.unit)
  })
  const values = ordered.flatMap(({ now }) => now.value ?? [])
  const lines = ordered.map(({ unit, now, before }) => ({
    key: unit.key, name: unit.name, ...now, rank: now.value === null ? null : values.indexOf(now.value) + 1, tied: now.value !== null && values.filter((each) => each === now.value).length > 1,
    before, change: change(now.value, before), saving: savingTo(key, now, middle),
  }))
  const whole = ratioOf(key, addUp(units.map((unit) => unit.now)), without)
  const earlier = units.flatMap((unit) => unit.before ?? [])
  return { lines, median: middle, whole, wholeBefore: earlier.length === 0 ? null : ratioOf(key, addUp(earlier), without).value }
}

const byText = (a: { name: string; key: string }, b: { name: string; key: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1)

export const noIncome: Income = { medicalCents: 0, drugCents: 0, herbalCents: 0, negotiatedCents: 0, centralCents: 0, bothCents: 0, materialCents: 0, examCents: 0, labCents: 0, outpatientCents: 0, inpatientCents: 0, visits: 0, discharges: 0 }

export function addUp(incomes: readonly Income[]): Income {
  const sum = { ...noIncome } as Record<keyof Income, number>
  for (const income of incomes) for (const key of Object.keys(noIncome) as (keyof Income)[]) sum[key] += income[key]
  return sum
}
