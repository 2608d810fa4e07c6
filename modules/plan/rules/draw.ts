import { seeded } from '../../../kernel/random.ts'

export const populations = ['differences', 'evidence_met'] as const
export type PopulationName = (typeof populations)[number]

export const checkOutcomes = ['confirmed', 'not_confirmed'] as const
export type CheckOutcome = (typeof checkOutcomes)[number]

export type DrawKey = { readonly institutionId: string; readonly periodId: string }

/** How anybody draws again; kept with each draw, so that a later way of drawing does not change an earlier one. */
export const algorithm = 'RN-1 (xmur3 + sfc32, 12 outputs dropped); Fisher-Yates from the last line down; first n lines; sha256 over the lines joined by LF'

/** The population as the lines that are hashed and drawn from: 'institution period', in the order of their text. */
export const linesOf = (keys: readonly DrawKey[]): string[] => keys.map(({ institutionId, periodId }) => `${institutionId} ${periodId}`).sort()

export const keyOf = (line: string): DrawKey => {
  const [institutionId = '', periodId = ''] = line.split(' ')
  return { institutionId, periodId }
}

/** Rule PL-41: the same lines and the same seed draw the same sample, whoever draws and whenever; a small population is drawn whole. */
export const drawFrom = (lines: readonly string[], seed: string, size: number): string[] => seeded(seed).shuffle(lines).slice(0, size)
