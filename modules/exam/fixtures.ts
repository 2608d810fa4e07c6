import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import type { ExamDefinition } from './rules/definition.ts'
import type { Place, Wish } from './rules/problem.ts'

export const monday: IsoDate = '2026-03-02'

export const anExam = (key: string, given: Partial<ExamDefinition> = {}): ExamDefinition => ({
  key, name: { zh: key, en: key }, subject: '32', minutes: 20, bladder: 'any', breaksFast: false, after: [], before: [], prep: { zh: '无', en: 'None' }, defaults: [], ...given,
})

/** A free time of an examination: `day` counts from Monday, `at` is 'HH:MM'. */
export function aPlace(exam: string, day: number, at: string, given: Partial<Place> = {}): Place {
  const start = Number(at.slice(0, 2)) * 60 + Number(at.slice(3))
  return { exam, slotId: `${exam} ${day} ${at}`, clinicId: exam, clinicName: exam, departmentId: exam, room: '', site: { building: '', floor: 1 }, onDate: addDays(monday, day), start, end: start + 20, ...given }
}

/** Each examination every half hour from eight to twelve on these days. */
export const placesOf = (exams: readonly string[], days: readonly number[]): Place[] =>
  exams.flatMap((exam) => days.flatMap((day) => ['08:00', '08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30'].map((at) => aPlace(exam, day, at))))

export const anyDay: Wish = { from: monday, to: addDays(monday, 60), mornings: false, weekdays: [] }
