import { strToU8, zipSync } from 'fflate'
import type { IsoDate } from '../../kernel/calendar.ts'
import { bodySize, character, fonts, lineHeight, linePitch, officialDate, page, signaturePlace, textWidth, tighter, titleLines } from './official/layout.ts'
import { escapeXml } from './xlsx.ts'

export { officialDate } from './official/layout.ts'

export type OfficialTable = {
  readonly kind: 'table'
  /** Shares of the width; `align` is left unless said. */
  readonly columns: readonly { readonly title: string; readonly share: number; readonly align?: 'left' | 'center' | 'right' }[]
  readonly rows: readonly (readonly string[])[]
}
export type OfficialBlock =
  /** 一、 in HeiTi, （一） in KaiTi, 1. and （1） in FangSong; the number is part of the text. */
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | OfficialTable

export type OfficialPaper = {
  /** The red head of a paper that is issued; a report handed in has none. */
  readonly redHead?: { readonly issuer: string; readonly number: string | null; /** Of a paper to a superior. */ readonly answeredBy?: string }
  /** A line feed ends a line of it; long lines are parted anyway. */
  readonly title: string
  readonly recipient: string | null
  readonly body: readonly OfficialBlock[]
  /** Names of what is attached, without numbers. */
  readonly attachments?: readonly string[]
  readonly signer: string
  /** The day it was signed (成文日期). */
  readonly date: IsoDate
  /** In brackets under the date: whom to ask. */
  readonly note?: string
  /** Pages of their own, headed 附件1, 附件2 …: the first of the attachments, where they are part of this paper. */
  readonly annexes?: readonly { readonly title: string; readonly body: readonly OfficialBlock[] }[]
}

export const docxMediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

type Run = { readonly font?: string; readonly size?: number; readonly colour?: string; readonly spacing?: number }
type Shape = { readonly align?: 'left' | 'center' | 'right' | 'both'; readonly first?: number; readonly left?: number; readonly hanging?: number; readonly right?: number; readonly line?: number; readonly atLeast?: boolean; readonly keepNext?: boolean; readonly breakBefore?: boolean; readonly border?: string; /** Off where lines shall be closer than the grid of the page. */ readonly grid?: boolean }

const runXml = (text: string, { font = fonts.body, size = bodySize, colour, spacing = tighter }: Run = {}): string =>
  `<w:r><w:rPr><w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:eastAsia="${font}" w:cs="${font}"/>${colour === undefined ? '' : `<w:color w:val="${colour}"/>`}<w:spacing w:val="${spacing}"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr>` +
  text.split('\t').map((part) => `<w:t xml:space="preserve">${escapeXml(part)}</w:t>`).join('<w:tab/>') + '</w:r>'

function paragraphXml(runs: string, shape: Shape = {}): string {
  const indent = [['firstLine', shape.first], ['left', shape.left], ['hanging', shape.hanging], ['right', shape.right]] as const
  const given = indent.filter(([, value]) => value !== undefined && value !== 0).map(([name, value]) => ` w:${name}="${Math.round(value ?? 0)}"`)
  return (
    `<w:p><w:pPr>${shape.keepNext === true ? '<w:keepNext/>' : ''}${shape.breakBefore === true ? '<w:pageBreakBefore/>' : ''}${shape.border ?? ''}${shape.grid === false ? '<w:snapToGrid w:val="0"/>' : ''}` +
    `<w:spacing w:before="0" w:after="0" w:line="${shape.line ?? lineHeight}" w:lineRule="${shape.atLeast === true ? 'atLeast' : 'exact'}"/>${given.length === 0 ? '' : `<w:ind${given.join('')}/>`}<w:jc w:val="${shape.align ?? 'both'}"/></w:pPr>${runs}</w:p>`
  )
}

const emptyLine = paragraphXml('')
const twoIn = 2 * character
const headingFonts = { 1: fonts.first, 2: fonts.second, 3: fonts.body, 4: fonts.body } as const

const tableBorder = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`).join('')

function tableXml({ columns, rows }: OfficialTable): string {
  const shares = columns.reduce((sum, column) => sum + column.share, 0)
  const widths = columns.map((column) => Math.round((column.share / shares) * textWidth))
  const cell = (text: string, at: number, run: Run, align: Shape['align']) =>
    `<w:tc><w:tcPr><w:tcW w:w="${widths[at]}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${(text === '' ? [''] : text.split('\n')).map((line) => paragraphXml(line === '' ? '' : runXml(line, run), { line: 360, atLeast: true, grid: false, align: align ?? 'left' })).join('')}</w:tc>`
  const small = { size: 24, spacing: 0 }
  const heading = `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${columns.map((column, at) => cell(column.title, at, { ...small, font: fonts.first }, 'center')).join('')}</w:tr>`
  const lines = rows.map((row) => `<w:tr><w:trPr><w:cantSplit/></w:trPr>${columns.map((column, at) => cell(row[at] ?? '', at, small, column.align)).join('')}</w:tr>`)
  return `<w:tbl><w:tblPr><w:tblW w:w="${textWidth}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${tableBorder}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${heading}${lines.join('')}</w:tbl>${paragraphXml('', { line: 200, grid: false })}`
}

function blockXml(block: OfficialBlock): string {
  if (block.kind === 'table') return tableXml(block)
  if (block.kind === 'heading') return paragraphXml(runXml(block.text, { font: headingFonts[block.level] }), { first: twoIn, keepNext: true })
  return block.text.split('\n').filter((line) => line.trim() !== '').map((line) => paragraphXml(runXml(line), { first: twoIn })).join('')
}

const titleXml = (title: string): string => title.split('\n').flatMap(titleLines).map((line) => paragraphXml(runXml(line, { font: fonts.title, size: 44, spacing: 0 }), { align: 'center', line: 700, keepNext: true })).join('')

/** Red issuer, number, and the red line under them; a paper to a superior names who answers for it at the right. */
function redHeadXml(head: NonNullable<OfficialPaper['redHead']>): string {
  const size = Math.min(124, Math.floor((textWidth / 20 / [...head.issuer].length) * 2 * 0.96))
  const line = `<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="8" w:color="FF0000"/></w:pBdr>`
  const mark = paragraphXml(runXml(head.issuer, { font: fonts.title, size, colour: 'FF0000', spacing: 0 }), { align: 'center', line: Math.round(size * 13), atLeast: true })
  const numbered = head.answeredBy === undefined
    ? paragraphXml(head.number === null ? '' : runXml(head.number), { align: 'center', border: line })
    : paragraphXml(`${runXml(`　${head.number ?? ''}\t签发人：`)}${runXml(head.answeredBy, { font: fonts.second })}`, { align: 'left', border: `${line}<w:tabs><w:tab w:val="right" w:pos="${textWidth - character}"/></w:tabs>` })
  return `${mark}${emptyLine}${emptyLine}${numbered}${emptyLine}${emptyLine}`
}

function attachmentsXml(names: readonly string[]): string {
  if (names.length === 0) return ''
  // Wrapped lines stand under the first character of the name.
  if (names.length === 1) return `${emptyLine}${paragraphXml(runXml(`附件：${names[0]}`), { left: 5 * character, hanging: 3 * character })}`
  const numbered = (at: number) => 5 * character + (at + 1 > 9 ? 2 : 1.5) * character
  return emptyLine + names.map((name, at) => paragraphXml(runXml(`${at === 0 ? '附件：' : ''}${at + 1}.\t${name}`), { left: numbered(at), hanging: numbered(at) - (at === 0 ? 2 : 5) * character })).join('')
}

function documentXml(paper: OfficialPaper): string {
  const date = officialDate(paper.date)
  const place = signaturePlace(paper.signer, date)
  const annexes = paper.annexes ?? []
  const parts = [
    paper.redHead === undefined ? emptyLine : redHeadXml(paper.redHead),
    titleXml(paper.title),
    emptyLine,
    paper.recipient === null ? '' : paragraphXml(runXml(`${paper.recipient}：`)),
    ...paper.body.map(blockXml),
    attachmentsXml(paper.attachments ?? []),
    emptyLine,
    emptyLine,
    paragraphXml(runXml(paper.signer), { align: 'right', right: place.signer * character, keepNext: true }),
    paragraphXml(runXml(date), { align: 'right', right: place.date * character }),
    paper.note === undefined ? '' : `${emptyLine}${paragraphXml(runXml(`（${paper.note}）`), { first: twoIn, align: 'left' })}`,
    ...annexes.flatMap((annex, at) => [
      paragraphXml(runXml(`附件${annexes.length > 1 ? at + 1 : ''}`, { font: fonts.first }), { breakBefore: true, align: 'left' }),
      emptyLine,
      titleXml(annex.title),
      emptyLine,
      ...annex.body.map(blockXml),
    ]),
  ]
  const section =
    `<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/><w:pgSz w:w="${page.width}" w:h="${page.height}"/>` +
    `<w:pgMar w:top="${page.top}" w:right="${page.right}" w:bottom="${page.bottom}" w:left="${page.left}" w:header="851" w:footer="${page.footer}" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="${linePitch}"/></w:sectPr>`
  return `<w:document xmlns:w="${word}" xmlns:r="${relations}"><w:body>${parts.join('')}${section}</w:body></w:document>`
}

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const kindOf = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** Odd pages carry the number at the right, even ones at the left, each one character in: — 1 —. */
function footerXml(side: 'left' | 'right'): string {
  const font = { font: fonts.page, size: 28, spacing: 0 }
  const field = `<w:fldSimple w:instr=" PAGE ">${runXml('1', font)}</w:fldSimple>`
  return `<w:ftr xmlns:w="${word}">${paragraphXml(`${runXml('— ', font)}${field}${runXml(' —', font)}`, { align: side, [side]: 280, line: 320, atLeast: true })}</w:ftr>`
}

const stylesXml =
  `<w:styles xmlns:w="${word}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="${fonts.body}" w:hAnsi="${fonts.body}" w:eastAsia="${fonts.body}" w:cs="${fonts.body}"/><w:spacing w:val="${tighter}"/><w:sz w:val="${bodySize}"/><w:szCs w:val="${bodySize}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>` +
  `<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="${lineHeight}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`

/** A paper in the layout of GB/T 9704-2012. Pure: the same paper gives the same bytes. */
export function writeOfficialDocx(paper: OfficialPaper): Uint8Array {
  const text = (content: string) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${content}`)
  const part = (name: string, type: string) => `<Override PartName="/word/${name}.xml" ContentType="${kindOf}.${type}+xml"/>`
  const link = (id: number, type: string, target: string) => `<Relationship Id="rId${id}" Type="${relations}/${type}" Target="${target}"/>`
  return zipSync(
    {
      '[Content_Types].xml': text(`<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('document', 'document.main')}${part('styles', 'styles')}${part('settings', 'settings')}${part('footer1', 'footer')}${part('footer2', 'footer')}</Types>`),
      '_rels/.rels': text(`<Relationships xmlns="${packaged}/relationships">${link(1, 'officeDocument', 'word/document.xml')}</Relationships>`),
      'word/document.xml': text(documentXml(paper)),
      'word/styles.xml': text(stylesXml),
      'word/settings.xml': text(`<w:settings xmlns:w="${word}"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/></w:settings>`),
      'word/footer1.xml': text(footerXml('right')),
      'word/footer2.xml': text(footerXml('left')),
      'word/_rels/document.xml.rels': text(`<Relationships xmlns="${packaged}/relationships">${link(1, 'styles', 'styles.xml')}${link(2, 'settings', 'settings.xml')}${link(3, 'footer', 'footer1.xml')}${link(4, 'footer', 'footer2.xml')}</Relationships>`),
    },
    { level: 6, mtime: '2020-01-01' },
  )
}
