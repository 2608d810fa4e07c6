import type { IsoDate } from './model.ts'
import { bare, fold } from './lines.ts'

/** Shapes of single lines. All take folded text (see lines.ts), so one bracket and one digit are enough. */

const ordinal = '(?:[一二三四五六七八九十]{1,3}|\\d{1,2}(?:-\\d{1,2})?)'
const labelShape = new RegExp(`^附 ?件 ?(${ordinal})?[：.、]?$`)
const listShape = new RegExp(`^附 ?件 ?：|^附：|^附 ?件 ?${ordinal} ?[：.、] ?[^。]{2,50}$|^附 ?件 ?${ordinal} [^。，；]{2,50}$`)
const inlineLabel = new RegExp(`^附 ?件 ?(${ordinal})(?:[：.、 ] ?)([^。，；]{2,50})$`)

/** '附件', '附件1', '附件一：' alone on a line: the head of an attachment. The number as printed, '' without one. */
export const annexLabel = (folded: string): string | null => {
  const match = labelShape.exec(folded)
  return match === null ? null : (match[1] ?? '')
}

/** '附件2 名单': label and title on one line. */
export const annexHeading = (folded: string): { number: string; title: string } | null => {
  const match = inlineLabel.exec(folded)
  return match === null ? null : { number: match[1] ?? '', title: match[2] ?? '' }
}

export const startsList = (folded: string): boolean => listShape.test(folded) && !/[。]/.test(folded.slice(0, -1))

export const rosterRoles =
  '(?:第一|常务|执行|双)?(?:副 ?组 ?长|组 ?长)|成 ?员(?:单 ?位)?|组 ?员|联 ?络 ?员|(?:副)?秘 ?书 ?长|(?:常务)?(?:副)?主 ?任(?:委 ?员)?|副 ?主 ?任|委 ?员|秘 ?书|顾 ?问|(?:常务)?(?:副)?总 ?指 ?挥|(?:副)?指 ?挥 ?长|(?:副)?召 ?集 ?人|办公室(?:副)?主任|办公室成员'
const rosterShape = new RegExp(`^(${rosterRoles}) ?(?:：|\\t| {1,})`)
/** Roles that need their colon: 主任 and 委员 also begin sentences and positions. */
const rosterColon = new RegExp(`^(${rosterRoles}) ?：`)

/** The role with which a row of a leading group begins ('副组长', '成员'), and the length it takes up. */
export function rosterRole(folded: string): { role: string; length: number } | null {
  const loose = rosterColon.exec(folded) ?? (/^(?:组|副 ?组|成|常务|联)/.test(folded) ? rosterShape.exec(folded) : null)
  if (loose === null) return null
  return { role: bare(loose[1] ?? ''), length: loose[0].length }
}

const contactShape = /^(?:工作|业务|项目)?(?:联 ?系 ?人|联 ?络 ?人|联 ?系 ?电 ?话|电 ?话|手 ?机|传 ?真|(?:电 ?子 ?)?邮 ?箱|E-?mail|监督电话|举报电话|咨询电话|(?:联系|通讯|通信)?地 ?址|邮 ?编|邮政编码)(?:及(?:联系)?(?:电话|方式))? ?[：:]/i
export const isContactLine = (folded: string): boolean => contactShape.test(folded) && folded.length <= 120

const tailShape = /^(?:抄 ?送|抄 ?报|主 ?题 ?词|分 ?送|校 ?对|共印|打字) ?[：:]|^[^。]{2,40} ?\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?印发$|^（此(?:件|页)[^）]{1,20}）$|^（[^）]{0,14}公开[^）]{0,14}）$|^(?:信息公开选项|公开方式|公开属性) ?：|^-+ ?END ?-+$/i
export const isTailLine = (folded: string): boolean => tailShape.test(folded)

const chineseDigits = '〇○Ｏ零一二三四五六七八九'
const digitOf = (character: string): string => {
  const index = chineseDigits.indexOf(character)
  return index < 0 ? character : String(index < 4 ? 0 : index - 3)
}

const dateShape = /^（?(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日）?$/
const hanDateShape = /^（?([〇○O零一二三四五六七八九]{4}) ?年 ?([一二三四五六七八九十]{1,2}) ?月 ?([一二三四五六七八九十]{1,3}) ?日）?$/

/** A line that is a date and nothing else, in figures or in Han numerals. */
export function dateLine(folded: string): IsoDate | null {
  const figures = dateShape.exec(folded)
  if (figures !== null) return isoDate(Number(figures[1]), Number(figures[2]), Number(figures[3]))
  const han = hanDateShape.exec(folded)
  if (han === null) return null
  const year = Number([...(han[1] ?? '')].map((c) => (c === 'O' ? '0' : digitOf(c))).join(''))
  return isoDate(year, small(han[2] ?? ''), small(han[3] ?? ''))
}

function small(han: string): number {
  const tenAt = han.indexOf('十')
  if (tenAt < 0) return Number(digitOf(han))
  const tens = tenAt === 0 ? 1 : Number(digitOf(han.charAt(0)))
  const ones = tenAt === han.length - 1 ? 0 : Number(digitOf(han.charAt(tenAt + 1)))
  return tens * 10 + ones
}

/** Null for a day that does not exist, so that 2月30日 is never silently moved to March. */
export function isoDate(year: number, month: number, day: number): IsoDate | null {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  if (days === undefined || day < 1 || day > days || year < 1949 || year > 2199) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const organEnd = /(?:委员会|卫健委|卫健局|健康委|健康局|委|局|厅|部|办公室|人民政府|政府|领导小组|指挥部|中心|医院|集团|总队|支队|学会|协会)$/

/** A signature or red head: the name of a body and nothing else. */
export const isBodyName = (folded: string): boolean => {
  const name = bare(folded)
  return name.length >= 3 && name.length <= 30 && organEnd.test(name) && !/[，。；：《》！？]/.test(name) && !/^(?:附件|成立|关于|第[一二三])/.test(name)
}

const numberShape = /([\u4e00-\u9fff]{2,14}?)（((?:19|20)\d{2})） ?的?第? ?(\d{1,4}) ?号|^([\u4e00-\u9fff]{2,12})（?((?:19|20)\d{2})）? ?的?第? ?(\d{1,4}) ?号$/

/** Rule RD-7: the own document number stands alone near the top, outside 《》 and outside a citation. */
export function documentNumber(folded: string): { from: number; to: number } | null {
  if (folded.length > 60 || /[。《]|根据|依据|按照|转发/.test(folded)) return null
  const match = numberShape.exec(folded)
  if (match === null) return null
  const before = folded.slice(0, match.index).trim()
  if (before !== '' && !/[：:通知文件 ]$/.test(before)) return null
  return { from: match.index, to: match.index + match[0].length }
}

export const isRedHead = (folded: string): boolean => /^[^，。；：《》]{3,40}文 ?件$/.test(folded) && !/印发|有关|相关/.test(folded)

/** '- 3 -', '—12—', '第 3 页': a page figure that was printed between two lines. */
export const isPageLine = (folded: string): boolean => /^-{1,2} ?\d{1,3} ?-{1,2}$|^第 ?\d{1,3} ?页(?: ?[,，/]? ?共 ?\d{1,3} ?页)?$|^\d{1,3} ?\/ ?\d{1,3}$/.test(folded)

/** '1.1 编制目的……1': a line of a table of contents, whose leaders end in a page figure; and the heading above such lines. */
export const isContentsLine = (folded: string): boolean => /^[^。；]{1,60}?(?:…{1,}|\.{4,}|·{4,}|_{4,}|-{5,}) ?\d{1,3}$/.test(folded)
export const isContentsHead = (folded: string): boolean => /^目 ?[录次]$/.test(folded)

const planWord = /(?:方案|计划|意见|办法|规划|要点|细则|预案|举措|措施|任务分工|行动纲要|工作指引|责任清单|任务清单|倡议书)(?:（[^）]{1,24}）)?["”]?$/
export const endsAsPlan = (folded: string): boolean => planWord.test(bare(folded))
export const endsAsNotice = (folded: string): boolean => /(?:通知|函|通报|公告|决定|批复)(?:（[^）]{1,24}）)?$/.test(bare(folded))
export const orders = (folded: string): boolean => /(?:印发|转发|下发|发布)/.test(folded)

const responsibleShape = /^[（]?(?:责任|牵头|配合|完成|负责|参与|协办|主办)(?:单位|部门|时限|时间|科室|人|领导) ?：/

/** Lines that never run on into a sentence: labels of attachments, contacts, rows of a group, dates, page figures. */
export const isSpecialLine = (folded: string): boolean =>
  annexLabel(folded) !== null ||
  startsList(folded) ||
  isContactLine(folded) ||
  responsibleShape.test(folded) ||
  rosterRole(folded) !== null ||
  isTailLine(folded) ||
  dateLine(folded) !== null ||
  isPageLine(folded) ||
  (documentNumber(folded) !== null && folded.length <= 24)

/** What two printings of one title have in common: no blanks, quotes, brackets or closing word. */
export const titleKey = (text: string): string => fold(bare(text)).replace(/[“”‘’"《》〈〉（）、，：。.·-]/g, '')
