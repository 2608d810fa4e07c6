import type { Sheet } from '../../../server/platform/xlsx.ts'
import type { Form } from '../forms.ts'
import type { Gathered } from '../rollup.ts'
import type { LineContent } from '../rules/content.ts'
import { countBodies, printTarget } from '../rules/figures.ts'
import { instantWord, numberOf, placeWords, timeWord } from './book.ts'

/** What the roll-up page shows, as a book: who stands how, and the sums. */
export function rollupSheets(title: string, form: Form, toOn: string, gathered: Gathered, lines: readonly LineContent[]): Sheet[] {
  const counts = countBodies(gathered.bodies)
  return [
    {
      sheet: '报送情况', title: `${title}${form.name.zh}报送情况（截至${toOn}）`, lead: [[`应报${counts.asked}家，已报${counts.in}家（按时${counts.onTime}家、迟报${counts.late}家），未报${counts.missing}家，退回${counts.returned}家`]],
      columns: [{ key: '#', title: '序号', width: 7, type: 'serial' }, { key: 'name', title: '单位', width: 36 }, { key: 'place', title: '状态', width: 12 }, { key: 'time', title: '时限', width: 10 }, { key: 'at', title: '报送时间', width: 18 }, { key: 'dueOn', title: '期限', width: 13, type: 'date' }, { key: 'revision', title: '版次', width: 8, type: 'integer' }, { key: 'source', title: '来源', width: 12 }],
      rows: gathered.bodies.map((body, at) => ({ '#': at + 1, name: body.name, place: placeWords[body.place], time: timeWord(body.onTime), at: instantWord(body.submittedAt), dueOn: body.dueOn, revision: body.place === 'missing' ? null : body.revision, source: body.imported ? '报表包' : '本系统' })),
    },
    {
      sheet: '汇总数据', title: `${title}${form.name.zh}汇总`,
      columns: [{ key: '#', title: '序号', width: 7, type: 'serial' }, { key: 'label', title: '项目', width: 34 }, { key: 'unit', title: '单位', width: 8 }, { key: 'period', title: '本期', width: 12, type: 'number' }, { key: 'cumulative', title: '累计', width: 12, type: 'number' }, { key: 'target', title: '目标', width: 12 }],
      rows: lines.filter((line) => line.how !== 'text').map((line, at) => ({ '#': at + 1, label: line.label.zh, unit: line.unit, period: numberOf(line.period, line), cumulative: numberOf(line.cumulative, line), target: printTarget(line) })),
    },
  ]
}
