import type { Clause, Phase, PhaseFlag, Warning } from './model.ts'
import { timesOf, type TimeRead, type YearMemory } from './ranges.ts'
import { flatten, type ReadingContext } from './time.ts'

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
  for (const clause of clauses) walk(clause, { inChapter: false, inPhase: false, depth: 0 }, { context, memory, found })
  const warnings: Warning[] = []
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

type Place = { readonly inChapter: boolean; readonly inPhase: boolean; readonly depth: number }
type Pen = { readonly context: ReadingContext; readonly memory: YearMemory; readonly found: Found[] }

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
  let times = timesOf(flat, pen.context, scratch)
  const header = times.length > 0
  if (!header && (byCounter || byName || place.inChapter) && clause.children.length === 0) times = closingDate(clause, pen.context, scratch)
  const blank = placeholder.test(head)
  if (times.length === 0 && !byCounter && !(byName && /阶段/.test(head.slice(0, 16)) && place.inChapter) && !blank) return null
  if (!header && !byCounter && !byName && !place.inChapter) return null
  if (place.inPhase && !byName && !byCounter && !header) return null
  pen.memory.year = scratch.year
  const [time] = times
  const name = nameOf(flat.text, header ? time : undefined, clause.printed)
  const flags: PhaseFlag[] = time === undefined ? ['no_dates'] : [...time.flags]
  const range = time === undefined ? { start: null, end: null } : time.kind === 'range' ? { start: time.start, end: time.end } : time.mark === 'since' ? { start: time.start, end: null } : time.mark !== null || !header ? { start: null, end: time.end } : { start: time.start, end: time.end }
  if (time !== undefined && range.start === null) flags.push('start_open')
  if (time !== undefined && range.end === null) flags.push('end_open')
  if (place.inPhase) flags.push('nested')
  return { name, ...range, printed: time?.printed ?? '', flags, clause: clause.path, line: clause.lines[0] }
}

/** Rule RT-21: 该项工作于4月底前完成 closes a paragraph and dates it. */
function closingDate(clause: Clause, context: ReadingContext, memory: YearMemory): TimeRead[] {
  const last = clause.text.split(/[。；;]/).map((each) => each.trim()).findLast((each) => each !== '') ?? ''
  if (!/完成|结束|到位|验收/.test(last)) return []
  return timesOf(flatten(last), context, memory).filter((time) => time.mark === 'before' || time.kind === 'range').slice(-1)
}

function nameOf(head: string, time: TimeRead | undefined, printed: string): string {
  const words = (time === undefined ? head : head.slice(0, time.from)).replace(/[（(〔[，,：:、。\-—–]+$/u, '').replace(/^[：:、.．]+/, '')
  const short = /^[^，,：:。（(〔[]{1,30}/.exec(words)?.[0] ?? words
  return short === '' ? printed.replace(/[：:、]/g, '') : short.replace(/(?:时间为?|为|自|从|于)$/, '')
}
