import { writeXlsx, xlsxMediaType, type Sheet } from '../../server/platform/xlsx.ts'
import type { Download } from '../../server/platform/app.ts'
import { institutionKindNames, institutionLevelNames } from '../directory/rules/kinds.ts'
import { printShare, type LeagueRow } from './rules/league.ts'
import { printPeriod } from './rules/league-period.ts'

const file = (name: string, sheet: Sheet): Download => ({ name: `${name.replaceAll(/[/\\:*?"<>|]/g, ' ')}.xlsx`, mediaType: xlsxMediaType, bytes: writeXlsx(sheet) })
const wordOf = (names: Readonly<Record<string, { zh: string }>>, code: string): string => names[code]?.zh ?? code
const bandWords = { high: '高', good: '较高', fair: '一般', low: '低' } as const
const trendWords = { up: '升', same: '平', down: '降' } as const

/** The league as a spreadsheet, in the order of the screen. */
export function leagueSheet(planTitle: string, period: string, rows: readonly LeagueRow[]): Download {
  const title = `${planTitle} 完成率排名（${printPeriod(period, 'zh')}）`
  return file(title, {
    sheet: '完成率排名', title,
    columns: [
      { key: 'rank', title: '名次', width: 8 }, { key: 'name', title: '机构', width: 32 }, { key: 'kind', title: '类别', width: 16 }, { key: 'level', title: '级别', width: 10 }, { key: 'share', title: '完成率', width: 10 }, { key: 'band', title: '分档', width: 8 },
      { key: 'n', title: '应办结', width: 9, type: 'integer' }, { key: 'met', title: '已落实', width: 9, type: 'integer' }, { key: 'unmet', title: '未落实', width: 9, type: 'integer' }, { key: 'overdue', title: '逾期', width: 9, type: 'integer' },
      { key: 'due', title: '未到期', width: 9, type: 'integer' }, { key: 'waived', title: '免除', width: 9, type: 'integer' }, { key: 'peer', title: '同类名次', width: 12 }, { key: 'trend', title: '比上期', width: 9 },
    ],
    rows: rows.map((row) => ({
      rank: row.rank === null ? '不排名' : `${row.rank}${row.tied ? '（并列）' : ''}`, name: row.name, kind: wordOf(institutionKindNames, row.kind), level: wordOf(institutionLevelNames, row.level), share: printShare(row), band: row.band === null ? '' : bandWords[row.band],
      n: row.n, met: row.met, unmet: row.unmet, overdue: row.overdue, due: row.due, waived: row.waived, peer: row.peerRank === null ? '' : `${row.peerRank}/${row.peers}`, trend: row.trend === null ? '' : trendWords[row.trend],
    })),
  })
}
