import type { LineContent, PackContent } from './content.ts'
import { countBodies, printFigure } from './figures.ts'

type Told = Pick<PackContent, 'body' | 'plan' | 'window' | 'bodies'> & { readonly lines: readonly LineContent[] }

const printDay = (iso: string) => `${Number(iso.slice(5, 7))}月${Number(iso.slice(8))}日`
export const printPeriod = (window: { fromOn: string; toOn: string }): string => {
  const year = window.fromOn.slice(0, 4)
  const end = window.toOn.slice(0, 4) === year ? printDay(window.toOn) : `${window.toOn.slice(0, 4)}年${printDay(window.toOn)}`
  return `${year}年${printDay(window.fromOn)}至${end}`
}

type Value = { readonly text: string; readonly number: number | null }

/** What a placeholder stands for; null where there is no such figure. */
function valueOf(name: string, told: Told): Value | null {
  if (name === 'period') return { text: printPeriod(told.window), number: null }
  if (name === 'institution') return { text: told.body.name, number: null }
  if (name === 'plan') return { text: told.plan.title, number: null }
  const [kind, key, part] = name.split('.')
  if (kind === 'bodies') {
    const counts = told.bodies === null ? null : countBodies(told.bodies)
    const number = counts !== null && key !== undefined && key in counts ? counts[key as keyof typeof counts] : null
    return number === null ? null : { text: String(number), number }
  }
  const line = kind === 'line' ? told.lines.find((each) => each.key === key) : undefined
  const parts = line === undefined ? null : part === 'cumulative' ? line.cumulative : line.period
  return line === undefined || parts === null || parts.value === null ? null : { text: printFigure(parts, line), number: parts.value }
}

const placeholder = /\{(?:(some|none):)?([a-z][\w.-]*)\}/g
/** The names that a first text asks for, for the check of the form. */
export const namesIn = (template: string): string[] => [...template.matchAll(placeholder)].map((found) => found[2] ?? '')

/** Whether a sentence's marks let it stand. */
function mayStand(sentence: string, told: Told): boolean {
  return [...sentence.matchAll(placeholder)].every(([, guard, name]) => {
    if (guard === undefined) return true
    const number = valueOf(name ?? '', told)?.number ?? null
    return number !== null && (guard === 'some' ? number > 0 : number === 0)
  })
}

function fillSentence(sentence: string, told: Told): string {
  const kept = sentence.split(/(?<=[。；，\n])/).flatMap((part) => {
    let isWhole = true
    const filled = part.replaceAll(placeholder, (_, guard: string | undefined, name: string) => {
      if (guard !== undefined) return ''
      const value = valueOf(name, told)
      if (value === null) isWhole = false
      return value?.text ?? ''
    })
    if (isWhole) return [filled]
    // Its stop still ends the sentence that stands before it.
    return part.endsWith('。') ? ['。'] : []
  })
  return kept.join('')
}

/**
 * Rule RP-16: a first text for a field, made from facts. A part of a sentence whose figure is missing is left out, so
 * that nobody signs a blank; a comma left at the end becomes a stop. A sentence marked {some:…} stands only where that
 * figure is above nought, one marked {none:…} only where it is nought.
 */
export function suggestText(template: string, told: Told): string {
  const sentences = template.split(/(?<=[。\n])/).filter((sentence) => mayStand(sentence, told))
  return sentences.map((sentence) => fillSentence(sentence, told)).join('').replaceAll(/[，；]+(?=。)/g, '').replaceAll(/^。|(?<=[。\n])。/gm, '').replaceAll(/[，；]$/g, '。').trim()
}
