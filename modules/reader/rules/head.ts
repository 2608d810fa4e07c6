import type { IsoDate } from './model.ts'
import { squeeze, tidy } from './lines.ts'
import { dateLine, documentNumber, isBodyName, isoDate, isRedHead } from './shapes.ts'
import type { Row } from './title-blocks.ts'

export type Head = {
  /** Who signed, who stands in the red head, whom the site's table names. */
  readonly signed: string | null
  readonly red: string | null
  readonly stated: string | null
  readonly number: string | null
  readonly issuedOn: IsoDate | null
}

/**
 * Rule RD-7: issuer, number and date come only from where a document states them: signature, red head, number line,
 * the site's table. What is not stated stays empty; nothing is guessed from the plan's title.
 */
export function readHead(top: readonly Row[], signature: readonly Row[], tail: readonly Row[]): Head {
  const stated = statedFields(top)
  return {
    signed: namesIn(signature),
    red: redHead(top),
    stated: stated.issuer,
    number: numberIn(top) ?? stated.number,
    issuedOn: signatureDate(signature) ?? signatureDate(top) ?? stated.date ?? printDate(tail),
  }
}

const printed = (row: Row): string => squeeze(tidy(row.line.raw))

/** Several issuers sign below each other; the first block counts. */
function namesIn(rows: readonly Row[]): string | null {
  const names: string[] = []
  for (const row of rows) {
    if (isBodyName(row.folded)) names.push(...bodyNames(row))
    else {
      const [name] = splitSigned(row)
      if (name !== null) names.push(name)
      if (names.length > 0) break
    }
  }
  return names.length === 0 ? null : [...new Set(names)].join('、')
}

/** Two bodies on one line are parted by a blank; a letter-spaced name is one body. */
function bodyNames(row: Row): string[] {
  const words = tidy(row.line.raw).split(' ')
  return words.length > 1 && words.every((word) => isBodyName(word)) ? words : [words.join('')]
}

/** 'XX卫生健康局 2020年7月23日' on one line. */
function splitSigned(row: Row): [string | null, IsoDate | null] {
  const match = /^(.{3,30}?) ?((?:\d{4}|[〇○零一二三四五六七八九]{4}) ?年.{2,12}日)$/.exec(row.folded)
  if (match === null || !isBodyName(match[1] ?? '')) return [null, null]
  return [(match[1] ?? '').replace(/ /g, ''), dateLine(match[2] ?? '')]
}

export const isSignedLine = (row: Row): boolean => splitSigned(row)[1] !== null

function signatureDate(rows: readonly Row[]): IsoDate | null {
  for (const row of rows) {
    const date = dateLine(row.folded) ?? splitSigned(row)[1]
    if (date !== null) return date
  }
  return null
}

function redHead(rows: readonly Row[]): string | null {
  const at = rows.findIndex((row) => isRedHead(row.folded))
  if (at < 0) return null
  const names = rows.slice(Math.max(0, at - 3), at + 4).filter((row) => isRedHead(row.folded) || isBodyName(row.folded))
  const plain = names.map((row) => printed(row).replace(/ /g, '').replace(/文件$/, '')).filter((name) => name !== '')
  return [...new Set(plain)].join('、')
}

function numberIn(rows: readonly Row[]): string | null {
  for (const row of rows) {
    const found = documentNumber(row.folded)
    if (found !== null && !/^[\u4e00-\u9fff ]{2,6}：/.test(row.folded)) return tidy(row.line.raw).slice(found.from, found.to).replace(/ /g, '')
  }
  return null
}

type Stated = { issuer: string | null; number: string | null; date: IsoDate | null }

/** The table that a site prints above the text: 发文机关, 文号, 成文日期. */
function statedFields(rows: readonly Row[]): Stated {
  const stated: Stated = { issuer: null, number: null, date: null }
  for (const row of rows) {
    const match = /^[【（]?(发 ?文 ?机 ?关|发布机构|发文单位|制发机关|发布单位|发布机关|发 ?文 ?字 ?号|发文文号|文 ?号|成文日期|发文日期|印发日期|生成日期|发布日期)[】）]? ?[：:]? ?(\S.*)$/.exec(row.folded)
    if (match === null) continue
    const key = (match[1] ?? '').replace(/ /g, '')
    const value = (match[2] ?? '').trim()
    if (/机关|机构|单位/.test(key)) stated.issuer ??= isBodyName(value) ? value : null
    else if (/号/.test(key)) stated.number ??= /\d+ ?号/.test(value) ? tidy(row.line.raw).slice(-value.length).replace(/ /g, '') : null
    else stated.date ??= anyDate(value)
  }
  return stated
}

function anyDate(value: string): IsoDate | null {
  const match = /^(\d{4})[-./年] ?(\d{1,2})[-./月] ?(\d{1,2})/.exec(value)
  return match === null ? null : isoDate(Number(match[1]), Number(match[2]), Number(match[3]))
}

/** 'XX办公室  2023年5月29日印发' at the foot, if nothing else dates the document. */
function printDate(rows: readonly Row[]): IsoDate | null {
  for (const row of rows) {
    const match = /(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日 ?印发/.exec(row.folded)
    if (match !== null) return isoDate(Number(match[1]), Number(match[2]), Number(match[3]))
  }
  return null
}
