import type { EvidenceFact } from './facts.ts'

/** Revisions count from one and never restart. */
export const nextRevision = (evidence: readonly Pick<EvidenceFact, 'revision'>[]): number => Math.max(0, ...evidence.map((each) => each.revision)) + 1

/** Rule PL-31: claimed is what the institution last handed in and did not take back; verified is what was accepted. Two facts, side by side. */
export function claimOf(evidence: readonly (EvidenceFact & { readonly decidedAt: string | null })[]): { claimedAt: string | null; verifiedAt: string | null } {
  const standing = evidence.filter((each) => each.state === 'submitted' || each.state === 'accepted')
  return { claimedAt: standing.at(-1)?.submittedAt ?? null, verifiedAt: standing.find((each) => each.state === 'accepted')?.decidedAt ?? null }
}
