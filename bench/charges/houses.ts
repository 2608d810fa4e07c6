import { uuidv7 } from '../../kernel/ids.ts'
import { seeded } from '../../kernel/random.ts'
import type { DrugRow } from '../../modules/prescribing/rules/drug-sheet.ts'
import type { Act } from '../../server/platform/act.ts'

/** How much is generated; the figures of the issue are the default. */
export type ChargeSize = { readonly lines: number; readonly institutions: number; readonly departments: number; readonly prescribers: number; readonly drugs: number; readonly months: number; readonly firstMonth: string }
export const fullSize: ChargeSize = { lines: 10_000_000, institutions: 40, departments: 1200, prescribers: 24_000, drugs: 3000, months: 24, firstMonth: '2024-10-01' }

export type House = { readonly id: string; readonly regionCode: string; readonly name: string; readonly departments: readonly { readonly id: string; readonly name: string }[]; readonly staff: readonly { readonly id: string; readonly number: string; readonly department: number }[] }

/** The same houses on every run. */
export function housesOf(size: ChargeSize): House[] {
  const draw = seeded('charges: houses')
  const newId = () => uuidv7(Date.UTC(2024, 0, 1) + draw.int(0, 1_000_000), Uint8Array.from({ length: 10 }, () => draw.int(0, 255)))
  const [departments, staff] = [Math.ceil(size.departments / size.institutions), Math.ceil(size.prescribers / size.institutions)]
  return Array.from({ length: size.institutions }, (_, at) => ({
    id: newId(), regionCode: `9901${21 + (at % 8)}`, name: `云溪第${at + 1}医院`,
    departments: Array.from({ length: departments }, (_, n) => ({ id: newId(), name: `科室${String(n + 1).padStart(2, '0')}` })),
    staff: Array.from({ length: staff }, (_, n) => ({ id: newId(), number: `D${String(n + 1).padStart(4, '0')}`, department: n % departments })),
  }))
}

/** A catalogue of invented drugs: every fifth an antibiotic, marks in fixed turns, DDDs to the half. */
export const drugsOf = (size: ChargeSize): DrugRow[] =>
  Array.from({ length: size.drugs }, (_, n) => ({
    code: codeOf(n), atc: n % 5 === 0 ? 'J01CA04' : 'A02BC01', generic_name: `试验药${Math.floor(n / 3) + 1}`, name: nameOf(n), form: n % 4 === 0 ? '注射剂' : '片剂', strength: '0.25g', unit: '盒', ddd: '1', ddd_unit: 'g', ddds_per_unit: String(1 + (n % 8) / 2),
    antibiotic: n % 5 === 0 ? (['unrestricted', 'restricted', 'special'] as const)[n % 3] ?? 'none' : 'none', control: 'none', essential: n % 2 === 0, negotiated: n % 11 === 0, central: n % 3 === 0, key_monitored: n % 17 === 0, herbal: n % 23 === 0, injection: n % 4 === 0, high_value: false,
  }))
export const codeOf = (drug: number): string => `XD${String(drug + 1).padStart(6, '0')}`
export const nameOf = (drug: number): string => `试验药品${drug + 1}片`

export async function saveHouses(at: Act, houses: readonly House[]): Promise<void> {
  const { tx } = at
  const created_at = at.now.toISOString()
  const inLots = async <Row>(rows: readonly Row[], write: (lot: Row[]) => Promise<unknown>) => {
    for (let from = 0; from < rows.length; from += 2000) await write(rows.slice(from, from + 2000))
  }
  await tx.insertInto('region').values([{ code: '990000', name: '云溪省', level: 'province', parent_code: null }, { code: '990100', name: '云溪市', level: 'city', parent_code: '990000' }]).execute()
  await tx.insertInto('region').values([...new Set(houses.map((house) => house.regionCode))].map((code) => ({ code, name: `云溪县${code.slice(4)}`, level: 'county', parent_code: '990100' }))).execute()
  await inLots(houses, (lot) => tx.insertInto('institution').values(lot.map((house) => ({ id: house.id, region_code: house.regionCode, region_prefix: null, name: house.name, short_name: house.name, kind: 'general', level: 'two', ownership: 'public', credit_code: house.id, created_at }))).execute())
  const own = (house: House) => ({ institution_id: house.id, region_code: house.regionCode })
  await inLots(houses.flatMap((house) => house.departments.map((each) => ({ ...own(house), id: each.id, name: each.name, kind: 'clinical' }))), (lot) => tx.insertInto('department').values(lot).execute())
  await inLots(houses.flatMap((house) => house.staff.map((each) => ({ ...own(house), id: each.id, name: `医师${each.number}`, employee_number: each.number, joined_on: '2020-01-01' }))), (lot) => tx.insertInto('staff').values(lot).execute())
}
