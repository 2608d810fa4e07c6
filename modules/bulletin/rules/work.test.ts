import { describe, expect, test } from 'vitest'
import { BulletinContent, workFormat } from './content.ts'
import { fieldsOf } from './fields.ts'
import { workPassages } from './names.ts'
import { itemOfKind, kindOfItem } from './publication.ts'
import { metShare, noStanding, workMovedSince, workTables, type WorkBody, type WorkFigures } from './work.ts'
import { workPassage, workTitle } from './work-drafted.ts'

const body = (n: number, given: Partial<WorkBody> = {}): WorkBody => ({ institutionId: `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`, name: `第${n}医院`, standing: null, league: null, review: null, ...given })
const standing = (met: number, overdue = 0, unmet = 0, due = 0) => ({ ...noStanding, met, overdue, unmet, due })
const figures = (bodies: readonly WorkBody[], given: Partial<WorkFigures> = {}): WorkFigures => ({ kind: 'work', asOf: '2026-03-02T02:00:00.000Z', bodies, plans: [{ planId: 'p', title: '行动方案', ...standing(9, 2, 1, 4) }], league: null, ...given })

describe('BU-15 figures of the work', () => {
  test.each([[standing(0), null], [standing(3), 100], [standing(1, 1, 1), 33.3], [standing(2999, 1), 99.9], [standing(0, 2), 0], [standing(5, 0, 0, 7), 100]])('BU-15 the share met of %j is %s: what is not due yet is no part of it', (given, share) => expect(metShare(given)).toBe(share))
  test('BU-15 a line for every institution, the sum first; a part without figures has no table', () => {
    const tables = workTables(figures([body(1, { standing: standing(8, 2) }), body(2, { standing: standing(1, 0, 1, 4) }), body(3)]))
    expect(tables.map((table) => table.key)).toEqual(['progress'])
    expect(tables[0]?.rows.map((row) => [row.name, ...row.cells])).toEqual([['合计', '9', '2', '1', '75.0%'], ['第1医院', '8', '2', '0', '80.0%'], ['第2医院', '1', '0', '1', '50.0%'], ['第3医院', '—', '—', '—', '—']])
    expect(workTables(figures([body(1)]))).toEqual([])
  })
  test('BU-15 league and review stand as they were published; who published nothing is said to have not', () => {
    const tables = workTables(figures([body(1, { league: { place: '第1位', moved: '持平' }, review: { read: 120, reasonable: 97.5, doubleTenRead: 20, doubleTenUnreasonable: 2 } }), body(2)]))
    expect(tables.map((table) => [table.key, ...table.rows.map((row) => row.cells.join(' '))])).toEqual([['league', '第1位 持平', '— —'], ['prescriptions', '120 97.5% 20 2', '未公布 — — —']])
  })
  test('BU-12 what moved of the work is told body by body', () => {
    const frozen = figures([body(1, { standing: standing(1, 1) }), body(2)])
    expect(workMovedSince(frozen, frozen)).toEqual([])
    expect(workMovedSince(frozen, figures([body(1, { standing: standing(2) }), body(2, { league: { place: '第2位', moved: '新' } })])).map(({ name, key, was, now }) => [name, key, was, now])).toEqual([['第1医院', 'met', 1, 2], ['第1医院', 'overdue', 1, 0], ['第2医院', 'place', null, '第2位']])
  })
  test('BU-2 the shape of a work bulletin is closed', () => {
    const content = { format: workFormat, issuer: { id: body(1).institutionId, name: '县卫健委', regionCode: '990121' }, month: '2026-02', window: { fromOn: '2026-02-01', toOn: '2026-02-28' }, asOf: '2026-03-02T02:00:00.000Z', version: 1, title: '标题', numberWord: '字', passages: [], tables: [], bodies: [], changeNote: null }
    expect(BulletinContent.safeParse(content).success).toBe(true)
    expect([BulletinContent.safeParse({ ...content, total: {} }).success, BulletinContent.safeParse({ ...content, format: 'huiyin.bulletin/1' }).success]).toEqual([false, false])
  })
  test('BU-11 each kind answers its own public item', () => {
    expect([kindOfItem('bulletin'), kindOfItem('complaint-results'), kindOfItem('parking'), kindOfItem(null), itemOfKind('work'), itemOfKind('complaints')]).toEqual(['work', 'complaints', null, null, 'bulletin', 'complaint-results'])
  })
})

describe('BU-16 drafted words of the work', () => {
  const busy = figures(
    [body(1, { standing: standing(8, 0), review: { read: 120, reasonable: 97.5, doubleTenRead: 20, doubleTenUnreasonable: 2 } }), body(2, { standing: standing(1, 2, 1, 4), review: { read: 80, reasonable: 90, doubleTenRead: 0, doubleTenUnreasonable: 0 } })],
    { league: '综合医院二级组第1位为第1医院。' },
  )
  test('BU-16 progress, league, review, what is overdue, what is asked for', () => {
    expect(workPassage('progress', '2026-02', busy)).toBe('截至3月2日，2家医疗卫生机构正在实施1个行动方案，到期应落实12项，已落实9项，落实率75.0%。《行动方案》已落实9项，落实率75.0%。到期任务全部落实的单位：第1医院。')
    expect(workPassage('league', '2026-02', busy)).toBe('综合医院二级组第1位为第1医院。')
    expect(workPassage('prescriptions', '2026-02', busy)).toBe('本期2家单位公布了处方点评结果，共点评处方和病历200份。其中针对“双十”排名点评20份，不合理2份。合理率低于95%的单位：第2医院（90.0%）。')
    expect(workPassage('overdue', '2026-02', busy)).toBe('截至3月2日，逾期2项、到期未落实1项：第2医院（3项）。')
    expect(workPassage('tasks', '2026-02', busy)).toBe('有逾期和未落实事项的单位要逐项明确责任人和完成日期，尽快补齐。对“双十”点评中不合理的处方，有关单位要约谈到人、跟踪整改。各单位要对照方案逐条落实；收到本通报后请及时签收。')
    expect(workTitle('2026-02')).toBe('关于2026年2月重点工作进展情况的通报')
  })
  test('BU-16 nought is not told among what is overdue', () => {
    expect(workPassage('overdue', '2026-02', figures([body(1, { standing: standing(1, 2) })]))).toBe('截至3月2日，逾期2项：第1医院（2项）。')
    expect(workPassage('overdue', '2026-02', figures([body(1, { standing: standing(1, 0, 1) })]))).toBe('截至3月2日，到期未落实1项：第1医院（1项）。')
  })
  test('BU-16 where nothing is known it says so, and no passage is empty', () => {
    const quiet = figures([body(1)], { plans: [] })
    expect(workPassages.map((key) => workPassage(key, '2026-02', quiet))).toEqual(['2026年2月没有正在实施的行动方案。', '本期没有公布评价排名。', '截至2026年2月的处方点评结果，本期没有单位公布。', '截至3月2日，没有逾期未落实的事项。', '各单位要对照方案逐条落实；收到本通报后请及时签收。'])
  })
  test('BU-5 a work bulletin has its own fields and none of the other kind', () => {
    const drafted = { title: '标题', numberWord: '字', ...Object.fromEntries(workPassages.map((key) => [key, workPassage(key, '2026-02', busy)])), changeNote: '' }
    expect(fieldsOf({}, drafted, 1).map((field) => field.key)).toEqual(['title', 'numberWord', ...workPassages])
  })
})
