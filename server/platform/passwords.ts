import { hash, verify } from '@node-rs/argon2'
import { newToken } from './crypto.ts'

/** argon2id, 19 MiB, two passes, one lane: the first recommendation of the OWASP cheat sheet, about 30 ms here. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost)

let stranger: Promise<string> | undefined

/** Takes as long for a name nobody has (null) as for a real one. */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  stranger ??= hashPassword(newToken())
  const nobody = await stranger
  const right = await verify(kept ?? nobody, password.normalize('NFKC'))
  return kept !== null && right
}
