import { earlierDate, laterDate, weekdayName, type IsoDate } from '../../../kernel/calendar.ts'
import { sayMinute, type ClinicRule } from './schedule.ts'

/** When and where a clinic is held: by pattern (weekdays within a span of days) or on one day. */
export type Held = {
  readonly clinicId: string
  readonly clinicName: string
  readonly staffId: string | null
  readonly room: string
  readonly weekdays: readonly number[]
  readonly fromMinute: number
  readonly toMinute: number
  readonly fromOn: IsoDate
  readonly toOn: IsoDate | null
}

export type Conflict = { readonly why: 'room' | 'doctor' | 'clinic'; readonly clinicId: string; readonly clinicName: string; readonly room: string; readonly weekdays: readonly number[]; readonly fromMinute: number; readonly toMinute: number; readonly fromOn: IsoDate }

const far = '9999-12-31'

function shared(a: Held, b: Held): Omit<Conflict, 'why' | 'clinicId' | 'clinicName' | 'room'> | null {
  const weekdays = a.weekdays.filter((each) => b.weekdays.includes(each))
  const fromOn = laterDate(a.fromOn, b.fromOn)
  const fromMinute = Math.max(a.fromMinute, b.fromMinute)
  const toMinute = Math.min(a.toMinute, b.toMinute)
  return weekdays.length > 0 && fromOn <= earlierDate(a.toOn ?? far, b.toOn ?? far) && fromMinute < toMinute ? { weekdays, fromMinute, toMinute, fromOn } : null
}

/** Rule SC-9: one room holds one clinic at a time and one doctor is at one of them; every such overlap is named at once. */
export function conflictsOf(asked: Held, others: readonly Held[]): Conflict[] {
  const found = others.flatMap((other): Conflict[] => {
    const why = other.clinicId === asked.clinicId ? 'clinic' : asked.staffId !== null && asked.staffId === other.staffId ? 'doctor' : asked.room !== '' && asked.room === other.room ? 'room' : null
    const overlap = why === null ? null : shared(asked, other)
    return why === null || overlap === null ? [] : [{ why, clinicId: other.clinicId, clinicName: other.clinicName, room: other.room, ...overlap }]
  })
  return found.sort((a, b) => (a.weekdays[0] ?? 0) - (b.weekdays[0] ?? 0) || a.fromMinute - b.fromMinute || (a.clinicName < b.clinicName ? -1 : 1))
}

/** Every overlap among clinics that stand already, each pair once. */
export const conflictsAmong = (all: readonly Held[]): { readonly asked: Held; readonly conflict: Conflict }[] =>
  all.flatMap((asked, at) => conflictsOf(asked, all.slice(at + 1)).map((conflict) => ({ asked, conflict })))

export const heldBy = (rule: Pick<ClinicRule, 'clinicId' | 'weekdays' | 'fromMinute' | 'toMinute' | 'room' | 'validFrom' | 'validTo'>, clinic: { readonly name: string; readonly staffId: string | null; readonly room: string }): Held => ({
  clinicId: rule.clinicId, clinicName: clinic.name, staffId: clinic.staffId, room: rule.room === '' ? clinic.room : rule.room, weekdays: rule.weekdays, fromMinute: rule.fromMinute, toMinute: rule.toMinute, fromOn: rule.validFrom, toOn: rule.validTo,
})

const reasons = {
  room: { zh: '同一诊室', en: 'same room' },
  doctor: { zh: '同一医师', en: 'same doctor' },
  clinic: { zh: '本门诊已有排班', en: 'this clinic is held then already' },
} as const

/** 2026-01-05 is a Monday: only for the names of weekdays. */
const dayNames = (weekdays: readonly number[], locale: 'zh' | 'en') => weekdays.map((each) => weekdayName(`2026-01-${String(4 + each).padStart(2, '0')}`, locale)).join(locale === 'zh' ? '、' : ', ')

/** '内科王医生门诊：同一诊室 203，周一 08:00–09:30'. */
export function sayConflict(conflict: Conflict, locale: 'zh' | 'en'): string {
  const where = conflict.why === 'room' ? `${reasons.room[locale]} ${conflict.room}` : reasons[conflict.why][locale]
  const when = `${dayNames(conflict.weekdays, locale)} ${sayMinute(conflict.fromMinute)}–${sayMinute(conflict.toMinute)}`
  return locale === 'zh' ? `${conflict.clinicName}（${where}，${when}）` : `${conflict.clinicName} (${where}, ${when})`
}
