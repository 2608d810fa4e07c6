import type { Checked } from './identifier-fault.ts'

export type RegionLevel = 'province' | 'prefecture' | 'county' | 'township' | 'village'

/** First two digits of GB/T 2260, and 99: no real province has it, so the demonstration region lies there. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 99'.split(' '),
)

export const isProvince = (code: string): boolean => provinces.has(code)

/** Of a code already checked. */
export function regionLevel(code: string): RegionLevel {
  if (code.length === 12) return 'village'
  if (code.length === 9) return 'township'
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'prefecture' : 'county'
}

/** Rule ID-4: six digits (province, prefecture, county), nine with the township, twelve with the village. */
export function checkRegionCode(text: string): Checked<{ readonly level: RegionLevel; readonly parent: string | null }> {
  const value = text.normalize('NFKC').trim()
  if (!/^\d+$/.test(value)) return { ok: false, reason: 'characters', blocking: true }
  if (![6, 9, 12].includes(value.length)) return { ok: false, reason: 'length', blocking: true }
  const county = value.slice(0, 6)
  const hasGap = county.slice(2, 4) === '00' && county.slice(4) !== '00'
  const tooShort = value.length > 6 && (county.endsWith('00') || /^0+$/.test(value.slice(-3)))
  if (!isProvince(value.slice(0, 2)) || hasGap || tooShort) return { ok: false, reason: 'region', blocking: true }
  return { ok: true, value, level: regionLevel(value), parent: parentRegion(value) }
}

/** Of a code already checked: the region above it, null above a province. */
export function parentRegion(code: string): string | null {
  const level = regionLevel(code)
  if (level === 'province') return null
  if (level === 'prefecture') return `${code.slice(0, 2)}0000`
  if (level === 'county') return `${code.slice(0, 4)}00`
  return code.slice(0, level === 'township' ? 6 : 9)
}

/** What every region code below this one starts with. */
export const regionPrefix = (code: string): string => (code.length > 6 ? code : code.replace(/(00){1,2}$/, ''))
