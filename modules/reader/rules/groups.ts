import type { Group, Member, Office } from './model.ts'
import { fold, squeeze, tidy } from './lines.ts'
import type { SourceLine } from './lines.ts'
import { markerAt } from './markers.ts'
import { gluedPerson, isRosterRow, membersOf } from './names.ts'
import { annexLabel, dateLine, isContactLine, isTailLine, rosterRole, rosterRoles } from './shapes.ts'

/** Lines that belong together, and the title under which they stand ('' in the body). */
export type Stretch = { readonly title: string; readonly lines: readonly SourceLine[] }

export type GroupReading = {
  readonly groups: readonly Group[]
  /** Numbers of the lines that are rows: duties are not read from them. */
  readonly rows: ReadonlySet<number>
}

type Draft = { name: string; members: Member[]; office?: Office }

/** Rule RD-17: rosters wherever they stand: in an attachment, in the body, in one line, or told in a sentence. */
export function readGroups(stretches: readonly Stretch[]): GroupReading {
  const groups: Group[] = []
  const rows = new Set<number>()
  for (const stretch of stretches) {
    const drafts = [...rostersIn(stretch, rows), ...toldIn(stretch)]
    const office = officeIn(stretch)
    const [only] = drafts
    if (drafts.length === 1 && only !== undefined && office !== null) only.office = office
    for (const draft of drafts) if (draft.members.length > 0) groups.push(draft)
  }
  return { groups, rows }
}

function rostersIn(stretch: Stretch, rows: Set<number>): Draft[] {
  const drafts: Draft[] = []
  let open: Draft | null = null
  let role = ''
  const above: string[] = []
  for (const line of stretch.lines) {
    const text = tidy(line.raw)
    if (text === '') continue
    const folded = fold(text)
    const label = rosterRole(folded)
    const found = label === null ? [] : labelled(text, folded)
    if (label !== null && found.length > 0) {
      const leads = /^(?:第一|常务|执行|双)?组长$|^主任(?:委员)?$|^(?:总)?指挥长?$/.test(label.role)
      if (open === null || (leads && open.members.some((member) => member.role === label.role) && role !== label.role)) {
        open = { name: nameOf(stretch.title, above), members: [] }
        drafts.push(open)
      }
      open.members.push(...found.filter(({ name, post }) => name !== '' || post !== ''))
      role = found.at(-1)?.role ?? label.role
      rows.add(line.no)
      continue
    }
    if (open !== null && takesRow(open, role, line, folded)) {
      rows.add(line.no)
      continue
    }
    if (open !== null) above.length = 0
    open = null
    above.push(text)
  }
  return drafts
}

/** '组长：A 主任', or several labels in one line: '组长:A,副组长:B、C。成员:D'. An empty label opens the role for the rows below. */
function labelled(text: string, folded: string): Member[] {
  const marks = [...folded.matchAll(new RegExp(`(?:^|[，。； ])(${rosterRoles}) ?：`, 'g'))]
  if (marks.length <= 1) {
    const label = rosterRole(folded)
    if (label === null) return []
    const rest = text.slice(label.length)
    const sentence = rest.length > 300 || /[。；]./.test(fold(rest)) || /^(?:要|应|由|负责|为)/.test(rest.trim())
    if (sentence) return []
    const members = membersOf(label.role, rest)
    return members.length === 0 ? [{ role: label.role, name: '', post: '' }] : members
  }
  return marks.flatMap((mark, index) => {
    const role = (mark[1] ?? '').replace(/ /g, '')
    return membersOf(role, text.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? text.length))
  })
}

/** Rule RD-19: a row without a label takes the role above; a line without a name goes on with the position above. */
function takesRow(open: Draft, role: string, line: SourceLine, folded: string): boolean {
  if (isContactLine(folded) || isTailLine(folded) || annexLabel(folded) !== null || dateLine(folded) !== null) return false
  const numbered = /^\d{1,2} ?[.、] ?/.exec(folded)
  const row = numbered === null ? line.raw.trim() : tidy(line.raw).slice(numbered[0].length)
  if (isRosterRow(row)) {
    open.members.push(...membersOf(role, tidy(row)))
    return true
  }
  const last = open.members.at(-1)
  const goesOn = last !== undefined && (last.post !== '' || last.name !== '') && folded.length <= 24 && !/[。；：，]/.test(folded) && markerAt(folded, 0, { start: true, decimals: false }) === null
  if (!goesOn || folded.includes(' ') || /(?:领导小组|名单|工作组|专班|职责)$/.test(folded)) return false
  open.members[open.members.length - 1] = { ...last, post: last.post + tidy(line.raw).replace(/ /g, '') }
  return true
}

const groupWord = '(?:领导小组|工作专班|专班|指挥部|专家组|专家委员会|工作组|工作小组|委员会|督导组|专项小组|小组)'

/** The name stands in the nearest heading or sentence above, else in the title of the attachment. */
function nameOf(title: string, above: readonly string[]): string {
  for (const text of above.slice(-3).toReversed()) {
    const match = new RegExp(`([^，。；：、（）]{0,40}?${groupWord})[^，。；：]{0,12}(?:[：。，]|$)`).exec(fold(squeeze(text)))
    if (match !== null) return cleanName(squeeze(text).slice(match.index, match.index + (match[1] ?? '').length))
  }
  const own = squeeze(title)
  return cleanName(own === '' ? '领导小组' : own)
}

const cleanName = (text: string): string =>
  text
    .replace(/^(?:（?[一二三四五六七八九十\d]{1,3}[）)、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)])\s*/, '')
    .replace(/^.*?(?:决定|特)?(?:成立|设立|组建|建立)(?:了)?(?=.{3})/, '')
    .replace(/(?:组成)?(?:成员|人员)?(?:及职责分工|及职责|分工)?(?:名单|组成)?$/, '')
    .replace(/(?:成员|组成人员|组成)$/, '')
    .trim()

/** '组长由局长张某担任，副组长由…担任，成员由…组成': the issuer's own group. An order to others to found one is a duty. */
function toldIn(stretch: Stretch): Draft[] {
  const text = stretch.lines.map((line) => squeeze(tidy(line.raw))).join('')
  const drafts: Draft[] = []
  for (const sentence of text.split(/(?<=。)/)) {
    if (!sentence.includes('组长') || sentence.length > 400) continue
    if (/各(?:级|地|单位|医疗|县|区|旗|医院|乡|镇|市)|(?:机构|医院|单位)[要应须也]/.test(sentence)) continue
    const folded = fold(sentence)
    const told = [...folded.matchAll(/((?:常务)?副?组长|成员|办公室主任)由([^，。；]{2,60}?)(?:同志)?(?:担任|兼任|组成|为成员)/g)].map((match) => ({ role: match[1] ?? '', who: match[2] ?? '' }))
    const turned = [...folded.matchAll(/(?:^|[，。；]|领导小组)由?([^，。；由]{2,50}?)(?:同志)?(?:任|担任|为)((?:常务)?副?组长|成员)(?=[，。；的])/g)].map((match) => ({ role: match[2] ?? '', who: (match[1] ?? '').replace(/^由/, '') }))
    const roles = told.length >= turned.length ? told : turned
    if (roles.length < 2 || !roles.some(({ role }) => role === '组长')) continue
    drafts.push({ name: nameOf(stretch.title, [sentence]), members: roles.map(({ role, who }) => gluedPerson(role, who)) })
  }
  return drafts
}

function officeIn(stretch: Stretch): Office | null {
  const text = stretch.lines.map((line) => squeeze(tidy(line.raw))).join('')
  const place = /办公室设?(?:在|于)([^，。；]{2,40})/.exec(text)
  const director = /(?:[，。；]由?|由)([\u4e00-\u9fff·]{2,8}?)(?:同志)?(?:兼任|担任|任)(?:领导小组)?办公室主任|办公室主任由([\u4e00-\u9fff·]{2,8}?)(?:同志)?(?:兼任|担任)/.exec(text)
  if (place === null && director === null) return null
  return { place: place?.[1] ?? null, director: director?.[1] ?? director?.[2] ?? null }
}
