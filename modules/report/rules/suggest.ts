import type { LineContent, PackContent } from './content.ts'
import { countBodies, printFigure } from './figures.ts'

type Told = Pick<PackContent, 'body' | 'plan' | 'window' | 'bodies'> & { readonly lines: readonly LineContent[] }

const printDay = (iso: string) => `${Number(iso.slice(5, 7))}月${Number(iso.slice(8))}日`
export const printPeriod = (window: { fromOn: string; toOn: string }): string => {
  const year = window.fromOn.slice(0, 4)
  const end = window.toOn.slice(0, 4) === year ? printDay(window.toOn) : `${window.toOn.slice(0, 4)}年${printDay(window.toOn)}`
  return `${year}年${printDay(window.fromOn)}至${end}`
}

/** What a placeholder stands for; null where there is no such figure. */
function valueOf(name: string, told: Told): string | null {
  if (name === 'period') return printPeriod(told.window)
  if (name === 'institution') return told.body.name
  if (name === 'plan') return told.plan.title
  const [kind, key, part] = name.split('.')
  if (kind === 'bodies') {
    const counts = told.bodies === null ? null : countBodies(told.bodies)
    return counts !== null && key !== undefined && key in counts ? String(counts[key as keyof typeof counts]) : null
  }
  const line = kind === 'line' ? told.lines.find((each) => each.key === key) : undefined
  const parts = line === undefined ? null : part === 'cumulative' ? line.cumulative : line.period
  return line === undefined || parts === null || parts.value === null ? null : printFigure(parts, line)
}

/**
 * Rule RP-16: a first text for a field, made from facts. A part of a sentence whose figure is missing is left out, so
 * that nobody signs a blank; a comma left at the end becomes a stop.
 */
export function suggestText(template: string, told: Told): string {
  const parts = template.split(/(?<=[。；，\n])/)
  const kept = parts.flatMap((part) => {
    let isWhole = true
    const filled = part.replaceAll(/\{([a-z][\w.-]*)\}/g, (_, name: string) => {
      const value = valueOf(name, told)
      if (value === null) isWhole = false
      return value ?? ''
    })
    if (isWhole) return [filled]
    // Its stop still ends the sentence that stands before it.
    return part.endsWith('。') ? ['。'] : []
  })
  return kept.join('').replaceAll(/[，；]+(?=。)/g, '').replaceAll(/^。|(?<=[。\n])。/gm, '').replaceAll(/[，；]$/g, '。').trim()
}
