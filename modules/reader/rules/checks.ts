import type { Duty, Warning } from './model.ts'
import { bare, fold } from './lines.ts'
import { counterValue, toHan } from './markers.ts'
import type { Branch } from './outline.ts'
import type { Parts } from './parts.ts'
import { titleKey } from './shapes.ts'
import { issuedTitle } from './title-blocks.ts'

/** Rule RD-22: printed counters against their order. The text is never renumbered; the person decides. */
export function counterWarnings(root: Branch): Warning[] {
  const warnings: Warning[] = []
  const ended = new Map<string, number>()
  const walk = (node: Branch): void => {
    const last = new Map<string, number>()
    for (const child of node.children) {
      const kind = `${child.kind}${child.depth}`
      const { counter } = child
      if (counter !== null) {
        const before = last.get(kind)
        const warning = before === undefined ? firstWarning(child, counter, ended.get(kind) ?? 0) : nextWarning(child, counter, before)
        if (warning !== null) warnings.push(warning)
        last.set(kind, counter)
        ended.set(kind, counter)
      }
      walk(child)
    }
  }
  walk(root)
  return warnings
}

const kept = '已按原文保留，未重新编号，请核对原文。'

/** A list may begin at 1, or go on counting from the list before (（一）…（二十） through all sections). */
function firstWarning(node: Branch, counter: number, ended: number): Warning | null {
  if (counter === 1 || counter === ended + 1) return null
  return { code: 'counter_gap', message: `“${node.printed}”之前缺少序号“${missing(1, counter - 1)}”；${kept}`, line: node.line }
}

function nextWarning(node: Branch, counter: number, before: number): Warning | null {
  if (counter === before + 1) return null
  if (counter === before) return { code: 'counter_duplicate', message: `序号“${node.printed}”重复出现；${kept}`, line: node.line }
  if (counter > before) return { code: 'counter_gap', message: `“${node.printed}”之前缺少序号“${missing(before + 1, counter - 1)}”；${kept}`, line: node.line }
  const code = counter === 1 ? 'counter_restart' : 'counter_order'
  return { code, message: counter === 1 ? `序号在“${node.printed}”处重新从头计数；${kept}` : `序号“${node.printed}”的次序倒退；${kept}`, line: node.line }
}

const missing = (from: number, to: number): string => (to <= from ? toHan(from) : `${toHan(from)}至${toHan(to)}`)

/** Rule RD-23: '三项重点工作' before a list of four is said, not mended. */
export function countClaimWarnings(root: Branch): Warning[] {
  const warnings: Warning[] = []
  const walk = (node: Branch): void => {
    const claim = claimOf(node)
    const listed = countedChildren(node)
    if (claim !== null && listed > 1 && claim.count !== listed) {
      warnings.push({ code: 'count_claim', message: `文中称“${claim.printed}”，其下实际列出${listed}条；请核对是否缺条或多条。`, line: claim.line })
    }
    node.children.forEach(walk)
  }
  root.children.forEach(walk)
  return warnings
}

/** Only a claim that closes the lead-in counts: earlier numbers in a paragraph speak of other things. */
function claimOf(node: Branch): { count: number; printed: string; line: number } | null {
  const lead = node.pieces.at(-1)
  if (lead === undefined) return null
  const match = /([二两三四五六七八九十]{1,3}|\d{1,2}) ?(?:大|项|个|条|类|种|方面)?(?:专项|重点|主要|具体)?(?:行动|任务|工作|工程|措施|举措|方面|内容|阶段|步骤|环节)(?:如下|进行|实施|推进|开展)?[。：]?$/.exec(fold(lead.text).slice(-40))
  if (match === null) return null
  const printed = match[0].replace(/[。：]$/, '')
  const count = counterValue((match[1] ?? '').replace('两', '二'))
  return count === null || !/[大项个条类种]|阶段|步骤|方面/.test(printed) ? null : { count, printed, line: lead.lastLine }
}

function countedChildren(node: Branch): number {
  const kind = node.children[0]?.kind
  return node.children.filter((child) => child.kind === kind).length
}

/** Rule RD-24: what a person should know about the file as a whole. */
export function shapeWarnings(parts: Parts, root: Branch): Warning[] {
  const warnings: Warning[] = []
  const first = parts.head[0]?.no ?? parts.body[0]?.no ?? 1
  const say = (code: string, message: string, line: number): void => void warnings.push({ code, message, line })
  const wanted = parts.noticeTitle === null ? null : issuedTitle(parts.noticeTitle)
  if (wanted !== null && titleKey(wanted) !== titleKey(parts.title)) say('title_differs', `通知标题中的“${wanted}”与方案标题“${parts.title}”不一致；已采用方案标题。`, first)
  if (parts.title === '') say('title_missing', '没有识别出方案标题；请在标题栏填写。', first)
  if (parts.issuer === null) say('issuer_missing', '文中没有发文机关（落款或红头）；该项留空，请填写。', first)
  if (parts.number === null) say('number_missing', '文中没有发文字号；该项留空，请填写。', first)
  if (parts.issuedOn === null) say('date_missing', '文中没有成文日期；该项留空，未写年份的日期需要核对。', first)
  const [from, to] = [parts.shell[0], parts.shell.at(-1)]
  if (from !== undefined && to !== undefined) say('shell_left_out', `第${from.no}行至第${to.no}行不是文件正文（网站文字或重复标题），已略去；原文仍在。`, from.no)
  const page = parts.pages[0]
  if (page !== undefined) say('page_line', `第${parts.pages.map(({ no }) => no).join('、')}行是页码或目录，未计入正文。`, page.no)
  if (root.children.length === 0 && parts.body.length > 0) say('clauses_missing', '正文中没有识别出编号条款；全文已作为一段保留，请检查文件是否完整。', parts.body[0]?.no ?? first)
  if (spunWords(parts) >= 3) say('text_spun', '文中有多处被同义词替换的痕迹（如“效劳”“其次阶段”）；已按原文保留，建议改用原始文件。', parts.body[0]?.no ?? first)
  return warnings
}

/** Words that only a synonym spinner puts into a plan. */
function spunWords(parts: Parts): number {
  const text = parts.body.map(({ raw }) => bare(raw)).join('')
  return ['效劳', '其次阶段', '原那么', '乐观开展', '进展环境', '满足度', '宣扬', '工作支配', '业务学问', '根底理论', '卫生大事', '严峻查处'].filter((word) => text.includes(word)).length
}

/** Rule RD-25: duties that cannot be checked as they are written. */
export function dutyWarnings(duties: readonly Duty[]): Warning[] {
  const warnings: Warning[] = []
  for (const duty of duties) {
    if (duty.target?.unit === '%' && duty.target.value > 100) warnings.push({ code: 'percent_above_100', message: `“${duty.target.printed}”超过100%；请核对是否漏了小数点。`, line: duty.line })
    if (duty.kind === 'report' && duty.cadence !== null && duty.receiver === null) warnings.push({ code: 'report_without_receiver', message: `“${duty.text.slice(0, 24)}”没有写明报送给谁；请补充接收单位。`, line: duty.line })
  }
  return warnings
}
