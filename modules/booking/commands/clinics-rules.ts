import { addDays, laterDate, type IsoDate } from '../../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { checkRule } from '../rules/schedule-authority.ts'
import { conflictsOf, heldBy, type Conflict, type Held } from '../rules/schedule-conflicts.ts'
import type { ClinicRule } from '../rules/schedule.ts'
import * as store from '../store/clinics.ts'
import { clinicToPlan, type ClinicKey } from './clinics.ts'
import { refuseConflicts } from './held.ts'
import { ensureSlots } from './slots.ts'

export type GivenRule = Omit<ClinicRule, 'id' | 'clinicId'> & { readonly replaces: string | null }

/** All that is held by pattern at a body from a day on, without the rules that are being replaced. */
export async function heldAt(read: ReadTx, institutionId: string, from: IsoDate, except: readonly string[] = []): Promise<Held[]> {
  const clinics = new Map((await store.listClinics(read, { institutionId, active: true })).map((each) => [each.id, each]))
  const rules = await store.listRules(read, { institutionId, from })
  return rules.flatMap((rule) => {
    const clinic = clinics.get(rule.clinicId)
    return clinic === undefined || except.includes(rule.id) ? [] : [heldBy(rule, clinic)]
  })
}

/** Rule SC-9 asked of one rule: every conflict at once. */
export async function conflictsOfRule(read: ReadTx, clinic: store.Clinic, rule: GivenRule): Promise<Conflict[]> {
  const others = await heldAt(read, clinic.institutionId, rule.validFrom, rule.replaces === null ? [] : [rule.replaces])
  return conflictsOf(heldBy({ ...rule, clinicId: clinic.id }, clinic), others)
}

/** Adds a rule, or replaces one from a day on (Rule SC-7), and makes its slots. */
export async function addRule(act: Act, ask: ClinicKey & GivenRule): Promise<{ ruleId: string; slots: number }> {
  const clinic = await clinicToPlan(act, ask)
  if (!clinic.active) throw new RefusedError('booking.clinic_closed')
  orThrow(checkRule(ask, act.today))
  refuseConflicts(await conflictsOfRule(act.tx, clinic, ask))
  if (ask.replaces !== null) await closeRule(act, clinic, ask.replaces, addDays(ask.validFrom, -1))
  const rule: ClinicRule = { ...ruleOf(ask), id: act.newId(), clinicId: clinic.id }
  await store.insertRules(act.tx, clinic, [rule])
  const { made } = await ensureSlots(act, { institutionId: clinic.institutionId, clinicId: clinic.id })
  await act.record({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.rule_added', subjectId: clinic.id, detail: { ruleId: rule.id, replaces: ask.replaces, weekdays: rule.weekdays.join(','), from: rule.fromMinute, to: rule.toMinute, capacity: rule.capacity, validFrom: rule.validFrom, slots: made } })
  return { ruleId: rule.id, slots: made }
}

const ruleOf = (given: GivenRule): Omit<ClinicRule, 'id' | 'clinicId'> => ({
  weekdays: [...new Set(given.weekdays)].sort((a, b) => a - b), fromMinute: given.fromMinute, toMinute: given.toMinute, slotMinutes: given.slotMinutes, capacity: given.capacity, pools: given.pools, onHolidays: given.onHolidays, room: given.room, weeksAhead: given.weeksAhead,
  releaseMinute: given.releaseMinute, mode: given.mode, drawMinutes: given.drawMinutes, referralDaysEarlier: given.referralDaysEarlier, rolloverHours: given.rolloverHours, validFrom: given.validFrom, validTo: given.validTo,
})

async function closeRule(act: Act, clinic: store.Clinic, ruleId: string, lastOn: IsoDate): Promise<void> {
  const rule = (await store.listRules(act.tx, { institutionId: clinic.institutionId, clinicIds: [clinic.id], from: act.today })).find((each) => each.id === ruleId)
  if (rule === undefined || (rule.validTo !== null && rule.validTo < lastOn)) throw new RefusedError('booking.rule_over')
  await store.endRule(act.tx, { institutionId: clinic.institutionId, ruleId }, lastOn)
}

/** A rule ends with a day; slots that exist keep (Rule SC-7). */
export async function endRule(act: Act, ask: ClinicKey & { readonly ruleId: string; readonly lastOn: IsoDate }): Promise<{ ruleId: string }> {
  const clinic = await clinicToPlan(act, ask)
  await closeRule(act, clinic, ask.ruleId, laterDate(ask.lastOn, addDays(act.today, -1)))
  await act.record({ institutionId: clinic.institutionId, regionCode: clinic.regionCode, kind: 'booking.rule_ended', subjectId: clinic.id, detail: { ruleId: ask.ruleId, lastOn: ask.lastOn } })
  return { ruleId: ask.ruleId }
}
