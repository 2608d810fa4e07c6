import { diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import { fewAtOnce } from '../../../kernel/few-at-once.ts'
import { look, type Platform } from '../../../server/platform/act.ts'
import { departmentsOn, institutionsByIds, staffNames } from '../../directory/public.ts'
import { freeBoard } from '../free-board.ts'
import { fitting, type TriageGuide, type Who } from '../rules/triage.ts'
import { listClinics } from '../store/clinics.ts'
import { sumFree } from '../store/free.ts'
import { portalActor } from './way.ts'

/** A clinic a citizen may choose, with where it is. */
export type Listed = { readonly institutionId: string; readonly institutionName: string; readonly clinicId: string; readonly clinicName: string; readonly departmentId: string; readonly departmentName: string; readonly subjectCode: string | null; readonly staffName: string | null; readonly feeCents: number }
export type Offer = Listed & { readonly free: number; readonly firstAt: string | null; readonly firstSlotId: string | null }

export type OfferAsk = { readonly institutionId: string | null; readonly text: string; /** Departments of the guide; empty where it was not asked. */ readonly wanted: readonly string[]; readonly who: Who; readonly guide: TriageGuide; readonly on: IsoDate | null }

const boardDays = 30

/** All clinics people may book, of one hospital or of all. */
export const listedClinics = (platform: Platform, institutionId: string | null): Promise<Listed[]> =>
  look(platform, portalActor, async ({ read, today }) => {
    const clinics = await listClinics(read, { active: true, ...(institutionId === null ? {} : { institutionId }) })
    const ids = [...new Set(clinics.map((each) => each.institutionId))]
    const [bodies, departments, names] = await Promise.all([institutionsByIds(read, ids), Promise.all(ids.map((id) => departmentsOn(read, id, today))), staffNames(read, clinics.flatMap((each) => each.staffId ?? []))])
    const bodyOf = new Map(bodies.filter((body) => body.active).map((body) => [body.id, body]))
    const departmentOf = new Map(departments.flat().map((each) => [each.id, each]))
    return clinics.flatMap((clinic) => {
      const [body, department] = [bodyOf.get(clinic.institutionId), departmentOf.get(clinic.departmentId)]
      if (body === undefined || department === undefined) return []
      return [{ institutionId: body.id, institutionName: body.name, clinicId: clinic.id, clinicName: clinic.name, departmentId: department.id, departmentName: department.name, subjectCode: department.subjectCode, staffName: clinic.staffId === null ? null : (names.get(clinic.staffId) ?? null), feeCents: clinic.feeCents }]
    })
  })

/** What was asked for, soonest first; what is full comes after what is free. */
export async function findOffers(platform: Platform, listed: readonly Listed[], ask: OfferAsk): Promise<Offer[]> {
  const said = ask.text.normalize('NFKC').trim().toLowerCase()
  const own = listed.filter((each) => ask.institutionId === null || each.institutionId === ask.institutionId)
  const named = said === '' ? own : own.filter((each) => [each.clinicName, each.departmentName, each.staffName ?? ''].some((name) => name.toLowerCase().includes(said)))
  const fits = ask.wanted.length === 0 ? named : fittingClinics(ask, named)
  const free = await freeOf(platform, [...new Set(fits.map((each) => each.institutionId))], ask.on)
  const offers = fits.map((each): Offer => ({ ...each, ...(free.get(each.clinicId) ?? { free: 0, firstAt: null, firstSlotId: null }) }))
  return offers.toSorted((a, b) => order(a.firstAt) - order(b.firstAt) || (a.clinicName < b.clinicName ? -1 : 1))
}

const order = (firstAt: string | null): number => (firstAt === null ? Infinity : Date.parse(firstAt)) || 0

/** In each hospital the departments that fit, or what stands in for them there. */
function fittingClinics({ guide, wanted, who }: OfferAsk, listed: readonly Listed[]): Listed[] {
  const found = new Set<string>()
  for (const own of Map.groupBy(listed, (each) => each.institutionId).values()) {
    const there = own.map((each) => ({ name: each.departmentName, subjectCode: each.subjectCode, clinicId: each.clinicId }))
    for (const name of wanted) for (const each of fitting(guide, name, who, there)) found.add(each.clinicId)
  }
  return listed.filter((each) => found.has(each.clinicId))
}

type Free = { readonly free: number; readonly firstAt: string | null; readonly firstSlotId: string | null }

async function freeOf(platform: Platform, institutionIds: readonly string[], on: IsoDate | null): Promise<Map<string, Free>> {
  const free = new Map<string, Free>()
  if (on !== null) {
    await look(platform, portalActor, async ({ read, now }) => {
      for (const institutionId of institutionIds) for (const day of await sumFree(read, { institutionId, from: on, to: on, at: now.toISOString() })) free.set(day.clinicId, day)
    })
    return free
  }
  await fewAtOnce(institutionIds, 4, async (institutionId) => {
    for (const clinic of (await freeBoard(platform, { institutionId, days: boardDays })).clinics) {
      const sum = clinic.free.reduce((total, each) => total + each, 0)
      free.set(clinic.clinicId, sum === 0 ? { free: 0, firstAt: null, firstSlotId: null } : { free: sum, firstAt: clinic.firstAt, firstSlotId: clinic.firstSlotId })
    }
  })
  return free
}

/** Days that may be asked for: from today, twelve weeks ahead. */
export const isAskable = (on: IsoDate, today: IsoDate): boolean => on >= today && diffDays(today, on) <= 84
