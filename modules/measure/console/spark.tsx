import type { z } from 'zod'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { TrendPoint } from '../contract.ts'
import type { Target } from '../rules/names.ts'
import { showValue, type Shown } from '../rules/show.ts'
import './measure.css'
import { texts } from './texts.ts'

type Point = z.infer<typeof TrendPoint>
const [width, height, edge] = [112, 30, 4]

/** The last values as a line, with the target dashed; what has no value leaves a gap. Said in words for who does not see it. */
export function Spark({ points, shown, target }: { points: readonly Point[]; shown: Shown; target: Target | null }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const values = points.map((point) => point.value)
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return <span className="soft">—</span>
  const all = target === null ? known : [...known, target.value]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const x = (at: number) => edge + (points.length === 1 ? 0.5 : at / (points.length - 1)) * (width - 2 * edge)
  const y = (value: number) => height - edge - (high === low ? 0.5 : (value - low) / (high - low)) * (height - 2 * edge)
  const label = t('trendOf', { n: points.length, values: values.map((value) => (value === null ? '—' : showValue(value, shown, locale))).join(locale === 'zh' ? '、' : ', ') })
  const line = values.reduce((path, value, at) => (value === null ? path : `${path}${at === 0 || values[at - 1] === null ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`), '')
  const last = values.findLastIndex((value) => value !== null)
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {target === null ? null : <line className="spark-target" x1={0} x2={width} y1={y(target.value)} y2={y(target.value)} />}
      <path className="spark-line" d={line} />
      <circle className="spark-dot" cx={x(last)} cy={y(values[last] ?? 0)} r={3} />
    </svg>
  )
}
