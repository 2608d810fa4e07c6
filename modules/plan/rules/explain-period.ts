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
  /** The day the document names, where a due date on a day off moves (PL-36). */
  readonly nominalOn: IsoDate | null
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

/** Rule PL-36 in words: which day off the date left, and which year's days off are not known yet; nothing where it stayed. */
function moved({ deadline, nominalOn }: Explained, day: (date: IsoDate) => string, locale: Locale): string {
  if (deadline === null || nominalOn === null) return ''
  const years = deadline.unofficialYears.join(locale === 'zh' ? '、' : ', ')
  const guess = years === '' ? '' : locale === 'zh' ? `${years}年的放假安排尚未录入，暂按周一至周五推算；` : `the official calendar of ${years} is not entered yet, plain weekends are counted; `
  if (deadline.dueOn === nominalOn) return guess
  const names = [...new Set(deadline.skipped.flatMap((span) => span.names))].join(locale === 'zh' ? '、' : ', ')
  return locale === 'zh' ? `${guess}${day(nominalOn)}是休息日${names === '' ? '' : `（${names}）`}，顺延到下一个工作日；` : `${guess}${day(nominalOn)} is a day off${names === '' ? '' : ` (${names})`}, so the next working day counts; `
}

function inChinese(period: Explained, day: (date: IsoDate) => string, named: string, quote: string): string {
  if (period.deadline !== null && period.nominalOn === null) return `${quote}${explainDeadline(period.deadline, 'zh')}`
  const due = `${moved(period, day, 'zh')}${named}`
  if (period.basis === 'cadence') return `${quote}本期为${day(period.fromOn)}至${day(period.toOn)}；${due}到期`
  if (period.basis === 'phase_end') return `文件未写明时间，按所属阶段${period.phaseName === null ? '' : `“${period.phaseName}”`}结束日计；${due}到期`
  if (period.basis === 'plan_end') return `文件未写明时间，按行动结束日计；${due}到期`
  return `${quote}${due}到期`
}

function inEnglish(period: Explained, day: (date: IsoDate) => string, named: string, quote: string): string {
  if (period.deadline !== null && period.nominalOn === null) return `${quote}${explainDeadline(period.deadline, 'en')}`
  const skipped = moved(period, day, 'en')
  const due = `${named}${skipped === '' ? '' : ` (${skipped.replace(/; $/, '')})`}`
  if (period.basis === 'cadence') return `${quote}covers ${day(period.fromOn)} to ${day(period.toOn)}; due ${due}`
  if (period.basis === 'phase_end') return `the document names no date, so the end of its phase${period.phaseName === null ? '' : ` “${period.phaseName}”`} counts; due ${due}`
  if (period.basis === 'plan_end') return `the document names no date, so the end of the plan counts; due ${due}`
  return `${quote}due ${due}`
}
