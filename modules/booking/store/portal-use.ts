import type { IsoDate } from '../../../kernel/calendar.ts'
import { leastId } from '../../../server/platform/uses.ts'
import { startOfDay, endOfDay } from '../../../kernel/instant.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { UseRows } from '../../../server/platform/uses.ts'
import { afterFact } from '../../../server/platform/fact-page.ts'
import type { PortalDay, PortalWhat, ToldDay } from '../rules/portal-use.ts'

export type Counted = { readonly institutionId: string; readonly regionCode: string; readonly onDate: IsoDate; readonly what: PortalWhat; readonly n: number; readonly at: string }

/** Adds to the day; one row for each body, day and thing that is counted. */
export const addCounts = (tx: Tx, counts: readonly Counted[]) =>
  tx
    .insertInto('portal_count')
    .values(counts.map((each) => ({ institution_id: each.institutionId, on_date: each.onDate, what: each.what, region_code: each.regionCode, n: each.n, last_at: each.at })))
    .onConflict((conflict) => conflict.columns(['institution_id', 'on_date', 'what']).doUpdateSet((eb) => ({ n: eb('portal_count.n', '+', eb.ref('excluded.n')), last_at: eb.ref('excluded.last_at') })))
    .execute()

const none = { found: 0, guided: 0, booked: 0, refused: 0, lettersSent: 0, lettersRead: 0 }
const parts: Readonly<Record<PortalWhat, keyof typeof none>> = { found: 'found', guided: 'guided', refused: 'refused', 'letter-booking': 'lettersSent', 'letter-admission': 'lettersSent', 'letter-read': 'lettersRead' }

/** What stands for some days of a body; the counts are held, so that two who tell do so one after the other. */
export async function standingPortal(tx: Tx, body: { readonly institutionId: string; readonly regionCode: string }, days: readonly IsoDate[]): Promise<PortalDay[]> {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const counts = await tx.selectFrom('portal_count').select(['on_date as onDate', 'what', 'n']).where('institution_id', '=', body.institutionId).where('on_date', '>=', first).where('on_date', '<=', last).orderBy('on_date').orderBy('what').forUpdate().execute()
  const booked = await sql<{ onDate: IsoDate; n: number }>`
    select (made_at at time zone 'Asia/Shanghai')::date as "onDate", count(*)::int as n from booking
    where institution_id = ${body.institutionId} and id >= ${leastId(startOfDay(first))}::uuid and made_at >= ${startOfDay(first)}::timestamptz and made_at < ${endOfDay(last)}::timestamptz and way = 'portal' and moved_from is null and service in ('visit', 'studio')
    group by 1`.execute(tx)
  return days.map((onDate) => {
    const day = { ...none }
    // The table checks the word.
    for (const each of counts) if (each.onDate === onDate) day[parts[each.what as PortalWhat]] += each.n
    return { ...body, onDate, ...day, booked: booked.rows.find((each) => each.onDate === onDate)?.n ?? 0 }
  })
}

const columns = ['institution_id as institutionId', 'region_code as regionCode', 'id', 'on_date as onDate', 'found', 'guided', 'booked', 'refused', 'letters_sent as lettersSent', 'letters_read as lettersRead'] as const

export const toldPortal = (read: ReadTx, institutionId: string, from: IsoDate): Promise<ToldDay[]> => read.selectFrom('portal_told').select(columns).where('institution_id', '=', institutionId).where('on_date', '>=', from).orderBy('on_date').execute()

export const savePortal = (tx: Tx, days: readonly ToldDay[], at: string) =>
  tx
    .insertInto('portal_told')
    .values(days.map((day) => ({ institution_id: day.institutionId, on_date: day.onDate, region_code: day.regionCode, id: day.id, found: day.found, guided: day.guided, booked: day.booked, refused: day.refused, letters_sent: day.lettersSent, letters_read: day.lettersRead, told_at: at })))
    .onConflict((conflict) => conflict.columns(['institution_id', 'on_date']).doUpdateSet((eb) => ({ found: eb.ref('excluded.found'), guided: eb.ref('excluded.guided'), booked: eb.ref('excluded.booked'), refused: eb.ref('excluded.refused'), letters_sent: eb.ref('excluded.letters_sent'), letters_read: eb.ref('excluded.letters_read'), told_at: eb.ref('excluded.told_at') })))
    .execute()

export const portalInOrder = (read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }, after: { readonly on: IsoDate; readonly id: string } | null, limit: number): Promise<ToldDay[]> =>
  read
    .selectFrom('portal_told')
    .select(columns)
    .where('institution_id', '=', ask.institutionId)
    .where('on_date', '>=', ask.from)
    .where('on_date', '<=', ask.to)
    .where(afterFact(after))
    .orderBy('on_date')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Rule BK-65: each time counted is a use; of a day only its newest moment is known, which stands for all of it. */
export const countedUses = (institutionId: string, whats: readonly PortalWhat[], title: UseRows): UseRows =>
  sql`select p.last_at as at, ${title} as title, null::text as department, '/booking/guide' as link
    from portal_count p cross join lateral generate_series(1, p.n)
    where p.institution_id = ${institutionId} and p.what = any (${[...whats]}::text[]) and p.on_date >= (q.from_at at time zone 'Asia/Shanghai')::date and p.on_date <= (q.to_at at time zone 'Asia/Shanghai')::date and p.last_at >= q.from_at and p.last_at < q.to_at`
