import type { Contact } from './model.ts'
import { fold, tidy } from './lines.ts'
import type { SourceLine } from './lines.ts'
import { mergePadded } from './names.ts'

const labels = /(联 ?系 ?人|联 ?络 ?[人员]|联 ?系 ?电 ?话|(?<!举报|监督|投诉|服务|咨询|值班)电 ?话|手 ?机|传 ?真|(?:电 ?子 ?)?邮 ?箱|E-?mail)(?:及(?:联系)?(?:电话|方式))? ?[：:]/gi
const phones = /(?<![\d-])(?:0\d{2,3}[- ]?\d{7,8}(?:转\d{1,5})?|1\d{10}|1\d{2}[*×xX]{4}\d{4}|\d{7,8})(?![\d-])/g
const email = /[A-Za-z0-9._%+-]{1,64} ?@ ?[A-Za-z0-9-]{1,63}(?: ?\. ?[A-Za-z0-9-]{1,63}){1,5}/

type Draft = { names: string[]; phones: string[]; email: string | null; line: number }

/**
 * Rule RD-20: contacts are read from labels wherever they stand; a second 联系人 opens a second contact.
 * Hot lines for complaints are published duties, not contacts.
 */
export function readContacts(lines: readonly SourceLine[]): Contact[] {
  const drafts: Draft[] = []
  let open: Draft | null = null
  let openedOn = 0
  for (const line of lines) {
    const text = tidy(line.raw)
    const folded = fold(text)
    if (open !== null && text !== '' && line.no - openedOn > 8) open = null
    const marks = [...folded.matchAll(labels)]
    for (const [index, mark] of marks.entries()) {
      const label = (mark[1] ?? '').replace(/ /g, '').toLowerCase()
      const value = text.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? text.length)
      const named = /人|员/.test(label)
      if (open === null || (named && open.names.length > 0)) {
        open = { names: [], phones: [], email: null, line: line.no }
        drafts.push(open)
      }
      openedOn = line.no
      take(open, value, named)
    }
  }
  return drafts
    .filter((draft) => draft.names.length > 0 || draft.phones.length > 0 || draft.email !== null)
    .map((draft) => ({ names: draft.names, phone: draft.phones.length === 0 ? null : draft.phones.join('、'), email: draft.email, line: draft.line }))
}

function take(draft: Draft, value: string, named: boolean): void {
  const folded = fold(value.slice(0, 300))
  if (named) draft.names.push(...namesIn(folded))
  for (const phone of folded.match(phones) ?? []) if (!draft.phones.includes(phone)) draft.phones.push(phone)
  draft.email ??= email.exec(folded)?.[0].replace(/ /g, '') ?? null
}

/** '李 某 郭某某' are two people: single characters pair up, longer words stand alone. */
function namesIn(value: string): string[] {
  const head = value.split(/[；。]|\d/)[0] ?? ''
  const tokens = mergePadded(head.replace(/[、，,（）]/g, ' ').split(/ +/).filter((token) => token !== ''))
  return tokens.filter((token) => /^[\u3400-\u9fff·]{2,6}$/.test(token) && !/电话|邮箱|手机|传真|同志|[科股室局处]$/.test(token))
}
