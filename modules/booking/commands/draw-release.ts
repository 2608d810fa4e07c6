import { randomBytes } from 'node:crypto'
import type { Act } from '../../../server/platform/act.ts'
import { hasher } from '../../../server/platform/hasher.ts'
import { insertRelease } from '../store/releases.ts'

type PlannedRelease = { readonly institutionId: string; readonly regionCode: string; readonly clinicId: string; readonly onDate: string; readonly opensAt: string; readonly closesAt: string }

/**
 * The draw of one clinic and day, made together with its slots (`slot.release_id` is what it answers); made again it is the
 * same. The seed is fixed and its hash open from this moment; their public places open at `closesAt` and are given by the draw.
 */
export async function planRelease(act: Act, ask: PlannedRelease): Promise<string> {
  const seed = randomBytes(32).toString('hex')
  return insertRelease(act.tx, { ...ask, id: act.newId(), seedHash: hasher.sha256(seed), seedSealed: act.vault.seal(seed) })
}
