/** Longer texts are lists of many rows: they seldom come twice, and the plan is nothing beside the rows. */
const longest = 6000
/** Texts remembered, and names given, in one process; every connection prepares each name once. */
const mostSeen = 5000
const mostNamed = 1000

/**
 * Names for statements that come again, so that a connection parses and plans each of them once: planning took more than
 * running for most statements of a command. A text is named the second time it is seen.
 */
export function newStatements() {
  const seen = new Map<string, string | null>()
  let named = 0
  let turn = 0
  return {
    nameOf(text: string): string | null {
      if (text.length > longest) return null
      const known = seen.get(text)
      if (known !== undefined && known !== null) return known
      if (named >= mostNamed) return null
      if (known === undefined) {
        if (seen.size >= mostSeen) forgetUnnamed(seen)
        seen.set(text, null)
        return null
      }
      named += 1
      const name = `huiyin_${turn}_${named}`
      seen.set(text, name)
      return name
    },
    /** Every name anew: what connections have prepared no longer fits the tables. */
    renew(): void {
      seen.clear()
      named = 0
      turn += 1
    },
  }
}
export type Statements = ReturnType<typeof newStatements>

function forgetUnnamed(seen: Map<string, string | null>): void {
  for (const [text, name] of seen) if (name === null) seen.delete(text)
}
