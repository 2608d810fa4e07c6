import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newWorld, type World } from '../../server/testing/api.ts'
import { answered, county, fieldOf, matters, opened, published, step, times, wednesday } from './testing/fixtures.ts'

let world: World
beforeAll(async () => {
  world = await newWorld(wednesday)
})
afterAll(() => world.close())

describe('BU-3 figures from matters', () => {
  test('BU-3 what happened in the month is counted, small numbers are withheld, and the words tell of it', async () => {
    const own = await county(world)
    const [first, second] = own.hospitals
    if (first === undefined || second === undefined) throw new Error('two hospitals')
    await matters(world, first, [
      ...times(6, { kind: 'complaint', ...answered, solved: true, satisfied: true, verdict: 'substantiated' }),
      ...times(2, { kind: 'complaint', ...answered, answered_in_time: false, solved: false, satisfied: false, verdict: 'not' }),
      { kind: 'complaint', settle_due_at: '2026-02-20T02:00:00.000Z' },
      // Received in January, answered in February: an answer of February, a complaint of January.
      { kind: 'complaint', received_at: '2026-01-30T02:00:00.000Z', ...answered },
      { kind: 'complaint', received_at: '2026-03-01T02:00:00.000Z' },
      // The last second of February in Shanghai.
      { kind: 'praise', received_at: '2026-02-28T15:59:59.000Z' }, ...times(5, { kind: 'praise' }),
      { kind: 'problem', signed_off_at: '2026-02-20T02:00:00.000Z', rechecked_at: '2026-02-25T02:00:00.000Z', recheck_held: true, settled_at: '2026-02-19T02:00:00.000Z' }, { kind: 'problem', settle_due_at: '2026-02-25T02:00:00.000Z' },
    ])
    await matters(world, second, [...times(3, { kind: 'complaint', ...answered }), ...times(12, { kind: 'suggestion' })])
    const at = await opened(own)
    await own.clerk.put(`${at}/visits`, { rows: own.hospitals.map((body) => ({ institutionId: body.institutionId, visits: 10_000 })) })
    const { content } = (await own.clerk.get(at)).body.work
    const cells = (body: { institutionId: string }) => content.bodies.find((each: { institutionId: string }) => each.institutionId === body.institutionId).cells
    // One alone is withheld, so the other goes with it.
    expect([content.total.complaints.value, cells(first).complaints, cells(second).complaints]).toEqual([12, { value: null, withheld: true }, { value: null, withheld: true }])
    expect([cells(first).others.value, cells(second).others.value, content.total.others.value]).toEqual([6, 12, 18])
    // Nine answered and one owed: 7 of 10 in time.
    expect([cells(first).answerRate.value, cells(first).satisfiedRate.value, cells(first).overdue.value, cells(first).problemsEntered.value, cells(first).problemsSignedOff.value, cells(first).problemsOverdue.value, cells(first).rechecked.value]).toEqual([70, 75, 1, 2, 1, 1, 1])
    expect(cells(second).answerRate).toEqual({ value: null, withheld: true })
    expect([content.total.substantiated.value, content.total.perVisits.value, cells(first).perVisits]).toEqual([6, 6, { value: null, withheld: true }])
    expect(content.passages[0].text).toBe('2026年2月，2家医疗卫生机构共收到投诉12件、举报0件，建议、表扬、咨询等18件。平均每万诊疗人次投诉6.0件。')
    expect(content.passages[3].text).toContain(`超期未办结的投诉举报1件：${first.name}（1件）`)
  })

  test('BU-12 published figures stay; the commission sees what moved since, and nobody else', async () => {
    const own = await county(world)
    await matters(world, own.hospital, times(7, { kind: 'complaint', ...answered }))
    const at = await published(world, own)
    expect((await own.clerk.get(at)).body.published.moved).toEqual([])
    await matters(world, own.hospital, [{ kind: 'complaint', ...answered }])
    const { moved, content } = (await own.clerk.get(at)).body.published
    expect(content.total.complaints.value).toBe(7)
    expect(moved.filter((each: { key: string }) => each.key === 'complaints')).toMatchObject([{ name: null, was: 7, now: 8 }, { name: own.hospital.name, was: 7, now: 8 }])
    expect((await own.receiver.get(at)).body.published.moved).toBe(null)
    // A correction of words keeps the figures; one with figures anew marks words that tell of the old ones.
    await step(own.clerk, at, 'correction', { note: '补计一件。', anew: true })
    expect((await own.clerk.get(at)).body.work.content.total.complaints.value).toBe(8)
    await step(own.clerk, at, 'correction/discard')
    await step(own.clerk, at, 'correction', { note: '改一个错字。' })
    expect((await own.clerk.get(at)).body.work.content.total.complaints.value).toBe(7)
  })

  test('BU-5 words written against figures that moved are asked about before they go to the head', async () => {
    const own = await county(world)
    await matters(world, own.hospital, times(7, { kind: 'complaint', ...answered }))
    const at = await opened(own)
    const was = fieldOf((await own.clerk.get(at)).body, 'overview')?.text
    await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'overview', was, text: '本月投诉7件。' }] })
    await matters(world, own.hospital, [{ kind: 'complaint', ...answered }])
    expect(fieldOf((await own.clerk.get(at)).body, 'overview')).toMatchObject({ outdated: true, text: '本月投诉7件。' })
    expect(await step(own.clerk, at, 'submission')).toMatchObject({ status: 422, body: { error: 'bulletin.text_outdated', message: expect.stringContaining('总体情况') } })
    await own.clerk.patch(`${at}/texts`, { texts: [{ key: 'overview', was: '本月投诉7件。', text: '本月投诉8件。' }] })
    expect((await step(own.clerk, at, 'submission')).status).toBe(200)
  })
})
