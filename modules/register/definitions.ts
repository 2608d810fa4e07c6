import { z } from 'zod'
import { RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import { readCatalog } from '../../server/platform/catalog.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { checkDefinition, linkFaults } from './rules/check-definition.ts'
import { RegisterDefinition } from './rules/definition.ts'
import * as store from './store/definitions.ts'

/** A definition as the catalogue of this release has it. */
export type Catalogued = { readonly definition: RegisterDefinition; readonly sha256: string }
/** A definition with its number; `retired` where the catalogue has it no more. */
export type Known = Catalogued & { readonly version: number; readonly since: string | null; readonly retired: boolean }

const Keyed = z.looseObject({ key: z.string() })
let catalogue: ReadonlyMap<string, Catalogued> | undefined

/** Rule RG-1: catalog/registers, checked; a fault in any file names file and line, and nothing is used. */
export function readRegisters(): Catalogued[] {
  const seen = new Map<string, string>()
  const known = new Set(readCatalog('registers', Keyed).map(({ definition }) => definition.key))
  return readCatalog('registers', RegisterDefinition, (definition, file) => {
    const other = seen.get(definition.key)
    seen.set(definition.key, file)
    return [...(other === undefined ? [] : [{ path: ['key'], reason: `the key '${definition.key}' is taken by ${other}` }]), ...checkDefinition(definition), ...linkFaults(definition, known)]
  })
}

/** The registers of this release by key, read once. */
export const registers = (): ReadonlyMap<string, Catalogued> => (catalogue ??= byKey(readRegisters()))

/** Other registers than those of the catalogue folder, for tests and benchmarks; null goes back to the folder. */
export function setRegisters(given: readonly Catalogued[] | null): void {
  catalogue = given === null ? undefined : byKey(given)
}

function byKey(list: readonly Catalogued[]): ReadonlyMap<string, Catalogued> {
  for (const each of list) texts.set(each.sha256, each.definition)
  return new Map(list.map((each) => [each.definition.key, each]))
}

/** A text never changes under its checksum, so it is parsed once. */
const texts = new Map<string, RegisterDefinition>()

async function textOf(read: ReadTx, row: store.VersionRow): Promise<RegisterDefinition> {
  const known = texts.get(row.sha256)
  if (known !== undefined) return known
  const parsed = RegisterDefinition.parse(await store.findText(read, row.key, row.version))
  texts.set(row.sha256, parsed)
  return parsed
}

/**
 * Rule RG-7: a changed file is a new version. A text that was seen before keeps its number, one that is new gets the
 * next, so that servers of two releases side by side agree and a read need not write.
 */
function numbered(rows: readonly store.VersionRow[], each: Catalogued): Known {
  const row = rows.find((found) => found.sha256 === each.sha256)
  return { ...each, version: row?.version ?? (rows.at(-1)?.version ?? 0) + 1, since: row?.since ?? null, retired: false }
}

/** A register as it is used today; undefined where there never was one of that key. */
async function findRegister(read: ReadTx, key: string): Promise<Known | undefined> {
  const rows = await store.versionsOf(read, key)
  const current = registers().get(key)
  if (current !== undefined) return numbered(rows, current)
  const last = rows.at(-1)
  return last === undefined ? undefined : { definition: await textOf(read, last), sha256: last.sha256, version: last.version, since: last.since, retired: true }
}

export async function loadRegister(read: ReadTx, key: string): Promise<Known> {
  const found = await findRegister(read, key)
  if (found === undefined) throw new RefusedError('not_found')
  return found
}

/** Every register there is or was, by key. */
export async function listRegisters(read: ReadTx): Promise<Known[]> {
  const rows = Map.groupBy(await store.listVersions(read), (row) => row.key)
  const live = [...registers().values()].map((each) => numbered(rows.get(each.definition.key) ?? [], each))
  const gone: Known[] = []
  for (const [key, own] of rows) {
    const last = own.at(-1)
    if (registers().has(key) || last === undefined) continue
    gone.push({ definition: await textOf(read, last), sha256: last.sha256, version: last.version, since: last.since, retired: true })
  }
  return [...live, ...gone].sort((a, b) => (a.definition.key < b.definition.key ? -1 : 1))
}

/** The definition an entry was entered against. */
export async function versionOf(read: ReadTx, key: string, version: number): Promise<RegisterDefinition> {
  const versions = await versionsOf(read, key, [version])
  const found = versions.get(version)
  if (found === undefined) throw new RefusedError('not_found')
  return found
}

export async function versionsOf(read: ReadTx, key: string, versions: readonly number[]): Promise<ReadonlyMap<number, RegisterDefinition>> {
  const rows = await store.versionsOf(read, key)
  const found = new Map<number, RegisterDefinition>()
  for (const row of rows) if (versions.includes(row.version)) found.set(row.version, await textOf(read, row))
  const current = registers().get(key)
  // Before the first write the newest text has a number but no row yet.
  if (current !== undefined) {
    const { version } = numbered(rows, current)
    if (versions.includes(version)) found.set(version, current.definition)
  }
  return found
}

/** The register with its version written down, so that entries can keep it. Refused where it is retired or unknown. */
export async function openRegister(act: Act, key: string): Promise<Known> {
  for (;;) {
    const found = await loadRegister(act.tx, key)
    if (found.retired) throw new RefusedError('register.retired')
    if (found.since !== null) return found
    const since = act.now.toISOString()
    if (await store.insertVersion(act.tx, { key, version: found.version, sha256: found.sha256, since }, found.definition)) return { ...found, since }
    // Another server wrote this text, or another one under this number: its row is visible now.
  }
}
