import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync, mkdirSync, existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKeyRing } from '../../server/platform/crypto.ts'
import { writeXlsx } from '../../server/platform/xlsx.ts'
import { api, arrange, newInstitution, newWorld, type OwnWorld, type Person } from '../../server/testing/api.ts'
import { placeLines } from './commands/place-codes.ts'
import { readFile } from './commands/read-file.ts'
import { tellDays } from './commands/tell-days.ts'
import { prescribingFacts } from './sources.ts'
import { arrive, confirm, load, sendFile } from './ingest/fixtures.ts'
import { aLine, csvOf, headings, type Cells } from './testing/lines.ts'

let world: OwnWorld
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

async function aHouse(): Promise<{ institutionId: string; regionCode: string; clerk: Person; person: Awaited<ReturnType<typeof newInstitution>>['person'] }> {
  const house = await newInstitution(world)
  return { ...house, clerk: await house.person('institution_clerk') }
}
const linesOf = (institutionId: string) => arrange(world, ({ tx }) => tx.selectFrom('charge_line').selectAll().where('institution_id', '=', institutionId).orderBy('on_date').orderBy('line_no').execute())
const daysOf = (institutionId: string) => arrange(world, ({ tx }) => tx.selectFrom('charge_day').selectAll().where('institution_id', '=', institutionId).orderBy('on_date').execute())
const bill = (n: number, given: Cells = {}) => Array.from({ length: n }, (_, at) => aLine({ 金额: '10.00', 费用日期: `2026-02-${String((at % 28) + 1).padStart(2, '0')}`, ...given }))
const cents = async (institutionId: string) => (await daysOf(institutionId)).reduce((sum, day) => sum + day.medical_cents, 0)

describe('what a file says', () => {
  test('PR-12 the sums of a month are those of its lines, refunds taken off', async () => {
    const { institutionId, clerk } = await aHouse()
    const visit = { 就诊号: 'V1', 处方号: 'R1' }
    const file = await sendFile(world, clerk, '二月.csv', csvOf([aLine({ ...visit, 金额: '30.50' }), aLine({ ...visit, 金额: '9.5', 费用类别: '化验费', 处方号: '' }), aLine({ 金额: 'abc' }), aLine({ ...visit, 金额: '-10.50', 数量: '-1' })]))
    expect(file).toMatchObject({ state: 'done', lines: 4, kept: 3, rejected: 1, same: 0, corrected: 0, fromOn: '2026-02-03', toOn: '2026-02-03', reasons: [{ reason: 'number', field: 'amount', lines: 1 }] })
    expect(await daysOf(institutionId)).toMatchObject([{ medical_cents: 2950, drug_cents: 2000, lab_cents: 950, prescriptions: 1, outpatient_visits: 1 }])
  })

  test('PR-13 a visit counts once, where it began; a prescription that was wholly refunded does not count; a stay counts when it ends', async () => {
    const { institutionId, clerk } = await aHouse()
    await sendFile(world, clerk, '二月.csv', csvOf([
      aLine({ 就诊号: 'V1', 处方号: 'R1', 费用日期: '2026-02-03' }), aLine({ 就诊号: 'V1', 处方号: 'R2', 费用日期: '2026-02-04' }),
      aLine({ 就诊号: 'V2', 处方号: 'R3', 费用日期: '2026-02-03', 金额: '20', 就诊类型: '急诊' }), aLine({ 就诊号: 'V2', 处方号: 'R3', 费用日期: '2026-02-03', 金额: '-20', 数量: '-2', 就诊类型: '急诊' }),
    ]))
    expect(await daysOf(institutionId)).toMatchObject([{ on_date: '2026-02-03', outpatient_visits: 1, emergency_visits: 0, prescriptions: 1 }, { on_date: '2026-02-04', outpatient_visits: 0, prescriptions: 1 }])
    const stays = [...headings, '入院日期', '出院日期']
    const stay = (cells: Cells, from: string, to: string) => `${aLine({ 就诊类型: '住院', 就诊号: 'Z1', ...cells })},${from},${to}`
    await sendFile(world, clerk, '住院.csv', `${stays.join(',')}\n${[stay({ 费用日期: '2026-02-09' }, '2026-02-06', ''), stay({ 费用日期: '2026-02-10' }, '2026-02-06', '2026-02-10'), stay({ 费用日期: '2026-02-10' }, '2026-02-11', '2026-02-10')].join('\n')}\n`)
    expect((await daysOf(institutionId)).filter((day) => day.discharges > 0)).toMatchObject([{ on_date: '2026-02-10', discharges: 1, patient_days: 4, outpatient_visits: 0 }])
  })

  test('PR-2 GB18030, UTF-8 with a mark, UTF-16, .xlsx and a FHIR bundle say the same', async () => {
    const lines = [aLine({ 项目名称: '复方甘草片', 金额: '12.30' }), aLine({ 项目名称: '㐂生僻字', 金额: '7.70' })]
    const cells = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [headings[at] ?? '', cell])))
    const sheet = writeXlsx({ sheet: '明细', title: '收费明细', columns: headings.map((heading) => ({ key: heading, title: heading, width: 14 })), rows: cells })
    const text = csvOf(lines)
    for (const [name, bytes, encoding] of [['gb.csv', iconv.encode(text, 'gb18030'), 'gb18030'], ['bom.csv', Buffer.from(`\uFEFF${text}`), 'utf-8'], ['u16.csv', iconv.encode(text, 'utf-16le', { addBOM: true }), 'utf-16le'], ['明细.xlsx', sheet, 'utf-8']] as const) {
      const { institutionId, clerk } = await aHouse()
      expect([name, await sendFile(world, clerk, name, bytes)]).toMatchObject([name, { state: 'done', kept: 2, rejected: 0, encoding }])
      expect((await linesOf(institutionId)).map((line) => [line.item_name, line.amount_cents, line.diagnoses])).toEqual([['复方甘草片', 1230, '上呼吸道感染'], ['㐂生僻字', 770, '上呼吸道感染']])
    }
    const { institutionId, clerk } = await aHouse()
    const bundle = { resourceType: 'Bundle', type: 'collection', entry: [
      { resource: { resourceType: 'MedicationRequest', id: 'm1', status: 'completed', intent: 'order', groupIdentifier: { value: 'R1' }, medicationCodeableConcept: { coding: [{ code: 'XTEST001' }], text: '复方甘草片' }, requester: { identifier: { value: 'D1' } }, reasonCode: [{ text: '上呼吸道感染' }], dosageInstruction: [{ route: { text: '口服' }, timing: { code: { text: 'tid' } }, doseAndRate: [{ doseQuantity: { value: 0.5, unit: 'g' } }] }] } },
      { resource: { resourceType: 'ChargeItem', id: 'c1', status: 'billed', code: { text: '药费' }, subject: { reference: 'Patient/p1' }, context: { reference: 'Encounter/V1' }, occurrenceDateTime: '2026-02-02T17:30:00Z', performingOrganization: { display: '内科' }, quantity: { value: 2, unit: '盒' }, priceOverride: { value: 12.3, currency: 'CNY' }, service: [{ reference: 'MedicationRequest/m1' }] } },
      { resource: { resourceType: 'Encounter', id: 'V1', status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'EMER' } } },
      { resource: { resourceType: 'Encounter', id: 'Z1', status: 'finished', class: [{ coding: [{ code: 'IMP' }] }], period: { start: '2026-01-30T02:00:00Z', end: '2026-02-04T23:30:00Z' } } },
      { resource: { resourceType: 'ChargeItem', id: 'c2', status: 'billed', code: { text: '床位费' }, subject: { reference: 'Patient/p2' }, encounter: { reference: 'Encounter/Z1' }, occurrencePeriod: { start: '2026-02-04' }, performingOrganization: { display: '内科' }, quantity: { value: 1 }, priceOverride: { value: 40 }, extension: [{ url: 'https://example.org/self-pay', valueMoney: { value: 8, currency: 'CNY' } }, { url: 'https://example.org/procurement', valueCode: '集采' }] } },
    ] }
    expect(await sendFile(world, clerk, 'bundle.json', JSON.stringify(bundle))).toMatchObject({ state: 'done', kept: 2, format: 'fhir' })
    expect(await linesOf(institutionId)).toMatchObject([{ kind: 'drug', on_date: '2026-02-03', visit_kind: 'emergency', item_code: 'XTEST001', item_name: '复方甘草片', amount_cents: 1230, prescription_no: 'R1', visit_no: 'V1', dose_unit: 'g', frequency: 'tid', route: '口服', diagnoses: '上呼吸道感染' }, { kind: 'service', visit_kind: 'inpatient', visit_no: 'Z1', amount_cents: 4000, self_pay_cents: 800, procurement: '集采', admitted_on: '2026-01-30', discharged_on: '2026-02-05' }])
  })

  test('PR-1 what is headed as before is not asked about again; wrongly mapped columns take nothing and can be mapped once more', async () => {
    const { institutionId, clerk } = await aHouse()
    const first = await arrive(world, clerk, '一.csv', csvOf(bill(2)))
    expect(first).toMatchObject({ state: 'asked', asked: { headings, guess: { lineId: 0, amount: 12 } } })
    const wrong = await api(world, clerk).post(`/prescribing/files/${institutionId}/${first.id}/mapping`, { system: '测试系统', headings, columns: { ...first.asked?.guess, onDate: 12, amount: 1 } })
    expect(wrong.status).toBe(200)
    await readFile(world.platform, { institutionId, fileId: first.id })
    const refused = await load(world, clerk, first)
    expect(refused).toMatchObject({ state: 'refused', fault: 'nothing_fits', kept: 0, asked: { headings } })
    await confirm(world, clerk, { ...refused, asked: first.asked }, '测试系统')
    await readFile(world.platform, { institutionId, fileId: first.id })
    expect(await load(world, clerk, first)).toMatchObject({ state: 'done', kept: 2, rejected: 0, mapping: { version: 2 } })
    expect(await arrive(world, clerk, '二.csv', csvOf(bill(3)))).toMatchObject({ state: 'ready', mapping: { version: 2 } })
    expect(await api(world, clerk).post(`/prescribing/files/${institutionId}/${first.id}/mapping`, { system: '测试系统', headings, columns: {} })).toMatchObject({ status: 409 })
  })
})

describe('what comes twice', () => {
  test('PR-10 the same file is said to be in, and counts once', async () => {
    const { institutionId, clerk } = await aHouse()
    const text = csvOf(bill(5))
    const first = await sendFile(world, clerk, '一.csv', text)
    expect(await sendFile(world, clerk, '同.csv', text)).toMatchObject({ state: 'same', sameAs: first.id, kept: 0 })
    expect([await cents(institutionId), (await linesOf(institutionId)).length]).toEqual([5000, 5])
  })

  test('PR-9 a file with one byte changed counts its lines once: what is new is added, what differs corrects', async () => {
    const { institutionId, clerk } = await aHouse()
    const lines = bill(5)
    await sendFile(world, clerk, '一.csv', csvOf(lines))
    const changed = lines.map((line, at) => (at === 2 ? line.replace('10.00', '10.01') : line))
    expect(await sendFile(world, clerk, '改.csv', csvOf([...changed, ...bill(1)]))).toMatchObject({ state: 'done', lines: 6, kept: 1, same: 4, corrected: 1, rejected: 0 })
    expect([await cents(institutionId), (await linesOf(institutionId)).length]).toEqual([6001, 6])
  })

  test('PR-9 lines that were turned away come in with the corrected export, nothing else does', async () => {
    const { institutionId, clerk } = await aHouse()
    const lines = bill(4)
    const bad = lines.map((line, at) => (at === 1 ? line.replace('10.00', '十元') : line))
    expect(await sendFile(world, clerk, '一.csv', csvOf(bad))).toMatchObject({ kept: 3, rejected: 1 })
    expect(await sendFile(world, clerk, '二.csv', csvOf(lines))).toMatchObject({ kept: 1, same: 3, rejected: 0 })
    expect(await cents(institutionId)).toBe(4000)
  })

  test('PR-16 what a file brought is taken back, and its facts with it', async () => {
    const { institutionId, clerk } = await aHouse()
    const first = await sendFile(world, clerk, '一.csv', csvOf(bill(2)))
    const second = await sendFile(world, clerk, '二.csv', csvOf(bill(3)))
    await tellDays(world.platform, institutionId)
    expect(await api(world, clerk).post(`/prescribing/files/${institutionId}/${second.id}/withdrawal`, { reason: '导出了测试环境' })).toMatchObject({ status: 200, body: { state: 'withdrawn' } })
    await tellDays(world.platform, institutionId)
    expect([await cents(institutionId), (await linesOf(institutionId)).every((line) => line.file_id === first.id)]).toEqual([2000, true])
    const facts = await arrange(world, ({ tx }) => prescribingFacts.read(tx, { institutionId, kind: 'prescribing.day', from: '2026-02-01', to: '2026-02-28' }, { after: null, limit: 100 }))
    expect(facts.map((fact) => fact.fields['medicalCents'])).toEqual([1000, 1000])
    expect(await sendFile(world, clerk, '再.csv', csvOf(bill(3)))).toMatchObject({ state: 'done' })
  })
})

describe('what stops a reading', () => {
  test('PR-11 kill -9 between two lots: it goes on where it stopped, nothing is lost and nothing counts twice', async () => {
    const own = await newWorld()
    const keyRing = newKeyRing()
    try {
      const house = await newInstitution(own)
      const clerk = await house.person('institution_clerk')
      const lines = bill(4000)
      const file = await sendFile(own, clerk, '大.csv', csvOf(lines), { read: false })
      const key = { institutionId: house.institutionId, fileId: file.id }
      const appUrl = String(own.platform.database.pool.options.connectionString)
      const child = spawn(process.execPath, [path.join(import.meta.dirname, 'testing', 'import-child.ts'), JSON.stringify({ appUrl, keyRing, now: '2026-03-02T01:00:00.000Z', ...key, lotBytes: 10_000 })], { stdio: 'ignore' })
      const lines1 = async () => (await arrange(own, ({ tx }) => tx.selectFrom('charge_file').select(['lines', 'state']).where('id', '=', file.id).executeTakeFirstOrThrow()))
      for (let tries = 0; tries < 5000 && (await lines1()).lines < 300 && child.exitCode === null; tries++) await wait(20)
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      const stopped = await lines1()
      expect(stopped).toMatchObject({ state: 'reading' })
      expect([stopped.lines >= 300, stopped.lines < 4000]).toEqual([true, true])
      // The database notices that the session is gone.
      for (let tries = 0; tries < 1000 && !(await readFile(own.platform, key, { lotBytes: 10_000 })); tries++) await wait(50)
      expect(await load(own, clerk, file)).toMatchObject({ state: 'done', lines: 4000, kept: 4000, same: 0, rejected: 0 })
      const { n, cents: sum } = await arrange(own, ({ tx }) => tx.selectFrom('charge_line').select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.sum<string>('amount_cents').as('cents')]).executeTakeFirstOrThrow())
      expect([n, Number(sum)]).toEqual([4000, 4_000_000])
    } finally {
      await own.close()
    }
  }, 600_000)

  test('PR-11 a full disk holds the file and says so; with room again it goes on', async () => {
    const { institutionId, clerk } = await aHouse()
    const file = await sendFile(world, clerk, '满.csv', csvOf(bill(50)), { read: false })
    const key = { institutionId, fileId: file.id }
    expect(existsSync('/dev/full')).toBe(true)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-full-'))
    rmSync(folder, { recursive: true })
    const full = async (target: string) => {
      mkdirSync(folder, { recursive: true })
      symlinkSync('/dev/full', path.join(folder, target))
    }
    // Every write to this file finds no room; the folder is cleared first, so the link is put there once it is made.
    const reading = readFile(world.platform, key, { folder, made: () => full('text.csv') })
    await reading
    expect(await load(world, clerk, file)).toMatchObject({ state: 'held', fault: 'disk_full', kept: 0 })
    await readFile(world.platform, key)
    expect(await load(world, clerk, file)).toMatchObject({ state: 'done', fault: null, kept: 50 })
    expect(await cents(institutionId)).toBe(50_000)
  })

  test('PR-8 without a column that numbers the lines a file larger than a lot may be is refused whole', async () => {
    const { institutionId, clerk } = await aHouse()
    const without = headings.slice(1)
    const text = `${without.join(',')}\n${bill(30).map((line) => line.slice(line.indexOf(',') + 1)).join('\n')}\n`
    const file = await sendFile(world, clerk, '无号.csv', text, { read: false })
    await readFile(world.platform, { institutionId, fileId: file.id }, { wholeBytes: 1000 })
    expect(await load(world, clerk, file)).toMatchObject({ state: 'refused', fault: 'no_line_id', kept: 0 })
    const again = await sendFile(world, clerk, '无号2.csv', text)
    expect(again).toMatchObject({ state: 'done', kept: 30 })
  })

  test('PR-10 an upload goes on with the pieces that are missing, and a file that is too large is not begun', async () => {
    const { institutionId, clerk } = await aHouse()
    const me = api(world, clerk)
    const file = (await me.post('/prescribing/files', { name: '大.csv', size: 8 * 1024 * 1024 + 5 })).body as { id: string; pieces: number }
    expect(file.pieces).toBe(2)
    await me.upload(`/prescribing/files/${institutionId}/${file.id}/pieces/1`, [{ name: 'piece', bytes: 'abcde' }])
    expect(await me.post(`/prescribing/files/${institutionId}/${file.id}/arrival`)).toMatchObject({ status: 409, body: { error: 'prescribing.pieces_missing' } })
    expect((await me.get(`/prescribing/files/${institutionId}/${file.id}`)).body).toMatchObject({ state: 'coming', came: [1] })
    expect(await me.post('/prescribing/files', { name: '巨.csv', size: 17 * 1024 ** 3 })).toMatchObject({ status: 413, body: { error: 'prescribing.too_large' } })
    expect(await me.post('/prescribing/files', { name: '巨.xlsx', size: 300 * 1024 ** 2 })).toMatchObject({ status: 413, body: { error: 'prescribing.sheet_too_large' } })
  })
})

describe('whose lines, and at whom', () => {
  test('PR-15 another house does not see the file, and a doctor brings none in', async () => {
    const { institutionId, clerk, person } = await aHouse()
    const file = await sendFile(world, clerk, '一.csv', csvOf(bill(1, { 金额: 'x' })))
    const stranger = await (await aHouse()).person('institution_clerk')
    expect(await api(world, stranger).get(`/prescribing/files/${institutionId}/${file.id}`)).toMatchObject({ status: 404 })
    expect(await api(world, stranger).get(`/prescribing/files/${institutionId}/${file.id}/rejects`)).toMatchObject({ status: 404 })
    expect(await api(world, await person('doctor')).post('/prescribing/files', { name: 'a.csv', size: 10 })).toMatchObject({ status: 403 })
    expect((await api(world, clerk).get(`/prescribing/files/${institutionId}/${file.id}/rejects.xlsx`)).raw.subarray(0, 2).toString()).toBe('PK')
  })

  test('PR-17 a code stands for the department of that name, else for nobody until somebody says so; lines that are in follow', async () => {
    const { institutionId, regionCode, clerk } = await aHouse()
    const departmentId = await arrange(world, async (act) => {
      const id = act.newId()
      await act.tx.insertInto('department').values({ institution_id: institutionId, region_code: regionCode, id, name: '内科', kind: 'clinical' }).execute()
      return id
    })
    await sendFile(world, clerk, '一.csv', csvOf([aLine({ 开单科室: '内科', 金额: '1' }), aLine({ 开单科室: 'K07', 金额: '2' })]))
    expect((await linesOf(institutionId)).map((line) => line.department_id)).toEqual([departmentId, null])
    const me = api(world, clerk)
    expect((await me.get('/prescribing/codes')).body.unknown).toContainEqual(expect.objectContaining({ kind: 'department', code: 'K07', lines: 1 }))
    expect(await me.post('/prescribing/codes', { codes: [{ kind: 'department', code: 'K07', targetId: clerk.staffId }] })).toMatchObject({ status: 422 })
    expect(await me.post('/prescribing/codes', { codes: [{ kind: 'department', code: 'K07', targetId: departmentId }] })).toMatchObject({ status: 200 })
    expect(await placeLines(world.platform, institutionId)).toBe(1)
    expect((await linesOf(institutionId)).map((line) => line.department_id)).toEqual([departmentId, departmentId])
    expect((await daysOf(institutionId)).map((day) => [day.department_id, day.medical_cents])).toContainEqual([departmentId, 300])
  })

  test('PR-14 the facts of a day change when a later file corrects it', async () => {
    const { institutionId, clerk } = await aHouse()
    const lines = bill(1)
    await sendFile(world, clerk, '一.csv', csvOf(lines))
    expect(await tellDays(world.platform, institutionId)).toBe(1)
    expect(await tellDays(world.platform, institutionId)).toBe(0)
    await sendFile(world, clerk, '二.csv', csvOf(lines.map((line) => line.replace('10.00', '12.00'))))
    expect(await tellDays(world.platform, institutionId)).toBe(1)
    expect(await daysOf(institutionId)).toMatchObject([{ medical_cents: 1200, is_told: true, told: { medicalCents: 1200 } }])
  })

  test('PR-18 the commission brings in the drug catalogue, whole or not at all', async () => {
    const commission = await (await newInstitution(world, { kind: 'commission' })).person('commission_clerk')
    const rows = (grade: string) => `国家医保编码,通用名,药品名称,抗菌药物级别,每计价单位DDD数\nXPR18,试验药,试验药片,${grade},4\nXPR18B,试验药,试验药丸,,\n`
    expect(await api(world, commission).upload('/prescribing/drugs', [{ name: '目录.csv', bytes: rows('最高级') }])).toMatchObject({ status: 422, body: { error: 'prescribing.catalog_fault' } })
    expect(await api(world, commission).upload('/prescribing/drugs', [{ name: '目录.csv', bytes: rows('限制') }])).toMatchObject({ status: 200, body: { items: 2 } })
    const { institutionId, clerk } = await aHouse()
    await sendFile(world, clerk, '一.csv', csvOf([aLine({ 医保编码: 'XPR18', 数量: '3', 金额: '30' })]))
    expect(await daysOf(institutionId)).toMatchObject([{ antibiotic_cents: 3000, antibiotic_prescriptions: 1, outpatient_antibiotic_visits: 1 }])
  })
})

describe('the partitions', () => {
  test('PR-19 lie under row security each, where the application has no way in but through the table', async () => {
    const { clerk } = await aHouse()
    await sendFile(world, clerk, '一.csv', csvOf(bill(1)))
    const { Client } = await import('pg')
    const client = new Client({ connectionString: world.superUrl })
    await client.connect()
    const { rows } = await client.query<{ name: string; guarded: boolean; policies: number }>(`select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as guarded, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'charge' and c.relkind = 'r' order by 1`)
    await client.end()
    expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(['line_2026_02', 'line_rest']))
    expect(rows.filter((row) => !row.guarded || row.policies !== 1)).toEqual([])
    await expect(world.platform.database.pool.query('select 1 from charge.line_2026_02')).rejects.toThrow('permission denied')
  })

  test('PR-19 a month that two houses begin at one moment is made once, and neither fails', async () => {
    const { Client } = await import('pg')
    const [first, second] = [new Client({ connectionString: world.appUrl }), new Client({ connectionString: world.appUrl })]
    await Promise.all([first.connect(), second.connect()])
    try {
      await first.query('begin')
      const make = "select charge_months('2031-05-01', '2031-05-31')"
      await first.query(make)
      const waits = second.query(make)
      await expect.poll(async () => (await first.query<{ waiting: boolean }>("select exists (select from pg_locks where locktype = 'advisory' and not granted) as waiting")).rows[0]?.waiting, { timeout: 60_000 }).toBe(true)
      await first.query('commit')
      await expect(waits).resolves.toMatchObject({ rowCount: 1 })
    } finally {
      await Promise.all([first.end(), second.end()])
    }
  })
})
