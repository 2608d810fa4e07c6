import { checkRegionCode, isProvince, parentRegion } from '../../../kernel/region.ts'

export type Region = { readonly code: string; readonly name: string; readonly parentCode: string | null; readonly level: 'province' | 'city' | 'county' }

/** Prefectures without counties in GB/T 2260; what the package lists below them are towns. */
const withoutCounties = new Set(['4419', '4420', '4604', '6202'])
/** Taiwan, Hong Kong and Macau stand in GB/T 2260 with their first level only. */
const firstLevelOnly = new Set(['71', '81', '82'])

type Lists = { readonly province_list: Readonly<Record<string, string>>; readonly city_list: Readonly<Record<string, string>>; readonly county_list: Readonly<Record<string, string>> }

/**
 * Rule DIR-15: the regions of GB/T 2260 out of the package's lists: towns, development zones (endings 70–79 and 90–99,
 * which statistics use) and "other" entries are no divisions of the standard and left out. Parents come before children.
 */
export function regionsFrom(lists: Lists): Region[] {
  const take = (list: Readonly<Record<string, string>>, level: Region['level']) =>
    Object.entries(list)
      .filter(([code, name]) => /^\d{6}$/.test(code) && checkRegionCode(code).ok && isProvince(code.slice(0, 2)) && !/^其[它他]/.test(name))
      .filter(([code]) => level === 'province' || !firstLevelOnly.has(code.slice(0, 2)))
      .filter(([code]) => level !== 'county' || (!withoutCounties.has(code.slice(0, 4)) && !/[79]\d$/.test(code)))
      .map(([code, name]): Region => ({ code, name, parentCode: parentRegion(code), level }))
  const provinces = take(lists.province_list, 'province')
  const cities = take(lists.city_list, 'city')
  const known = new Set([...provinces, ...cities].map((each) => each.code))
  const counties = take(lists.county_list, 'county').filter((each) => known.has(each.parentCode ?? ''))
  return [...provinces, ...cities, ...counties].filter((each) => each.parentCode === null || known.has(each.parentCode)).filter((each) => !each.code.startsWith('99'))
}
