import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useAppearance } from '../../../ui/look.tsx'
import { useTexts } from '../../../ui/texts.ts'
import type { MissingUnit } from '../contract.ts'
import { texts } from './texts.ts'

type Unit = z.output<typeof MissingUnit>
/** So many names before the rest folds away: a pledge may be missing of some hundred people. */
const mostNames = { wide: 16, narrow: 6 } as const

/** A unit as it is named: what it still lacks, or that it only waits to be confirmed. */
export function useUnitName(): (unit: Unit, expect: number) => string {
  const t = useTexts(texts)
  return (unit, expect) => {
    const name = unit.name === '' ? t('wholeBody') : unit.name
    if (unit.entered + unit.waiting >= expect && unit.waiting > 0) return t('waitingUnit', { name })
    return unit.entered > 0 && expect > 1 ? t('needsMore', { name, entered: unit.entered, expect }) : name
  }
}

/** Units by name, those of mine first and one step from being entered. */
export function UnitNames({ units, expect, registerKey, mine, on }: { units: readonly Unit[]; expect: number; registerKey: string; mine: (unit: Unit) => boolean; on: string | undefined }) {
  const t = useTexts(texts)
  const unitName = useUnitName()
  const { narrow } = useAppearance()
  const [all, setAll] = useState(false)
  const ordered = [...units].sort((a, b) => Number(mine(b)) - Number(mine(a)))
  const shown = all ? ordered : ordered.slice(0, mostNames[narrow ? 'narrow' : 'wide'])
  return (
    <ul className="chips">
      {shown.map((unit) => (
        <li key={`${unit.departmentId ?? ''}${unit.staffId ?? ''}`} className="chip chip-plain">
          {mine(unit) ? <Link to="/registers/$key/new" params={{ key: registerKey }} search={{ department: unit.departmentId ?? undefined, on }}>{unitName(unit, expect)}</Link> : unitName(unit, expect)}
        </li>
      ))}
      {shown.length < ordered.length ? <li><Button size="small" onClick={() => setAll(true)}>{t('moreNames', { n: ordered.length })}</Button></li> : null}
    </ul>
  )
}
