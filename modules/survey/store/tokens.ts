import type { IsoDate } from '../../../kernel/calendar.ts'
import { sql, type ReadTx, type Tx } from '../../../server/platform/database.ts'
import type { UseRows } from '../../../server/platform/uses.ts'
import type { AskedRow } from '../rules/fact.ts'
import type { Asked } from '../rules/response.ts'
import type { Body, Token, Way } from '../rules/survey.ts'

const columns = ['institution_id as institutionId', 'region_code as regionCode', 'token_index as tokenIndex', 'survey_key as surveyKey', 'version', 'department_id as departmentId', sql<Way>`way`.as('way'), 'expires_on as expiresOn', 'spent'] as const

/** Those that were not there before; whoever asks again for the same visit adds nothing. */
export async function insertTokens(tx: Tx, body: Body, tokens: readonly Token[], issued: { readonly at: string; readonly on: IsoDate }): Promise<Set<string>> {
  if (tokens.length === 0) return new Set()
  const rows = tokens.map((token) => ({
    institution_id: body.institutionId, token_index: token.tokenIndex, region_code: body.regionCode, survey_key: token.surveyKey, version: token.version, department_id: token.departmentId, way: token.way, issued_at: issued.at, issued_on: issued.on, expires_on: token.expiresOn,
  }))
  const added = await tx.insertInto('survey_token').values(rows).onConflict((conflict) => conflict.doNothing()).returning('token_index as tokenIndex').execute()
  if (added.length > 0) await tx.insertInto('survey_code').values(added.map(({ tokenIndex }) => ({ token_index: tokenIndex, institution_id: body.institutionId, region_code: body.regionCode }))).onConflict((conflict) => conflict.doNothing()).execute()
  return new Set(added.map((each) => each.tokenIndex))
}

export async function findToken(read: ReadTx, tokenIndex: string): Promise<Token | undefined> {
  const place = await read.selectFrom('survey_code').select('institution_id').where('token_index', '=', tokenIndex).executeTakeFirst()
  return place === undefined ? undefined : read.selectFrom('survey_token').select(columns).where('institution_id', '=', place.institution_id).where('token_index', '=', tokenIndex).executeTakeFirst()
}

/** Rule SV-6: spends it and says by which way it came; null where somebody else just did, or its time is over. */
export async function spendToken(tx: Tx, token: Pick<Token, 'institutionId' | 'tokenIndex'>, today: IsoDate): Promise<Way | null> {
  const done = await tx.updateTable('survey_token').set({ spent: true }).where('institution_id', '=', token.institutionId).where('token_index', '=', token.tokenIndex).where('spent', '=', false).where('expires_on', '>=', today).returning(sql<Way>`way`.as('way')).executeTakeFirst()
  return done?.way ?? null
}

/** Rules SV-8 and SV-17: how many were asked, how many answered and how many still may, by department, day and way: that somebody answered, never what. */
export const listAsked = (read: ReadTx, ask: { readonly institutionId: string; readonly key: string; readonly from: IsoDate; readonly to: IsoDate; readonly today: IsoDate }): Promise<Asked[]> =>
  read
    .selectFrom('survey_token')
    .select((eb) => ['department_id as departmentId', 'issued_on as on', sql<Way>`way`.as('way'), sql<number>`count(*)::int`.as('asked'), eb.fn.sum<number>(sql`spent::int`).as('answered'), sql<number>`(count(*) filter (where not spent and expires_on >= ${ask.today}))::int`.as('open')])
    .where('institution_id', '=', ask.institutionId)
    .where('survey_key', '=', ask.key)
    .where('issued_on', '>=', ask.from)
    .where('issued_on', '<=', ask.to)
    .groupBy(['department_id', 'issued_on', 'way'])
    .orderBy('issued_on')
    .execute()

/** Rule SV-16: who was asked, as facts: of some days, by day and index. */
export const listTokens = (read: ReadTx, ask: { readonly institutionId: string; readonly from: IsoDate; readonly to: IsoDate }, after: { readonly on: IsoDate; readonly id: string } | null, limit: number): Promise<AskedRow[]> =>
  read
    .selectFrom('survey_token')
    .select(['institution_id as institutionId', 'region_code as regionCode', 'token_index as tokenIndex', 'survey_key as surveyKey', 'department_id as departmentId', sql<Way>`way`.as('way'), 'issued_on as on'])
    .where('institution_id', '=', ask.institutionId)
    .where('issued_on', '>=', ask.from)
    .where('issued_on', '<=', ask.to)
    .$if(after !== null, (query) => query.where((eb) => eb.or([eb('issued_on', '>', after?.on ?? ''), eb.and([eb('issued_on', '=', after?.on ?? ''), eb('token_index', '>', after?.id ?? '')])])))
    .orderBy('issued_on')
    .orderBy('token_index')
    .limit(limit)
    .execute()

/** Rule SV-16: everybody who was asked after a visit is a use of the survey. */
export const askedRows = (institutionId: string): UseRows =>
  sql`select t.issued_at as at, f.content -> 'name' ->> 'zh' as title, d.name as department, '/surveys/' || t.institution_id || '/' || t.survey_key as link
    from survey_token t join survey_form f on f.institution_id = t.institution_id and f.survey_key = t.survey_key and f.version = t.version
    left join department d on d.institution_id = t.institution_id and d.id = t.department_id
    where t.institution_id = ${institutionId} and t.way in ('booking', 'queue', 'admission') and t.issued_at >= q.from_at and t.issued_at < q.to_at`
