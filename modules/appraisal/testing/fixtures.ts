import type { Act } from '../../../server/platform/act.ts'
import { tellFacts } from '../../../server/platform/facts.ts'
import { api, arrange, newInstitution, type Person, type World } from '../../../server/testing/api.ts'
import { signer } from '../../../server/testing/reports.ts'

export type Client = ReturnType<typeof api> & { readonly person: Person }
export const clientOf = (world: World, person: Person): Client => ({ ...api(world, person), person })

type Body = { readonly institutionId: string; readonly regionCode: string }

/** What one emptied box of a survey came to, as the survey module puts it down and tells it. */
export const sheets = (world: World, body: Body, given: { readonly count: number; readonly mean: number; readonly on: string; readonly departmentId?: string | null }) =>
  arrange(world, async (act: Act) => {
    const [tallyId, id] = [act.newId(), act.newId()]
    const { departmentId = null } = given
    const key = { institution_id: body.institutionId, region_code: body.regionCode }
    const points = given.count * given.mean
    await act.tx.insertInto('survey_tally').values({ ...key, id: tallyId, survey_key: 'outpatient', version: 1, department_id: departmentId, on_date: given.on, sheets: given.count, items: JSON.stringify({}) }).execute()
    await act.tx.insertInto('survey_score').values({ ...key, id, tally_id: tallyId, survey_key: 'outpatient', version: 1, audience: 'outpatient', department_id: departmentId, on_date: given.on, dimension: 'total', sheets: given.count, points: points.toFixed(2), squares: (points * given.mean).toFixed(4) }).execute()
    await tellFacts(act, [{ before: null, after: { ...body, kind: 'survey.score', id, on: given.on, departmentId, staffIds: [], fields: { survey: 'outpatient', audience: 'outpatient', dimension: 'total', sheets: given.count, points }, title: `${given.count} 份答卷`, link: null } }])
  })

let region = 991500
/** A county with hospitals of one kind and level, its clerk and head. */
export async function county(world: World, hospitals: readonly string[] = ['甲', '乙', '丙']) {
  region += 1
  const regionCode = String(region)
  const commission = await newInstitution(world, { kind: 'commission', regionCode, regionPrefix: regionCode, name: `测试${regionCode}卫生健康委员会` })
  const bodies = []
  for (const name of hospitals) bodies.push({ ...(await newInstitution(world, { regionCode, name: `${name}医院${regionCode}` })), short: name })
  return { regionCode, commission, bodies, clerk: clientOf(world, await commission.person('commission_clerk')), head: await signer(world, await commission.person('commission_head')) }
}
export type County = Awaited<ReturnType<typeof county>>

/** Patients decide all of it: the tests then need no other records. */
const byPatients = { duties: 0, satisfaction: 100, 'complaint-satisfied': 0, 'complaint-in-time': 0, 'core-rules': 0 }

/** A draft of a month's campaign league in which patients decide everything. */
export async function drafted(own: County, from = '2026-02-01'): Promise<string> {
  const made = await own.clerk.post('/leagues', { key: 'campaign', from })
  if (made.status !== 200) throw new Error(JSON.stringify(made.body))
  const { leagueId } = made.body
  const view = await own.clerk.get(`/leagues/${own.commission.institutionId}/${leagueId}`)
  const weights = Object.fromEntries(view.body.content.parts.map((part: { key: string; weight: number }) => [part.key, part.weight]))
  if (JSON.stringify(weights) !== JSON.stringify(byPatients)) {
    const weighed = await own.clerk.put(`/leagues/${leagueId}/weights`, { revision: 1, weights: byPatients, reason: '本县只看患者评价' })
    if (weighed.status !== 200) throw new Error(JSON.stringify(weighed.body))
  }
  return leagueId
}

/** Each code opens once, so the clock moves on a little. */
export async function publish(world: World, own: County, leagueId: string, given: object = {}) {
  world.clock.advance(31_000)
  const { revision, seen } = (await own.head.get(`/leagues/${own.commission.institutionId}/${leagueId}`)).body
  return own.head.post(`/leagues/${leagueId}/publication`, { revision, seen, password: own.head.password, code: own.head.code(), ...given })
}

/** A fact of a register, as the register module tells it. */
export const entry = (world: World, body: Body, kind: string, on: string, fields: Readonly<Record<string, number>>) =>
  arrange(world, (act) => tellFacts(act, [{ before: null, after: { institutionId: body.institutionId, regionCode: body.regionCode, kind, id: act.newId(), on, departmentId: null, staffIds: [], fields, title: '登记', link: null } }]))
