import { memo, useEffect, useRef } from 'react'
import { useTexts } from '../../../ui/texts.ts'
import { texts } from './texts.ts'

const Line = memo(function Line({ no, text, lit, understood, choose, label }: { no: number; text: string; lit: boolean; understood: boolean; choose: (no: number) => void; label: string }) {
  return (
    <button type="button" id={`line-${no}`} className={`src${lit ? ' src-lit' : ''}${understood ? ' src-known' : ''}`} onClick={() => choose(no)} aria-pressed={lit}>
      <span className="unseen">{`${label} `}</span>
      <span className="src-no number" aria-hidden="true">{no}</span>
      <span className="src-text">{text.trim() === '' ? ' ' : text}</span>
    </button>
  )
})

/** The document as it was uploaded, line by line; a line that something was read from carries a mark at its edge. */
export function SourceText({ lines, lit, known, choose, follow }: { lines: readonly string[]; lit: readonly [number, number] | null; known: ReadonlySet<number>; choose: (no: number) => void; follow: boolean }) {
  const t = useTexts(texts)
  const place = useRef<HTMLDivElement>(null)
  const first = lit?.[0]
  useEffect(() => {
    if (!follow || first === undefined) return
    place.current?.querySelector(`#line-${first}`)?.scrollIntoView({ block: 'center', behavior: 'auto' })
  }, [first, follow])
  return (
    <div className="source" ref={place}>
      {lines.map((text, at) => (
        <Line key={at} no={at + 1} text={text} lit={lit !== null && at + 1 >= lit[0] && at + 1 <= lit[1]} understood={known.has(at + 1)} choose={choose} label={t('line', { n: at + 1 })} />
      ))}
    </div>
  )
}
