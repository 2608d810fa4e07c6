import { shanghaiDate, type Instant } from '../../../kernel/instant.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { printMonth, type Month } from './month.ts'
import type { Passage } from './names.ts'
import { smallest, type Cell, type Cells, type ColumnKey, type ShownTable } from './shown.ts'

/** What the drafted words are made of: only what may be shown, so that no sentence gives a withheld figure away. */
export type Told = { readonly month: Month; readonly asOf: Instant; readonly table: ShownTable; /** The sums of the month before. */ readonly before: Cells }

/** A rate below this names the institution among what is lacking. */
const lowRate = 90
/** A longer list is cut with "等": the table says the rest. */
const mostNamed = 10

const printDay = (date: IsoDate) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`
const some = (cell: Cell) => cell.withheld || (cell.value ?? 0) > 0
const count = (cell: Cell, unit: string) => (cell.withheld ? `不足${smallest}${unit}` : `${cell.value ?? 0}${unit}`)
const rate = (cell: Cell) => `${(cell.value ?? 0).toFixed(1)}%`

function overview({ month, table, before }: Told): string {
  const { total } = table
  const received = `${printMonth(month)}，${table.bodies.length}家医疗卫生机构共收到投诉${count(total.complaints, '件')}、举报${count(total.tips, '件')}，建议、表扬、咨询等${count(total.others, '件')}。`
  return received + compared(total.complaints, before.complaints) + (total.perVisits.value === null ? '' : `平均每万诊疗人次投诉${total.perVisits.value.toFixed(1)}件。`)
}

/** Against the month before, only where both may be shown; a share only over what is large enough for one. */
function compared(now: Cell, before: Cell): string {
  if (now.value === null || before.value === null) return ''
  const more = now.value - before.value
  if (more === 0) return before.value === 0 ? '' : '投诉数量与上月持平。'
  const share = before.value < smallest ? '' : `，${more > 0 ? '上升' : '下降'}${((100 * Math.abs(more)) / before.value).toFixed(1)}%`
  return `投诉比上月${more > 0 ? '增加' : '减少'}${Math.abs(more)}件${share}。`
}

function handling({ table: { total } }: Told): string {
  const rates = (pairs: readonly (readonly [ColumnKey, string])[]) => pairs.filter(([key]) => total[key].value !== null).map(([key, name]) => `${name}${rate(total[key])}`).join('，')
  const inTime = rates([['acceptRate', '按时受理率'], ['answerRate', '按时答复率']])
  const called = rates([['solvedRate', '解决率'], ['satisfiedRate', '满意率']])
  const parts = [
    inTime === '' ? '本月到期应受理、应答复的数量较少，不计算比率。' : `投诉举报${inTime}。`,
    called === '' ? '' : `经回访，${called}。`,
    some(total.substantiated) ? `经调查查实${count(total.substantiated, '件')}。` : '本月没有查实的投诉举报。',
    some(total.reopened) ? `群众对办理结果不满意、重新办理${count(total.reopened, '件')}。` : '',
  ]
  return parts.join('')
}

function rectification({ table: { total } }: Told): string {
  if (![total.problemsEntered, total.problemsSignedOff, total.rechecked, total.slidBack].some(some)) return '本月问题台账没有新增问题，也没有销号和回头看。'
  const checked = some(total.rechecked) ? `开展回头看${count(total.rechecked, '项')}，${some(total.slidBack) ? `其中反弹${count(total.slidBack, '项')}，已重新纳入整改` : '没有发现反弹'}。` : '本月没有开展回头看。'
  return `问题台账新增${count(total.problemsEntered, '项')}，整改到位并销号${count(total.problemsSignedOff, '项')}。${checked}`
}

/** Institutions are named, persons never. */
function named(table: ShownTable, pick: (cells: Cells) => string | null): string {
  const lines = table.bodies.flatMap((body) => {
    const said = pick(body.cells)
    return said === null ? [] : [`${body.name}（${said}）`]
  })
  return lines.slice(0, mostNamed).join('、') + (lines.length > mostNamed ? `等${lines.length}家单位` : '')
}

function gaps({ table, asOf }: Told): string {
  const { total } = table
  const until = `截至${printDay(shanghaiDate(asOf))}，`
  const over = (key: 'overdue' | 'problemsOverdue', unit: string) => named(table, (cells) => ((cells[key].value ?? 0) > 0 ? `${cells[key].value}${unit}` : null))
  const slow = named(table, ({ answerRate }) => (answerRate.value !== null && answerRate.value < lowRate ? rate(answerRate) : null))
  const parts = [
    some(total.overdue) ? `${until}超期未办结的投诉举报${count(total.overdue, '件')}：${over('overdue', '件')}。` : `${until}没有超期未办结的投诉举报。`,
    some(total.problemsOverdue) ? `超期未整改的问题${count(total.problemsOverdue, '项')}：${over('problemsOverdue', '项')}。` : '没有超期未整改的问题。',
    slow === '' ? '' : `按时答复率低于${lowRate}%的单位：${slow}。`,
  ]
  return parts.join('')
}

function demands({ table: { total } }: Told): string {
  const parts = [
    some(total.overdue) ? '有超期未办结事项的单位要逐件明确责任人和办结日期，尽快办结并答复群众；确因情况复杂不能办结的，按规定申请延期并告知群众。' : '',
    some(total.problemsOverdue) ? '有超期未整改问题的单位要查明原因、落实措施，整改到位后及时申请销号。' : '',
    some(total.slidBack) ? '对回头看中反弹的问题，要从制度上查找原因，防止同类问题再次发生。' : '',
    '各单位要落实首问负责，按时受理、按时答复，做到件件有着落、事事有回音；收到本通报后请及时签收。',
  ]
  return parts.join('')
}

const writers: Record<Passage, (told: Told) => string> = { overview, handling, rectification, gaps, demands }

/** Rule BU-4: each passage begins with words made of the figures; neutral, in our own sentences, naming institutions and never persons. */
export const draftedPassage = (key: Passage, told: Told): string => writers[key](told)

export const draftedTitle = (month: Month): string => `关于${printMonth(month)}投诉举报和整改情况的通报`
export const draftedNumberWord = '投诉整改通报'
