type Known = { readonly id: string; readonly version: number; readonly sha256: string }

/** Rule TP-7: the number of a version that is not known yet; null where this very text was seen before. */
export function versionsAfter(known: readonly Known[], file: { readonly id: string; readonly sha256: string }): number | null {
  const own = known.filter((each) => each.id === file.id)
  if (own.some((each) => each.sha256 === file.sha256)) return null
  return Math.max(0, ...own.map((each) => each.version)) + 1
}
