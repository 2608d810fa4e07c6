import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { signaturePlace, titleLines, widthOf } from './official/layout.ts'
import { officialDate, writeOfficialDocx, type OfficialPaper } from './official-docx.ts'

const paper: OfficialPaper = {
  title: '县人民医院\n改善就医感受专项行动工作周报告', recipient: '县卫生健康委员会',
  body: [
    { kind: 'heading', level: 1, text: '一、工作情况' },
    { kind: 'heading', level: 2, text: '（一）指标' },
    { kind: 'paragraph', text: '第一段 <a & b>\n第二段' },
    { kind: 'table', columns: [{ title: '项目', share: 2 }, { title: '本期', share: 1, align: 'right' }], rows: [['健康教育', '12'], ['两\n行', '']] },
  ],
  attachments: ['工作台账', '佐证材料清单'], signer: '县人民医院', date: '2026-03-09', note: '联系人：沈竹', annexes: [{ title: '工作台账', body: [] }],
}
const partsOf = (given: OfficialPaper) => Object.fromEntries(Object.entries(unzipSync(writeOfficialDocx(given))).map(([name, bytes]) => [name, strFromU8(bytes)]))
const document = (given: OfficialPaper) => partsOf(given)['word/document.xml'] ?? ''
/** Each paragraph as its text and the properties written before it. */
const paragraphs = (xml: string) => [...xml.matchAll(/<w:p>(.*?)<\/w:p>/g)].map(([, content = '']) => ({ text: [...content.matchAll(/<w:t [^>]*>(.*?)<\/w:t>|<w:tab\/>/g)].map((match) => match[1] ?? '\t').join(''), xml: content }))
const find = (xml: string, text: string) => paragraphs(xml).find((each) => each.text === text)?.xml ?? ''

test('the page is A4 with margins of 37, 35, 28 and 26 mm and lines of 22 to the page', () => {
  const xml = document(paper)
  expect(/<w:pgSz w:w="(\d+)" w:h="(\d+)"/.exec(xml)?.slice(1).map(Number)).toEqual([11906, 16838])
  const margins = /<w:pgMar w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"/.exec(xml)?.slice(1).map((twips) => Math.round((Number(twips) / 1440) * 25.4))
  expect(margins).toEqual([37, 26, 35, 28])
  expect(xml).toContain('<w:docGrid w:type="lines" w:linePitch="579"/>')
  expect(find(xml, '第二段')).toContain('w:line="560" w:lineRule="exact"')
})

test('twenty-eight characters of size 3 fill a line: the space between them is five twentieths of a point less', () => {
  const run = find(document(paper), '第二段')
  expect(run).toContain('<w:sz w:val="32"/>')
  expect(run).toContain('<w:spacing w:val="-5"/>')
  const { 'word/styles.xml': styles = '' } = partsOf(paper)
  expect(styles).toContain('<w:sz w:val="32"/>')
  const width = 11906 - 1587 - 1474
  expect([28 * (320 - 5) <= width, 29 * (320 - 5) <= width]).toEqual([true, false])
})

test('title, headings and text have their fonts, and the text begins two characters in', () => {
  const xml = document(paper)
  for (const line of ['县人民医院', '改善就医感受专项行动工作周报告']) expect(paragraphs(xml).some((each) => each.text === line && each.xml.includes('方正小标宋简体') && each.xml.includes('<w:sz w:val="44"/>') && each.xml.includes('<w:jc w:val="center"/>'))).toBe(true)
  expect(find(xml, '一、工作情况')).toContain('w:eastAsia="黑体"')
  expect(find(xml, '（一）指标')).toContain('w:eastAsia="楷体_GB2312"')
  expect(find(xml, '第一段 &lt;a &amp; b&gt;')).toMatch(/仿宋_GB2312.*w:firstLine="630"|w:firstLine="630".*仿宋_GB2312/)
  expect(find(xml, '县卫生健康委员会：')).not.toContain('firstLine')
})

test('the page number stands outside, — 1 —, at the right of odd pages and the left of even ones', () => {
  const parts = partsOf(paper)
  expect(parts['word/settings.xml']).toContain('<w:evenAndOddHeaders/>')
  expect(parts['word/document.xml']).toMatch(/w:type="default" r:id="rId3".*w:type="even" r:id="rId4"/)
  const [odd = '', even = ''] = [parts['word/footer1.xml'], parts['word/footer2.xml']]
  expect([/<w:jc w:val="(\w+)"/.exec(odd)?.[1], /<w:jc w:val="(\w+)"/.exec(even)?.[1]]).toEqual(['right', 'left'])
  for (const footer of [odd, even]) expect(footer).toMatch(/>— <.*PAGE.*> —</)
  expect(odd).toContain('<w:sz w:val="28"/>')
})

test('a table fills the width, repeats its headings, and its lines are closer than the grid', () => {
  const xml = document(paper)
  const grid = [...xml.matchAll(/<w:gridCol w:w="(\d+)"\/>/g)].map((match) => Number(match[1]))
  expect(grid[0]).toBeCloseTo((grid[1] ?? 0) * 2, -1)
  expect(grid.reduce((sum, width) => sum + width, 0)).toBeCloseTo(8845, -1)
  expect(xml).toContain('<w:tblHeader/>')
  expect(find(xml, '12')).toContain('<w:jc w:val="right"/>')
  expect(find(xml, '健康教育')).toContain('<w:snapToGrid w:val="0"/>')
  expect([find(xml, '两'), find(xml, '行')].every((each) => each !== '')).toBe(true)
})

test('attachments are numbered without a stop, the annexes begin on pages of their own', () => {
  const xml = document(paper)
  expect(paragraphs(xml).map((each) => each.text).filter((text) => /附件|^2\./.test(text))).toEqual(['附件：1.\t工作台账', '2.\t佐证材料清单', '附件'])
  expect(find(xml, '附件')).toContain('<w:pageBreakBefore/>')
  expect(paragraphs(document({ ...paper, attachments: ['名册'], annexes: [] })).map((each) => each.text)).toContain('附件：名册')
})

test('the date stands four characters from the edge, without zeros in front, and the signer over its middle', () => {
  expect(officialDate('2026-03-09')).toBe('2026年3月9日')
  expect(widthOf('2026年3月9日')).toBe(6)
  const place = signaturePlace('县人民医院', '2026年3月9日')
  expect(place).toEqual({ signer: 4.5, date: 4 })
  const long = signaturePlace('青禾市云溪县妇幼保健计划生育服务中心', '2026年3月9日')
  expect(long).toEqual({ signer: 2, date: 8 })
  expect(find(document(paper), '2026年3月9日')).toContain('w:right="1260"')
})

test('a long title is parted near its middle, never inside a number or before a particle', () => {
  expect(titleLines('关于表扬先进的通报')).toEqual(['关于表扬先进的通报'])
  for (const title of ['关于改善就医感受专项行动第一阶段工作情况的通报及下一步安排', '青禾市云溪县人民医院2026年第12周改善就医感受行动工作周报告']) {
    const lines = titleLines(title)
    expect(lines.length).toBe(2)
    expect(lines.join('')).toBe(title)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(20)
    expect(lines[1]).not.toMatch(/^[的了及，。]/)
    expect(/[0-9]$/.test(lines[0] ?? '') && /^[0-9]/.test(lines[1] ?? '')).toBe(false)
  }
})

test('a red head is as wide as the text allows, its line spans the width, a paper to a superior names who answers', () => {
  const issued = document({ ...paper, redHead: { issuer: '县卫生健康委员会文件', number: '云卫字〔2026〕12号' } })
  expect(find(issued, '县卫生健康委员会文件')).toContain('<w:color w:val="FF0000"/>')
  expect(find(issued, '云卫字〔2026〕12号')).toMatch(/w:color="FF0000".*<w:jc w:val="center"\/>/)
  const upwards = document({ ...paper, redHead: { issuer: '县卫生健康委员会文件', number: '云卫字〔2026〕12号', answeredBy: '顾云澜' } })
  expect(paragraphs(upwards).find((each) => each.text.includes('签发人：顾云澜'))?.xml).toContain('w:eastAsia="楷体_GB2312"')
})

test('the same paper gives the same bytes', () => {
  expect(Buffer.from(writeOfficialDocx(paper)).equals(Buffer.from(writeOfficialDocx(paper)))).toBe(true)
})
