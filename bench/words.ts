import { createHash } from 'node:crypto'
import type { Words } from './labels.ts'

/** Two printings of the same words differ in their blanks only. */
export const bare = (text: string): string => text.replace(/[\s\u00a0\u3000]/g, '')

const trimmed = (text: string): string => bare(text).replace(/[。：:，,；;]$/, '')

export const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** Whether the words of a label, written out or hashed, are this text. */
export function sameWords(words: Words, text: string): boolean {
  const found = trimmed(text)
  if (typeof words === 'string') return trimmed(words) === found
  return words.length === found.length && words.sha256 === sha(found)
}

/** Whether the words of a label occur in this text: a hash is tried at every position. */
export function occursIn(words: Words, text: string): boolean {
  const whole = bare(text)
  if (typeof words === 'string') return whole.includes(bare(words))
  for (let at = 0; at + words.length <= whole.length; at += 1) {
    if (sha(whole.slice(at, at + words.length)) === words.sha256) return true
  }
  return false
}

const brackets: readonly (readonly [RegExp, string])[] = [
  [/[（〔［﹝[]/g, '('],
  [/[）〕］﹞\]]/g, ')'],
  [/[．﹒]/g, '.'],
]

/** '（一）', '(一)' and '〔一〕' are one counter, and so are '1.', '1．' and '1、'. */
export function counter(printed: string): string {
  const folded = brackets.reduce((text, [from, to]) => text.replace(from, to), bare(printed))
  return folded.replace(/[、.：:，,。]+$/, '')
}

/** The name of a phase without its ordinal and without the word 'phase'. */
export function phaseName(name: string): string {
  const body = trimmed(name).replace(/^(?:第[一二三四五六七八九十]+|其[一二三四五六七八九次])(?:阶段|步)[：:、，]?(?=.)/, '')
  return /^(?:第[一二三四五六七八九十]+|其[一二三四五六七八九次])阶段$/.test(body) ? body : body.replace(/(?<=.)阶段$/, '')
}

/** The parts of a recurrence rule in one order, without what says nothing (INTERVAL=1) and without the clock. */
export function plainRule(rrule: string): string {
  return rrule
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'INTERVAL=1' && !/^(?:BYHOUR|BYMINUTE|BYSECOND|WKST)=/.test(part))
    .map((part) => {
      const [name = '', values = ''] = part.split('=')
      return `${name}=${values.split(',').sort().join(',')}`
    })
    .sort()
    .join(';')
}

const ordinals = '一二三四五六七八九十'

/** '附件1', '1.', '一' and '1' number the same attachment. */
export function attachmentNumber(number: string): string {
  const body = bare(number).replace(/^附件/, '').replace(/[、.．：:]+$/, '')
  const at = ordinals.indexOf(body)
  return body.length === 1 && at >= 0 ? String(at + 1) : body
}

/** '％' is '%'. */
export const plainUnit = (unit: string): string => bare(unit).replace(/％/g, '%')
