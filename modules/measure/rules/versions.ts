import type { IsoDate } from '../../../kernel/calendar.ts'

export type Version = { readonly version: number; readonly validFrom: IsoDate }

/**
 * Rule ME-2: a period is computed by the newest version valid on its last day; what lies before the first version is
 * computed by the one that was valid first.
 */
export function versionFor<V extends Version>(versions: readonly V[], lastDay: IsoDate): V | undefined {
  const inForce = reachable(versions)
  return inForce.findLast((each) => each.validFrom <= lastDay) ?? inForce[0]
}

/** Rule ME-2: versions that some period is still computed by, oldest first; a later one valid from the same day or earlier has replaced the rest. */
export function reachable<V extends Version>(versions: readonly V[]): V[] {
  const ordered = [...versions].sort((a, b) => a.version - b.version)
  return ordered.filter((each, at) => !ordered.slice(at + 1).some((later) => later.validFrom <= each.validFrom))
}
