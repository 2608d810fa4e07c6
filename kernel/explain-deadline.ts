import { dateParts, diffDays, monthName, weekdayName } from './calendar.ts'
import type { IsoDate, Locale, MakeUpDay, SkippedSpan } from './calendar.ts'
import type { Deadline, DeadlineRule } from './deadline.ts'
import { shanghaiDate, shanghaiTime } from './instant.ts'

/** What happened on the first day, as a word in the sentence. */
export const startWords: Readonly<Record<DeadlineRule['from'], { readonly zh: string; readonly en: string }>> = {
  accepted: { zh: '受理', en: 'accepted' },
  approved: { zh: '批准', en: 'approved' },
  called: { zh: '呼叫', en: 'called' },
  changed: { zh: '变更', en: 'changed' },
  decided: { zh: '作出决定', en: 'decided' },
  designated: { zh: '指定', en: 'designated' },
  diagnosed: { zh: '诊断', en: 'diagnosed' },
  discharged: { zh: '出院', en: 'discharged' },
  discovered: { zh: '发现', en: 'discovered' },
  filed: { zh: '立案', en: 'filed' },
  finished: { zh: '完成', en: 'finished' },
  formed: { zh: '信息形成或变更', en: 'formed or changed' },
  issued: { zh: '印发', en: 'issued' },
  lent: { zh: '借出', en: 'lent' },
  noticed: { zh: '告知', en: 'notified' },
  preserved: { zh: '登记保存', en: 'preserved' },
  published: { zh: '公布', en: 'published' },
  received: { zh: '收到', en: 'received' },
  rescued: { zh: '抢救结束', en: 'rescue ended' },
  returned: { zh: '退回', en: 'returned' },
  submitted: { zh: '提交', en: 'submitted' },
  supplemented: { zh: '补正', en: 'supplemented' },
}

const units: Readonly<Record<DeadlineRule['unit'], { readonly zh: string; readonly en: string }>> = {
  workday: { zh: '个工作日', en: 'working day' },
  day: { zh: '天', en: 'day' },
  hour: { zh: '小时', en: 'hour' },
  minute: { zh: '分钟', en: 'minute' },
}

/** More weekends than this are given as one number: nobody reads a list of twelve. */
const weekendsListed = 2

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
const listEn = (items: readonly string[]) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`)

const daysIn = (spans: readonly SkippedSpan[]) => spans.reduce((sum, span) => sum + diffDays(span.from, span.to) + 1, 0)

/** Years are printed where they differ from the year of the start. */
type Printer = {
  readonly date: (date: IsoDate) => string
  readonly withWeekday: (date: IsoDate) => string
  readonly span: (from: IsoDate, to: IsoDate) => string
  readonly makeUps: (days: readonly MakeUpDay[]) => string
}

function chinesePrinter(startYear: number): Printer {
  const date = (on: IsoDate) => {
    const { year, month, day } = dateParts(on)
    return `${year === startYear ? '' : `${year}年`}${month}月${day}日`
  }
  const withWeekday = (on: IsoDate) => `${date(on)}（${weekdayName(on, 'zh')}）`
  const span = (from: IsoDate, to: IsoDate) => {
    if (from === to) return date(from)
    return `${date(from)}至${from.slice(0, 7) === to.slice(0, 7) ? `${dateParts(to).day}日` : date(to)}`
  }
  return { date, withWeekday, span, makeUps: (days) => days.map((each) => withWeekday(each.date)).join('、') }
}

function englishPrinter(startYear: number): Printer {
  const month = (on: IsoDate) => {
    const { year, month: number } = dateParts(on)
    return `${monthName(number)}${year === startYear ? '' : ` ${year}`}`
  }
  const date = (on: IsoDate) => `${dateParts(on).day} ${month(on)}`
  const span = (from: IsoDate, to: IsoDate) => {
    if (from === to) return date(from)
    return from.slice(0, 7) === to.slice(0, 7) ? `${dateParts(from).day}–${date(to)}` : `${date(from)} – ${date(to)}`
  }
  const makeUps = (days: readonly MakeUpDay[]) =>
    listEn(
      days.map(({ date: on }, at) => {
        const next = days[at + 1]
        const monthFollows = next !== undefined && next.date.slice(0, 7) === on.slice(0, 7)
        return `${weekdayName(on, 'en')} ${dateParts(on).day}${monthFollows ? '' : ` ${month(on)}`}`
      }),
    )
  return { date, withWeekday: (on) => `${weekdayName(on, 'en')} ${date(on)}`, span, makeUps }
}

function skippedZh(span: SkippedSpan, print: Printer): string {
  if (span.reason === 'stopped') return `${print.span(span.from, span.to)}暂停计时（${span.names.join('、')}）`
  return `跳过${print.span(span.from, span.to)}（${span.reason === 'holiday' ? `${span.names.join('、')}放假` : '周末'}）`
}

function skippedEn(span: SkippedSpan, print: Printer): string {
  if (span.reason === 'stopped') return `stopped ${print.span(span.from, span.to)}, ${span.names.join(', ')}`
  return `skipped ${print.span(span.from, span.to)}, ${span.reason}`
}

function skippedParts(deadline: Deadline, locale: Locale, print: Printer): string[] {
  const weekends = deadline.skipped.filter((span) => span.reason === 'weekend')
  const listed = weekends.length > weekendsListed ? deadline.skipped.filter((span) => span.reason !== 'weekend') : deadline.skipped
  const parts = listed.map((span) => (locale === 'zh' ? skippedZh(span, print) : skippedEn(span, print)))
  if (listed.length === deadline.skipped.length) return parts
  const days = daysIn(weekends)
  return [...parts, locale === 'zh' ? `跳过${days}个周末休息日` : `skipped ${plural(days, 'weekend day')}`]
}

/** A stop that no skipped day shows: it is still open, or the clock runs in hours. */
function stopParts(deadline: Deadline, locale: Locale, print: Printer): string[] {
  const inHours = deadline.rule.unit === 'hour' || deadline.rule.unit === 'minute'
  const moment = (at: string) => `${print.date(shanghaiDate(at))} ${shanghaiTime(at)}`.replace('日 ', '日')
  return deadline.pauses.flatMap(({ from, to, reason }) => {
    if (to === null) return locale === 'zh' ? [`自${moment(from)}起暂停计时（${reason}）`] : [`stopped since ${moment(from)}, ${reason}`]
    if (!inHours) return []
    return locale === 'zh' ? [`${moment(from)}至${moment(to)}暂停计时（${reason}）`] : [`stopped ${moment(from)} – ${moment(to)}, ${reason}`]
  })
}

function explainZh(deadline: Deadline, print: Printer, timed: boolean): string {
  const { rule, start, extension, counted, unofficialYears } = deadline
  const time = (at: string | null) => (timed && at !== null ? shanghaiTime(at) : '')
  const parts = [
    `${dateParts(start.on).year}年${print.withWeekday(start.on)}${time(start.at)}${startWords[rule.from].zh}`,
    `加${rule.amount}${units[rule.unit].zh}`,
    ...(extension === null ? [] : [`${print.date(extension.on)}批准延长${extension.amount}${units[rule.unit].zh}（${extension.reason}）`]),
    ...skippedParts(deadline, 'zh', print),
    ...stopParts(deadline, 'zh', print),
    ...(counted.length === 0 ? [] : [`计入${print.makeUps(counted)}调休上班`]),
    ...(unofficialYears.length === 0 ? [] : [`${unofficialYears.join('、')}年的放假安排尚未录入，暂按周一至周五计算`]),
    deadline.pauses.some((pause) => pause.to === null)
      ? '恢复计时后重新计算到期日'
      : `${print.withWeekday(deadline.dueOn)}${time(deadline.dueAt)}到期`,
  ]
  return parts.join('；')
}

function explainEn(deadline: Deadline, print: Printer, timed: boolean): string {
  const { rule, start, extension, counted, unofficialYears } = deadline
  const time = (at: string | null) => (timed && at !== null ? ` ${shanghaiTime(at)}` : '')
  const parts = [
    `${startWords[rule.from].en} ${print.withWeekday(start.on)} ${dateParts(start.on).year}${time(start.at)}`,
    `+${plural(rule.amount, units[rule.unit].en)}`,
    ...(extension === null ? [] : [`extended ${print.date(extension.on)} by ${plural(extension.amount, units[rule.unit].en)}, ${extension.reason}`]),
    ...skippedParts(deadline, 'en', print),
    ...stopParts(deadline, 'en', print),
    ...(counted.length === 0 ? [] : [`counted ${print.makeUps(counted)}, make-up day${counted.length === 1 ? '' : 's'}`]),
    ...(unofficialYears.length === 0 ? [] : [`no official calendar yet for ${listEn(unofficialYears.map(String))}, counted Monday to Friday`]),
    deadline.pauses.some((pause) => pause.to === null)
      ? 'the due date follows when the clock runs again'
      : `due ${print.withWeekday(deadline.dueOn)}${time(deadline.dueAt)}`,
  ]
  return parts.join('; ')
}

/** Rule DL-8: a deadline says in one sentence how its due date came about. */
export function explainDeadline(deadline: Deadline, locale: Locale): string {
  const { year } = dateParts(deadline.start.on)
  const timed = deadline.rule.unit === 'hour' || deadline.rule.unit === 'minute'
  return locale === 'zh' ? explainZh(deadline, chinesePrinter(year), timed) : explainEn(deadline, englishPrinter(year), timed)
}
