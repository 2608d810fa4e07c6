import { describe, expect, test } from 'vitest'
import { aBody, anActor, aWork, someCounts } from './fixtures.ts'
import { BulletinContent, printNumber } from './rules/content.ts'
import { mayApprove, mayCorrect, mayDiscard, mayPublish, mayReceive, mayReturn, maySubmit, mayWithdraw, mayWrite, type Work } from './rules/decisions.ts'
import { draftedPassage, draftedTitle } from './rules/drafted.ts'
import { changedTexts, fieldsOf, personalIn, type Drafted, type Field } from './rules/fields.ts'
import { movedSince, sumCounts } from './rules/figures.ts'
import { addKind, type OfKind } from './rules/kinds.ts'
import { isOver, monthBefore, monthsToOpen, printMonth, windowOf } from './rules/month.ts'
import { cellsOf, printCell, shownTable } from './rules/shown.ts'

const head = anActor('commission_head')
const clerk = anActor('commission_clerk')
const stranger = anActor('commission_clerk', { institutionId: 'other' })
const hospital = anActor('institution_clerk', { institutionId: 'h' })

describe('BU-1 a month and who works on it', () => {
  test.each([['2026-02', '2026-02-01', '2026-02-28'], ['2024-02', '2024-02-01', '2024-02-29'], ['2026-12', '2026-12-01', '2026-12-31']])('BU-1 %s', (month, fromOn, toOn) => expect(windowOf(month)).toEqual({ fromOn, toOn }))
  test('BU-1 over is from the first day after; before January lies December', () => {
    expect([isOver('2026-02', '2026-02-28'), isOver('2026-02', '2026-03-01')]).toEqual([false, true])
    expect([monthBefore('2026-01'), printMonth('2026-01'), printMonth('2026-01', 'en')]).toEqual(['2025-12', '2026年1月', 'January 2026'])
    expect(monthsToOpen('2026-03-05', new Set(['2026-02'])).slice(0, 2)).toEqual(['2026-03', '2026-01'])
    expect(monthsToOpen('2026-03-05', new Set())).toHaveLength(12)
  })
})

describe('BU-9 who may change a bulletin, and when', () => {
  test.each<[string, typeof head, Partial<Work>, string | null]>([
    ['the clerk in a draft', clerk, {}, null],
    ['the head in a draft', head, {}, null],
    ['another commission', stranger, {}, 'bulletin.not_yours'],
    ['a hospital', hospital, {}, 'bulletin.not_yours'],
    ['an inspector', anActor('inspector'), {}, 'bulletin.not_yours'],
    ['what lies before the head', clerk, { state: 'waiting' }, 'bulletin.before_the_head'],
    ['what is approved', clerk, { state: 'approved' }, 'bulletin.before_the_head'],
    ['what is published', clerk, { state: 'published' }, 'bulletin.published'],
  ])('BU-9 %s', (_, actor, work, refused) => expect(mayWrite(actor, aWork(work))?.refused ?? null).toBe(refused))

  const field = (given: Partial<Field> = {}): Field => ({ key: 'overview', text: '文字', drafted: '文字', edited: false, outdated: false, ...given })
  test.each<[string, Partial<Work>, Field[], string, string | null]>([
    ['a whole one after the month', {}, [field()], '2026-03-01', null],
    ['on the last day of the month', {}, [field()], '2026-02-28', 'bulletin.month_not_over'],
    ['with an empty passage', {}, [field(), field({ key: 'demands', text: ' ' })], '2026-03-01', 'bulletin.text_missing'],
    ['with words against old figures', {}, [field({ outdated: true })], '2026-03-01', 'bulletin.text_outdated'],
    ['a correction without a reason', { version: 2 }, [field(), field({ key: 'changeNote', text: '' })], '2026-03-01', 'bulletin.text_missing'],
    ['what lies before the head already', { state: 'waiting' }, [field()], '2026-03-01', 'bulletin.before_the_head'],
  ])('BU-9 laying before the head %s', (_, work, fields, today, refused) => expect(maySubmit(clerk, aWork(work), fields, today)?.refused ?? null).toBe(refused))

  test.each<[Work['state'], string | null]>([['draft', 'bulletin.not_before_the_head'], ['waiting', null], ['approved', null], ['published', 'bulletin.not_before_the_head']])('BU-9 and BU-10 taking back and giving back from %s', (state, refused) => {
    expect(mayWithdraw(clerk, aWork({ state }))?.refused ?? null).toBe(refused)
    expect(mayReturn(head, aWork({ state }))?.refused ?? null).toBe(refused)
    expect([mayWithdraw(stranger, aWork({ state }))?.refused, mayReturn(clerk, aWork({ state }))?.refused]).toEqual(['bulletin.not_yours', 'bulletin.not_the_head'])
  })
})

describe('BU-10 who approves', () => {
  test.each<[string, typeof head, Partial<Work>, boolean, string | null]>([
    ['the head of today', head, {}, true, null],
    ['who left the post yesterday', head, {}, false, 'bulletin.not_the_head'],
    ['the clerk', clerk, {}, true, 'bulletin.not_the_head'],
    ['the head of another commission', anActor('commission_head', { institutionId: 'other' }), {}, true, 'bulletin.not_the_head'],
    ['who laid it before himself', head, { submittedBy: head.id }, true, 'bulletin.second_person'],
    ['a draft', head, { state: 'draft' }, true, 'bulletin.not_before_the_head'],
    ['what is approved', head, { state: 'approved' }, true, 'bulletin.approved_already'],
    ['what is published', head, { state: 'published' }, true, 'bulletin.not_before_the_head'],
  ])('BU-10 %s', (_, actor, work, holdsPost, refused) => expect(mayApprove(actor, aWork({ state: 'waiting', submittedBy: 'account-commission_clerk', ...work }), { holdsPost })?.refused ?? null).toBe(refused))
})

test.each<[Work['state'], string | null, string | null]>([['draft', 'bulletin.not_approved', 'bulletin.not_published'], ['waiting', 'bulletin.not_approved', 'bulletin.not_published'], ['approved', null, 'bulletin.not_published'], ['published', 'bulletin.published', null]])('BU-11 and BU-13 publishing and correcting from %s', (state, publish, correct) => {
  expect([mayPublish(clerk, aWork({ state }))?.refused ?? null, mayCorrect(clerk, aWork({ state }))?.refused ?? null]).toEqual([publish, correct])
  expect([mayPublish(hospital, aWork({ state }))?.refused, mayCorrect(stranger, aWork({ state }))?.refused]).toEqual(['bulletin.not_yours', 'bulletin.not_yours'])
})

test('BU-13 only a correction in hand is given up', () => {
  expect([mayDiscard(clerk, aWork({ version: 2 })), mayDiscard(clerk, aWork())?.refused, mayDiscard(clerk, aWork({ version: 2, state: 'published' }))?.refused, mayDiscard(hospital, aWork({ version: 2 }))?.refused]).toEqual([null, 'bulletin.no_correction', 'bulletin.no_correction', 'bulletin.not_yours'])
})

test.each<[string, typeof head, Parameters<typeof mayReceive>[1], string | null]>([
  ['the clerk of an addressed hospital', hospital, { addressed: ['h'], newest: true, received: false }, null],
  ['its complaint officer', anActor('complaint_officer', { institutionId: 'h' }), { addressed: ['h'], newest: true, received: false }, null],
  ['a nurse of it', anActor('nurse', { institutionId: 'h' }), { addressed: ['h'], newest: true, received: false }, 'bulletin.not_addressed'],
  ['a hospital that is not addressed', hospital, { addressed: ['g'], newest: true, received: false }, 'bulletin.not_addressed'],
  ['the commission itself', clerk, { addressed: ['h'], newest: true, received: false }, 'bulletin.not_addressed'],
  ['an old version', hospital, { addressed: ['h'], newest: false, received: false }, 'bulletin.newer_version'],
  ['a second time', hospital, { addressed: ['h'], newest: true, received: true }, 'bulletin.received_already'],
])('BU-14 receiving: %s', (_, actor, given, refused) => expect(mayReceive(actor, given)?.refused ?? null).toBe(refused))

describe('BU-3 sums', () => {
  test('BU-3 counts are added; visits only where all have them', () => {
    expect(sumCounts([someCounts({ complaints: 3, visits: 100 }), someCounts({ complaints: 4, visits: 200 })])).toMatchObject({ complaints: 7, visits: 300 })
    expect(sumCounts([someCounts({ visits: 100 }), someCounts()]).visits).toBe(null)
    expect(sumCounts([]).visits).toBe(null)
  })
  test('BU-3 a rate of all is not the mean of rates', () => {
    const all = sumCounts([someCounts({ answerDue: 90, answeredInTime: 90 }), someCounts({ answerDue: 10, answeredInTime: 0 })])
    expect(cellsOf(all).answerRate.value).toBe(90)
  })
})

describe('BU-3 kinds', () => {
  const row = (given: Partial<OfKind>): OfKind => ({ kind: 'complaint', received: 0, acceptDue: 0, acceptedInTime: 0, answerDue: 0, answeredInTime: 0, calledBack: 0, solved: 0, satisfied: 0, judged: 0, substantiated: 0, partly: 0, reopened: 0, overdue: 0, signedOff: 0, rechecked: 0, slidBack: 0, ...given })
  test('BU-3 complaints and tips are cases, partly is substantiated, problems are the ledger, other kinds are not told', () => {
    const all = [row({ received: 4, answerDue: 3, answeredInTime: 2, substantiated: 1, partly: 1, overdue: 1 }), row({ kind: 'tip', received: 2, answerDue: 1 }), row({ kind: 'praise', received: 5, answerDue: 9, overdue: 9 }), row({ kind: 'problem', received: 3, overdue: 2, signedOff: 1 }), row({ kind: 'finding', received: 1, slidBack: 1 }), row({ kind: 'one-stop', received: 50, overdue: 50 })]
    expect(all.reduce(addKind, someCounts())).toEqual(someCounts({ complaints: 4, tips: 2, others: 5, answerDue: 4, answeredInTime: 2, substantiated: 2, overdue: 1, problemsEntered: 4, problemsOverdue: 2, problemsSignedOff: 1, slidBack: 1 }))
  })
})

describe('BU-7 small numbers', () => {
  test.each([[0, '0'], [1, '*'], [4, '*'], [5, '5']])('BU-7 %i complaints are shown as %s', (complaints, said) => expect(printCell(cellsOf(someCounts({ complaints })).complaints, 'complaints')).toBe(said))
  test.each([[0, 0, '—'], [4, 4, '*'], [4, 5, '80.0'], [5, 5, '100.0'], [2, 3, '*'], [2999, 3000, '99.9'], [1, 3000, '0.1']])('BU-7 %i of %i answered in time is shown as %s', (answeredInTime, answerDue, said) => expect(printCell(cellsOf(someCounts({ answeredInTime, answerDue })).answerRate, 'answerRate')).toBe(said))
  test.each<[number, number | null, string]>([[7, 10_000, '7.0'], [7, null, '—'], [7, 0, '—'], [7, 999, '*'], [3, 10_000, '*'], [0, 10_000, '0.0']])('BU-7 %i complaints over %s visits are shown as %s', (complaints, visits, said) => expect(printCell(cellsOf(someCounts({ complaints, visits })).perVisits, 'perVisits')).toBe(said))
  test('BU-7 what an institution owes is shown however small', () => {
    expect(printCell(cellsOf(someCounts({ overdue: 1 })).overdue, 'overdue')).toBe('1')
  })
})

describe('BU-8 what is withheld cannot be reckoned back', () => {
  const table = (...counts: number[]) => {
    const bodies = counts.map((complaints, at) => aBody(at + 1, { complaints, visits: 10_000 }))
    const shown = shownTable(bodies, sumCounts(bodies.map((body) => body.counts)))
    return [printCell(shown.total.complaints, 'complaints'), ...shown.bodies.map((body) => printCell(body.cells.complaints, 'complaints'))]
  }
  test.each<[string, number[], string[]]>([
    ['one alone takes the next smallest with it', [3, 9, 20], ['32', '*', '*', '20']],
    ['two cover each other', [3, 2, 20], ['25', '*', '*', '20']],
    ['noughts cover nobody', [4, 0, 8], ['12', '*', '0', '*']],
    ['with noughts only the sum goes', [4, 0, 0], ['*', '*', '0', '0']],
    ['none withheld', [5, 6, 7], ['18', '5', '6', '7']],
  ])('BU-8 %s', (_, counts, said) => expect(table(...counts)).toEqual(said))

  test('BU-8 no column of random tables has exactly one withheld body beside a shown sum', () => {
    let state = 7
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % 9
    for (let n = 0; n < 500; n += 1) {
      const bodies = Array.from({ length: 1 + (random() % 6) }, (_, at) => aBody(at + 1, { complaints: random(), tips: random(), substantiated: random(), visits: 20_000 }))
      const shown = shownTable(bodies, sumCounts(bodies.map((body) => body.counts)))
      for (const key of ['complaints', 'tips', 'substantiated'] as const) {
        const hidden = shown.bodies.filter((body) => body.cells[key].withheld).length
        expect(hidden === 1 && !shown.total[key].withheld).toBe(false)
        for (const [at, body] of shown.bodies.entries()) {
          const exact = bodies[at]?.counts[key] ?? 0
          expect(body.cells[key].withheld || exact === 0 || exact >= 5).toBe(true)
          if (key === 'complaints' && body.cells.complaints.withheld) expect(body.cells.perVisits.value).toBe(null)
        }
      }
    }
  })
})

describe('BU-4 drafted words', () => {
  const told = (bodies: ReturnType<typeof aBody>[], before = {}) => ({ month: '2026-02', asOf: '2026-03-02T02:00:00.000Z', table: shownTable(bodies, sumCounts(bodies.map((body) => body.counts))), before: cellsOf(someCounts(before)) })
  const busy = told([
    aBody(1, { complaints: 30, tips: 6, others: 12, acceptDue: 36, acceptedInTime: 36, answerDue: 30, answeredInTime: 24, calledBack: 20, solved: 18, satisfied: 16, judged: 8, substantiated: 6, reopened: 5, overdue: 2, problemsEntered: 4, problemsSignedOff: 3, problemsOverdue: 1, rechecked: 2, slidBack: 1, visits: 20_000 }),
    aBody(2, { complaints: 10, answerDue: 10, answeredInTime: 10, visits: 20_000 }),
  ], { complaints: 32 })
  test('BU-4 figures, comparison, rates, ledger, and who lags', () => {
    expect(draftedPassage('overview', busy)).toBe('2026年2月，2家医疗卫生机构共收到投诉40件、举报6件，建议、表扬、咨询等12件。投诉比上月增加8件，上升25.0%。平均每万诊疗人次投诉10.0件。')
    expect(draftedPassage('handling', busy)).toBe('投诉举报按时受理率100.0%，按时答复率85.0%。经回访，解决率90.0%，满意率80.0%。经调查查实6件。群众对办理结果不满意、重新办理5件。')
    expect(draftedPassage('rectification', busy)).toBe('问题台账新增4项，整改到位并销号3项。开展回头看2项，其中反弹1项，已重新纳入整改。')
    expect(draftedPassage('gaps', busy)).toBe('截至3月2日，超期未办结的投诉举报2件：第1医院（2件）。超期未整改的问题1项：第1医院（1项）。按时答复率低于90%的单位：第1医院（80.0%）。')
    expect(draftedPassage('demands', busy)).toContain('反弹的问题')
    expect(draftedTitle('2026-02')).toBe('关于2026年2月投诉举报和整改情况的通报')
  })
  test('BU-4 a quiet month says so', () => {
    const quiet = told([aBody(1), aBody(2)])
    expect(draftedPassage('overview', quiet)).toBe('2026年2月，2家医疗卫生机构共收到投诉0件、举报0件，建议、表扬、咨询等0件。')
    expect(draftedPassage('handling', quiet)).toBe('本月到期应受理、应答复的数量较少，不计算比率。本月没有查实的投诉举报。')
    expect(draftedPassage('rectification', quiet)).toBe('本月问题台账没有新增问题，也没有销号和回头看。')
    expect(draftedPassage('gaps', quiet)).toBe('截至3月2日，没有超期未办结的投诉举报。没有超期未整改的问题。')
    expect(draftedPassage('demands', quiet)).not.toContain('超期')
  })
  test('BU-4 words give no withheld figure away, nor compare with one', () => {
    const small = told([aBody(1, { complaints: 3, tips: 1, substantiated: 2, calledBack: 2, solved: 1 })], { complaints: 9 })
    expect(draftedPassage('overview', small)).toBe('2026年2月，1家医疗卫生机构共收到投诉不足5件、举报不足5件，建议、表扬、咨询等0件。')
    expect(draftedPassage('handling', small)).toContain('经调查查实不足5件')
  })
  test('BU-4 many institutions that lag are named up to ten', () => {
    const many = told(Array.from({ length: 12 }, (_, at) => aBody(at + 1, { overdue: 1 })))
    expect(draftedPassage('gaps', many)).toContain('第10医院（1件）等12家单位。')
    expect(draftedPassage('gaps', many)).not.toContain('第11医院')
  })
})

describe('BU-5 fields', () => {
  const drafted = { title: '标题', numberWord: '字', overview: '甲', handling: '乙', rectification: '丙', gaps: '截至3月2日，丁', demands: '戊', changeNote: '' } satisfies Drafted
  test('BU-5 unedited follows, edited stays and says when its figures moved; another day alone moves nothing', () => {
    const texts = { overview: { text: '我写的', basis: '甲' }, gaps: { text: '丁，请注意', basis: '截至3月1日，丁' } }
    expect(fieldsOf(texts, drafted, 1).filter((field) => field.edited)).toEqual([{ key: 'overview', text: '我写的', drafted: '甲', edited: true, outdated: false }, { key: 'gaps', text: '丁，请注意', drafted: drafted.gaps, edited: true, outdated: false }])
    expect(fieldsOf(texts, { ...drafted, overview: '甲二' }, 1).find((field) => field.key === 'overview')).toMatchObject({ text: '我写的', outdated: true })
    expect([fieldsOf({}, drafted, 1).length, fieldsOf({}, drafted, 2).length]).toEqual([7, 8])
  })
  test('BU-5 saved only over what the writer saw; back to the drafted words; too long is refused with the limit', () => {
    const once = changedTexts({}, drafted, [{ key: 'overview', was: '甲', text: '新' }])
    expect(once).toEqual({ overview: { text: '新', basis: '甲' } })
    expect(changedTexts({ overview: { text: '别人', basis: '甲' } }, drafted, [{ key: 'overview', was: '甲', text: '新' }])).toMatchObject({ refused: 'bulletin.text_stale', detail: '总体情况' })
    expect(changedTexts({ overview: { text: '新', basis: '旧' } }, drafted, [{ key: 'overview', was: '新', text: '新' }])).toEqual({ overview: { text: '新', basis: '甲' } })
    expect(changedTexts({ overview: { text: '新', basis: '甲' } }, drafted, [{ key: 'overview', was: '新', text: null }])).toEqual({})
    expect(changedTexts({}, drafted, [{ key: 'title', was: '标题', text: '长'.repeat(121) }])).toMatchObject({ refused: 'bulletin.text_long', detail: '标题 ≤ 120' })
  })
})

test.each([['电话 13812345678 联系', ['13812345678']], ['座机 0990-1234567', ['0990-1234567']], ['身份证 11010519491231002X', ['11010519491231002X']], ['投诉 20260203 件次', []]])('BU-6 %s holds %j', (text, numbers) => expect(personalIn([{ text }], []).numbers).toEqual(numbers))
test('BU-6 names of staff are found, single characters are not', () => {
  expect(personalIn([{ text: '门诊张明远医师态度生硬' }, { text: '王' }], ['张明远', '李一', '王', '张明远'])).toEqual({ numbers: [], names: ['张明远'] })
})

test('BU-12 what moved: the sum first, then each body; who came and who went', () => {
  const frozen = { asOf: '2026-03-02T02:00:00.000Z', bodies: [aBody(1, { complaints: 5 }), aBody(2, { overdue: 1 })], before: someCounts() }
  const now = { asOf: '2026-03-03T02:00:00.000Z', bodies: [aBody(1, { complaints: 6 }), aBody(3, { tips: 2 })], before: someCounts() }
  expect(movedSince(frozen, now).map(({ name, key, was, now: is }) => [name, key, was, is])).toEqual([[null, 'complaints', 5, 6], [null, 'tips', 0, 2], [null, 'overdue', 1, 0], ['第1医院', 'complaints', 5, 6], ['第2医院', 'overdue', 1, 0], ['第3医院', 'tips', 0, 2]])
  expect(movedSince(frozen, frozen)).toEqual([])
})

test('BU-11 the number stands in hexagonal brackets without leading noughts', () => {
  expect(printNumber('云卫通报', 2026, 3)).toBe('云卫通报〔2026〕3号')
})

test('BU-2 the published shape is closed: a figure that is not declared does not slip in', () => {
  const cells = cellsOf(someCounts())
  const content = { format: 'huiyin.bulletin/1', issuer: { id: aBody(1).institutionId, name: '县卫健委', regionCode: '990121' }, month: '2026-02', window: windowOf('2026-02'), asOf: '2026-03-02T02:00:00.000Z', version: 1, title: '标题', numberWord: '字', passages: [], total: cells, bodies: [], changeNote: null }
  expect(BulletinContent.safeParse(content).success).toBe(true)
  expect(BulletinContent.safeParse({ ...content, exact: 3 }).success).toBe(false)
})
