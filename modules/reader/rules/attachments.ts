import type { Attachment, Warning } from './model.ts'
import { counterValue } from './markers.ts'
import { titleKey } from './shapes.ts'
import type { Annex, Promised } from './after-body.ts'
import type { SourceLine } from './lines.ts'
import { fold, squeeze, tidy } from './lines.ts'

type Reading = { readonly attachments: readonly Attachment[]; readonly warnings: readonly Warning[] }

type Sources = {
  readonly promised: readonly Promised[]
  readonly annexes: readonly Annex[]
  /** The title of the plan: in a notice the plan itself may be attachment 1. */
  readonly planTitle: string
  readonly text: readonly SourceLine[]
}

/** Rule RD-21: every promised attachment is looked for among those that stand in the file, and the missing ones are named. */
export function readAttachments({ promised, annexes, planTitle, text }: Sources): Reading {
  const warnings: Warning[] = []
  const taken = new Set<Annex>()
  const attachments: Attachment[] = []
  const list = unique(promised)
  for (const entry of list) {
    const annex = annexes.find((one) => !taken.has(one) && matches(entry, one, list.length))
    if (annex !== undefined) taken.add(annex)
    const isPlan = titleKey(entry.title).length >= 6 && titleKey(planTitle) === titleKey(entry.title)
    attachments.push({ number: entry.number, title: entry.title, found: annex !== undefined || isPlan })
    if (annex === undefined && !isPlan) warnings.push({ code: 'attachment_missing', message: `附件${entry.number}《${entry.title}》在正文中列出，但文件里没有找到；请补充该附件。`, line: entry.line })
    else if (annex !== undefined && annex.lines.length === 0) warnings.push({ code: 'attachment_empty', message: `附件${entry.number}《${entry.title}》只有标题，没有内容；请补充该附件。`, line: annex.line })
  }
  for (const annex of annexes) {
    if (taken.has(annex)) continue
    if (annex.number === null && annex.title === '') continue
    attachments.push({ number: annex.number ?? '', title: annex.title, found: true })
    if (list.length > 0) warnings.push({ code: 'attachment_unlisted', message: `附件${annex.number ?? ''}《${annex.title}》没有列入附件清单；已按原文保留。`, line: annex.line })
  }
  for (const mention of mentionsIn(text)) {
    if (attachments.some(({ number }) => sameNumber(number, mention.number)) || (mention.number === '' && attachments.length > 0)) continue
    attachments.push({ number: mention.number, title: mention.title, found: false })
    warnings.push({ code: 'attachment_missing', message: `正文提到附件${mention.number}，但文件里没有找到；请补充该附件。`, line: mention.line })
  }
  return { attachments, warnings }
}

/** A notice and its plan may both print the list. */
function unique(promised: readonly Promised[]): Promised[] {
  const kept: Promised[] = []
  for (const entry of promised) if (!kept.some(({ number, title }) => number === entry.number && titleKey(title) === titleKey(entry.title))) kept.push(entry)
  return kept
}

function matches(entry: Promised, annex: Annex, count: number): boolean {
  const [wanted, own] = [titleKey(entry.title), titleKey(annex.title)]
  if (own !== '' && wanted !== '' && (own === wanted || own.includes(wanted) || wanted.includes(own))) return true
  if (annex.number === null) return false
  if (entry.number !== '' && sameNumber(entry.number, annex.number)) return true
  return count === 1 && annex.number === '' && entry.number === ''
}

const sameNumber = (one: string, other: string): boolean => one === other || (one !== '' && other !== '' && counterValue(one) === counterValue(other))

type Mention = { readonly number: string; readonly title: string; readonly line: number }

/** （附件2）, （见附件）, 《…》（见附件1） in the running text. */
function mentionsIn(lines: readonly SourceLine[]): Mention[] {
  const mentions: Mention[] = []
  for (const line of lines) {
    const text = squeeze(tidy(line.raw))
    const folded = fold(text)
    for (const match of folded.matchAll(/(?:《([^《》]{2,40})》)?[（，](?:详?见|附|参见)?附件 ?([一二三四五六七八九十]{1,2}|\d{1,2})?(?=[）、，])/g)) {
      const number = match[2] ?? ''
      if (!mentions.some((known) => known.number === number)) mentions.push({ number, title: match[1] ?? '', line: line.no })
    }
  }
  return mentions
}
