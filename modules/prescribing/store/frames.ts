import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import { packFrame, readPacked, type Frame } from '../rules/frame.ts'
import { listDischargeFrame, listPrescriptionFrame } from './prescriptions.ts'

type FrameKey = { readonly institutionId: string; /** Its first day. */ readonly month: IsoDate }

/** From the lines themselves. */
export async function gatherFrame(read: ReadTx, { institutionId, month }: FrameKey): Promise<Frame> {
  const of = month.slice(0, 7)
  const [prescriptions, discharges] = await Promise.all([listPrescriptionFrame(read, institutionId, of), listDischargeFrame(read, institutionId, of)])
  return { prescriptions, discharges }
}

/** What the catalogue says of drugs is in a frame, too. */
const catalogueAt = sql`coalesce((select max(changed_at) from drug_item), '-infinity')`

/** The kept one, where lines and catalogue are still in the state it was gathered from. */
async function findKept(read: ReadTx, { institutionId, month }: FrameKey): Promise<Frame | null> {
  const { rows } = await sql<{ packed: Buffer }>`
    select f.packed from charge_frame f join charge_month m on m.institution_id = f.institution_id and m.month = f.month and m.version = f.version
     where f.institution_id = ${institutionId} and f.month = ${month}::date and f.made_at >= ${catalogueAt}`.execute(read)
  const [row] = rows
  return row === undefined ? null : readPacked((await promisify(gunzip)(row.packed)).toString('utf8'))
}

/** Rule PR-20: all that can be drawn of a month; the kept frame where it is the month's, else the lines. */
export const frameOf = async (read: ReadTx, key: FrameKey): Promise<Frame> => (await findKept(read, key)) ?? gatherFrame(read, key)

/** Months whose lines are in another state than their frame, between two first days; for the job. */
export async function listUnframed(read: ReadTx, from: IsoDate, before: IsoDate, limit: number): Promise<(FrameKey & { readonly regionCode: string; readonly version: number })[]> {
  const { rows } = await sql<FrameKey & { regionCode: string; version: number }>`
    select m.institution_id as "institutionId", m.month, m.region_code as "regionCode", m.version from charge_month m left join charge_frame f on f.institution_id = m.institution_id and f.month = m.month
     where m.month >= ${from}::date and m.month < ${before}::date and m.lines > 0 and (f.version is distinct from m.version or f.made_at < ${catalogueAt}) order by m.month desc, m.institution_id limit ${limit}`.execute(read)
  return rows
}

export async function saveFrame(tx: Tx, key: FrameKey & { readonly regionCode: string; readonly version: number }, frame: Frame, at: string): Promise<void> {
  const packed = await promisify(gzip)(packFrame(frame), { level: 1 })
  const row = { version: key.version, prescriptions: frame.prescriptions.length, stays: frame.discharges.length, packed, made_at: at }
  await tx
    .insertInto('charge_frame')
    .values({ institution_id: key.institutionId, month: key.month, region_code: key.regionCode, ...row })
    .onConflict((conflict) => conflict.columns(['institution_id', 'month']).doUpdateSet(row))
    .execute()
}
