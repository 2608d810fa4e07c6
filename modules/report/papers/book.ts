import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import { officialDate } from '../../../server/platform/official-docx.ts'
import { writeBook, type Sheet } from '../../../server/platform/xlsx.ts'
import type { LineContent, PackContent, Parts, SectionContent } from '../rules/content.ts'
import { printTarget } from '../rules/figures.ts'
import { printPeriod } from '../rules/suggest.ts'

/** Who signed it; null for a draft. */
export type Signed = { readonly name: string; readonly post: string; readonly at: string; readonly sha256: string }

/** A figure as a number to the line's decimals, so that a spreadsheet can go on counting; none is a dash. */
export const numberOf = (parts: Parts | null, line: LineContent): number | string => (parts === null || parts.value === null ? '—' : Number(parts.value.toFixed(line.decimals)))

export const placeWords = { missing: '未报', submitted: '已报待审', accepted: '已通过', returned: '已退回' } as const
export const timeWord = (onTime: boolean | null): string => (onTime === null ? '' : onTime ? '按时' : '迟报')
export const instantWord = (instant: string | null): string => (instant === null ? '' : `${shanghaiDate(instant)} ${shanghaiTime(instant)}`)

function formSheet(content: PackContent, section: Extract<SectionContent, { kind: 'table' }>, signed: Signed | null): Sheet {
  return {
    sheet: section.title.zh,
    title: `${content.plan.title}${content.form.name.zh.replace(/报告$|总结$/, '')}报表`,
    lead: [[`填报单位：${content.body.name}`, `统计时间：${printPeriod(content.window)}`], [`报表：${content.form.name.zh}（第${content.revision}版）`, `数据截至：${instantWord(content.asOf)}`]],
    groups: [['', 3], ['完成情况', 2], ['', 2]],
    form: true,
    columns: [
      { key: 'n', title: '序号', width: 7, type: 'serial' }, { key: 'label', title: '项目', width: 34 }, { key: 'unit', title: '单位', width: 8 }, { key: 'period', title: '本期', width: 12, type: 'number' }, { key: 'cumulative', title: '累计', width: 12, type: 'number' },
      { key: 'target', title: '目标', width: 12 }, { key: 'note', title: '备注', width: 40 },
    ],
    rows: section.lines.map((line, at) => ({ n: at + 1, label: line.label.zh, unit: line.unit, period: line.how === 'text' ? '' : numberOf(line.period, line), cumulative: line.how === 'text' ? '' : numberOf(line.cumulative, line), target: printTarget(line), note: line.note })),
    foot: [['填报人：', `负责人：${signed === null ? '' : `${signed.name}（电子签名）`}`], [`日期：${signed === null ? '' : officialDate(shanghaiDate(signed.at))}`, '（盖章）']],
  }
}

function ledgerSheet(section: Extract<SectionContent, { kind: 'ledger' }>): Sheet {
  const width = (key: string) => ({ duty: 44, clause: 22, title: 30, description: 40, due: 13, on: 13 })[key] ?? 14
  return {
    sheet: section.title.zh, title: section.left === 0 ? section.title.zh : `${section.title.zh}（另有${section.left}条未列出）`,
    columns: [{ key: '#', title: '序号', width: 7, type: 'serial' }, ...section.columns.map((column) => ({ key: column.key, title: column.label.zh, width: width(column.key), ...(column.key === 'on' || column.key === 'due' ? { type: 'date' as const } : {}) }))],
    rows: section.rows.map((row, at) => ({ '#': at + 1, ...row })), form: true, ...(section.rows.length === 0 ? { foot: [['本期没有记录。']] } : {}),
  }
}

const evidenceSheet = (section: Extract<SectionContent, { kind: 'evidence' }>): Sheet => ({
  sheet: section.title.zh, title: section.left === 0 ? section.title.zh : `${section.title.zh}（另有${section.left}份未列出）`,
  columns: [{ key: '#', title: '序号', width: 7, type: 'serial' }, { key: 'name', title: '材料名称', width: 34 }, { key: 'proves', title: '证明事项', width: 40 }, { key: 'on', title: '提交日期', width: 13, type: 'date' }, { key: 'sha256', title: '校验码（SHA-256）', width: 68 }],
  rows: section.files.map((file, at) => ({ '#': at + 1, name: file.name, proves: file.proves, on: file.on, sha256: file.sha256 })), form: true, ...(section.files.length === 0 ? { foot: [['本期没有佐证材料。']] } : {}),
})

const summarySheet = (section: Extract<SectionContent, { kind: 'summary' }>): Sheet => ({
  sheet: section.title.zh, title: section.title.zh, form: true, columns: [{ key: 'label', title: '内容', width: 24 }, { key: 'text', title: '文字', width: 110 }], rows: section.fields.map((field) => ({ label: field.label.zh, text: field.text })),
})

export const bodiesSheet = (content: PackContent): Sheet => ({
  sheet: '各单位报送情况', title: '各单位报送情况',
  columns: [{ key: '#', title: '序号', width: 7, type: 'serial' }, { key: 'name', title: '单位', width: 36 }, { key: 'place', title: '状态', width: 12 }, { key: 'time', title: '时限', width: 10 }, { key: 'at', title: '报送时间', width: 18 }, { key: 'revision', title: '版次', width: 8, type: 'integer' }, { key: 'imported', title: '来源', width: 12 }],
  rows: (content.bodies ?? []).map((body, at) => ({ '#': at + 1, name: body.name, place: placeWords[body.place], time: timeWord(body.onTime), at: instantWord(body.submittedAt), revision: body.place === 'missing' ? null : body.revision, imported: body.imported ? '报表包' : '本系统' })),
})

/** The official form as a book: figures first, then ledgers, evidence, words, and for a roll-up who reported. */
export function reportBook(content: PackContent, signed: Signed | null): Uint8Array {
  const order = { table: 0, ledger: 1, evidence: 2, summary: 3 } as const
  const sheets = content.sections.toSorted((a, b) => order[a.kind] - order[b.kind]).map((section): Sheet => {
    if (section.kind === 'table') return formSheet(content, section, signed)
    if (section.kind === 'ledger') return ledgerSheet(section)
    return section.kind === 'evidence' ? evidenceSheet(section) : summarySheet(section)
  })
  return writeBook(content.bodies === null ? sheets : [...sheets, bodiesSheet(content)])
}
