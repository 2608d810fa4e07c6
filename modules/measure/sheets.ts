import type { z } from 'zod'
import type { Download } from '../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType, type Sheet } from '../../server/platform/xlsx.ts'
import { institutionKindNames, institutionLevelNames } from '../directory/rules/kinds.ts'
import type { InstitutionValue, MeasureRow, MeasureView, ValueView } from './contract.ts'
import type { MeasureDefinition } from './rules/definition.ts'
import { showTarget, showValue, type Shown } from './rules/show.ts'
import { keptWords, whyWords } from './rules/why-words.ts'

const file = (name: string, sheet: Sheet): Download => ({ name: `${name}.xlsx`, mediaType: xlsxMediaType, bytes: writeXlsx(sheet) })
type Value = z.infer<typeof ValueView>

const valueCells = (value: Value, shown: Shown) => ({
  value: value.value === null ? (value.why === null ? '' : whyWords[value.why].zh) : showValue(value.value, shown, 'zh'),
  numerator: value.numerator, denominator: value.denominator, kept: keptWords(value.kept, value.running).zh, from: value.from, to: value.to, facts: value.facts, version: value.version,
  countedAt: value.countedAt === null ? '' : inShanghai(value.countedAt),
})
/** To the minute, in the time of the house. */
const inShanghai = (iso: string) => new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const valueColumns: Sheet['columns'] = [
  { key: 'value', title: '数值', width: 14 }, { key: 'numerator', title: '分子', width: 12, type: 'number' }, { key: 'denominator', title: '分母', width: 12, type: 'number' }, { key: 'target', title: '目标', width: 12 }, { key: 'kept', title: '是否达标', width: 14 },
  { key: 'from', title: '期间起', width: 13, type: 'date' }, { key: 'to', title: '期间止', width: 13, type: 'date' }, { key: 'facts', title: '记录条数', width: 10, type: 'integer' }, { key: 'countedAt', title: '最近计入', width: 18 }, { key: 'version', title: '口径版本', width: 10, type: 'integer' },
]

export const measureSheet = (rows: readonly z.infer<typeof MeasureRow>[], of: string, on: string): Download =>
  file(`指标-${of}-${on}`, {
    title: `${of} 指标一览（${on}）`,
    columns: [{ key: 'name', title: '指标', width: 28 }, ...valueColumns, { key: 'standing', title: '达标机构数', width: 14 }, { key: 'owner', title: '责任部门', width: 18 }],
    rows: rows.map((row) => ({
      name: row.name.zh, ...valueCells(row.value, row), target: row.target === null ? '' : showTarget(row.target, row.unit, 'zh'), owner: row.owner.zh,
      standing: row.standing === null ? '' : `${row.standing.kept} / ${row.standing.kept + row.standing.missed + row.standing.without}`,
    })),
  })

export const institutionSheet = (definition: MeasureDefinition, rows: readonly z.infer<typeof InstitutionValue>[], on: string): Download =>
  file(`${definition.name.zh}-各机构-${on}`, {
    title: `${definition.name.zh} 各机构（${on}）`,
    columns: [{ key: 'name', title: '机构', width: 32 }, { key: 'kind', title: '类别', width: 16 }, { key: 'level', title: '级别', width: 10 }, { key: 'place', title: '同类位次区间', width: 14 }, ...valueColumns],
    rows: rows.map((row) => ({
      name: row.name, kind: institutionKindNames[row.kind].zh, level: institutionLevelNames[row.level].zh, ...valueCells(row.value, definition), target: definition.target === undefined ? '' : showTarget(definition.target, definition.unit, 'zh'),
      place: row.places === null ? '' : `${row.places.from === row.places.to ? row.places.from : `${row.places.from}–${row.places.to}`} / ${row.places.of}`,
    })),
  })

/** The trend as it is charted, with the alarms of change detection and what is counted. */
export const trendSheet = (measure: z.infer<typeof MeasureView>, of: string, on: string): Download =>
  file(`${measure.name.zh}-${of}-${on}`, {
    title: `${of} ${measure.name.zh}（分子：${measure.numerator.zh}${measure.denominator === null ? '' : `；分母：${measure.denominator.zh}`}）`,
    columns: [
      { key: 'from', title: '期间起', width: 13, type: 'date' }, { key: 'to', title: '期间止', width: 13, type: 'date' }, { key: 'value', title: '数值', width: 14 }, { key: 'numerator', title: '分子', width: 14, type: 'number' }, { key: 'denominator', title: '分母', width: 14, type: 'number' },
      { key: 'pooled', title: '合并期数', width: 10, type: 'integer' }, { key: 'kept', title: '是否达标', width: 14 }, { key: 'alarm', title: '变化提示', width: 14 }, { key: 'version', title: '口径版本', width: 10, type: 'integer' },
    ],
    rows: measure.trend.map((point) => {
      const alarm = measure.runs?.points.find((each) => each.from === point.from)?.alarm ?? null
      return {
        from: point.from, to: point.to, value: point.value === null ? (point.why === null ? '' : whyWords[point.why].zh) : showValue(point.value, measure, 'zh'), numerator: point.numerator, denominator: point.denominator,
        pooled: point.pooled, kept: keptWords(point.kept, point.running).zh, alarm: alarm === null ? '' : alarm === 'up' ? '持续偏高' : '持续偏低', version: point.version,
      }
    }),
  })
