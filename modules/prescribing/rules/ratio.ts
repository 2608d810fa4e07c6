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

export const ratioKeys = ['drug-ratio', 'consumables-ratio', 'consumables-per-hundred', 'service-share', 'central-share', 'cost-per-visit', 'cost-per-discharge', 'income-growth'] as const
export type RatioKey = (typeof ratioKeys)[number]

/** 'hundred': yuan in a hundred yuan, written as a percentage is; 'yuan': a mean, in cents. */
export type RatioUnit = 'percent' | 'hundred' | 'yuan'
export const ratioUnits: Readonly<Record<RatioKey, RatioUnit>> = {
  'drug-ratio': 'percent', 'consumables-ratio': 'percent', 'consumables-per-hundred': 'hundred', 'service-share': 'percent', 'central-share': 'percent', 'cost-per-visit': 'yuan', 'cost-per-discharge': 'yuan', 'income-growth': 'percent',
}
/** Which way is better; null: neither. */
export const ratioBetter: Readonly<Record<RatioKey, 'down' | 'up' | null>> = {
  'drug-ratio': 'down', 'consumables-ratio': 'down', 'consumables-per-hundred': 'down', 'service-share': 'up', 'central-share': 'up', 'cost-per-visit': 'down', 'cost-per-discharge': 'down', 'income-growth': null,
}

/** Rule PR-57: what a time is compared with: as many months before it, or the same months a year ago. */
export const comparisons = ['before', 'year'] as const
export type Comparison = (typeof comparisons)[number]

/** numerator ÷ denominator × 100, rounded half away from zero to so many digits, exactly; null where there is nothing to divide by. */
export const percent = (numerator: number, denominator: number, digits: number): number | null => quotient(numerator, denominator, 100, digits)

export function quotient(numerator: number, denominator: number, times: number, digits: number): number | null {
  if (denominator <= 0) return null
  const scale = 10 ** digits
  const top = numerator * times * scale
  // Whole numbers this small are divided exactly, and quicker than as bigints.
  if (Number.isSafeInteger(top) && Number.isSafeInteger(denominator)) return roundedQuotient(top, denominator) / scale
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) return Number(((numerator / denominator) * times).toFixed(digits))
  const [large, bottom] = [BigInt(numerator) * BigInt(times) * BigInt(scale), BigInt(denominator)]
  const half = large < 0n ? -bottom / 2n : bottom / 2n
  return Number((large + half) / bottom) / scale
}

/** Half away from zero. */
function roundedQuotient(top: number, bottom: number): number {
  const rest = top % bottom
  const whole = (top - rest) / bottom
  return Math.abs(rest) * 2 >= bottom ? whole + Math.sign(top) : whole
}

function leftOut(income: Income, without: Exclusion): number {
  const more = { none: 0, negotiated: income.negotiatedCents, central: income.centralCents, both: income.negotiatedCents + income.centralCents - income.bothCents }[without]
  return income.herbalCents + more
}

/** Rule PR-51: numerator and denominator of each ratio, in cents or counts; `base` is the time a growth is measured against. */
export function partsOf(key: RatioKey, income: Income, without: Exclusion, base: Income | null = null): { numerator: number; denominator: number } {
  const { medicalCents, drugCents, materialCents } = income
  switch (key) {
    case 'drug-ratio':
      return { numerator: drugCents - leftOut(income, without), denominator: medicalCents }
    case 'consumables-ratio':
      return { numerator: materialCents, denominator: medicalCents }
    case 'consumables-per-hundred':
      return { numerator: materialCents, denominator: medicalCents - drugCents }
    case 'service-share':
      return { numerator: medicalCents - drugCents - materialCents - income.examCents - income.labCents, denominator: medicalCents }
    case 'central-share':
      return { numerator: income.centralCents, denominator: drugCents - income.herbalCents }
    case 'cost-per-visit':
      return { numerator: income.outpatientCents, denominator: income.visits }
    case 'cost-per-discharge':
      return { numerator: income.inpatientCents, denominator: income.discharges }
    case 'income-growth':
      return base === null ? { numerator: 0, denominator: 0 } : { numerator: medicalCents - base.medicalCents, denominator: base.medicalCents }
  }
}

/** Rule PR-52: below so many visits and discharges together a value is not shown, and nobody is ranked by it. */
export const smallestCases = 30

export type RatioValue = { readonly value: number | null; readonly withheld: boolean; readonly numerator: number; readonly denominator: number }

/** How often somebody came: what the size of a department is judged by. */
export const casesOf = (income: Income): number => income.visits + income.discharges

export function ratioOf(key: RatioKey, income: Income, without: Exclusion, base: Income | null = null): RatioValue {
  const parts = partsOf(key, income, without, base)
  const withheld = casesOf(income) < smallestCases || (key === 'income-growth' && base !== null && casesOf(base) < smallestCases)
  const value = ratioUnits[key] === 'yuan' ? quotient(parts.numerator, parts.denominator, 1, 0) : percent(parts.numerator, parts.denominator, 2)
  return { ...parts, value: withheld ? null : value, withheld }
}

/** Rule PR-53: the middle of the values; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

export const noIncome: Income = { medicalCents: 0, drugCents: 0, herbalCents: 0, negotiatedCents: 0, centralCents: 0, bothCents: 0, materialCents: 0, examCents: 0, labCents: 0, outpatientCents: 0, inpatientCents: 0, visits: 0, discharges: 0 }

const incomeKeys = Object.keys(noIncome) as (keyof Income)[]
export function addUp(incomes: readonly Income[]): Income {
  const sum = { ...noIncome } as Record<keyof Income, number>
  for (const income of incomes) for (const key of incomeKeys) sum[key] += income[key]
  return sum
}
