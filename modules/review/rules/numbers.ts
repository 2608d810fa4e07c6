import { z } from 'zod'

const size = z.object({ perMille: z.number().min(0).max(1000), least: z.number().int().min(0).max(100_000) })
const words = z.array(z.string().min(1)).min(1)

/** The shape of catalog/review.yaml: what the rules count with, as data. */
export const ReviewNumbers = z.strictObject({
  sample: z.strictObject({ outpatient: size, inpatient: size, doubleTen: z.strictObject({ wholeUpTo: z.number().int().min(0).max(100_000), perStratum: z.number().int().min(1).max(10_000) }) }),
  secondShare: z.number().min(0).max(1),
  expertVotes: z.number().int().min(2).max(9),
  consequences: z.strictObject({ unreasonable: z.number().int().min(1), abnormal: z.number().int().min(1), abnormalAfterRestriction: z.number().int().min(1), assessmentMonths: z.number().int().min(1).max(60) }),
  talk: z.strictObject({ followDays: z.number().int().min(1).max(366) }),
  oversized: z.strictObject({ drugs: z.number().int().min(1), outpatientDays: z.number().int().min(1), emergencyDays: z.number().int().min(1), longTermDays: z.number().int().min(1) }),
  titles: z.strictObject({ middle: words, pharmacist: words }),
  vagueDiagnoses: words,
  vagueDirections: words,
  viralDiagnoses: words,
})
export type ReviewNumbers = z.infer<typeof ReviewNumbers>

/** What a house may set for itself. */
export const OwnNumbers = z.object({
  outpatientLeast: z.number().int().min(1).max(5000).optional(),
  inpatientLeast: z.number().int().min(1).max(5000).optional(),
  secondShare: z.number().min(0).max(1).optional(),
  wholeUpTo: z.number().int().min(0).max(5000).optional(),
  perStratum: z.number().int().min(1).max(1000).optional(),
})
export type OwnNumbers = z.infer<typeof OwnNumbers>

/** Rule RV-2: a house may read more than the rule asks; a number below the rule's is lifted to it. */
export function withOwn(rule: ReviewNumbers, own: OwnNumbers): ReviewNumbers {
  const { outpatient, inpatient, doubleTen } = rule.sample
  return {
    ...rule,
    sample: {
      outpatient: { ...outpatient, least: Math.max(outpatient.least, own.outpatientLeast ?? 0) },
      inpatient: { ...inpatient, least: Math.max(inpatient.least, own.inpatientLeast ?? 0) },
      doubleTen: { wholeUpTo: own.wholeUpTo ?? doubleTen.wholeUpTo, perStratum: own.perStratum ?? doubleTen.perStratum },
    },
    secondShare: own.secondShare ?? rule.secondShare,
  }
}
