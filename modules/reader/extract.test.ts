import { AlignmentType, Document, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow } from 'docx'
import { zipSync, strToU8 } from 'fflate'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { extractText, ExtractError } from './extract.ts'
import { pageText } from './pdf-lines.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const codeOf = async (bytes: Uint8Array): Promise<string> => {
  try {
    await extractText(bytes, '方案.txt')
    return 'taken'
  } catch (cause) {
    expect(cause).toBeInstanceOf(ExtractError)
    expect((cause as ExtractError).message).toMatch(/^文件“方案\.txt”.*；没有保存任何内容，请/)
    return (cause as ExtractError).code
  }
}

/** A PDF of one page by hand: `content` is its page description. */
function aPdf(content: string): Uint8Array {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>', `<</Length ${content.length}>>\nstream\n${content}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
  let out = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = out.length
    out += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  return utf8(`${out}xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF`)
}

describe('plain text', () => {
  test.each([
    ['UTF-8', utf8('一、改善服务')],
    ['UTF-8 with a byte order mark', utf8('\ufeff一、改善服务')],
    ['GB18030', Uint8Array.from(iconv.encode('一、改善服务', 'gb18030'))],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, ...iconv.encode('一、改善服务', 'utf16le')])],
  ])('RD-31 %s is read, whatever the name says', async (_, bytes) => {
    expect(await extractText(bytes, '方案.docx')).toEqual({ text: '一、改善服务', kind: 'txt', warnings: [] })
  })
})

describe('docx', () => {
  test('RD-30 paragraphs are lines and rows of a table are lines with tabs', async () => {
    const cells = (...texts: string[]): TableRow => new TableRow({ children: texts.map((text) => new TableCell({ children: [new Paragraph(text)] })) })
    const document = new Document({ sections: [{ children: [new Paragraph('改善服务方案'), new Paragraph('一、目标 & <要求>'), new Table({ rows: [cells('姓名', '职务'), cells('王某某', '局长')] })] }] })
    const read = await extractText(await Packer.toBuffer(document), 'x.txt')
    expect(read).toMatchObject({ kind: 'docx', warnings: [] })
    expect(read.text.split('\n').filter((line) => line !== '')).toEqual(['改善服务方案', '一、目标 & <要求>', '姓名\t职务', '王某某\t局长'])
  })

  test('RD-34 automatic numbers are written into the text and said', async () => {
    const level = (at: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({ level: at, format, text, alignment: AlignmentType.START })
    const document = new Document({
      numbering: { config: [{ reference: 'plan', levels: [level(0, LevelFormat.CHINESE_COUNTING, '%1、'), level(1, LevelFormat.CHINESE_COUNTING, '（%2）'), level(2, LevelFormat.DECIMAL, '%3.')] }] },
      sections: [{ children: [['目标', 0], ['任务', 0], ['预约', 1], ['时段', 2], ['号源', 2], ['投诉', 1], ['台账', 2], ['要求', 0]].map(([text, at]) => new Paragraph({ text: String(text), numbering: { reference: 'plan', level: Number(at) } })) }],
    })
    const read = await extractText(await Packer.toBuffer(document), '方案.docx')
    expect(read.text.trim().split('\n')).toEqual(['一、目标', '二、任务', '（一）预约', '1.时段', '2.号源', '（二）投诉', '1.台账', '三、要求'])
    expect(read.warnings).toHaveLength(1)
  })
})

describe('pdf', () => {
  test('RD-30 a text layer is read line by line', async () => {
    const read = await extractText(aPdf('BT /F1 12 Tf 20 200 Td (First line of the plan) Tj 0 -20 Td (Second line) Tj ET'), '方案')
    expect(read).toEqual({ text: 'First line of the plan\nSecond line', kind: 'pdf', warnings: [] })
  })

  test('RD-32 a grid blank vanishes, a gap of a roster stays', () => {
    const item = (str: string, left: number, base: number) => ({ str, transform: [12, 0, 0, 12, left, base], width: str.length * 12, height: 12, hasEOL: false })
    expect(pageText([item('卫 生 健 康 委', 0, 100), item('组长：', 0, 80), item('王某', 36, 80), item('局长', 100, 80), item('副局', 130, 80)])).toBe('卫生健康委\n组长：王某  局长副局')
  })
})

describe('refusals', () => {
  test('RD-33 a package is bounded at 64 MB of text parts; pictures do not count, a lying directory does not help', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(70 * 1024 * 1024) }, { level: 9 })
    expect(await codeOf(bomb)).toBe('too_large')
    expect(await codeOf(zipSync({ 'word/media/a.bin': new Uint8Array(70 * 1024 * 1024) }, { level: 9 }))).toBe('unknown')
    const lying = Buffer.from(bomb)
    lying.writeUInt32LE(1000, lying.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24)
    const before = process.memoryUsage().arrayBuffers
    expect(await codeOf(lying)).toBe('damaged')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024)
  })

  test.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['blanks only', utf8(' \n\t\u3000\n'), 'empty'],
    ['more than 20 MB', new Uint8Array(20 * 1024 * 1024 + 1).fill(0x41), 'too_large'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'unknown'],
    ['a zip without a document', zipSync({ 'a.txt': strToU8('x') }), 'unknown'],
    ['a torn zip', Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), 'damaged'],
    ['a bomb', zipSync({ 'word/document.xml': new Uint8Array(70 * 1024 * 1024) }, { level: 9 }), 'too_large'],
    ['a locked office file', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...iconv.encode('EncryptedPackage', 'utf16le')]), 'encrypted'],
    ['an old spreadsheet', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...iconv.encode('Workbook', 'utf16le')]), 'unknown'],
    ['a torn doc', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...iconv.encode('WordDocument', 'utf16le')]), 'damaged'],
    ['a scanned pdf', aPdf('0 0 10 10 re f'), 'scanned'],
    ['a torn pdf', utf8('%PDF-1.4\nnothing'), 'damaged'],
    ['rich text', utf8('{\\rtf1 text}'), 'unknown'],
  ])('RD-35 %s is refused with a code and a sentence', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code)
  })
})
