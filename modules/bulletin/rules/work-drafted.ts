import type { IsoDate } from '../../../kernel/calendar.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { printMonth, type Month } from './month.ts'
import type { WorkPassage } from './names.ts'
import { metShare, noStanding, owedBy, sumStandings, type WorkBody, type WorkFigures } from './work.ts'

/** A longer list is cut with "等": the table says the rest. */
const mostNamed = 10
/** A share of reasonable prescriptions below this names the institution. */
const lowReasonable = 95

const printDay = (date: IsoDate) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`
const percent = (value: number) => `${value.toFixed(1)}%`
const list = (lines: readonly string[]): string => lines.slice(0, mostNamed).join('、') + (lines.length > mostNamed ? `等${lines.length}家单位` : '')
const named = (bodies: readonly WorkBody[], say: (body: WorkBody) => string | null): string => list(bodies.flatMap((body) => { const said = say(body); return said === null ? [] : [`${body.name}（${said}）`] }))

function progress(month: Month, figures: WorkFigures): string {
  const until = `截至${printDay(shanghaiDate(figures.asOf))}，`
  if (figures.plans.length === 0) return `${printMonth(month)}没有正在实施的行动方案。`
  const sum = sumStandings(figures.bodies.map((body) => body.standing ?? noStanding))
  const share = metShare(sum)
  const whole = share === null ? '各项任务均未到期。' : `到期应落实${owedBy(sum)}项，已落实${sum.met}项，落实率${percent(share)}。`
  const each = figures.plans.map((plan) => { const own = metShare(plan); return `《${plan.title}》${own === null ? '任务未到期' : `已落实${plan.met}项，落实率${percent(own)}`}` })
  const done = figures.bodies.filter((body) => body.standing !== null && metShare(body.standing) === 100).map((body) => body.name)
  return `${until}${figures.bodies.length}家医疗卫生机构正在实施${figures.plans.length}个行动方案，${whole}${each.join('；')}。${done.length === 0 ? '' : `到期任务全部落实的单位：${list(done)}。`}`
}

function league(_month: Month, figures: WorkFigures): string {
  return figures.league ?? '本期没有公布评价排名。'
}

function prescriptions(month: Month, { bodies }: WorkFigures): string {
  const own = bodies.flatMap((body) => (body.review === null ? [] : [body.review]))
  if (own.length === 0) return `截至${printMonth(month)}的处方点评结果，本期没有单位公布。`
  const [read, ten, bad] = [own.reduce((sum, each) => sum + each.read, 0), own.reduce((sum, each) => sum + each.doubleTenRead, 0), own.reduce((sum, each) => sum + each.doubleTenUnreasonable, 0)]
  const low = named(bodies, ({ review }) => (review !== null && review.reasonable !== null && review.reasonable < lowReasonable ? percent(review.reasonable) : null))
  return [
    `本期${own.length}家单位公布了处方点评结果，共点评处方和病历${read}份。`,
    ten === 0 ? '' : `其中针对“双十”排名点评${ten}份，不合理${bad}份。`,
    low === '' ? '' : `合理率低于${lowReasonable}%的单位：${low}。`,
  ].join('')
}

function overdue(_month: Month, { bodies, asOf }: WorkFigures): string {
  const until = `截至${printDay(shanghaiDate(asOf))}，`
  const sum = sumStandings(bodies.map((body) => body.standing ?? noStanding))
  if (sum.overdue + sum.unmet === 0) return `${until}没有逾期未落实的事项。`
  const counts = [sum.overdue > 0 ? `逾期${sum.overdue}项` : '', sum.unmet > 0 ? `到期未落实${sum.unmet}项` : ''].filter((part) => part !== '')
  return `${until}${counts.join('、')}：${named(bodies, ({ standing }) => (standing === null || standing.overdue + standing.unmet === 0 ? null : `${standing.overdue + standing.unmet}项`))}。`
}

function tasks(_month: Month, { bodies }: WorkFigures): string {
  const sum = sumStandings(bodies.map((body) => body.standing ?? noStanding))
  return [
    sum.overdue + sum.unmet > 0 ? '有逾期和未落实事项的单位要逐项明确责任人和完成日期，尽快补齐。' : '',
    bodies.some(({ review }) => review !== null && review.doubleTenUnreasonable > 0) ? '对“双十”点评中不合理的处方，有关单位要约谈到人、跟踪整改。' : '',
    '各单位要对照方案逐条落实；收到本通报后请及时签收。',
  ].join('')
}

const writers: Record<WorkPassage, (month: Month, figures: WorkFigures) => string> = { progress, league, prescriptions, overdue, tasks }

/** Rule BU-16: each passage of a work bulletin begins with words made of its figures; institutions are named, persons never. */
export const workPassage = (key: WorkPassage, month: Month, figures: WorkFigures): string => writers[key](month, figures)

export const workTitle = (month: Month): string => `关于${printMonth(month)}重点工作进展情况的通报`
export const workNumberWord = '工作通报'
