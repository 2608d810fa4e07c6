import type { Download } from '../../server/platform/app.ts'
import { shanghaiDate } from '../../kernel/instant.ts'
import { writeBook, xlsxMediaType, type Sheet, type SheetColumn, type SheetRow } from '../../server/platform/xlsx.ts'
import type { Appraisal } from './commands/appraisal.ts'
import type { Counts } from './rules/appraisal.ts'
import { itemWords } from './rules/appraisal-words.ts'
import { printShare } from './rules/league.ts'

const verdictWords = { met: '改判为已落实', unmet: '改判为未落实', waived: '免除' } as const
const outcomeWords = { confirmed: '确认', not_confirmed: '未予确认' } as const
const integer = (key: string, title: string): SheetColumn => ({ key, title, width: 9, type: 'integer' })
const countColumns: readonly SheetColumn[] = [integer('met', '按时'), integer('late', '迟办'), integer('unmet', '未落实'), integer('overdue', '逾期'), integer('due', '未到期'), integer('waived', '免除'), { key: 'share', title: '完成率', width: 10 }, integer('claimed', '自评'), integer('overclaim', '高于事实'), integer('underclaim', '低于事实')]
const countCells = (counts: Counts): SheetRow => ({ ...counts, share: printShare({ met: counts.met, n: counts.met + counts.late + counts.unmet + counts.overdue }) })

function scoreSheet(one: Appraisal, lead: readonly (readonly string[])[]): Sheet {
  const { scored, weights } = one
  return {
    sheet: '得分', title: `${one.year}年度考评表`, lead, form: true,
    columns: [{ key: 'item', title: '项目', width: 30 }, integer('count', '数量'), { key: 'weight', title: '每项分值', width: 12, type: 'number' }, { key: 'points', title: '得分', width: 12, type: 'number' }],
    rows: scored.lines.map((line) => ({ item: itemWords[line.item].zh, count: line.count, weight: line.weight, points: line.points })),
    foot: [
      [`合计 ${scored.points} 分；全部按时落实为 ${scored.full} 分`, scored.score === null ? '没有应当办完的事项，不计得分' : `得分 ${scored.score}（百分制）`],
      [weights.isStandard ? '权重：系统默认' : `权重：${weights.setByName ?? ''} ${weights.setAt === null ? '' : shanghaiDate(weights.setAt)} 设定，${weights.reason ?? ''}`],
      ['考评人（签字）：', '单位负责人（签字）：', '日期：'],
    ],
  }
}

/** The appraisal as a book: the score to be signed, and beside it what it was counted from. */
export function appraisalBook(one: Appraisal): Download {
  const lead = [[`单位：${one.name}`, `年度：${one.year}年`, `数据截至：${shanghaiDate(one.at)}`]]
  const sheets: Sheet[] = [
    scoreSheet(one, lead),
    {
      sheet: '各行动完成情况', title: `${one.year}年各行动完成情况`, lead, columns: [{ key: 'plan', title: '专项行动', width: 34 }, { key: 'part', title: '部分', width: 30 }, ...countColumns],
      rows: one.plans.flatMap((plan) => [...plan.parts.map((part) => ({ plan: plan.title, part: `${part.printed}${part.title}`, ...countCells(part.counts) })), { plan: plan.title, part: '合计', ...countCells(plan.total) }]),
    },
    { sheet: '分季度', title: `${one.year}年分季度完成情况`, lead, columns: [{ key: 'quarter', title: '季度', width: 12 }, ...countColumns], rows: one.quarters.map(({ quarter, counts }) => ({ quarter: `第${quarter}季度`, ...countCells(counts) })) },
    {
      sheet: '抽查', title: `${one.year}年抽查结果`, lead, columns: [{ key: 'plan', title: '专项行动', width: 30 }, { key: 'text', title: '任务', width: 50 }, { key: 'dueOn', title: '到期', width: 12, type: 'date' }, { key: 'outcome', title: '结果', width: 12 }, { key: 'remark', title: '查到的情况', width: 40 }, { key: 'by', title: '抽查人', width: 12 }],
      rows: one.checks.rows.map((row) => ({ plan: row.planTitle, text: row.text, dueOn: row.dueOn, outcome: row.outcome === null ? '待查' : outcomeWords[row.outcome], remark: row.remark, by: row.checkedByName })),
    },
    {
      sheet: '改判与免除', title: `${one.year}年改判与免除`, lead, columns: [{ key: 'plan', title: '专项行动', width: 30 }, { key: 'text', title: '任务', width: 50 }, { key: 'verdict', title: '决定', width: 14 }, { key: 'reason', title: '原因', width: 40 }, { key: 'by', title: '决定人', width: 12 }, { key: 'on', title: '日期', width: 12, type: 'date' }, { key: 'revoked', title: '撤销', width: 24 }],
      rows: one.overrides.map((row) => ({ plan: row.planTitle, text: row.text, verdict: verdictWords[row.verdict], reason: row.reason, by: row.byName, on: shanghaiDate(row.at), revoked: row.revokedAt === null ? '' : `${shanghaiDate(row.revokedAt)} ${row.revokedReason ?? ''}` })),
    },
  ]
  return { name: `${one.name.replaceAll(/[/\\:*?"<>|]/g, ' ')}${one.year}年度考评表.xlsx`, mediaType: xlsxMediaType, bytes: writeBook(sheets) }
}
