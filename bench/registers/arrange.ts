import { systemActor, type Actor } from '../../kernel/actor.ts'
import { launchPlan, runLaunch } from '../../modules/plan/commands/launch.ts'
import { ruleFedPeriods } from '../../modules/plan/commands/fed-periods.ts'
import { makeDraft } from '../../modules/template/commands.ts'
import { act, type Act, type Platform } from '../../server/platform/act.ts'
import type { fixedClock } from '../../server/platform/clock.ts'
import { tokenHash } from '../../server/platform/crypto.ts'
import { cityPrefix, idsFrom, type BenchBodies, type BenchBody } from './bodies.ts'
import { seeded } from '../../kernel/random.ts'

const system = systemActor('bench')

/** The session of a body's clerk: made up from the id, so that an arrangement that was kept can be used again. */
export const tokenOf = (body: BenchBody): string => `bench-${body.id}`

async function inLots<Row>(rows: readonly Row[], write: (lot: readonly Row[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += 2000) await write(rows.slice(at, at + 2000))
}

/** Regions, bodies, departments, staff, and the one clerk of each body with a session. */
export async function saveBodies(at: Act, bodies: BenchBodies): Promise<void> {
  const { tx } = at
  const created = at.now.toISOString()
  const newId = idsFrom(seeded('registers: posts'))
  const all = [bodies.city, bodies.county, ...bodies.institutions]
  const own = (body: BenchBody) => ({ institution_id: body.id, region_code: body.regionCode })
  await tx.insertInto('region').values([{ code: '990000', name: '云溪省', level: 'province', parent_code: null }, { code: '990100', name: '云溪市', level: 'city', parent_code: '990000' }]).execute()
  await tx.insertInto('region').values(bodies.counties.map((code) => ({ code, name: `云溪县${code.slice(4)}`, level: 'county', parent_code: '990100' }))).execute()
  const prefixOf = (body: BenchBody) => (body === bodies.city ? cityPrefix : body === bodies.county ? body.regionCode : null)
  await inLots(all, (lot) =>
    tx.insertInto('institution').values(lot.map((body) => ({ id: body.id, region_code: body.regionCode, region_prefix: prefixOf(body), name: body.name, short_name: body.name, kind: body.kind, level: body.level, ownership: 'public', credit_code: body.id, created_at: created }))).execute(),
  )
  await inLots(all.flatMap((body) => body.departments.map((each) => ({ ...own(body), id: each.id, name: each.name, kind: each.kind }))), (lot) => tx.insertInto('department').values([...lot]).execute())
  await inLots(all.flatMap((body) => body.staff.map((each, n) => ({ ...own(body), id: each.id, name: each.name, employee_number: String(n + 1), joined_on: '2020-01-01' }))), (lot) => tx.insertInto('staff').values([...lot]).execute())
  const clerks = all.flatMap((body) => body.staff.slice(0, 1).map((person) => ({ body, staffId: person.id, postId: newId(), role: prefixOf(body) === null ? 'institution_clerk' : 'commission_clerk' })))
  await inLots(clerks, (lot) => tx.insertInto('post').values(lot.map(({ body, postId, role }) => ({ ...own(body), id: postId, role, title: '经办' }))).execute())
  await inLots(clerks, (lot) => tx.insertInto('post_holding').values(lot.map(({ body, postId, staffId }) => ({ ...own(body), id: newId(), post_id: postId, staff_id: staffId, from_on: '2020-01-01' }))).execute())
  await inLots(clerks, (lot) => tx.insertInto('account').values(lot.map(({ body, staffId }) => ({ account_id: body.clerk.accountId, kind: 'staff', display_name: body.clerk.name, institution_id: body.id, staff_id: staffId, created_at: created }))).execute())
  await inLots(clerks, (lot) => tx.insertInto('session').values(lot.map(({ body }) => ({ token_hash: tokenHash(tokenOf(body)), id: newId(), account_id: body.clerk.accountId, created_at: created, last_seen_at: created, expires_at: '2099-01-01T00:00:00.000Z' }))).execute())
}

/** Every counter was written with its entries, so every measure is ready at every body. */
export async function markCounted(at: Act, bodies: BenchBodies): Promise<void> {
  const versions = await at.tx.selectFrom('measure_definition').select(['key', 'version']).execute()
  const counted_at = at.now.toISOString()
  const rows = [bodies.city, bodies.county, ...bodies.institutions].flatMap((body) => versions.map(({ key, version }) => ({ institution_id: body.id, region_code: body.regionCode, measure_key: key, version, facts: 0, counted_at })))
  await inLots(rows, (lot) => at.tx.insertInto('measure_progress').values([...lot]).execute())
  await at.tx.updateTable('measure_definition').set({ ready_at: counted_at }).execute()
  // Written past the module's store, so its stamp is moved here.
  await at.tx.updateTable('setting').set({ value: JSON.stringify(at.newId()) }).where('key', '=', 'measure.stamp').execute()
}

/** Where people enter while it is measured. */
export const hospitalsOf = (bodies: BenchBodies): BenchBody[] => bodies.institutions.filter((body) => body.level === 'two').slice(0, 16)

/** The catalogue's plan of ten actions, launched by the city over these hospitals as a clerk would launch it. */
export async function launchTemplate(platform: Platform, clock: ReturnType<typeof fixedClock>, bodies: BenchBodies, today: string): Promise<{ planId: string; obligations: number }> {
  const { city } = bodies
  const clerk: Actor = { kind: 'staff', id: city.clerk.accountId, name: city.clerk.name, institutionId: city.id, regionPrefix: cityPrefix, roles: ['commission_clerk'], posts: [] }
  const year = Number(today.slice(0, 4))
  clock.set(`${year}-07-01T01:00:00.000Z`)
  const draftId = await act(platform, clerk, (at) => makeDraft(at, { templateId: 'ten-actions', year, title: '十项行动', issuer: city.name }))
  const planId = await act(platform, clerk, (at) => launchPlan(at, { draftId, revision: 1, institutionIds: hospitalsOf(bodies).map((body) => body.id), startsOn: `${year}-07-01`, endsOn: `${year}-12-31`, graceDays: 30 }))
  if ((await runLaunch(platform, planId)) !== 'ready') throw new Error('the plan was not launched')
  clock.set(`${today}T01:00:00.000Z`)
  await ruleFedPeriods(platform, { planId })
  const { n } = await platform.database.read(system, (read) => read.selectFrom('plan_participant').select((eb) => eb.fn.sum<number>('obligations').as('n')).where('plan_id', '=', planId).executeTakeFirstOrThrow())
  return { planId, obligations: n }
}
