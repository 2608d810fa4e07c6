import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import { officialDate, writeOfficialDocx, type OfficialBlock } from '../../../server/platform/official-docx.ts'
import { isComplaints, type BulletinContent, type ComplaintContent, type WorkContent } from '../rules/content.ts'
import { fieldNames } from '../rules/names.ts'
import { columnNames, leastVisits, printCell, smallest, type ColumnKey } from '../rules/shown.ts'

const numerals = ['一', '二', '三', '四', '五', '六']

/** Published with its number, or a draft without. */
export type Issued = { readonly number: string; readonly publishedAt: string } | null

const handled: readonly ColumnKey[] = ['complaints', 'tips', 'others', 'perVisits', 'acceptRate', 'answerRate', 'solvedRate', 'satisfiedRate']
const rectified: readonly ColumnKey[] = ['substantiated', 'reopened', 'overdue', 'problemsEntered', 'problemsSignedOff', 'problemsOverdue', 'rechecked', 'slidBack']

/** Narrow columns; the note says the units. */
const heading = (key: ColumnKey): string => ({ others: '建议咨询等', perVisits: '每万人次投诉' } as Partial<Record<ColumnKey, string>>)[key] ?? columnNames[key].zh

function table(content: ComplaintContent, columns: readonly ColumnKey[]): OfficialBlock {
  return {
    kind: 'table',
    columns: [{ title: '序号', share: 0.9, align: 'center' }, { title: '单位', share: 3.6 }, ...columns.map((key) => ({ title: heading(key), share: 1.25, align: 'center' as const }))],
    rows: [
      ['', '合计', ...columns.map((key) => printCell(content.total[key], key))],
      ...content.bodies.map((body, at) => [String(at + 1), body.name, ...columns.map((key) => printCell(body.cells[key], key))]),
    ],
  }
}

const note = (content: ComplaintContent): OfficialBlock => ({
  kind: 'paragraph',
  text: `注：1.各项数量的单位为件或项，比率为%，“每万人次投诉”为每万诊疗人次的投诉件数。统计期间为${officialDate(content.window.fromOn)}至${officialDate(content.window.toOn)}，“超期”为截至${officialDate(shanghaiDate(content.asOf))}${shanghaiTime(content.asOf)}的情况。\n2.“*”表示数量较小（涉及个人的件数为1至${smallest - 1}，或计算比率的件数不足${smallest}、诊疗不足${leastVisits}人次），为保护个人信息不公布；仅有一家如此时，另一家一并不公布。“—”表示没有可计算的数据。`,
})

type Annex = { readonly title: string; readonly body: OfficialBlock[] }

const annexesOfComplaints = (content: ComplaintContent): Annex[] => [
  { title: '各单位投诉举报办理情况', body: [table(content, handled)] },
  { title: '各单位查实和问题整改情况', body: [table(content, rectified), note(content)] },
]

function annexesOfWork(content: WorkContent): Annex[] {
  const until: OfficialBlock = { kind: 'paragraph', text: `注：数据截至${officialDate(shanghaiDate(content.asOf))}${shanghaiTime(content.asOf)}，由系统按事实自动计算。“—”表示没有可计算的数据。` }
  return content.tables.map((each, at) => ({
    title: each.title,
    body: [
      {
        kind: 'table',
        columns: [{ title: '序号', share: 0.9, align: 'center' }, { title: '单位', share: 4.2 }, ...each.columns.map((title) => ({ title, share: 1.7, align: 'center' as const }))],
        rows: each.rows.map((row, line) => [row.institutionId === null ? '' : String(line + (each.rows[0]?.institutionId === null ? 0 : 1)), row.name, ...row.cells]),
      },
      ...(at === content.tables.length - 1 ? [until] : []),
    ],
  }))
}

/** The bulletin as an official paper: passages in the body, institutions in annexes. The same content gives the same bytes. */
export function bulletinDocument(content: BulletinContent, issued: Issued): Uint8Array {
  const correction: OfficialBlock[] = content.changeNote === null ? [] : [{ kind: 'paragraph', text: `本通报为第${content.version}版，对此前发布的内容作了更正，以本版为准。更正说明：${content.changeNote}` }]
  const body = content.passages.flatMap((passage, at): OfficialBlock[] => [{ kind: 'heading', level: 1, text: `${numerals[at] ?? at + 1}、${fieldNames[passage.key].zh}` }, { kind: 'paragraph', text: passage.text }])
  const annexes = isComplaints(content) ? annexesOfComplaints(content) : annexesOfWork(content)
  return writeOfficialDocx({
    redHead: { issuer: content.issuer.name, number: issued?.number ?? null },
    title: issued === null ? `${content.title}\n（草稿）` : content.title,
    recipient: '各医疗卫生机构',
    body: [...correction, ...body],
    attachments: annexes.map((annex) => annex.title),
    signer: content.issuer.name,
    date: shanghaiDate(issued?.publishedAt ?? content.asOf),
    annexes,
    ...(issued === null ? { note: '草稿，未经审签，不得外传' } : {}),
  })
}
