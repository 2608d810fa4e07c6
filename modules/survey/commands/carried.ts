import { z } from 'zod'
import { instantMs, instantOf } from '../../../kernel/instant.ts'
import type { Vault } from '../../../server/platform/crypto.ts'

/** What a code opened, carried by the form itself from page to page: sealed, so that nobody reads or makes one. */
const Carried = z.strictObject({
  tokenIndex: z.string(), institutionId: z.uuid(), regionCode: z.string(), surveyKey: z.string(), version: z.number().int(), departmentId: z.uuid().nullable(), hospital: z.string(), department: z.string(), smallest: z.number().int(), until: z.iso.datetime(),
})
export type Carried = Omit<z.output<typeof Carried>, 'until'>
const dayMs = 86_400_000

export const sealCarried = (vault: Vault, carried: Carried, now: Date): string => vault.seal(JSON.stringify({ ...carried, until: instantOf(now.getTime() + dayMs) })).toString('base64url')

/** Rule SV-20: null where it is none, of another code, or a day old: then the code is looked up again. */
export function openCarried(vault: Vault, given: string, tokenIndex: string | null, now: Date): Carried | null {
  if (given === '' || tokenIndex === null) return null
  try {
    const { until, ...carried } = Carried.parse(JSON.parse(vault.open(Buffer.from(given, 'base64url'))))
    return carried.tokenIndex === tokenIndex && instantMs(until) > now.getTime() ? carried : null
  } catch {
    return null
  }
}
