import type { MeasureDefinition } from './definition.ts'
import type { Figure } from './value.ts'

/** Rule ME-33: citizens are shown no share of fewer than ten, whatever the definition allows inside. */
export const fewestOpen = 10

export const isOpenEnough = (definition: MeasureDefinition, figure: Pick<Figure, 'value' | 'denominator'>): boolean =>
  figure.value !== null && (definition.shape === 'sum' || definition.shape === 'state' || definition.shape === 'change' || (figure.denominator ?? 0) >= fewestOpen)
