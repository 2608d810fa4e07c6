import { shanghaiDate } from '../../../kernel/instant.ts'
import { officialDate, writeOfficialDocx, type OfficialBlock } from '../../../server/platform/official-docx.ts'
import type { LineContent, PackContent, SectionContent } from '../rules/content.ts'
import { countBodies, printFigure, printTarget } from '../rules/figures.ts'
import { printPeriod } from '../rules/suggest.ts'
import { instantWord, placeWords, timeWord, type Signed } from './book.ts'

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三']

const first = (at: number, text: string): OfficialBlock => ({ kind: 'heading', level: 1, text: `${numerals[at] ?? at + 1}、${text}` })
const second = (at: number, text: string): OfficialBlock => ({ kind: 'heading', level: 2, text: `（${numerals[at] ?? at + 1}）${text}` })
const paragraph = (text: string): OfficialBlock => ({ kind: 'paragraph', text })

function figuresTable(lines: readonly LineContent[]): OfficialBlock[] {
  const figures = lines.filter((line) => line.how !== 'text')
  const words = lines.filter((line) => line.how === 'text' && line.note !== '')
  return [
    {
      kind: 'table',
      columns: [{ title: '序号', share: 1, align: 'center' }, { title: '项目', share: 3.5 }, { title: '本期', share: 1.4, align: 'right' }, { title: '累计', share: 1.4, align: 'right' }, { title: '目标', share: 1.5, align: 'center' }, { title: '备注', share: 2 }],
      rows: figures.map((line, at) => [String(at + 1), line.label.zh, printFigure(line.period, line), printFigure(line.cumulative, line), printTarget(line), line.note]),
    },
    ...words.map((line) => paragraph(`${line.label.zh}：${line.note}`)),
  ]
}

function bodiesBlocks(bodies: NonNullable<PackContent['bodies']>): OfficialBlock[] {
  const counts = countBodies(bodies)
  const late = bodies.filter((body) => body.place === 'missing' || body.place === 'returned' || body.onTime === false)
  return [
    paragraph(`应报单位${counts.asked}家，已报${counts.in}家，其中按时${counts.onTime}家、迟报${counts.late}家；未报${counts.missing}家，退回重报${counts.returned}家。`),
    ...(late.length === 0 ? [] : [{ kind: 'table', columns: [{ title: '序号', share: 1, align: 'center' }, { title: '单位', share: 4 }, { title: '状态', share: 1.6, align: 'center' }, { title: '时限', share: 1.2, align: 'center' }, { title: '报送时间', share: 2.2, align: 'center' }], rows: late.map((body, at) => [String(at + 1), body.name, placeWords[body.place], timeWord(body.onTime), instantWord(body.submittedAt)]) } as const]),
  ]
}

type Annex = { readonly title: string; readonly body: readonly OfficialBlock[] }

function annexOf(section: SectionContent): Annex[] {
  if (section.kind === 'ledger') {
    if (section.rows.length === 0) return []
    const share = (key: string) => ({ duty: 4, clause: 2.4, description: 3.4, title: 3 })[key] ?? 1.5
    return [{
      title: section.title.zh,
      body: [
        { kind: 'table', columns: [{ title: '序号', share: 1, align: 'center' }, ...section.columns.map((column) => ({ title: column.label.zh, share: share(column.key) }))], rows: section.rows.map((row, at) => [String(at + 1), ...section.columns.map((column) => row[column.key] ?? '')]) },
        ...(section.left === 0 ? [] : [paragraph(`另有${section.left}条未列出。`)]),
      ],
    }]
  }
  if (section.kind !== 'evidence' || section.files.length === 0) return []
  return [{
    title: section.title.zh,
    body: [
      { kind: 'table', columns: [{ title: '序号', share: 1, align: 'center' }, { title: '材料名称', share: 3 }, { title: '证明事项', share: 3.4 }, { title: '日期', share: 1.6, align: 'center' }, { title: '校验码', share: 2, align: 'center' }], rows: section.files.map((file, at) => [String(at + 1), file.name, file.proves, file.on, file.sha256.slice(0, 16)]) },
      paragraph(`校验码为文件内容SHA-256的前16位，全文见报表包中的清单。${section.left === 0 ? '' : `另有${section.left}份未列出。`}`),
    ],
  }]
}

/** The report as an official paper: figures and words in the body, ledgers and evidence as annexes. */
export function reportDocument(content: PackContent, signed: Signed | null): Uint8Array {
  const body: OfficialBlock[] = []
  let heading = 0
  if (content.bodies !== null) body.push(first(heading++, '各单位报送情况'), ...bodiesBlocks(content.bodies))
  for (const section of content.sections) {
    if (section.kind === 'table') body.push(first(heading++, section.title.zh), ...figuresTable(section.lines))
    if (section.kind === 'summary') {
      const written = section.fields.filter((field) => field.text.trim() !== '')
      if (written.length === 0) continue
      body.push(first(heading++, section.title.zh))
      for (const [at, field] of written.entries()) body.push(second(at, field.label.zh), paragraph(field.text))
    }
  }
  const annexes = content.sections.flatMap(annexOf)
  return writeOfficialDocx({
    title: `${content.body.name}\n${content.plan.title}${content.form.title}\n（${printPeriod(content.window)}${signed === null ? '，草稿' : ''}）`,
    // Nobody writes to oneself: what a commission sums of its own campaign goes to whoever it is sent to.
    recipient: content.plan.issuer === '' || content.plan.issuer === content.body.name ? null : content.plan.issuer,
    body, attachments: annexes.map((annex) => annex.title), signer: content.body.name, date: shanghaiDate(signed?.at ?? content.asOf), annexes,
    note: signed === null ? '草稿，未经负责人签字' : `负责人：${signed.name}（${signed.post}），${officialDate(shanghaiDate(signed.at))}电子签名，内容校验码${signed.sha256.slice(0, 16)}`,
  })
}
