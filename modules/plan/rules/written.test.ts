import { expect, test } from 'vitest'
import { asItStands, isNews, movesBoard, type NewRuling, type Standing, type Written } from './written.ts'

const at = '2026-03-04T02:00:00.000Z'
const written: Written = { periodId: 'p', verdict: 'met', flipsAt: null, flipsTo: null, dueAt: '2026-03-08T16:00:00.000Z', why: { code: 'count_reached', params: { count: 2, need: 1 } }, claimedAt: null, verifiedAt: at, byHand: false }
const ruled = (ruling: Partial<NewRuling['ruling']> = {}, more: Partial<NewRuling> = {}): NewRuling => ({ periodId: 'p', ruling: { verdict: 'met', why: { code: 'count_reached', params: { need: 1, count: 2 } }, flip: null, ...ruling }, claimedAt: null, verifiedAt: '2026-03-05T02:00:00.000Z', ...more })
const flips: Written = { ...written, flipsAt: '2026-06-01T16:00:00.000Z', flipsTo: 'overdue' }

test.each([
  ['the same once more', written, ruled(), false, false],
  ['the same with a time of its own', flips, ruled({ flip: { at: '2026-06-01T16:00:00.000Z', to: 'overdue' } }), false, false],
  ['another number in the reason', written, ruled({ why: { code: 'count_reached', params: { count: 3, need: 1 } } }), true, false],
  ['another reason', written, ruled({ why: { code: 'late', params: { count: 2, need: 1 } } }), true, false],
  ['a reason that says less', written, ruled({ why: { code: 'count_reached', params: { count: 2 } } }), true, false],
  ['no reason until now', { ...written, why: null }, ruled(), true, false],
  ['a claim handed in', written, ruled({}, { claimedAt: at }), true, false],
  ['no longer verified', written, ruled({}, { verifiedAt: null }), true, false],
  ['another verdict', written, ruled({ verdict: 'due' }), true, true],
  ['a later time at which it turns', flips, ruled({ flip: { at: '2026-07-01T16:00:00.000Z', to: 'overdue' } }), true, true],
  ['no time at which it turns any more', flips, ruled(), true, true],
  ['nothing written yet', undefined, ruled(), true, true],
] as const)('PL-60 %s', (_, before, now, news, board) => {
  expect([isNews(before, now), movesBoard(before, now)]).toEqual([news, board])
})

test('PL-60 terms read before the lock stand as they are after it, and are the very same where nothing moved', () => {
  const row = { dueAt: written.dueAt, fromOn: '2026-03-02', toOn: '2026-03-08', bucketOn: '2026-03-02', phaseClosedAt: null, planClosedAt: null, dutyId: 'd' }
  const standing: Standing = { ...written, fromOn: row.fromOn, toOn: row.toOn, bucketOn: row.bucketOn, phaseClosedAt: null, planClosedAt: null }
  expect(asItStands(row, standing)).toBe(row)
  expect(asItStands(row, undefined)).toBe(row)
  const moved = { dueAt: '2026-03-12T16:00:00.000Z', fromOn: '2026-03-03', toOn: '2026-03-09', bucketOn: '2026-03-09', phaseClosedAt: at, planClosedAt: at }
  for (const [key, value] of Object.entries(moved)) expect(asItStands(row, { ...standing, [key]: value })).toEqual({ ...row, [key]: value })
})
