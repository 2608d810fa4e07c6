import { addDays, isIsoDate } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { PageLook, Pages } from '../../../server/platform/pages.ts'
import { departmentsOn, findInstitution, staffNames } from '../../directory/public.ts'
import { countInPortal } from '../portal-tally.ts'
import { timesPage } from '../portal/times-page.tsx'
import { daysOfClinic } from '../store/clinic-days.ts'
import { listClinics, loadClinic } from '../store/clinics.ts'
import { findFree } from '../store/free.ts'
import { asPortal } from './way.ts'

const horizonDays = 84

/** Second step: the days of one clinic and the times of one of them. */
export function timesPages(pages: Pages): void {
  pages.get('/book/:institutionId/clinics/:clinicId', async (visit) => {
    const [institutionId = '', clinicId = ''] = [visit.params['institutionId'], visit.params['clinicId']]
    const found = visit.query['found']
    if ((found !== 'search' && found !== 'guide') || !isUuid(institutionId) || !isUuid(clinicId)) return { html: await showTimes(visit, { institutionId, clinicId }) }
    // Rule BK-65: counted once; what is opened again or sent on counts nothing.
    countInPortal(visit.platform, institutionId, 'found', ...(found === 'guide' ? (['guided'] as const) : []))
    const on = visit.query['on'] ?? ''
    return { redirect: `/book/${institutionId}/clinics/${clinicId}${isIsoDate(on) ? `?on=${on}` : ''}` }
  }, asPortal)
}

type TimesAsk = { readonly institutionId: string; readonly clinicId: string; readonly departmentId?: string; /** The booking that is moved, with its page; absent where a new one is made. */ readonly moving?: { readonly at: string; readonly note: string; readonly on: string } }

/** The same page chooses the time of a new booking and the new time of one that is moved. */
export async function showTimes(visit: PageLook, ask: TimesAsk): Promise<string> {
  const { read, lang, query, today, now } = visit
  const { institutionId, clinicId, moving } = ask
  const body = isUuid(institutionId) && isUuid(clinicId) ? await findInstitution(read, institutionId) : undefined
  if (body === undefined || !body.active) throw new RefusedError('not_found')
  const clinic = await loadClinic(read, institutionId, clinicId)
  if (ask.departmentId !== undefined && clinic.departmentId !== ask.departmentId) throw new RefusedError('not_found')
  if (!clinic.active) throw new RefusedError('booking.clinic_closed')
  const at = now.toISOString()
  const [days, departments, names] = await Promise.all([daysOfClinic(read, { institutionId, clinicId, from: today, to: addDays(today, horizonDays), at }), departmentsOn(read, institutionId, today), staffNames(read, clinic.staffId === null ? [] : [clinic.staffId])])
  const asked = query['on'] ?? moving?.on ?? ''
  const chosen = days.find((day) => isIsoDate(asked) && day.onDate === asked) ?? days.find((day) => day.free > 0) ?? days[0]
  const free = chosen === undefined ? [] : await findFree(read, { institutionId, clinicId, from: chosen.onDate, to: chosen.onDate, pool: 'public', at, limit: 200 })
  // Who moves a booking may take another clinic of its department.
  const others = moving === undefined ? [] : (await listClinics(read, { institutionId, departmentId: clinic.departmentId, active: true })).filter((each) => each.id !== clinicId)
  const path = moving?.at ?? `/book/${institutionId}/clinics/${clinicId}`
  const hasToWait = chosen !== undefined && chosen.free === 0 && chosen.releaseId === null && chosen.opensAt === null && moving === undefined
  return timesPage(frameOf(visit, clinic.name, `${path}${chosen === undefined ? '' : `?on=${chosen.onDate}`}`), lang, {
    at: moving === undefined ? `${path}?` : `${path}?clinic=${clinicId}&`, others: others.map((each) => ({ href: `${path}?clinic=${each.id}`, name: each.name })), home: moving === undefined ? '/book' : (moving.at.replace(/\/move$/, '')), hospital: body.name, department: departments.find((each) => each.id === clinic.departmentId)?.name ?? '', clinic: clinic.name, staff: clinic.staffId === null ? null : (names.get(clinic.staffId) ?? null), brings: clinic.brings, feeCents: clinic.feeCents,
    days: days.map((day) => ({ on: day.onDate, free: day.free, draws: day.releaseId !== null, waits: day.opensAt !== null })), on: chosen?.onDate ?? null, releaseId: chosen?.releaseId ?? null, opensAt: chosen?.opensAt ?? null, note: moving?.note ?? null,
    times: free.map((each) => ({ slotId: each.slotId, startsAt: each.startsAt, endsAt: each.endsAt, free: each.free, href: moving === undefined ? `/book/${institutionId}/slots/${each.slotId}` : `${path}?to=${each.slotId}` })),
    wait: hasToWait ? `/book/${institutionId}/clinics/${clinicId}/wait/${chosen.onDate}` : null,
  })
}
