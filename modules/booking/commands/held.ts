import { weekday, type IsoDate } from '../../../kernel/calendar.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { sayConflict, type Conflict, type Held } from '../rules/schedule-conflicts.ts'
import { heldOn } from '../schedule-view.ts'
import { listClinics, type Clinic } from '../store/clinics.ts'
import { listStanding } from '../store/slots.ts'

/** Everything held at a body on some days, as it stands in its slots. */
export async function heldBetween(act: Act, institutionId: string, from: IsoDate, to: IsoDate): Promise<Held[]> {
  const names = new Map((await listClinics(act.tx, { institutionId })).map((each) => [each.id, each.name]))
  const standing = await listStanding(act.tx, { institutionId, from, to })
  return heldOn(standing.filter((each) => !each.stopped), (id) => names.get(id) ?? '')
}

type OnDay = { readonly onDate: IsoDate; readonly fromMinute: number; readonly toMinute: number; readonly room: string }
export const asHeld = (clinic: Clinic, extra: OnDay): Held => ({ clinicId: clinic.id, clinicName: clinic.name, staffId: clinic.staffId, room: extra.room === '' ? clinic.room : extra.room, weekdays: [weekday(extra.onDate)], fromMinute: extra.fromMinute, toMinute: extra.toMinute, fromOn: extra.onDate, toOn: extra.onDate })

/** Named in one refusal; a screen asks for the list itself beforehand. */
export const refuseConflicts = (conflicts: readonly Conflict[]): void => {
  if (conflicts.length > 0) throw new RefusedError('booking.schedule_conflict', conflicts.map((each) => sayConflict(each, 'zh')).join('；'))
}
