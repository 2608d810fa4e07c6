import { z } from 'zod'
import { receiptCode } from '../../../kernel/ids.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import type { BookingKey } from '../rules/booking.ts'

const sealedPerson = z.object({ name: z.string(), phone: z.string(), idNumber: z.string() })
export type SealedPerson = z.infer<typeof sealedPerson>

/** Whoever is booked for is known by a keyed index of the document; nothing of it is kept in the clear. */
export const personIndexFor = (vault: Vault, idNumber: string): string => vault.blindIndex('person', idNumber)
export const sealPerson = (vault: Vault, { name, phone, idNumber }: SealedPerson): Buffer => vault.seal(JSON.stringify({ name, phone, idNumber }))
export const openPerson = (vault: Vault, sealed: Buffer): SealedPerson => sealedPerson.parse(JSON.parse(vault.open(sealed)))

/** Whoever rings: digits as they are typed in whatever width, with whatever between them. */
export const phoneIndexFor = (vault: Vault, typed: string): string => vault.blindIndex('phone', typed.normalize('NFKC').replaceAll(/[\s\p{Pd}()]/gu, ''))

/** Rule BK-8: the patient code follows from the booking and the installation's key; only its index is kept. */
export const codeOf = (vault: Vault, { institutionId, bookingId }: BookingKey): string => receiptCode(Buffer.from(vault.blindIndex('code', `booking ${institutionId} ${bookingId}`), 'base64url'))
export const codeIndexFor = (vault: Vault, code: string): string => vault.blindIndex('code', `booking code ${code}`)
