import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, arrange, newInstitution, newWorld, type World } from '../../server/testing/api.ts'
import { readSpotCode } from './rules/spots.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const hospital = async () => {
  const body = await newInstitution(world)
  const departmentId = await arrange(world, async (act) => {
    const id = act.newId()
    await act.tx.insertInto('department').values({ institution_id: body.institutionId, id, region_code: body.regionCode, name: '骨科', kind: 'clinical' }).execute()
    return id
  })
  return { ...body, departmentId, officer: api(world, await body.person('complaint_officer')) }
}

test('PO-1 posters for counters and wards: each with a code of its own, a picture, and the address in it', async () => {
  const { officer, institutionId, departmentId } = await hospital()
  const made = await officer.post('/matter-spots', { spots: [{ departmentId, place: '三楼护士站' }, { departmentId: null, place: '门诊大厅收费窗口' }] })
  expect(made).toMatchObject({ status: 200, body: { rows: [{ place: '三楼护士站', department: '骨科', active: true }, { place: '门诊大厅收费窗口', department: null }] } })
  const [first, second] = made.body.rows
  expect(first.code).not.toBe(second.code)
  expect(readSpotCode(first.code.toLowerCase())).toBe(first.code)
  const poster = await officer.get(`/matter-spots/${institutionId}/${first.id}`)
  expect(poster.body).toMatchObject({ url: `http://localhost/at/${first.code}` })
  expect(poster.body.qrSvg).toMatch(/^<svg/)
  expect((await officer.get('/matter-spots?limit=1')).body).toMatchObject({ rows: [{ id: first.id }], next: `${first.id}|三楼护士站` })
  expect((await officer.get(`/matter-spots?limit=1&after=${encodeURIComponent(`${first.id}|三楼护士站`)}`)).body).toMatchObject({ rows: [{ id: second.id }], next: null })
  const changed = await officer.put(`/matter-spots/${institutionId}/${first.id}`, { departmentId: null, place: '四楼护士站', active: false, revision: 1 })
  expect(changed.body).toMatchObject({ place: '四楼护士站', active: false, department: null, revision: 2, code: first.code })
  expect((await officer.put(`/matter-spots/${institutionId}/${first.id}`, { departmentId: null, place: '五楼', active: true, revision: 1 })).body.error).toBe('request.stale')
})

test("PO-1 another body's places and departments are out of reach", async () => {
  const one = await hospital()
  const two = await hospital()
  expect((await one.officer.post('/matter-spots', { spots: [{ departmentId: two.departmentId, place: '大厅' }] })).status).toBe(404)
  expect((await one.officer.post('/matter-spots', { institutionId: two.institutionId, spots: [{ place: '大厅' }] })).status).toBe(404)
  const made = await two.officer.post('/matter-spots', { spots: [{ place: '大厅' }] })
  expect((await one.officer.get(`/matter-spots/${two.institutionId}/${made.body.rows[0].id}`)).status).toBe(404)
  expect((await one.officer.get(`/matter-spots?institutionId=${two.institutionId}`)).body.rows).toEqual([])
  const nurse = api(world, await (await newInstitution(world)).person('nurse'))
  expect((await nurse.post('/matter-spots', { spots: [{ place: '大厅' }] })).status).toBe(403)
})

test.each([
  ['as it was printed', 'ABCD2345', 'ABCD2345'],
  ['in small letters with blanks', ' abcd 2345 ', 'ABCD2345'],
  ['with full-width letters and a dash', 'ＡＢＣＤ－2345', 'ABCD2345'],
  ['with a letter no code has', 'ABCD234O', null],
  ['too short', 'ABCD234', null],
  ['nothing', '', null],
])('PO-1 a code typed %s', (_, typed, read) => expect(readSpotCode(typed)).toBe(read))
