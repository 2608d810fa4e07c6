import { z } from 'zod'
import type { IsoDate } from './calendar.ts'
import { DeadlineRule } from './deadline.ts'

/**
 * One entry of catalog/deadline-rules.yaml. Certainty: `law` read in the primary text, `secondary` read elsewhere,
 * `plan` ordered by action plans, `memory` believed but unread, `house` our own default. Everything but `law`
 * is a default that the commission confirms before it is shown as law (Rule DL-9).
 */
export const CatalogDeadlineRule = DeadlineRule.extend({
  code: z.string().regex(/^[a-z]+(-[a-z]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/),
  name: z.object({ zh: z.string().min(2), en: z.string().min(2) }),
  source: z.string().min(2),
  article: z.string().nullable(),
  certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']),
  validFrom: z.iso.date(),
  note: z.string().optional(),
})
export type CatalogDeadlineRule = z.infer<typeof CatalogDeadlineRule>

export const DeadlineCatalog = z.object({ rules: z.array(CatalogDeadlineRule) }).superRefine(({ rules }, context) => {
  const seen = new Set<string>()
  for (const { code, validFrom } of rules) {
    const key = `${code} ${validFrom}`
    if (seen.has(key)) context.addIssue({ code: 'custom', message: `${code} is given twice from ${validFrom}` })
    seen.add(key)
  }
})

/** Rule DL-9: of the versions of a rule, the latest one valid on the day of the event; null when none is yet. */
export function ruleInForce(rules: readonly CatalogDeadlineRule[], code: string, on: IsoDate): CatalogDeadlineRule | null {
  let found: CatalogDeadlineRule | null = null
  for (const rule of rules) {
    if (rule.code === code && rule.validFrom <= on && (found === null || rule.validFrom > found.validFrom)) found = rule
  }
  return found
}
