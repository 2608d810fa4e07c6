import type { Act } from '../../../server/platform/act.ts'
import { openRegister, registers } from '../definitions.ts'
import { takeDownOthers } from '../store/open.ts'

/**
 * Rules RG-1, RG-7: what every start makes sure of: the catalogue is right, each of its texts has its version, and what
 * a register no longer shows to citizens is taken down. A world without it works as well: versions are written with the
 * first entry.
 * @throws CatalogError naming file and line.
 */
export async function prepareRegisters(act: Act): Promise<void> {
  for (const key of registers().keys()) await openRegister(act, key)
  await takeDownOthers(act.tx, [...registers().values()].flatMap(({ definition }) => (definition.open === undefined ? [] : [definition.key])))
}
