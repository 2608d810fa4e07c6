import type { Clause, Phase, PhaseFlag, Warning } from './model.ts'
import { timesOf, type TimeRead, type YearMemory } from './ranges.ts'
import { flatten, type Flat, type ReadingContext } from './time.ts'

/** Chapters whose numbered parts are phases when they carry dates. */
const chapter = /步骤|时间安排|进度安排|实施安排|工作安排|工作支配|阶段|时间节点|推进计划|行动安排/
const ordinal = /^(?:第[一二三四五六七八九十]|其[次三四])(?:阶段|步|批|期)/
const named = /阶段|第[一二三四五]步|第[一二三四五]批/
const placeholder = /[XxＸ×]+月|第[一二三四]个月/

type Found = { phase: Omit<Phase, 'flags'> & { flags: PhaseFlag[] }; depth: number }

/** Rule RT-20: phases in every printed shape; their dates stand in the heading, in a bracket behind it, or close the paragraph. */
export function readPhases(clauses: readonly Clause[], context: ReadingContext): { phases: Phase[]; warnings: Warning[] } {
  const memory: YearMemory = { year: null }
  const found: Found[] = []
  const pen: Pen = { context, memory, found, inferred: [], earlier: null }
  for (const clause of clauses) walk(clause, { inChapter: false, inPhase: false, depth: 0 }, pen)
  const warnings: Warning[] = yearWarnings(pen.inferred)
  const phases = found.map(({ phase, depth }, at) => {
    const before = found.slice(0, at).findLast((other) => other.depth === depth)?.phase
    const flags = [...phase.flags]
    if (before?.end != null && phase.start !== null && phase.start <= before.end && !flags.includes('inverted') && !before.flags.includes('inverted')) flags.push('overlaps_previous')
    if (context.issuedOn !== null && phase.start !== null && phase.start < context.issuedOn) flags.push('before_issue')
    if (flags.includes('inverted')) warnings.push({ code: 'phase_inverted', message: `阶段“${phase.name}”的结束日期（${phase.end ?? ''}）早于开始日期（${phase.start ?? ''}），按原文保留，请核对`, line: phase.line })
    if (flags.includes('overlaps_previous')) warnings.push({ code: 'phase_overlap', message: `阶段“${phase.name}”与上一阶段的时间重叠`, line: phase.line })
    return { ...phase, flags }
  })
  return { phases, warnings }
}

/** Rule RT-4: the evidence for a year that is not printed is said, once for each kind of evidence. */
function yearWarnings(inferred: readonly Inferred[]): Warning[] {
  const kinds = new Map<string, Inferred[]>()
  for (const each of inferred) kinds.set(`${each.given}${each.year}`, [...(kinds.get(`${each.given}${each.year}`) ?? []), each])
  return [...kinds.values()].flatMap((all) => {
    const [first] = all
    return first === undefined ? [] : [{ code: 'phase_year_inferred', message: `${all.map(({ name }) => `“${name}”`).join('')}的日期没有写年份，按${first.given}推定为${first.year}年；请核对。`, line: first.line }]
  })
}

type Place = { readonly inChapter: boolean; readonly inPhase: boolean; readonly depth: number }
type Inferred = { readonly name: string; readonly line: number; readonly given: string; readonly year: string }
type Pen = { readonly context: ReadingContext; readonly memory: YearMemory; readonly found: Found[]; readonly inferred: Inferred[]; earlier: number | null }

function walk(clause: Clause, place: Place, pen: Pen): void {
  const phase = clause.level === 0 ? null : phaseOf(clause, place, pen)
  if (phase !== null) pen.found.push({ phase, depth: place.depth })
  else keepYear(clause, pen)
  const inChapter = place.inChapter || (clause.level === 1 && chapter.test(clause.title === '' ? clause.text.slice(0, 20) : clause.title))
  for (const child of clause.children) walk(child, { inChapter, inPhase: place.inPhase || phase !== null, depth: place.depth + 1 }, pen)
}

/** A year printed on the way is the nearest earlier one for what follows in the section. */
function keepYear(clause: Clause, pen: Pen): void {
  if (clause.level === 1) pen.memory.year = null
  if (/\d{4}年/.test(clause.title + clause.text) && clause.level > 0) timesOf(flatten(`${clause.title}。${clause.text}`), pen.context, pen.memory)
  if (pen.memory.year !== null) pen.earlier = pen.memory.year
}

/** What stands in heading position: the title, or the words up to the first stop, with a bracket right behind. */
const headOf = (clause: Clause): string => {
  const words = clause.title === '' ? clause.text : `${clause.title}${/^[（(〔[]/.test(clause.text) ? clause.text : ''}`
  const bracket = /^[^。；;]{0,40}?[（(〔[][^）)〕\]]{2,40}[）)〕\]]/.exec(words)
  return bracket?.[0] ?? /^[^。；;]{0,80}/.exec(words)?.[0] ?? ''
}

function phaseOf(clause: Clause, place: Place, pen: Pen): Found['phase'] | null {
  const head = headOf(clause)
  const byCounter = ordinal.test(clause.printed)
  const byName = named.test(head.slice(0, 24))
  if (!byCounter && !byName && !place.inChapter) return null
  const flat = flatten(head)
  const scratch: YearMemory = { ...pen.memory }
  // Where nothing dates the document, the year printed last in an earlier section is the best there is.
  const context: ReadingContext = pen.context.year === null ? { ...pen.context, year: pen.earlier } : pen.context
  const inHead = timesOf(flat, context, scratch)
  const inText = inHead.length > 0 ? [] : openingDate(clause, context, scratch)
  const closing = inHead.length + inText.length > 0 || clause.children.length > 0 ? null : closingDate(clause, context, scratch)
  const times = [...inHead, ...inText, ...(closing?.times ?? [])]
  const header = inHead.length + inText.length > 0
  const blank = placeholder.test(head)
  if (times.length === 0 && !byCounter && !(byName && /阶段/.test(head.slice(0, 16)) && place.inChapter) && !blank) return null
  if (place.inPhase && !byName && !byCounter && !header) return null
  const given = times.some((time) => time.flags.includes('year_inferred')) ? sourceOfYear(pen, scratch) : null
  pen.memory.year = scratch.year
  if (scratch.year !== null) pen.earlier = scratch.year
  const [time] = times
  const name = nameOf(flat.text, inHead[0], clause.printed)
  const { start, end, printed } = windowOf(times, { header, issuedOn: pen.context.issuedOn, text: inText.length > 0 ? openingOf(clause.text) : (closing?.flat ?? flat) })
  const flags: PhaseFlag[] = time === undefined ? ['no_dates'] : [...time.flags]
  if (time !== undefined && start === null) flags.push('start_open')
  if (time !== undefined && end === null) flags.push('end_open')
  if (place.inPhase) flags.push('nested')
  if (given !== null && (start ?? end) !== null) pen.inferred.push({ name, line: clause.lines[0], given, year: (start ?? end ?? '').slice(0, 4) })
  return { name, start, end, printed, flags, clause: clause.path, line: clause.lines[0] }
}

type Window = { readonly start: string | null; readonly end: string | null; readonly printed: string }

/** Rule RT-20: one time, a beginning and an end named apart (5月开始，6月结束), or from the day of issue on (即日起至). */
function windowOf(times: readonly TimeRead[], place: { readonly header: boolean; readonly issuedOn: string | null; readonly text: Flat }): Window {
  const [time, next] = times
  if (time === undefined) return { start: null, end: null, printed: '' }
  const { text } = place.text
  if (begunAndEnded(text, time, next)) return { start: time.start, end: next.end, printed: place.text.printed(time.from, next.to) }
  const now = time.kind === 'date' ? /(?:自|从)?(?:即日|印发之日|发文之日|通知下发之日|本方案印发之日)起?(?:至|到|-{1,2}|~)$/.exec(text.slice(0, time.from)) : null
  if (now !== null) return { start: place.issuedOn, end: time.end, printed: place.text.printed(time.from - now[0].length, time.to) }
  if (time.kind === 'range') return { start: time.start, end: time.end, printed: time.printed }
  if (time.mark === 'since') return { start: time.start, end: null, printed: time.printed }
  return { start: time.mark !== null || !place.header ? null : time.start, end: time.end, printed: time.printed }
}

/** Which evidence gave the year, in the order of Rule RT-4. */
function sourceOfYear(pen: Pen, scratch: YearMemory): string {
  if (pen.memory.year !== null || scratch.year !== null) return '同一部分前文的年份'
  if (pen.context.issuedOn !== null) return '成文日期'
  if (/(?:19|20)\d{2}/.test(pen.context.number ?? '')) return '发文字号'
  return pen.context.year === null ? '前文的年份' : '标题'
}

/** Rule RT-20: the text itself may open with the time: '准备阶段：2031年5月15日前。', '2031年7月至9月由县卫健局组织验收。' */
function openingDate(clause: Clause, context: ReadingContext, memory: YearMemory): TimeRead[] {
  const flat = openingOf(clause.text)
  const times = timesOf(flat, context, memory)
  const [time] = times
  if (time === undefined || time.from > 6) return []
  const alone = flat.text.length - (times.at(-1)?.to ?? 0) <= 2
  const leads = time.kind === 'range' || (time.mark === 'since' && times.length > 1)
  if (!alone && !(leads && /^(?:自|从|于|在|即日起?(?:至|到|-))?$/.test(flat.text.slice(0, time.from)))) return []
  return times
}

/** First sentence, without the label of a time. */
const openingOf = (text: string): Flat => flatten((/^[^。；;\n]{0,80}/.exec(text)?.[0] ?? '').replace(/^(?:时间(?:安排)?|起止时间)(?:为|是|[：:])?/, ''))

/** Rule RT-21: 该项工作于4月底前完成 closes a paragraph and dates it, and so does 5月开始，6月结束. */
function closingDate(clause: Clause, context: ReadingContext, memory: YearMemory): { times: TimeRead[]; flat: Flat } {
  const last = clause.text.split(/[。；;]/).map((each) => each.trim()).findLast((each) => each !== '') ?? ''
  const flat = flatten(last)
  if (!/完成|结束|到位|验收|截止/.test(last)) return { times: [], flat }
  const all = timesOf(flat, context, memory)
  const pair = all.findIndex((time, at) => begunAndEnded(flat.text, time, all[at + 1]))
  return { times: pair < 0 ? all.filter((time) => time.mark === 'before' || time.kind === 'range').slice(-1) : all.slice(pair, pair + 2), flat }
}

/** '5月开始，6月结束'. */
const begunAndEnded = (text: string, time: TimeRead, next: TimeRead | undefined): next is TimeRead =>
  time.kind === 'date' && time.mark === 'since' && next?.kind === 'date' && /^[^。；]{0,6}(?:结束|截止|为止|止|完成)/.test(text.slice(next.to))

function nameOf(head: string, time: TimeRead | undefined, printed: string): string {
  const words = (time === undefined ? head : head.slice(0, time.from)).replace(/[（(〔[，,：:、。\-—–]+$/u, '').replace(/^[：:、.．]+/, '')
  const short = /^[^，,：:。（(〔[]{1,30}/.exec(words)?.[0] ?? words
  return short === '' ? printed.replace(/[：:、]/g, '') : short.replace(/(?:时间为?|为|自|从|于)$/, '')
}
