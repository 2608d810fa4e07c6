import { printDate, type IsoDate, type Locale } from '../../../kernel/calendar.ts'
import type { Deadline } from '../../../kernel/deadline.ts'
import { explainDeadline } from '../../../kernel/explain-deadline.ts'
import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import type { Basis } from './periods.ts'

export type Explained = {
  readonly basis: Basis
  readonly fromOn: IsoDate
  readonly toOn: IsoDate
  readonly dueAt: string
  readonly dueOn: IsoDate
  readonly deadline: Deadline | null
  /** The document's own words for date or rhythm, where it has any. */
  readonly printed: string
  readonly phaseName: string | null
  readonly extendedFrom: string | null
}

const clock = (dueAt: string, locale: Locale): string => {
  const time = shanghaiTime(dueAt)
  return time === '00:00' ? '' : locale === 'zh' ? ` ${time}前` : ` before ${time}`
}

/** Rule PL-19: every due date says where it comes from. */
export function explainPeriod(period: Explained, locale: Locale): string {
  const day = (date: IsoDate) => printDate(date, locale)
  const due = `${day(period.dueOn)}${clock(period.dueAt, locale)}`
  const quote = period.printed === '' ? '' : locale === 'zh' ? `文件规定“${period.printed}”；` : `the document says “${period.printed}”; `
  const base = locale === 'zh' ? inChinese(period, day, due, quote) : inEnglish(period, day, due, quote)
  if (period.extendedFrom === null) return base
  // A day period ends at 24:00, which is the next day's first instant.
  const before = day(shanghaiDate(new Date(Date.parse(period.extendedFrom) - 1).toISOString()))
  return locale === 'zh' ? `${base}；本单位由${before}延期至此` : `${base}; extended for this institution from ${before}`
}

function inChinese(period: Explained, day: (date: IsoDate) => string, due: string, quote: string): string {
  if (period.deadline !== null) return `${quote}${explainDeadline(period.deadline, 'zh')}`
  if (period.basis === 'cadence') return `${quote}本期为${day(period.fromOn)}至${day(period.toOn)}；${due}到期`
  if (period.basis === 'phase_end') return `文件未写明时间，按所属阶段${period.phaseName === null ? '' : `“${period.phaseName}”`}结束日计；${due}到期`
  if (period.basis === 'plan_end') return `文件未写明时间，按行动结束日计；${due}到期`
  return `${quote}${due}到期`
}

function inEnglish(period: Explained, day: (date: IsoDate) => string, due: string, quote: string): string {
  if (period.deadline !== null) return `${quote}${explainDeadline(period.deadline, 'en')}`
  if (period.basis === 'cadence') return `${quote}covers ${day(period.fromOn)} to ${day(period.toOn)}; due ${due}`
  if (period.basis === 'phase_end') return `the document names no date, so the end of its phase${period.phaseName === null ? '' : ` “${period.phaseName}”`} counts; due ${due}`
  if (period.basis === 'plan_end') return `the document names no date, so the end of the plan counts; due ${due}`
  return `${quote}due ${due}`
}
