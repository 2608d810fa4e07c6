import { RefusedError } from '../../kernel/refusal.ts'
import { readCatalog } from '../../server/platform/catalog.ts'
import { loadDeadlineRules } from '../../server/platform/deadline-rules.ts'
import { checkKind } from './rules/check-definition.ts'
import { MatterKind, MoveSet, type Channel } from './rules/definition.ts'
import { compose, type Kind } from './rules/kind.ts'

/** Rule MT-2: catalog/matters, checked; a fault in any file names file and line, and nothing is used. */
export function readKinds(): Kind[] {
  const sets = new Map(readCatalog('matters/sets', MoveSet).map(({ definition }) => [definition.key, definition]))
  const codes = new Set(loadDeadlineRules().map((rule) => rule.code))
  const keys = new Map<string, string>()
  const read = readCatalog('matters', MatterKind, (kind, file) => {
    const taken = keys.get(kind.key) ?? keys.get(kind.prefix)
    keys.set(kind.key, file).set(kind.prefix, file)
    return [...(taken === undefined ? [] : [{ path: ['key'], reason: `the key '${kind.key}' or the prefix '${kind.prefix}' is taken by ${taken}` }]), ...checkKind(kind, sets, codes)]
  })
  const byKey = new Map(read.map(({ definition }) => [definition.key, definition]))
  for (const { definition, file } of read) {
    for (const { makes } of definition.verdicts) {
      const made = makes === undefined ? undefined : byKey.get(makes.kind)
      if (makes !== undefined && (made === undefined || made.hasAuthor || !made.channels.includes('system'))) throw new Error(`${file}: '${definition.key}' makes '${makes.kind}', which is no kind without an author that the system may file`)
    }
  }
  return read.map(({ definition }) => compose(definition, sets)).sort((a, b) => a.order - b.order)
}

let catalogue: ReadonlyMap<string, Kind> | undefined

/** The kinds of this release by key, in their order, read once. */
export const kinds = (): ReadonlyMap<string, Kind> => (catalogue ??= new Map(readKinds().map((kind) => [kind.key, kind])))

/** The kind of a matter: of one that this release no longer knows nothing can be moved. */
export function loadKind(key: string): Kind {
  const kind = kinds().get(key)
  if (kind === undefined) throw new RefusedError('matter.no_such_kind')
  return kind
}

/** Kinds that are taken on a channel, in their order: what a form offers. */
export const kindsOpenTo = (channel: Channel): Kind[] => [...kinds().values()].filter((kind) => kind.channels.includes(channel))
