import { diffDays, type IsoDate } from '../../../kernel/calendar.ts'
import { fewAtOnce } from '../../../kernel/few-at-once.ts'
import { look, type Platform } from '../../../server/platform/act.ts'
import { departmentsOn, institutionsByIds, staffNames } from '../../directory/public.ts'
import { freeBoard } from '../free-board.ts'
import { fitting, type TriageGuide, type Who } from '../rules/triage.ts'
import { bodiesWithClinics } from '../store/clinic-days.ts'
import { listClinics } from '../store/clinics.ts'
import { sumFree } from '../store/free.ts'
import { portalActor } from './way.ts'

/** A clinic a citizen may choose, with where it is. */
type Listed = { readonly institutionId: string; readonly institutionName: string; readonly clinicId: string; readonly clinicName: string; readonly departmentId: string; readonly departmentName: string; readonly subjectCode: string | null; readonly staffName: string | null; readonly feeCents: number }
type Offer = Listed & { readonly free: number; readonly firstAt: string | null; readonly firstSlotId: string | null }

type OfferAsk = { readonly text: string; /** Departments of the guide; empty where it was not asked. */ readonly wanted: readonly string[]; readonly who: Who; readonly guide: TriageGuide; readonly on: IsoDate | null }

const boardDays = 30

type Hospital = { readonly id: string; readonly name: string }

/** Hospitals where something can be booked, by name. */
export const listedHospitals = (platform: Platform): Promise<Hospital[]> =>
  look(platform, portalActor, async ({ read }) => {
    const bodies = await institutionsByIds(read, await bodiesWithClinics(read))
    return bodies.filter((body) => body.active).map(({ id, name }) => ({ id, name })).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  })

/** The clinics of these hospitals that people may book; examinations are ordered first (Rule BK-7). */
export const listedClinics = (platform: Platform, hospitals: readonly Hospital[]): Promise<Listed[]> =>
  look(platform, portalActor, async ({ read, today }) => {
    const only = hospitals.length === 1 ? hospitals[0]?.id : undefined
    const bodyOf = new Map(hospitals.map((each) => [each.id, each]))
    const clinics = (await listClinics(read, { active: true, ...(only === undefined ? {} : { institutionId: only }) })).filter((each) => each.service !== 'exam' && bodyOf.has(each.institutionId))
    const ids = [...new Set(clinics.map((each) => each.institutionId))]
    const [departments, names] = await Promise.all([Promise.all(ids.map((id) => departmentsOn(read, id, today))), staffNames(read, clinics.flatMap((each) => each.staffId ?? []))])
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
  const named = said === '' ? listed : listed.filter((each) => [each.clinicName, each.departmentName, each.staffName ?? ''].some((name) => name.toLowerCase().includes(said)))
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
