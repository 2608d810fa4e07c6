import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newWorld, type World } from '../../server/testing/api.ts'
import { arrangeClinic, arrangeDepartment, newHospital } from './testing/clinics/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const headings = ['科室', '门诊名称', '医师', '诊室', '星期', '开始时间', '结束时间', '每段号数']
const sheet = (...rows: string[][]) => [{ name: '排班.xlsx', bytes: xlsx.write({ SheetNames: ['x'], Sheets: { x: xlsx.utils.aoa_to_sheet([['本院门诊排班'], headings, ...rows]) } }, { type: 'buffer', bookType: 'xlsx' }) as Buffer }]
const row = (name: string, room: string, days = '周一、周三', department = '内科', doctor = '') => [department, name, doctor, room, days, '09:00', '11:00', '2']

test('SC-17 and SC-19 a sheet is previewed without keeping anything, then taken whole with its slots', async () => {
  const hospital = await newHospital(world)
  const files = sheet(row('甲门诊', '201'), row('甲门诊', '201', '周五'), row('乙门诊', '202'))
  const seen = await hospital.clerk.upload('/schedule/preview', files)
  expect(seen).toMatchObject({ status: 200, body: { rows: 3, faults: [], planned: [{ row: 3, clinic: '甲门诊', isNew: true }, { row: 4, clinic: '甲门诊' }, { row: 5, clinic: '乙门诊' }] } })
  expect((await hospital.clerk.get('/clinics')).body.rows).toEqual([])
  expect(await hospital.clerk.upload('/schedule/import', sheet(row('丙门诊', '201')), { digest: seen.body.digest })).toMatchObject({ status: 409, body: { error: 'request.stale' } })
  const taken = await hospital.clerk.upload('/schedule/import', files, { digest: seen.body.digest })
  expect(taken).toMatchObject({ status: 200, body: { clinics: 2, rules: 3 } })
  // Places for primary care open three days earlier, so the slots reach to Friday the 20th.
  expect(taken.body.slots).toBe(23 + 12 + 23)
  expect((await hospital.clerk.get('/clinics')).body.rows.map((each: { name: string }) => each.name)).toEqual(['乙门诊', '甲门诊'])
})

test('SC-18 unknown departments and doctors, conflicts with what stands and among the rows: each cell is named, and nothing is taken', async () => {
  const hospital = await newHospital(world)
  await arrangeClinic(world, hospital, hospital.departmentId, { name: '原有门诊', room: '203' })
  const files = sheet(row('甲门诊', '203'), row('乙门诊', '', '周二', '外科'), row('丙门诊', '', '周二', '内科', '查无此人'), row('丁门诊', '205'), row('戊门诊', '205'), row('己门诊', '', '周九'))
  const seen = await hospital.clerk.upload('/schedule/preview', files)
  expect(seen.body.faults.map((each: { row: number; column: string; reason: string }) => `${each.row} ${each.column} ${each.reason}`)).toEqual([
    '3 星期 有冲突：原有门诊（同一诊室 203，周一、周三 09:00–11:00）',
    '4 科室 本机构没有这个科室',
    '5 医师 本机构没有这位在岗人员',
    '7 星期 有冲突：丁门诊（同一诊室 205，周一、周三 09:00–11:00）',
    '8 星期 看不懂；请写成 周一、周三 或 周一至周五',
  ])
  const taken = await hospital.clerk.upload('/schedule/import', files, { digest: seen.body.digest })
  expect(taken).toMatchObject({ status: 422, body: { error: 'booking.schedule_faults' } })
  expect((await hospital.clerk.get('/clinics')).body.rows).toHaveLength(1)
})

test('SC-10 the head of a department imports for the own one only; a doctor does not at all', async () => {
  const hospital = await newHospital(world)
  await arrangeDepartment(world, hospital, '外科')
  const head = await hospital.as('department_head', hospital.departmentId)
  expect((await head.upload('/schedule/preview', sheet(row('甲门诊', ''), row('乙门诊', '', '周二', '外科')))).body.faults).toMatchObject([{ row: 4, column: '科室', reason: '您只能排本科室的门诊' }])
  expect((await (await hospital.as('doctor', hospital.departmentId)).upload('/schedule/preview', sheet(row('甲门诊', '')))).status).toBe(403)
})

test('the template can be filled in and read back; a file that is no schedule says what is missing', async () => {
  const hospital = await newHospital(world)
  const template = await hospital.clerk.get('/schedule/template')
  expect(await hospital.clerk.upload('/schedule/preview', [{ name: 't.xlsx', bytes: template.raw }])).toMatchObject({ status: 422, body: { error: 'booking.schedule_no_rows' } })
  const other = await hospital.clerk.upload('/schedule/preview', [{ name: 'x.csv', bytes: '姓名,电话\n甲,1\n' }])
  expect(other).toMatchObject({ status: 422, body: { error: 'booking.schedule_no_heading' } })
  expect(other.body.message).toContain('科室、门诊名称、星期')
})
