/** What two readers said of one prescription: unreasonable or not. */
export type Pair = { readonly first: boolean; readonly second: boolean }
export type Agreement = { readonly n: number; readonly same: number; readonly kappa: number | null; readonly low: number | null; readonly high: number | null }

const round = (value: number): number => Math.round(value * 1000) / 1000

/**
 * Rule RV-9: Cohen's kappa of the two readings with its 95 % interval (standard error of Fleiss, Cohen and Everitt, 1969).
 * Null where nothing was read twice or where both called everything the same: chance alone explains that, so no figure is
 * better than a wrong one. n stands beside it always.
 */
export function agreementOf(pairs: readonly Pair[]): Agreement {
  const n = pairs.length
  const share = (first: boolean, second: boolean) => pairs.filter((pair) => pair.first === first && pair.second === second).length / n
  const same = pairs.filter((pair) => pair.first === pair.second).length
  if (n === 0) return { n, same, kappa: null, low: null, high: null }
  const [yy, yn, ny, nn] = [share(true, true), share(true, false), share(false, true), share(false, false)]
  const [row, column] = [[yy + yn, ny + nn] as const, [yy + ny, yn + nn] as const]
  const [seen, chance] = [yy + nn, row[0] * column[0] + row[1] * column[1]]
  if (chance >= 1) return { n, same, kappa: null, low: null, high: null }
  const kappa = (seen - chance) / (1 - chance)
  const onDiagonal = [[yy, row[0] + column[0]], [nn, row[1] + column[1]]].reduce((sum, [p = 0, margin = 0]) => sum + p * (1 - margin * (1 - kappa)) ** 2, 0)
  const offDiagonal = (1 - kappa) ** 2 * (yn * (column[0] + row[1]) ** 2 + ny * (column[1] + row[0]) ** 2)
  const error = Math.sqrt(Math.max(0, onDiagonal + offDiagonal - (kappa - chance * (1 - kappa)) ** 2) / n) / (1 - chance)
  return { n, same, kappa: round(kappa), low: round(Math.max(-1, kappa - 1.96 * error)), high: round(Math.min(1, kappa + 1.96 * error)) }
}
