import type { ReadTx, Tx } from '../../../server/platform/database.ts'
import type { Identifier } from '../rules/resource.ts'
import { identifierOf } from './names.ts'

/** The numbers under which systems made bookings. */
export async function numbersOf(read: ReadTx, institutionId: string, bookingIds: readonly string[]): Promise<Map<string, Identifier[]>> {
  if (bookingIds.length === 0) return new Map()
  const rows = await read.selectFrom('fhir_booking').select(['booking_id as bookingId', 'identifier_system as system', 'identifier_value as value']).where('institution_id', '=', institutionId).where('booking_id', 'in', [...bookingIds]).execute()
  return new Map(rows.map((row) => [row.bookingId, identifierOf(row)]))
}

export async function bookingsNumbered(read: ReadTx, institutionId: string, token: { system: string | null; value: string }): Promise<string[]> {
  const rows = await read.selectFrom('fhir_booking').select(['booking_id as bookingId', 'identifier_system as system']).where('institution_id', '=', institutionId).where('identifier_value', '=', token.value).limit(100).execute()
  return rows.filter((row) => token.system === null || (row.system ?? '') === token.system).map((row) => row.bookingId)
}

export const insertNumber = (tx: Tx, number: { institutionId: string; regionCode: string; bookingId: string; clientId: string; system: string | null; value: string }) =>
  tx
    .insertInto('fhir_booking')
    .values({ institution_id: number.institutionId, booking_id: number.bookingId, region_code: number.regionCode, client_id: number.clientId, identifier_system: number.system, identifier_value: number.value })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
