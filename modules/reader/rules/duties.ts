import type { Clause, Due, Duty, Target, Warning } from './model.ts'
import { cadencesOf, type CadenceRead } from './cadence.ts'
import { kindOf, productsOf, receiverOf, reporting } from './kinds.ts'
import { timesOf, type TimeRead, type YearMemory } from './ranges.ts'
import { relativesOf, type Relative } from './relative.ts'
import { takeTags, type Responsible } from './responsible.ts'
import { addressed, subjectOf } from './subjects.ts'
import { targetsOf } from './targets.ts'
import { flatten, type Flat, type ReadingContext } from './time.ts'

/** Chapters that say why and not what. */
const why = /指导思想|总体要求|工作目标|行动目标|总体目标|基本原则|行动范围|编制依据|背景|重要意义|重要性/
const orders = /要|须|应|不得|严禁|禁止|杜绝|一律|确保|负责|落实|建立|制定|开展|组织|加强|推进|推行|完善|设置|设立|提供|实行|公开|公示|公布|上报|报送|召开|成立|开通|配备|规范|优化|强化|整改|执行|做好|提高|降低|减少|扩大|增设|清理|签订|培训|宣传|巡查|检查|通报|评选|表彰|考核|调度|汇总|总结|完成|明确|细化|畅通|保护|实施|支持|推动|健全|改善|解决|推广|选树|全面|深入|严格|坚持|持续|抽取|回访|更新|简化|处理|答复|约谈|公布/
const context = /^(?:为(?!患者|群众|病人|老年|特殊|就诊|医务|每名|全体)|根据|按照|依据|近年来|结合|通过[^，]{2,30}，[^要须应]{0,20}$|以.{2,40}为(?:指导|中心|目标|抓手|载体|主线)[，。]?$|联系人|联系电话|邮箱|附件|电子版请发送|此件)/

/** Rule RT-38: a sentence that looks back reports results; its numbers are no targets unless it also says what is to come. */
const looksBack = /以来|近年来?|近几年|先后|截至目前|目前已|已(?:达|经|有|建成|完成|实现)|累计(?!不)|取得[^，。]{0,8}成效/
const looksAhead = /力争|确保|目标|必须|应|须|底前|不低于|不少于|至少|不超过|到\d{4}年/

type Anchor = { readonly from: number; readonly to: number; readonly due: Due | null; readonly cadence: CadenceRead | null }

/** Rule RT-35: duties sentence by sentence; a sentence with several deadlines or rhythms gives one duty for each. */
export function readDuties(clauses: readonly Clause[], given: ReadingContext): { duties: Duty[]; warnings: Warning[] } {
  const duties: Duty[] = []
  const warnings: Warning[] = []
  const memory: YearMemory = { year: null }
  const walk = (clause: Clause, place: { why: boolean; subject: string | null; responsible: Responsible | null }): void => {
    if (clause.level === 1) memory.year = null
    const heading = clause.level === 1 && why.test(clause.title === '' ? clause.text.slice(0, 12) : clause.title)
    const tagged = takeTags(clause.text)
    const responsible = tagged.responsible ?? place.responsible
    const here = { why: place.why || heading || clause.level === 0, subject: place.subject, responsible }
    // A title alone may be the order (（七）开展“分诊进社区”活动); a title with a date certainly is one.
    // A phase heading over orders of its own only says when: a limit dates its first order, a range leaves them due at its end.
    const headsPhase = /阶段|^第[一二三四五][步批]/.test(clause.title.slice(0, 24)) && (clause.text.trim() !== '' || clause.children.length > 0)
    const limit = headsPhase && clause.text.trim() !== '' && /前[）)〕]?$/.test(clause.title.trim()) ? `${clause.title}，` : ''
    const lead = headsPhase ? limit : (clause.text.trim() === '' && clause.children.length === 0) || /\d/.test(clause.title) ? `${clause.title}。` : ''
    here.subject = readText(lead + tagged.text, clause, here)
    for (const child of clause.children) walk(child, here)
  }
  const readText = (text: string, clause: Clause, place: { why: boolean; subject: string | null; responsible: Responsible | null }): string | null => {
    let { subject } = place
    for (const sentence of sentencesOf(text)) {
      const flat = flatten(sentence)
      if (flat.text.length < 4) continue
      const own = subjectOf(flat.text)
      if (own !== null) subject = own
      const times = timesOf(flat, given, memory)
      const parts = anchored(flat, times)
      const targets = looksBack.test(flat.text) && !looksAhead.test(flat.text) ? [] : targetsOf(flat, [...times, ...parts.relatives, ...parts.cadences])
      const anchors = [...parts.anchors, ...yearLed(flat.text, times, parts.anchors, targets)].sort((a, b) => a.from - b.from)
      const dated = anchors.length > 0
      if (!dated && targets.length === 0 && (place.why || context.test(flat.text) || !orders.test(flat.text))) continue
      for (const piece of pieces(flat, anchors, targets)) {
        const { due, cadence } = piece
        if (due !== null && due.date === null && due.relative === null && cadence === null) {
          warnings.push({ code: 'date_without_year', message: `“${due.printed}”没有写年份，也无从推定；请补上日期。`, line: clause.lines[0] })
        }
        const named = subjectOf(piece.text) ?? own
        if (named !== null) subject = named
        duties.push({
          clause: clause.path,
          subject: named ?? subject ?? addressed,
          inferredSubject: named === null,
          kind: kindOf(piece.text, { dated: due !== null, rhythmic: cadence !== null, target: piece.target }),
          text: piece.text,
          due,
          cadence: cadence === null ? null : { rrule: cadence.rrule, start: cadence.start, until: cadence.until, printed: cadence.printed },
          target: piece.target,
          products: productsOf(piece.text),
          receiver: receiverOf(piece.text),
          responsible: place.responsible,
          line: clause.lines[0],
        })
      }
    }
    return subject
  }
  for (const clause of clauses) walk(clause, { why: false, subject: null, responsible: null })
  return { duties, warnings }
}

/** Sentences end at 。！？； and at the end of a line that ends one; a bracket or quotation is never cut. */
export function sentencesOf(text: string): string[] {
  const found: string[] = []
  let depth = 0
  let current = ''
  for (const character of text) {
    current += character
    if ('（(〔“《['.includes(character)) depth += 1
    if ('）)〕”》]〞'.includes(character)) depth = Math.max(0, depth - 1)
    if ((depth === 0 || current.length > 400) && /[。！？；;\n]/.test(character)) {
      found.push(current)
      current = ''
      depth = 0
    }
  }
  found.push(current)
  return found.map((each) => each.replaceAll('\n', '').trim()).filter((each) => each !== '')
}

/** Deadlines and rhythms of a sentence in the order of the text. */
function anchored(flat: Flat, times: readonly TimeRead[]): { anchors: Anchor[]; relatives: Relative[]; cadences: CadenceRead[] } {
  const cadences = cadencesOf(flat, times)
  const windows = (time: TimeRead) => cadences.some((cadence) => cadence.start === time.start && cadence.start !== null) || cadences.some((cadence) => time.from < cadence.to && cadence.from < time.to)
  const relatives = relativesOf(flat)
  const anchors: Anchor[] = [
    ...cadences.map((cadence) => ({ from: cadence.from, to: cadence.to, cadence, due: cadence.time === null ? null : { date: null, time: cadence.time, printed: cadence.printed, relative: null } })),
    ...times.filter((time) => !windows(time) && isDeadline(flat.text, time)).map((time) => ({ from: time.from, to: time.to, cadence: null, due: { date: time.end, time: time.time, printed: time.printed, relative: null } })),
    ...relatives.map((relative) => ({ from: relative.from, to: relative.to, cadence: null, due: { date: null, time: null, printed: relative.printed, relative: relative.duration } })),
  ]
  return { anchors: anchors.sort((a, b) => a.from - b.from), relatives, cadences }
}

/** Rule RT-36: a date is a deadline by the word behind or before it, or where something ends or is handed in. */
function isDeadline(text: string, time: TimeRead): boolean {
  const ahead = text.slice(Math.max(0, time.from - 8), time.from)
  const behind = text.slice(time.to, time.to + 16)
  if (/(?:根据|按照|自|从|以来|截至目前|印发|下发|〔)$/.test(ahead)) return false
  if (time.mark === 'before' || time.mark === 'until') return true
  if (time.kind === 'range') return !/^(?:期间)?[^，。]{0,6}(?:以来|同期|相比)/.test(behind)
  // 2026年上半年开展…: a half or a quarter ends on its last day, unless the sentence looks back on it.
  if (/(?:半年|季度)$/.test(time.printed) && orders.test(behind) && !looksBack.test(text)) return true
  if (/底|末|内$/.test(time.printed) && !/^[^，。；]{0,6}以来/.test(behind)) return true
  return /(?:于|在|定于|力争|确保|最迟)$/.test(ahead) || /^(?:为第[一二]次|[^，。；]{0,10}(?:报送|上报|报告|完成|召开|提交|启动|验收))/.test(behind) || reporting.test(behind)
}

/** Rule RT-37: 2024年：…60%；2025年：…85% — a year that leads a target is its deadline, the last day of that year. */
function yearLed(text: string, times: readonly TimeRead[], anchors: readonly Anchor[], targets: readonly { from: number }[]): Anchor[] {
  if (looksBack.test(text)) return []
  const free = times.filter((time) => time.kind === 'date' && /^[^月季半]*年$/.test(time.printed) && !anchors.some((anchor) => anchor.from < time.to && time.from < anchor.to))
  return free
    .filter((time, at) => {
      const until = free[at + 1]?.from ?? text.length
      return /(?:^|[，；：、])$/.test(text.slice(0, time.from)) && !text.startsWith('度', time.to) && targets.some((target) => target.from >= time.to && target.from < until)
    })
    .map((time) => ({ from: time.from, to: time.to, cadence: null, due: { date: time.end, time: null, printed: time.printed, relative: null } }))
}

type Piece = { readonly text: string; readonly due: Due | null; readonly cadence: CadenceRead | null; readonly target: Target | null }

const strip = ({ metric, comparator, value, upper, unit, printed }: Target): Target => ({ metric, comparator, value, upper, unit, printed })

/** Cuts a sentence at the commas before its second, third … anchor, or target where there is no anchor; each part keeps its own target. */
function pieces(flat: Flat, anchors: readonly Anchor[], targets: readonly (Target & { from: number; to: number })[]): Piece[] {
  // A rhythm and a deadline of one act stay together (每月28日前报送; 每季度末月20日前…3日内): only what stands behind a comma parts.
  const cutAt = (from: number): number => {
    const comma = Math.max(...['，', ',', '；', '：', ':', '、'].map((mark) => flat.text.lastIndexOf(mark, from - 1)))
    return comma < 0 ? 0 : comma + 1
  }
  const starts: number[] = []
  const groups: { anchors: Anchor[]; targets: (Target & { from: number; to: number })[] }[] = []
  const marks = [...anchors.map((anchor) => ({ at: anchor.from, anchor, target: null })), ...targets.map((target) => ({ at: target.from, anchor: null, target }))].sort((a, b) => a.at - b.at)
  for (const mark of marks) {
    const cut = cutAt(mark.at)
    const current = groups.at(-1)
    const full = current !== undefined && ((mark.anchor !== null && !takes(current.anchors, mark.anchor)) || (mark.target !== null && (current.targets.length > 0 || ofTheYear(flat.text, current.anchors, mark.at))))
    if (current === undefined || full) {
      groups.push({ anchors: [], targets: [] })
      starts.push(current === undefined ? 0 : Math.max(cut, starts.at(-1) ?? 0))
    }
    const group = groups.at(-1)
    if (mark.anchor !== null) group?.anchors.push(mark.anchor)
    if (mark.target !== null) group?.targets.push(mark.target)
  }
  if (groups.length === 0) return [{ text: flat.printed(0, flat.text.length), due: null, cadence: null, target: null }]
  return groups.map((group, at) => {
    const from = starts[at] ?? 0
    const next = starts[at + 1] ?? flat.text.length
    const to = next > from ? next : flat.text.length
    const cadence = group.anchors.find((anchor) => anchor.cadence !== null)?.cadence ?? null
    const due = group.anchors.find((anchor) => anchor.due !== null && anchor.cadence === null)?.due ?? group.anchors.find((anchor) => anchor.due !== null)?.due ?? null
    const [target] = group.targets
    return { text: flat.printed(from, to).replace(/[，,、]$/, ''), due, cadence, target: target === undefined ? null : strip(target) }
  })
}

/** 每月更换一期，全年发放不少于5000份: what is counted over the year is no part of the monthly act. */
const ofTheYear = (text: string, anchors: readonly Anchor[], at: number): boolean => {
  const last = anchors.at(-1)
  return last !== undefined && last.cadence !== null && /[，；、](?:全年|年内|年度)/.test(text.slice(last.to, at))
}

/** One group holds at most one rhythm and one deadline. */
const takes = (held: readonly Anchor[], next: Anchor): boolean => {
  const kind = (anchor: Anchor) => (anchor.cadence === null ? 'due' : 'cadence')
  return !held.some((anchor) => kind(anchor) === kind(next))
}
