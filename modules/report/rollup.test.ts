import * as xlsx from '@e965/xlsx'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { arrange, newInstitution, type World } from '../../server/testing/api.ts'
import type { Understanding } from '../reader/rules/draft/understanding.ts'
import { campaign, handIn, later, monday, newReportWorld, packAt, pdf, sign, signer, tooLate, write } from '../../server/testing/reports.ts'

let world: World
beforeAll(async () => {
  world = await newReportWorld()
})
afterEach(() => later(world, monday))
afterAll(() => world.close())

type Line = { key: string; period: { value: number | null; numerator: number | null; denominator: number | null } | null }
const lineOf = (lines: Line[], key: string) => lines.find((line) => line.key === key)?.period

/** Figures are put into the figures of a pack by facts: sessions held, for the sums. */
async function talks(hospital: { body: { institutionId: string; regionCode: string; person(role: 'nurse', departmentId: string): Promise<Parameters<typeof signer>[1]> } }, attended: readonly number[]): Promise<void> {
  const departmentId = await arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values([{ institution_id: hospital.body.institutionId, region_code: hospital.body.regionCode, id, name: '内科', kind: 'clinical' }, { institution_id: hospital.body.institutionId, region_code: hospital.body.regionCode, id: act.newId(), name: '外科', kind: 'clinical' }]).execute()
    return id
  })
  const nurse = await signer(world, await hospital.body.person('nurse', departmentId))
  for (const people of attended) {
    const entered = await nurse.upload('/registers/health-education/entries', [], { version: 1, on: '2026-03-04', departmentId, values: { topic: '少盐饮食', theme: 'diet', speaker: nurse.person.staffId, attended: people, form: 'lecture' } })
    if (entered.status !== 200) throw new Error(JSON.stringify(entered.body))
  }
}

/** A county's roll-up of the week: written, signed, locked. */
async function lock(county: Awaited<ReturnType<typeof campaign>>): Promise<string> {
  const { institutionId, packId } = (await county.judge.post(`/report-rollups/${county.planId}/weekly/2026-03-08`)).body
  const pack = `/reports/${institutionId}/${packId}`
  await write(county.judge, pack)
  world.clock.advance(31_000)
  const signed = await sign(await signer(world, await county.commission.person('commission_head')), pack, { submit: true })
  if (signed.status !== 200) throw new Error(JSON.stringify(signed.body))
  return pack
}

describe('RP-12 the roll-up of a campaign, form and period', () => {
  test('RP-12 who is in, late, missing, returned; figures summed from what is in and not returned, accepted several at once', async () => {
    const { judge, planId, hospitals } = await campaign(world, { hospitals: 4 })
    const [one, two, three] = hospitals
    if (one === undefined || two === undefined || three === undefined) throw new Error('four hospitals')
    await talks(one, [20, 30])
    await talks(two, [7])
    const at = `/report-rollups/${planId}/weekly/2026-03-08`
    expect((await judge.get(at)).body).toMatchObject({ counts: { asked: 4, in: 0, missing: 4 }, pack: null })
    const first = await handIn(world, one)
    const third = await handIn(world, three)
    await later(world, tooLate)
    const second = await handIn(world, two)
    await judge.post(`${third}/return`, { revision: 1, remark: '请核对数据后重报' })
    const found = (await judge.get(at)).body
    expect(found.counts).toEqual({ asked: 4, in: 2, onTime: 1, late: 1, missing: 1, accepted: 0, returned: 1, waiting: 2 })
    expect(lineOf(found.lines, 'health-education')).toMatchObject({ value: 3 })
    expect(lineOf(found.lines, 'health-education-attended')).toMatchObject({ value: 57 })
    // Each hospital reached one of its two departments: half, and not the mean of anything.
    expect(lineOf(found.lines, 'health-education-coverage')).toEqual({ value: 50, numerator: 2, denominator: 4 })
    expect((await judge.get('/report-dues')).body.rows.find((row: { planId: string; toOn: string }) => row.planId === planId && row.toOn === '2026-03-08')).toMatchObject({ formKey: 'weekly', asked: 4, in: 2, late: 1, missing: 1, returned: 1, past: true })
    const keys = [first, second, third].map((path) => path.split('/')).map(([, , institutionId, packId]) => ({ institutionId, packId, revision: 1 }))
    const accepted = await judge.post('/reports/acceptance', { packs: keys })
    expect(new Map(accepted.body.rows.map((row: { institutionId: string; refused: string | null }) => [row.institutionId, row.refused]))).toEqual(new Map([[one.body.institutionId, null], [two.body.institutionId, null], [three.body.institutionId, 'report.not_waiting']]))
    expect((await judge.get(at)).body.counts).toMatchObject({ accepted: 2, waiting: 0 })
    const book = xlsx.read((await judge.get(`${at}/bodies.xlsx`)).raw, { type: 'buffer' })
    expect(book.SheetNames).toEqual(['报送情况', '汇总数据'])
    expect((await one.clerk.get(at)).status).toBe(403)
  })

  test("RP-12 the commission's own roll-up: its words, its head's signature, locked; nobody of it accepts it", async () => {
    const { judge, planId, hospital, commission } = await campaign(world)
    await handIn(world, hospital)
    const head = await signer(world, await commission.person('commission_head'))
    const at = `/report-rollups/${planId}/weekly/2026-03-08`
    const opened = await judge.post(at)
    expect(opened).toMatchObject({ status: 200, body: { institutionId: commission.institutionId } })
    expect((await judge.post(at)).body).toEqual(opened.body)
    const pack = `/reports/${opened.body.institutionId}/${opened.body.packId}`
    expect((await judge.get(pack)).body).toMatchObject({ kind: 'rollup', state: 'draft', daysLeft: null, content: { bodies: [{ place: 'submitted', onTime: true }] } })
    expect(await write(judge, pack)).toMatchObject({ status: 200 })
    world.clock.advance(31_000)
    expect(await sign(head, pack, { submit: true })).toMatchObject({ status: 200, body: { state: 'submitted', onTime: null, versions: [{ signedPost: 'commission_head' }] } })
    expect(await head.post(`${pack}/acceptance`, { revision: 1 })).toMatchObject({ status: 403, body: { error: 'report.own_pack' } })
    expect((await judge.get(at)).body.pack).toMatchObject({ state: 'submitted' })
    expect((await hospital.clerk.get(pack)).status).toBe(404)
  })

  test('RP-12 a city sees the locked roll-up of a county, accepts it, and counts it in no campaign it is not part of', async () => {
    const county = await campaign(world, { regionCode: '990421' })
    await talks(county.hospital, [12])
    await handIn(world, county.hospital)
    const pack = await lock(county)
    // The city's own campaign on another county; nobody has said yet that the first county's campaign is part of it.
    const city = await campaign(world, { regionCode: '990422', city: '9904' })
    expect(await city.judge.post(`${pack}/acceptance`, { revision: 1 })).toMatchObject({ status: 200, body: { state: 'accepted' } })
    const at = `/report-rollups/${city.planId}/weekly/2026-03-08`
    const view = (await city.judge.get(at)).body
    expect(view.bodies.map((body: { name: string; place: string }) => [body.name, body.place])).toEqual([['测试990422第1医院', 'missing']])
    expect(view.strangers).toMatchObject([{ name: '测试990421卫生健康委员会', planId: county.planId, imported: false }])
    expect(lineOf(view.lines, 'health-education-attended')).toMatchObject({ value: null })
    const own = (await city.judge.get(`/report-rollups/${county.planId}/weekly/2026-03-08`)).body
    expect(own.bodies).toHaveLength(1)
    expect(lineOf(own.lines, 'health-education-attended')).toMatchObject({ value: 12 })
  })

  test('RP-12 of two campaigns of a county with a report on the same Monday the one is counted that belongs to the campaign', async () => {
    const city = await campaign(world, { regionCode: '990842', city: '9908' })
    const [mine, foreign] = [await campaign(world, { regionCode: '990841' }), await campaign(world, { regionCode: '990841' })]
    for (const [at, people] of [[mine, 12], [foreign, 500]] as const) {
      await talks(at.hospital, [people])
      await handIn(world, at.hospital)
      await lock(at)
    }
    const at = `/report-rollups/${city.planId}/weekly/2026-03-08`
    expect((await city.judge.get(at)).body.strangers).toHaveLength(2)
    const say = (lowerPlanId: string, counts: boolean) => city.judge.post(`/report-campaigns/${city.planId}`, { lowerPlanId, counts })
    expect(await mine.judge.post(`/report-campaigns/${city.planId}`, { lowerPlanId: mine.planId, counts: true })).toMatchObject({ status: 403, body: { error: 'report.not_your_campaign' } })
    expect(await say(city.planId, true)).toMatchObject({ status: 400, body: { error: 'report.campaign_itself' } })
    expect((await say(mine.planId, true)).status).toBe(200)
    const view = (await city.judge.get(at)).body
    expect(view.bodies.map((body: { institutionId: string; place: string }) => [body.institutionId, body.place])).toEqual([[city.hospital.body.institutionId, 'missing'], [mine.commission.institutionId, 'submitted']])
    expect(lineOf(view.lines, 'health-education-attended')).toMatchObject({ value: 12 })
    expect([view.linked.map((each: { planId: string }) => each.planId), view.strangers.map((each: { planId: string }) => each.planId)]).toEqual([[mine.planId], [foreign.planId]])
    await say(mine.planId, false)
    expect((await city.judge.get(at)).body).toMatchObject({ bodies: [{ place: 'missing' }], linked: [] })
  })

  test('RP-12 campaigns of one template belong together: a county that sent nothing is missing, and the city is told of what comes', async () => {
    const city = await campaign(world, { regionCode: '990662', city: '9906' })
    const county = await campaign(world, { regionCode: '990661' })
    await arrange(world, (act) => act.tx.updateTable('plan').set({ template_id: 'trial', template_version: 1, template_sha256: 'a'.repeat(64) }).where('id', 'in', [city.planId, county.planId]).execute())
    const at = `/report-rollups/${city.planId}/weekly/2026-03-08`
    expect((await city.judge.get(at)).body).toMatchObject({ counts: { asked: 2, in: 0, missing: 2 }, bodies: [{ place: 'missing' }, { institutionId: county.commission.institutionId, place: 'missing', dueOn: '2026-03-08' }], strangers: [] })
    await handIn(world, county.hospital)
    const pack = await lock(county)
    expect((await city.judge.get(at)).body).toMatchObject({ counts: { asked: 2, in: 1, missing: 1 }, bodies: [{ place: 'missing' }, { institutionId: county.commission.institutionId, place: 'submitted' }] })
    expect((await city.judge.get('/notices')).body.rows.filter((notice: { topic: string }) => notice.topic === 'report.submitted')).toMatchObject([{ link: pack }])
  })

  test("RP-12 of a city's campaign a county gathers only what is its own, not its sibling; a commission elsewhere sees nothing", async () => {
    const city = await campaign(world, { regionCode: '991162', city: '9911' })
    const one = await campaign(world, { regionCode: '991162' })
    const two = await campaign(world, { regionCode: '991163' })
    const elsewhere = await campaign(world, { regionCode: '991261' })
    await arrange(world, (act) => act.tx.updateTable('plan').set({ template_id: 'siblings', template_version: 1, template_sha256: 'a'.repeat(64) }).where('id', 'in', [city.planId, one.planId, two.planId, elsewhere.planId]).execute())
    const at = `/report-rollups/${city.planId}/weekly/2026-03-08`
    const seenBy = async (judge: typeof city.judge) => ((await judge.get(at)).body.bodies as { institutionId: string }[]).map((body) => body.institutionId)
    expect(await seenBy(city.judge)).toEqual([city.hospital.body.institutionId, one.commission.institutionId, two.commission.institutionId])
    expect(await seenBy(one.judge)).toEqual([city.hospital.body.institutionId])
    expect((await one.judge.get(at)).body.counts).toMatchObject({ asked: 1, missing: 1 })
    // What the first county gathers is its own, also where the city reads it and has a third county's roll-up in its sums.
    const three = await campaign(world, { regionCode: '991164' })
    await talks(three.hospital, [40])
    await handIn(world, three.hospital)
    await lock(three)
    // Nor does it count what the city said belongs to the city's own: a campaign beside the first county's, in its region.
    const beside = await campaign(world, { regionCode: '991162' })
    await handIn(world, beside.hospital)
    await lock(beside)
    for (const { planId } of [three, beside]) await city.judge.post(`/report-campaigns/${city.planId}`, { lowerPlanId: planId, counts: true })
    expect(lineOf((await city.judge.get(at)).body.lines, 'health-education-attended')).toMatchObject({ value: 40 })
    const { institutionId, packId } = (await one.judge.post(at)).body
    const pack = (await city.judge.get(`/reports/${institutionId}/${packId}`)).body
    expect(pack).toMatchObject({ kind: 'rollup', state: 'draft', content: { bodies: [{ institutionId: city.hospital.body.institutionId }] } })
    expect(pack.content).toEqual((await one.judge.get(`/reports/${institutionId}/${packId}`)).body.content)
    // Nobody in the second county is asked by the city itself.
    expect(await two.judge.get(at)).toMatchObject({ status: 404 })
    expect(await elsewhere.judge.get(at)).toMatchObject({ status: 404 })
    expect(await elsewhere.judge.post(at)).toMatchObject({ status: 409, body: { error: 'report.nothing_to_roll_up' } })
  })

  test('RP-12 what the plan asks of the commission itself sums the newest period of the other form, and the commission above accepts it', async () => {
    const summary = (understanding: Understanding): Understanding => {
      const duty = understanding.duties.find((each) => each.kind === 'report')
      if (duty === undefined) throw new Error('a report duty')
      return { ...understanding, duties: [...understanding.duties, { ...duty, id: 'county', text: '写出全县总结', cadence: null, due: { date: '2026-03-10', time: null, printed: '3月10日', relative: null }, settings: { ...duty.settings, factKey: 'county-final', kinds: ['commission'], role: 'commission_clerk' } }] }
    }
    const { judge, planId, commission, hospital } = await campaign(world, { regionCode: '990431', formKey: 'final-summary', change: summary })
    const at = `/report-rollups/${planId}/county-final/2026-03-10`
    const view = (await judge.get(at)).body
    expect(view).toMatchObject({ counts: { asked: 1, missing: 1 }, bodies: [{ institutionId: hospital.body.institutionId, place: 'missing', dueOn: '2026-03-09' }], pack: { institutionId: commission.institutionId, state: 'draft' } })
    expect((await judge.post(at)).body).toEqual({ institutionId: view.pack.institutionId, packId: view.pack.packId })
    const pack = `/reports/${view.pack.institutionId}/${view.pack.packId}`
    expect((await judge.get('/reports')).body.rows.map((row: { packId: string }) => row.packId)).toContain(view.pack.packId)
    const long = '行动开展以来，全县各单位按方案要求逐项推进，责任落实到科室和个人；对检查中发现的问题立即整改，暂时不能整改的列入台账、明确期限和责任人，逐项销号。'
    expect(await write(judge, pack, { whole: long, results: long, shortcomings: long, lasting: long })).toMatchObject({ status: 200 })
    expect((await judge.get(pack)).body).toMatchObject({ kind: 'obligation', content: { bodies: [{ place: 'missing' }] } })
    const head = await signer(world, await commission.person('commission_head'))
    expect(await sign(head, pack, { submit: true })).toMatchObject({ status: 200, body: { state: 'submitted', onTime: true } })
    expect(await head.post(`${pack}/acceptance`, { revision: 1 })).toMatchObject({ status: 403, body: { error: 'report.own_pack' } })
    // The city's own campaign: the county's summary stands beside the packs of its hospitals, once it was said to belong there.
    const city = await campaign(world, { regionCode: '990432', city: '9904', formKey: 'final-summary', change: summary })
    expect(await city.judge.post(`${pack}/acceptance`, { revision: 1 })).toMatchObject({ status: 200, body: { state: 'accepted' } })
    expect((await judge.get(pack.replace('/reports/', '/obligations/'))).body).toMatchObject({ verdict: 'met', why: { code: 'accepted' } })
    await city.judge.post(`/report-campaigns/${city.planId}`, { lowerPlanId: planId, counts: true })
    expect((await city.judge.get(`/report-rollups/${city.planId}/county-final/2026-03-10`)).body.bodies.map((body: { name: string; place: string }) => [body.name, body.place])).toEqual([['测试990432第1医院', 'missing'], ['测试990431卫生健康委员会', 'accepted']])
    const listed = (await judge.get(`${pack.replace('/reports/', '/obligations/')}/facts`)).body
    expect(listed).toMatchObject({ fed: true, total: 1, rows: [{ title: '全域工作总结报告第1版：已通过', link: pack, inTime: true }] })
  })
})

describe('RP-13 bundles between installations', () => {
  /** Another installation: a database of its own, with a commission above the first one's region. */
  async function above(regionCode: string) {
    const other = await newReportWorld(monday)
    const commission = await newInstitution(other, { kind: 'commission', regionCode: '990500', regionPrefix: regionCode.slice(0, 4), name: '青禾市卫生健康委员会' })
    const judge = await signer(other, await commission.person('commission_clerk'))
    return { other, judge }
  }

  test('RP-13 the round trip: locked there, taken in here part by part, counted without retyping; refused when it was touched', async () => {
    const { clerk, hospital } = await campaign(world, { regionCode: '990521' })
    await talks(hospital, [33])
    const at = await packAt(clerk)
    await clerk.upload(`${at}/scans`, [pdf('盖章页')])
    await handIn(world, hospital, at)
    const bundle = await clerk.get(`${at}/versions/1/bundle`)
    expect(bundle).toMatchObject({ status: 200, headers: { 'content-type': 'application/zip' } })
    expect((await clerk.get(`${at}/versions/1/bundle`)).raw.equals(bundle.raw)).toBe(true)
    const parts = unzipSync(bundle.raw)
    expect(Object.keys(parts).sort()).toEqual(['MANIFEST.json', 'evidence-list.json', 'pack.json', 'report.docx', 'report.xlsx', 'scans/01.pdf'])
    const { other, judge } = await above('990521')
    try {
      const send = (bytes: Uint8Array) => judge.upload('/report-imports', [{ name: '包.zip', bytes }])
      const changed = (change: (each: Record<string, Uint8Array>) => void) => {
        const copy = { ...parts }
        change(copy)
        return zipSync(copy, { level: 6 })
      }
      const manifest = strFromU8(parts['MANIFEST.json'] ?? new Uint8Array())
      expect(await send(Buffer.from('not a bundle at all, but long enough'))).toMatchObject({ status: 422, body: { error: 'report.bundle_unreadable' } })
      expect(await send(bundle.raw.subarray(0, -100))).toMatchObject({ status: 422, body: { error: 'report.bundle_truncated' } })
      expect(await send(changed((each) => { each['report.docx'] = strToU8('other') }))).toMatchObject({ status: 422, body: { error: 'report.bundle_truncated', detail: 'report.docx' } })
      expect(await send(changed((each) => { each['pack.json'] = strToU8(strFromU8(parts['pack.json'] ?? new Uint8Array()).replace('33', '99')) }))).toMatchObject({ status: 422, body: { error: 'report.bundle_changed', detail: 'pack.json' } })
      expect(await send(changed((each) => { each['MANIFEST.json'] = strToU8(manifest.replace('"revision":1', '"revision":2')) }))).toMatchObject({ status: 422, body: { error: 'report.bundle_changed', detail: 'MANIFEST.json' } })
      expect(await send(bundle.raw)).toMatchObject({ status: 200, body: { sourceName: hospital.body.name, formKey: 'weekly', toOn: '2026-03-08' } })
      expect(await send(bundle.raw)).toMatchObject({ status: 409, body: { error: 'report.bundle_known' } })
      const [row] = (await judge.get('/report-imports')).body.rows
      expect(row).toMatchObject({ sourceName: hospital.body.name, onTime: true, revision: 1 })
      const loaded = (await judge.get(`/report-imports/${row.importId}`)).body
      expect(loaded.content.body.name).toBe(hospital.body.name)
      expect((await judge.get(`/report-imports/${row.importId}/scans/${loaded.scans[0].fileId}`)).raw.toString()).toBe('%PDF-1.4 盖章页')
    } finally {
      await other.close()
    }
  })

  test('RP-13 a bundle of another region, and one of a body that reports here, are not taken in', async () => {
    const { clerk, hospital, judge } = await campaign(world, { regionCode: '990621' })
    const at = await handIn(world, hospital)
    const { raw } = await clerk.get(`${at}/versions/1/bundle`)
    expect(await judge.upload('/report-imports', [{ name: '包.zip', bytes: raw }])).toMatchObject({ status: 409, body: { error: 'report.bundle_at_home', detail: hospital.body.name } })
    const { other, judge: stranger } = await above('990721')
    try {
      expect(await stranger.upload('/report-imports', [{ name: '包.zip', bytes: raw }])).toMatchObject({ status: 403, body: { error: 'report.bundle_out_of_region', detail: hospital.body.name } })
    } finally {
      await other.close()
    }
  })
})
