import type { z } from 'zod'
import { writeBook, type Sheet, type SheetColumn } from '../../server/platform/xlsx.ts'
import type { ResultsView } from './contract.ts'
import type { Shown } from './rules/score.ts'

type Results = z.input<typeof ResultsView>
const scoreColumns: readonly SheetColumn[] = [{ key: 'score', type: 'number', title: '得分', width: 10 }, { key: 'from', type: 'number', title: '95%区间下限', width: 14 }, { key: 'to', type: 'number', title: '95%区间上限', width: 14 }, { key: 'sheets', type: 'integer', title: '份数', width: 10 }, { key: 'why', title: '说明', width: 20 }]
const responseColumns: readonly SheetColumn[] = [{ key: 'asked', type: 'integer', title: '发出', width: 10 }, { key: 'answered', type: 'integer', title: '收回', width: 10 }, { key: 'open', type: 'integer', title: '还可回答', width: 12 }, { key: 'lapsed', type: 'integer', title: '到期未答', width: 12 }, { key: 'rate', type: 'number', title: '回答率（%）', width: 14 }]
const named = (title: string): SheetColumn => ({ key: 'name', title, width: 34 })

/** Rule SV-18: what is withheld on the screen is withheld in the file, too. */
export function resultsBook(view: Results): Uint8Array {
  const scored = ({ score, from, to, sheets }: Shown) => ({ score, from, to, sheets, why: score === null ? `不足${view.smallest}份，不显示` : '' })
  const lead = [[`${view.institutionName}　${view.from} 至 ${view.to}`, `满分100；少于${view.smallest}份不显示`]]
  const sheet = (name: string, columns: readonly SheetColumn[], rows: Sheet['rows']): Sheet => ({ sheet: name, title: `${view.name.zh}：${name}`, lead, columns, rows })
  return writeBook([
    sheet('总分和各维度', [named('维度'), ...scoreColumns], [{ name: '总分', ...scored(view.total) }, ...view.dimensions.map((line) => ({ name: line.name.zh, ...scored(line) }))]),
    sheet('各题', [named('题目'), ...scoreColumns, { key: 'na', type: 'integer', title: '不适用', width: 10 }], view.items.map((line) => ({ name: line.name.zh, ...scored(line), na: line.notApplicable }))),
    sheet('各科室', [named('科室'), ...scoreColumns, ...responseColumns], view.departments.map(({ departmentId, name, total, ...response }) => ({ name: departmentId === null ? '份数少的科室合计' : name, ...scored(total), ...response }))),
    sheet('按月', [named('月份'), ...scoreColumns], view.months.map(({ month, total }) => ({ name: month, ...scored(total) }))),
    sheet('回答率', [named('怎样请的'), ...responseColumns], [...view.ways.map(({ way: _way, name, ...response }) => ({ name: name.zh, ...response })), { name: '合计', ...view.response }]),
  ])
}
