import { describe, expect, test } from 'vitest'
import { antibioticUse, isBeyondRight, rightOn, type AntibioticGrade } from './antibiotic.ts'
import { growthAlarms } from './growth.ts'
import { mayPublishPurchases, type PurchasePublished } from './purchase-public.ts'
import { isSuspicious, matchPurchase, plainText, type PlatformItem, type Purchase } from './purchase.ts'
import { mayAskByPrescriber, mayDecideExport, mayExport, mayRequestExport, type PrescriberQuery } from './purpose.ts'
import type { Actor, StaffRole } from '../../../kernel/actor.ts'

const item = (given: Partial<PlatformItem> = {}): PlatformItem => ({ code: 'P1', generic: '甲药片', form: '片剂', spec: '0.1g×24片', maker: '云溪制药', winning: true, priceCents: 1000, fromOn: '2026-01-01', toOn: null, ...given })
const line = (given: Partial<Purchase> = {}): Purchase => ({ on: '2026-03-02', code: 'P1', generic: '甲药片', form: '片剂', spec: '0.1g×24片', maker: '云溪制药', supplier: '某公司', orderNumber: 'D1', quantity: 10, amountCents: 10_000, ...given })
const other = item({ code: 'P2', winning: false, maker: '北山制药' })

describe('purchases', () => {
  test('PR-70 width, case, blanks and brackets make no other product', () => {
    expect(plainText(' ０.１Ｇ×24片（铝塑） ')).toBe(plainText('0.1g×24片 铝塑'))
  })

  test.each([
    ['by its code', line(), 'ordered'],
    ['by name and maker', line({ code: '', spec: '０.１g×24片' }), 'ordered'],
    ['by name without the maker', line({ code: '', maker: '南山制药' }), 'to-check'],
    ['a code that is not listed', line({ code: 'P9' }), 'off-platform'],
    ['a name that is not listed', line({ code: '', generic: '丙药' }), 'off-platform'],
    ['listed, but without an order of the platform', line({ orderNumber: ' ' }), 'off-platform'],
    ['before it was listed', line({ on: '2025-12-31' }), 'off-platform'],
    ['a unit too dear', line({ amountCents: 10_051 }), 'over-price'],
    ['within rounding', line({ amountCents: 10_050 }), 'ordered'],
  ])('PR-71 %s', (_, bought, verdict) => {
    expect(matchPurchase(bought, [item(), other]).verdict).toBe(verdict)
  })

  test('PR-72 not winning where a winning one of the same drug was listed', () => {
    const bought = line({ code: 'P2', maker: '北山制药' })
    expect(matchPurchase(bought, [item(), other]).verdict).toBe('off-bid')
    expect(matchPurchase(bought, [other]).verdict).toBe('ordered')
    expect(matchPurchase(bought, [item({ toOn: '2026-03-01' }), other]).verdict).toBe('ordered')
  })

  test('PR-73 what asks for an investigation', () => {
    expect(['ordered', 'off-platform', 'off-bid', 'over-price', 'to-check'].map((each) => isSuspicious(each as 'ordered'))).toEqual([false, true, true, true, false])
  })
})

describe('antibiotics and growth', () => {
  const rights = [{ staffId: 'a', grade: 'restricted' as const, fromOn: '2026-01-01', toOn: null }, { staffId: 'a', grade: 'unrestricted' as const, fromOn: '2026-03-01', toOn: '2026-03-31' }]

  test('PR-60 of several rights the one that began last counts; without one there is none', () => {
    expect([rightOn(rights, 'a', '2026-02-01'), rightOn(rights, 'a', '2026-03-05'), rightOn(rights, 'a', '2026-04-01'), rightOn(rights, 'a', '2025-12-31'), rightOn(rights, 'b', '2026-03-05')]).toEqual(['restricted', 'unrestricted', 'restricted', 'none', 'none'])
  })

  test.each([
    ['restricted', 'outpatient', 3, '2026-03-05', true],
    ['unrestricted', 'outpatient', 3, '2026-03-05', false],
    ['restricted', 'outpatient', 3, '2026-02-05', false],
    ['special', 'emergency', 1, '2026-03-05', false],
    ['special', 'emergency', 2, '2026-03-05', true],
    ['special', 'emergency', null, '2026-03-05', true],
    ['none', 'outpatient', 9, '2026-03-05', false],
  ])('PR-61 %s, %s for %s days on %s: beyond %s', (grade, visitKind, days, on, beyond) => {
    expect(isBeyondRight({ grade: grade as AntibioticGrade, staffId: 'a', on, visitKind, days }, rights)).toBe(beyond)
  })

  test('PR-62 rates and DDDs per hundred patient-days', () => {
    expect(antibioticUse({ outpatient: 200, outpatientWith: 31, emergency: 0, emergencyWith: 0, discharges: 3, dischargesWith: 2, ddds: 123.4, patientDays: 300 })).toEqual({ outpatient: 15.5, emergency: null, inpatient: 66.67, intensity: 41.13 })
  })

  test('PR-63 half as much again, or new, and worth looking at', () => {
    const alarms = growthAlarms([
      { key: 'A', name: '甲', amounts: [1, 1, 1, 600_000], volumes: [100, 100, 100, 150] },
      { key: 'B', name: '乙', amounts: [1, 1, 1, 900_000], volumes: [100, 100, 100, 149] },
      { key: 'C', name: '丙', amounts: [0, 0, 0, 700_000], volumes: [0, 0, 0, 5] },
      { key: 'D', name: '丁', amounts: [1, 1, 1, 499_999], volumes: [1, 1, 1, 900] },
      { key: 'E', name: '戊', amounts: [900_000], volumes: [900] },
    ])
    expect(alarms).toEqual([
      { key: 'C', name: '丙', volume: 5, usual: 0, growth: 0, amountCents: 700_000, isNew: true },
      { key: 'A', name: '甲', volume: 150, usual: 100, growth: 50, amountCents: 600_000, isNew: false },
    ])
  })
})

describe('no commercial statistics of prescriptions', () => {
  const place = { institutionId: 'h', regionCode: '990121' }
  const who = (id: string, role: StaffRole, institutionId: string | null = 'h', regionPrefix: string | null = null): Actor => ({ kind: 'staff', id, name: id, institutionId, regionPrefix, roles: [role], posts: [] })
  const query = (state: PrescriberQuery['state']): PrescriberQuery => ({ ...place, id: 'q', askedBy: 'p', state })

  test.each([
    ['a pharmacist with a purpose', who('p', 'pharmacist'), '按月双十点评，确定抽查对象', null],
    ['without a purpose', who('p', 'pharmacist'), '看看', 'prescribing.purpose_missing'],
    ['a doctor', who('d', 'doctor'), '按月双十点评，确定抽查对象', 'prescribing.askers_only'],
    ['of another house', who('p', 'pharmacist', 'x'), '按月双十点评，确定抽查对象', 'prescribing.askers_only'],
    ['the inspector of the region', who('i', 'inspector', 'c', '9901'), '专项检查，核对处方排名', null],
  ])('PR-74 %s', (_, actor, purpose, refused) => {
    expect(mayAskByPrescriber(actor, place, purpose)?.refused ?? null).toBe(refused)
  })

  test('PR-75 asked for by one, agreed to by another, taken out by the one', () => {
    const [asker, head] = [who('p', 'pharmacist'), who('h', 'institution_head')]
    expect([mayRequestExport(head, query('asked')), mayRequestExport(asker, query('asked')), mayRequestExport(asker, query('requested'))].map((each) => each?.refused ?? null)).toEqual(['prescribing.query_not_yours', null, 'prescribing.export_decided'])
    expect([mayDecideExport(asker, query('requested')), mayDecideExport(who('p', 'institution_head'), query('requested')), mayDecideExport(head, query('asked')), mayDecideExport(head, query('requested'))].map((each) => each?.refused ?? null)).toEqual(['prescribing.approvers_only', 'prescribing.second_person', 'prescribing.export_decided', null])
    expect([mayExport(asker, query('requested')), mayExport(asker, query('approved')), mayExport(head, query('approved'))].map((each) => each?.refused ?? null)).toEqual(['prescribing.export_not_agreed', null, 'prescribing.query_not_yours'])
  })
})

test('PR-79 purchases of a month are made public when it is over, decided, and something of them changed', () => {
  const now: PurchasePublished = { lines: 3, amountCents: 20_000, orderedCents: 5000, winningCents: 5000, offPlatformCents: 5000, offBidCents: 10_000, overPriceCents: 0, toCheck: 0, suppliers: 3, top: [] }
  expect(mayPublishPurchases(now, null, '2026-03-01', '2026-04-01')).toBeNull()
  expect(mayPublishPurchases(now, null, '2026-03-01', '2026-03-31')).toMatchObject({ refused: 'prescribing.month_not_over' })
  expect(mayPublishPurchases({ ...now, lines: 0 }, null, '2026-03-01', '2026-04-01')).toMatchObject({ refused: 'prescribing.nothing_bought' })
  expect(mayPublishPurchases({ ...now, toCheck: 2 }, null, '2026-03-01', '2026-04-01')).toMatchObject({ refused: 'prescribing.purchases_undecided' })
  expect(mayPublishPurchases(now, now, '2026-03-01', '2026-04-01')).toMatchObject({ refused: 'prescribing.already_published' })
  expect(mayPublishPurchases({ ...now, amountCents: 30_000 }, now, '2026-03-01', '2026-04-01')).toBeNull()
})
