import { codeAt, newSecret } from '../platform/authenticator.ts'
import { prepareCatalogues } from '../prepare.ts'
import { api, arrange, newInstitution, newWorld, type Person, type Reply, type World } from './api.ts'
import { goodPassword, withPassword } from './sign-in.ts'
import { measureWorkers } from '../../modules/measure/workers.ts'
import { runLaunch } from '../../modules/plan/commands/launch.ts'
import { arrangeDraft } from '../../modules/reader/fixtures.ts'
import type { Understanding } from '../../modules/reader/rules/draft/understanding.ts'

/** Monday 9 March 2026, 09:00 in Shanghai: the report on 2 to 8 March is due today. */
export const monday = '2026-03-09T01:00:00.000Z'
export const lastSecond = '2026-03-09T15:59:59.000Z'
export const tooLate = '2026-03-09T16:00:00.000Z'

/** The same people later: a session that was idle for hours would have ended. */
export async function later(world: World, iso: string): Promise<void> {
  world.clock.set(iso)
  await arrange(world, (act) => act.tx.updateTable('session').set({ last_seen_at: act.now.toISOString() }).execute())
}

/** A server that knows the registers, measures and forms of the catalogue. */
export async function newReportWorld(startIso = monday): Promise<World> {
  const world = await newWorld(startIso)
  await prepareCatalogues(world.platform)
  const count = measureWorkers(world.platform, async () => undefined).find((each) => each.job === 'measure.count')
  for (const key of ['health-education-coverage', 'report-completeness', 'report-timeliness']) await count?.run({ key, version: 1 })
  return world
}

let region = 990300

export type Client = ReturnType<typeof api> & { readonly person: Person }
const clientOf = (world: World, person: Person): Client => ({ ...api(world, person), person })

/** A head with password and second factor, as signing asks for. */
export async function signer(world: World, person: Person) {
  await withPassword(world, person)
  const secret = newSecret()
  await arrange(world, ({ tx, now, vault }) => tx.updateTable('account').set({ totp_secret: vault.seal(secret), totp_enabled_at: now.toISOString() }).where('account_id', '=', person.accountId).execute())
  return { ...clientOf(world, person), password: goodPassword, code: () => codeAt(secret, world.clock.now()) }
}
export type Signer = Awaited<ReturnType<typeof signer>>

const weekly = (formKey: string) => (understanding: Understanding): Understanding => ({
  ...understanding,
  duties: understanding.duties.map((duty) => (duty.kind === 'report' ? { ...duty, settings: { ...duty.settings, factKey: formKey } } : duty)),
})

/** A county commission (or that of the city whose region begins with `city`) with hospitals in a region of its own, and a campaign on them that asks for a report every Monday. */
export async function campaign(world: World, given: { hospitals?: number; formKey?: string; change?: (understanding: Understanding) => Understanding; regionCode?: string; city?: string } = {}) {
  region += 1
  const regionCode = given.regionCode ?? String(region)
  const runs = given.city === undefined ? { regionCode, regionPrefix: regionCode } : { regionCode: given.city.padEnd(6, '0'), regionPrefix: given.city }
  const commission = await newInstitution(world, { kind: 'commission', ...runs, name: `测试${runs.regionCode}卫生健康委员会` })
  const hospitals = []
  for (let n = 0; n < (given.hospitals ?? 1); n += 1) hospitals.push(await newInstitution(world, { regionCode, name: `测试${regionCode}第${n + 1}医院` }))
  const judge = clientOf(world, await commission.person('commission_clerk'))
  const draftId = await arrange(world, (act) => arrangeDraft(act, { institutionId: commission.institutionId, regionCode: runs.regionCode }, undefined, (understanding) => (given.change ?? ((same) => same))(weekly(given.formKey ?? 'weekly')(understanding))))
  const launched = await judge.post('/plans', { draftId, revision: 1, institutionIds: hospitals.map((each) => each.institutionId), startsOn: '2026-03-02' })
  if (launched.status !== 200) throw new Error(JSON.stringify(launched.body))
  const planId: string = launched.body.planId
  if ((await runLaunch(world.platform, planId)) !== 'ready') throw new Error('the launch did not end')
  const staffed = await Promise.all(hospitals.map(async (body) => ({ body, clerk: clientOf(world, await body.person('institution_clerk')), head: await signer(world, await body.person('institution_head')) })))
  const [first] = staffed
  if (first === undefined) throw new Error('a campaign without hospitals')
  return { commission, judge, planId, regionCode, hospitals: staffed, hospital: first, clerk: first.clerk, head: first.head }
}

/** The address of the pack of one period, by its last day. */
export async function packAt(client: Client, toOn = '2026-03-08'): Promise<string> {
  const rows = (await client.get('/reports')).body.rows as { institutionId: string; packId: string; toOn: string }[]
  const row = rows.find((each) => each.toOn === toOn)
  if (row === undefined) throw new Error(`no report up to ${toOn} among ${JSON.stringify(rows.map((each) => each.toOn))}`)
  return `/reports/${row.institutionId}/${row.packId}`
}

export const words = { progress: '本周开展科室健康教育，完成导诊台改造的选址和图纸，按时落实各项任务。', problems: '部分科室登记不及时。', next: '下周补齐登记并检查。' }

/** Fills in what the weekly form asks for. */
export async function write(client: Client, at: string, texts: Readonly<Record<string, string>> = words): Promise<Reply> {
  const { fields, revision } = (await client.get(at)).body as { fields: { key: string; text: string }[]; revision: number }
  return client.patch(`${at}/texts`, { revision, texts: Object.entries(texts).map(([key, text]) => ({ key, was: fields.find((field) => field.key === key)?.text ?? '', text })) })
}

export async function sign(head: Signer, at: string, given: { code?: string; password?: string; submit?: boolean; seen?: string } = {}): Promise<Reply> {
  const { revision, seen } = (await head.get(at)).body as { revision: number; seen: string }
  return head.post(`${at}/signature`, { revision, seen: given.seen ?? seen, password: given.password ?? head.password, code: given.code ?? head.code(), submit: given.submit ?? false })
}

export async function submit(client: Client, at: string, given: object = {}): Promise<Reply> {
  const { revision } = (await client.get(at)).body as { revision: number }
  return client.post(`${at}/submission`, { revision, ...given })
}

/** The whole way of one hospital: words, signature, handing in. Each code opens once, so the clock moves on a little. */
export async function handIn(world: World, hospital: { clerk: Client; head: Signer }, at?: string): Promise<string> {
  const pack = at ?? (await packAt(hospital.clerk))
  const written = await write(hospital.clerk, pack)
  if (written.status !== 200) throw new Error(JSON.stringify(written.body))
  world.clock.advance(31_000)
  const signed = await sign(hospital.head, pack, { submit: true })
  if (signed.status !== 200) throw new Error(JSON.stringify(signed.body))
  return pack
}

export const pdf = (text: string) => ({ name: '盖章件.pdf', bytes: `%PDF-1.4 ${text}` })
