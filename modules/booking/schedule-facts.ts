import type { Fact, FactKind } from '../../kernel/fact.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import type { FactHolder, FactQuestion } from '../../server/platform/facts.ts'
import type { Body } from './rules/schedule-authority.ts'
import { listClinics, listExceptions } from './store/clinics.ts'
import { listStanding } from './store/slots.ts'
import { touches } from './rules/schedule.ts'

const stopKind: FactKind = {
  kind: 'schedule.stop',
  name: { zh: '停诊', en: 'Stopped clinic' },
  fields: { minutes: 'number', slots: 'number', covered: 'boolean', service: 'text' },
}

type Stop = { readonly id: string; readonly onDate: string; readonly fromMinute: number; readonly toMinute: number; readonly reason: string; readonly substituteClinicId: string | null; readonly slots: number }

/** A stop counts against A/B cover where nobody stands in. */
export const stopFact = (clinic: Body & { readonly departmentId: string; readonly staffId: string | null; readonly name: string; readonly service: string }, stop: Stop & { readonly bookings?: number }): Fact => ({
  institutionId: clinic.institutionId,
  regionCode: clinic.regionCode,
  kind: stopKind.kind,
  id: stop.id,
  on: stop.onDate,
  departmentId: clinic.departmentId,
  staffIds: clinic.staffId === null ? [] : [clinic.staffId],
  fields: { minutes: stop.toMinute - stop.fromMinute, slots: stop.slots, covered: stop.substituteClinicId !== null, service: clinic.service },
  title: `${clinic.name}停诊：${stop.reason}`,
  link: `/booking/schedule?week=${stop.onDate}&department=${clinic.departmentId}`,
})

async function listStops(read: ReadTx, ask: FactQuestion): Promise<Fact[]> {
  const clinics = new Map((await listClinics(read, { institutionId: ask.institutionId })).map((each) => [each.id, each]))
  const stops = (await listExceptions(read, ask)).filter((each) => each.kind === 'stop')
  if (stops.length === 0) return []
  const slots = (await listStanding(read, { ...ask, clinicIds: [...new Set(stops.map((each) => each.clinicId))] })).filter((each) => each.stopped)
  return stops.flatMap((stop) => {
    const clinic = clinics.get(stop.clinicId)
    return clinic === undefined ? [] : [stopFact(clinic, { ...stop, slots: slots.filter((slot) => slot.clinicId === stop.clinicId && touches(stop, slot)).length })]
  })
}

/** What schedules tell: stops, so that whoever counts A/B cover knows of them. */
export const scheduleFacts: FactHolder = {
  prefix: 'schedule.',
  kinds: () => [stopKind],
  async read(read, ask, page) {
    if (ask.kind !== stopKind.kind) return []
    const after = page.after
    const stops = (await listStops(read, ask)).sort((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))
    return stops.filter((each) => after === null || each.on > after.on || (each.on === after.on && each.id > after.id)).slice(0, page.limit)
  },
}
