import { useAppearance } from '../../../ui/look.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { toneColours } from '../../../ui/theme.ts'
import { layOut, size } from './chart-layout.ts'
import { drawnMoves } from './kind-moves.ts'
import type { FullKind } from './kind-names.ts'
import { texts } from './kind-texts.ts'
import { toneOf } from './marks.tsx'

/** The life cycle of a kind, drawn from its data; the list of states below says the same to those who do not see it. */
export function KindChart({ kind }: { kind: FullKind }) {
  const t = useTexts(texts)
  const name = useName()
  const { dark } = useAppearance()
  const tones = toneColours(dark)
  const drawn = layOut(kind.states.map((state) => state.key), kind.initial, drawnMoves(kind, (move) => name(move.name)))
  return (
    <div className="chart-box">
      <svg className="kind-chart" role="img" aria-label={t('chartSays', { name: name(kind.name), n: kind.states.length })} width={drawn.width} height={drawn.height} viewBox={`${drawn.left} 0 ${drawn.width} ${drawn.height}`}>
        <defs><marker id="chart-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path className="chart-head" d="M0,0 L8,4 L0,8 z" /></marker></defs>
        {drawn.lines.map((line) => <path key={`${line.from} ${line.to}`} className={line.back ? 'chart-edge chart-back' : 'chart-edge'} d={line.path} markerEnd="url(#chart-arrow)" />)}
        {drawn.boxes.map((box) => {
          const state = kind.states.find((each) => each.key === box.key)
          if (state === undefined) return null
          const colours = tones[toneOf[state.tone]]
          return (
            <g key={box.key} transform={`translate(${box.x},${box.y})`}>
              <rect width={size.width} height={size.height} rx={state.phase === 'closed' ? 22 : 8} fill={colours.ground} stroke={colours.border} strokeWidth={box.key === kind.initial ? 3 : 1.4} />
              <text x={size.width / 2} y={size.height / 2 + 5} textAnchor="middle" style={{ fill: colours.text, fontWeight: 600 }}>{name(state.name).length > 20 ? `${name(state.name).slice(0, 19)}…` : name(state.name)}</text>
            </g>
          )
        })}
        {drawn.lines.map((line) => <text key={`${line.from} ${line.to}`} className="chart-label" x={line.label.x} y={line.label.y + 4} textAnchor="middle">{line.label.words}</text>)}
      </svg>
    </div>
  )
}
