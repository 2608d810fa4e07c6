import type { Download } from '../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType, type SheetColumn } from '../../server/platform/xlsx.ts'
import type { LeagueContent } from './rules/league.ts'
import type { Correction } from './rules/corrections.ts'
import type { LeagueState } from './rules/decisions.ts'
import { movementWords, sayPart, whyWords } from './rules/explain.ts'
import { printPeriod } from './rules/period.ts'

type Sheeted = { readonly content: LeagueContent; readonly corrections: readonly Correction[]; readonly issuerName: string; readonly state: LeagueState }
const marks: Partial<Record<LeagueState, string>> = { draft: '（草稿）', superseded: '（已由更正后的一期取代）', withdrawn: '（已撤回）' }

/** The league as a spreadsheet, in the order of the screen: values and points of each part, what was corrected beside what was published. */
export function leagueSheet({ content, corrections, issuerName, state }: Sheeted): Download {
  const printed = printPeriod(content.period).zh
  const title = `${content.name.zh}（${printed}）${marks[state] ?? ''}`
  const parts = content.parts.filter((part) => part.weight > 0)
  const columns: SheetColumn[] = [
    { key: 'group', title: '同类', width: 22 }, { key: 'rank', title: '名次', width: 12 }, { key: 'name', title: content.of === 'institutions' ? '机构' : '科室', width: 32 }, { key: 'score', title: '得分', width: 8, type: 'number' }, { key: 'range', title: '误差范围', width: 14 }, { key: 'places', title: '可能的名次', width: 14 },
    { key: 'former', title: '上期名次', width: 10 }, { key: 'movement', title: '与上期比', width: 20 }, { key: 'corrected', title: '更正后得分', width: 12 },
    ...parts.flatMap((part): SheetColumn[] => [{ key: `v-${part.key}`, title: `${part.name.zh}（占${part.weight}）`, width: 24 }, { key: `p-${part.key}`, title: '得分', width: 8, type: 'number' }]),
  ]
  const rows = content.groups.flatMap((group) =>
    group.rows.map((row) => {
      const later = corrections.find((each) => each.id === row.id)
      return {
        group: group.name.zh, rank: row.rank === null ? whyWords[row.why ?? 'too_little'].zh : `${row.rank}${row.tied ? '（并列）' : ''}`, name: row.name, score: row.score, range: row.low === null || row.high === null ? '' : `${row.low.toFixed(1)}—${row.high.toFixed(1)}`,
        places: row.places === null ? '' : row.places.from === row.places.to ? String(row.places.from) : `${row.places.from}—${row.places.to}`, former: row.former === null ? '' : String(row.former.rank), movement: row.movement === null ? '' : movementWords[row.movement].zh,
        corrected: later === undefined ? '' : later.score === null ? '数据不足' : later.score.toFixed(1),
        ...Object.fromEntries(parts.flatMap((part) => {
          const own = row.parts.find((each) => each.key === part.key)
          return own === undefined ? [] : [[`v-${part.key}`, sayPart(part, own).zh], [`p-${part.key}`, own.points]]
        })),
      }
    }),
  )
  return { name: `${title.replaceAll(/[/\\:*?"<>|]/g, ' ')}.xlsx`, mediaType: xlsxMediaType, bytes: writeXlsx({ sheet: '排名', title, lead: [[issuerName, printed]], columns, rows }) }
}
