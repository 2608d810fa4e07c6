import type { z } from 'zod'
import { writeBook, writeXlsx, type Sheet } from '../../server/platform/xlsx.ts'
import type { DoubleTen, RankTableView } from './contract/rank.ts'
import type { ratioContract } from './contract/ratio.ts'

type TableView = z.input<typeof RankTableView>
const yuan = (cents: number | null): number | null => (cents === null ? null : cents / 100)

const rankColumns = [
  { key: 'rank', type: 'number', title: '名次', width: 8 }, { key: 'tied', title: '并列', width: 8 }, { key: 'name', title: '名称', width: 32 }, { key: 'code', title: '编码', width: 22 }, { key: 'amount', type: 'number', title: '金额（元）', width: 14 }, { key: 'share', type: 'number', title: '占比（%）', width: 10 },
  { key: 'volume', type: 'number', title: '用量', width: 12 }, { key: 'price', type: 'number', title: '均价（元）', width: 12 }, { key: 'priceBefore', type: 'number', title: '上月均价（元）', width: 14 }, { key: 'ddds', type: 'number', title: 'DDDs', width: 10 }, { key: 'was', title: '上月名次', width: 10 },
] as const

const rankSheet = (name: string, title: string, lead: string, rows: TableView['amount']): Sheet => ({
  sheet: name, title, lead: [[lead]], columns: rankColumns,
  rows: rows.map((row) => ({ rank: row.rank, tied: row.tied ? '是' : '', name: row.name, code: row.key, amount: yuan(row.amountCents), share: row.share, volume: row.volume, price: yuan(row.priceCents), priceBefore: yuan(row.priceBefore), ddds: row.ddds, was: row.was ?? '新进' })),
})

export function rankBook(view: z.input<typeof DoubleTen>): Uint8Array {
  const lead = `${view.institutionName} ${view.month.slice(0, 7)}　${view.state === 'closed' ? `已定榜（${view.closedName ?? ''}，${view.closedAt?.slice(0, 10) ?? ''}）` : '未定榜'}${view.correction === null ? '' : '，定榜后有更正'}`
  return writeBook([rankSheet('金额前十', '按金额前十', lead, view.table.amount), rankSheet('用量前十', '按用量前十', lead, view.table.volume)])
}

export const prescriberSheet = (table: TableView, lead: string): Uint8Array => writeBook([rankSheet('金额前十', '处方人按金额前十', lead, table.amount), rankSheet('张数前十', '处方人按处方张数前十', lead, table.volume)])

const ratioNames: Readonly<Record<string, string>> = {
  'drug-ratio': '药占比', 'consumables-ratio': '耗占比', 'consumables-per-hundred': '百元医疗收入（不含药品）耗材', 'service-share': '医疗服务收入占比', 'central-share': '集采药品占比', 'cost-per-visit': '门急诊次均费用', 'cost-per-discharge': '出院次均费用', 'income-growth': '医疗收入增幅',
}
const withoutNames: Readonly<Record<string, string>> = { none: '不含中药饮片', negotiated: '不含中药饮片、谈判药品', central: '不含中药饮片、集采药品', both: '不含中药饮片、谈判药品、集采药品' }
const unitNames = { percent: '%', hundred: '元', yuan: '元' } as const
const outsideNames = { warning: '超出95%界限', alarm: '超出99.8%界限' } as const

type Region = z.input<(typeof ratioContract.ratioLeague)['reply']>
type Line = Region['groups'][number]['lines'][number]
const whyOf = (line: Line): string => (line.withheld ? '例数太少，不公布' : [line.tied ? '并列' : '', line.outside === null ? '' : outsideNames[line.outside]].filter(Boolean).join('，'))

export function leagueBook(view: Region): Uint8Array {
  const said = (value: number | null) => (value === null ? null : view.unit === 'yuan' ? value / 100 : value)
  const unit = unitNames[view.unit]
  const months = ({ from, to }: { from: string; to: string }) => `${from.slice(0, 7)} 至 ${to.slice(0, 7)}`
  return writeXlsx({
    sheet: '排名', title: `${ratioNames[view.ratio] ?? view.ratio}排名`, lead: [[`${view.institutionName} ${months(view)}，对比 ${months(view.comparedWith)}`, view.ratio === 'drug-ratio' ? (withoutNames[view.without] ?? '') : '']],
    columns: [
      { key: 'group', title: '同类', width: 18 }, { key: 'rank', type: 'number', title: '名次', width: 8 }, { key: 'name', title: '名称', width: 28 }, { key: 'value', type: 'number', title: `值（${unit}）`, width: 12 }, { key: 'numerator', type: 'number', title: '分子', width: 16 }, { key: 'denominator', type: 'number', title: '分母', width: 16 }, { key: 'cases', type: 'integer', title: '就诊和出院人次', width: 16 },
      { key: 'before', type: 'number', title: '对比期', width: 12 }, { key: 'change', type: 'number', title: '变化', width: 10 }, { key: 'growth', type: 'number', title: '增幅（%）', width: 12 }, { key: 'median', type: 'number', title: '同类中位数', width: 12 }, { key: 'saving', type: 'number', title: '降到中位数可少（元）', width: 20 }, { key: 'why', title: '说明', width: 24 },
    ],
    rows: view.groups.flatMap((group) => group.lines.map((line) => ({
      group: group.name, rank: line.rank, name: line.name, value: said(line.value), numerator: line.withheld ? null : yuan(line.numerator), denominator: line.withheld ? null : view.unit === 'yuan' ? line.denominator : yuan(line.denominator), cases: line.cases,
      before: said(line.before), change: said(line.change), growth: line.growth, median: said(group.median), saving: yuan(line.saving), why: whyOf(line),
    }))),
  })
}
