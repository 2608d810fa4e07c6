import { fold, tidy } from './lines.ts'
import { cleanTitle } from './title-blocks.ts'
import type { Row } from './title-blocks.ts'

/** An entry of the list '附件：1.… 2.…'. */
export type Promised = { readonly number: string; readonly title: string; readonly line: number }

/** Words with which the title of an attachment ends; without one, a short line below goes on with it. */
const finished =
  /(?:名单|表|方案|清单|计划|意见|办法|标准|细则|流程|台账|台帐|书|指南|目录|指标|指标体系|模板|样式|格式|提纲|要点|报告|规定|制度|图|领导小组|工作专班|汇总|说明|函|简介|情况|任务分工|通知|体系|规范|须知|公约|规则|要求|方式|分工|档案|题库|问卷|二维码|附件)(?:[（(].*[）)])?$/

export const isUnfinished = (item: Promised | undefined): boolean => item !== undefined && !finished.test(tidy(item.title))

/** Rule RD-16: '附件：1、X', '附件1：X', '附件：' with the titles below. */
export function listItems(promised: Promised[], row: Row): void {
  const text = tidy(row.line.raw)
  const head = /^附 ?件 ?([一二三四五六七八九十]{1,3}|\d{1,2}(?:-\d{1,2})?)? ?[：.、 ]? ?|^附：/.exec(row.folded)
  const rest = text.slice(head?.[0].length ?? 0)
  const number = head?.[1]
  if (number !== undefined) promised.push({ number, title: cleanEntry(rest), line: row.line.no })
  else pushEntries(promised, rest, row.line.no, 1)
}

/** A further line of the list: an entry with its number, or the rest of the title above. False ends the list. */
export function addListLine(promised: Promised[], row: Row, next: Row | undefined): boolean {
  const text = tidy(row.line.raw)
  const last = promised.at(-1)
  if (/^\d{1,2} ?[.、]/.test(row.folded)) {
    const value = Number(/^\d+/.exec(row.folded)?.[0])
    pushEntries(promised, text, row.line.no, value)
    return true
  }
  // '…领导小组' ⏎ '成员名单' ⏎ '2、…': the next number shows that the list is not over.
  const between = last !== undefined && Number(/^\d{1,2}(?= ?[.、])/.exec(next?.folded ?? '')?.[0] ?? '0') === Number(last.number) + 1
  const continues = last === undefined || last.title === '' || isUnfinished(last) || between || /^(?:成员|人员)?名单$/.test(row.folded)
  if (!continues || row.folded.length > 45 || /[。；：]/.test(row.folded.slice(0, -1))) return false
  if (last === undefined) promised.push({ number: '', title: cleanEntry(text), line: row.line.no })
  else promised[promised.length - 1] = { ...last, title: cleanEntry(last.title + text) }
  return true
}

/** Entries of one line, split where the next number in order stands. */
function pushEntries(promised: Promised[], text: string, line: number, from: number): void {
  const folded = fold(text)
  const opening = /^(\d{1,2}) ?[.、]/.exec(folded)
  if (opening === null) {
    if (text !== '') promised.push({ number: '', title: cleanEntry(text), line })
    return
  }
  let value = from
  let start = opening[0].length
  for (;;) {
    const next = new RegExp(`(?<!\\d)${value + 1} ?[.、](?!\\d)`, 'g')
    next.lastIndex = start
    const found = next.exec(folded)
    promised.push({ number: String(value), title: cleanEntry(text.slice(start, found?.index ?? text.length)), line })
    if (found === null || promised.length >= 150) return
    start = found.index + found[0].length
    value += 1
  }
}

const cleanEntry = (text: string): string => cleanTitle(text).replace(/[；;。，,]$/, '')
