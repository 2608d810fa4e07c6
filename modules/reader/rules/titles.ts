import { fold } from './lines.ts'
import type { MarkerKind } from './markers.ts'

/**
 * Where a clause's title ends and its text begins. The mark between them (。 or ：) stays at the head of the
 * text, so that title and text together are what was printed; `plainText` takes it away for reading.
 */
export type Cut = { readonly title: string; readonly text: string }

/** A clause's text without the stop that parts it from a title on the same line. */
export const plainText = (text: string): string => text.replace(/^[。．.：:；;，,\s]+/, '')

const longest = 40

/** Words of an order: a sentence that holds one is an order and no title. */
const modal =
  /(?<![重主需必扼纪概摘首简紧次])要(?![求素点件领害闻务道员塞义职诀旨地价])|须|不得|严禁|应当|务必|(?<![响相适反对供感效顺呼])应(?![急对用答诊收届战聘邀有])/

/** Section names of the genre, which are recognised even where the line end behind them was lost. */
const sections =
  /^(?:指导思想|总体要求|总体目标|总体思路|工作目标|行动目标|主要目标|目标任务|工作任务|基本原则|工作原则|行动范围|实施范围|整治范围|整治内容|主要任务|重点任务|主要内容|工作内容|行动内容|政策措施|主要措施|工作措施|推进措施|重点措施|行动步骤|实施步骤|工作步骤|方法步骤|时间安排|工作安排|进度安排|工作要求|有关要求|保障措施|组织保障|组织领导|信息报送|监督检查|考核评价)/

/** The same names before a blank, where the line end became a blank. */
const gluedSection = new RegExp(`^(${sections.source.slice(4, -1)}|目标|任务|要求|步骤|措施|内容|范围|原则) (?=[^ ])`)

/** Kinds that are said in a sentence and never carry a title. */
const untitled: ReadonlySet<MarkerKind> = new Set<MarkerKind>(['saying', 'circle', 'dash', 'article'])

/** Rule RD-13: title up to the first 。 (not ，), up to the bracket of a phase, up to a short label's ：, or a line of its own. */
export function cutTitle(kind: MarkerKind, rest: string, context: { readonly alone: boolean; readonly parent: boolean }): Cut {
  if (untitled.has(kind) || rest === '') return { title: '', text: rest }
  const head = fold(rest.slice(0, 120))
  const { stop, colon, blank } = landmarks(head)
  const glued = kind === 'han' ? (gluedSection.exec(head)?.[1]?.length ?? 0) : 0
  if (glued > 0) return at(rest, glued)
  const tag = /^[^。；：（）]{2,40}(?=（[^（）]{0,100}(?:责任|牵头|配合|负责|落实)[^（）]{0,60}(?:）|$))/.exec(head)
  if (tag !== null) return modal.test(tag[0]) ? { title: '', text: rest } : at(rest, tag[0].length)
  const bracket = dateBracket(head)
  if (bracket > 0 && (stop < 0 || bracket <= stop)) return at(rest, bracket)
  if (colon > 0 && colon <= 20 && (stop < 0 || colon < stop) && isLabel(head.slice(0, colon))) return at(rest, colon)
  if (stop < 0 && rest.length <= longest + 5 && head.length === rest.length) return wholeLine(rest, head)
  if (stop > 0 && stop <= longest && head.charAt(stop) === '。' && !modal.test(head.slice(0, stop))) {
    const follows = stop < rest.trimEnd().length - 1
    if (follows || !context.alone || context.parent) return at(rest, stop)
    return { title: '', text: rest }
  }
  const section = kind === 'han' ? sections.exec(head) : null
  if (section !== null && rest.length > section[0].length && !/[的和与及、]/.test(head.charAt(section[0].length))) return at(rest, section[0].length)
  if (blank > 2 && blank <= 24 && (kind === 'han' || kind === 'han_bracket') && !modal.test(head.slice(0, blank))) return at(rest, blank)
  return { title: '', text: rest }
}

const at = (rest: string, end: number): Cut => ({ title: rest.slice(0, end).trim(), text: rest.slice(end).trim() })

/** A line without a full stop is a title unless it orders something or enumerates. */
function wholeLine(rest: string, head: string): Cut {
  const commas = head.split('，').length - 1
  const asText = modal.test(head) || commas >= 3 || /[；，：]$/.test(head)
  return asText ? { title: '', text: rest } : { title: rest, text: '' }
}

const isLabel = (left: string): boolean =>
  !/[，。；“”]/.test(left) && !/(?:单位|部门|时限|时间|如下|包括|做到|以下|即|分别为|即为)$/.test(left) && !modal.test(left)

type Landmarks = { stop: number; colon: number; blank: number }

/** First full stop, colon and (before any comma) blank outside brackets and quotes, -1 where there is none. */
function landmarks(head: string): Landmarks {
  const found: Landmarks = { stop: -1, colon: -1, blank: -1 }
  let depth = 0
  let comma = false
  for (let i = 0; i < head.length && found.stop < 0; i += 1) {
    const character = head.charAt(i)
    if ('（《'.includes(character)) depth += 1
    else if ('）》'.includes(character)) depth = Math.max(0, depth - 1)
    else if (/[。！？；]/.test(character) && depth === 0) found.stop = i
    else if (character === '，' || character === '、') comma = true
    else if (character === '：' && depth === 0 && found.colon < 0) found.colon = i
    else if (character === ' ' && depth === 0 && !comma && found.blank < 0) found.blank = i
  }
  return found
}

/** End of '发动部署（5月15日-20日）' where the bracket holds a date and text follows at once; 0 without one. */
function dateBracket(head: string): number {
  const match = /^[^。；，：（）]{2,24}（([^（）]{2,40})）/.exec(head)
  if (match === null || !/\d ?[年月日]|[X×x] ?月|[一二三四五六七八九十]月|年底|个月/.test(match[1] ?? '')) return 0
  return match[0].length
}
