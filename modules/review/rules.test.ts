import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { aDrug, aFrame, anItem, aPrescription, testHasher } from './fixtures.ts'
import { agreementOf, type Pair } from './rules/agreement.ts'
import { classOf, codeList, inOrder } from './rules/codes.ts'
import { proposalsFor, type Earlier, type Finding } from './rules/consequence.ts'
import { mayDraw, mayFeedBack, mayPublish } from './rules/cycle.ts'
import { cycleFact, itemFact, talkFact } from './rules/fact.ts'
import * as item from './rules/item.ts'
import { ReviewNumbers, withOwn } from './rules/numbers.ts'
import { byEyeOnly, precheck, timesADay } from './rules/precheck.ts'
import { isOversized, type Extent, type Prescription } from './rules/prescription.ts'
import { isQualified } from './rules/readers.ts'
import { checkRecord, recordFormat, type ReviewRecord } from './rules/record.ts'
import { rateOf, resultOf } from './rules/result.ts'
import { assign, drawSample, frameText, readFrame, sampleSize } from './rules/sample.ts'
import { follow, hold, isLateAt, nextLateAt, type Talk } from './rules/talk.ts'
import { codesBeginning, typedCode } from './rules/typed-code.ts'
import { worksheetLine, worksheetSums } from './rules/worksheet.ts'

const numbers = ReviewNumbers.parse(parse(readFileSync('catalog/review.yaml', 'utf8')))

test.each([[[], 'reasonable'], [['1-11'], 'non-standard'], [['1-11', '2-5'], 'inappropriate'], [['2-7', '3-4', '1-1'], 'abnormal']])('RV-1 %j is %s', (codes, is) => expect(classOf(codes)).toBe(is))

test('RV-1 the sheet has 15, 9 and 4 codes, kept in its order', () => {
  expect(['1-', '2-', '3-'].map((head) => codeList.filter((code) => code.startsWith(head)).length)).toEqual([15, 9, 4])
  expect(inOrder(['2-1', '1-12', '1-2'])).toEqual(['1-2', '1-12', '2-1'])
})

test.each([[0, 0], [60, 60], [100, 100], [40_000, 100], [100_000, 100], [100_001, 101], [250_000, 250]])('RV-2 of %i outpatient prescriptions %i are drawn', (all, due) => expect(sampleSize(all, numbers.sample.outpatient)).toBe(due))
test.each([[12, 12], [30, 30], [2_900, 30], [3_001, 31], [5_000, 50]])('RV-2 of %i discharge records %i are drawn', (all, due) => expect(sampleSize(all, numbers.sample.inpatient)).toBe(due))

test('RV-2 a house may read more than the rule asks, and not less', () => {
  expect(withOwn(numbers, { outpatientLeast: 150, inpatientLeast: 10, secondShare: 0.2 })).toMatchObject({ sample: { outpatient: { least: 150 }, inpatient: { least: 30 } }, secondShare: 0.2 })
})

test.each([
  ['drawn before', { exists: true }, 'review.drawn_already'],
  ['this month', { month: '2026-11-01' }, 'review.month_not_over'],
  ['without prescriptions', { frame: 0 }, 'review.nothing_to_draw'],
  ['without readers', { readers: 0 }, 'review.no_reader'],
])('RV-2 a month is not drawn when it is %s', (_, more, refused) => expect(mayDraw({ month: '2026-10-01', today: '2026-11-03', exists: false, frame: 10, readers: 2, ...more })).toMatchObject({ refused }))

const given = (frame = aFrame(6000, 400), seed = 'seed') => ({ seed, frame, tops: ['p1', 'p4', 'p8'], sample: numbers.sample, secondShare: numbers.secondShare })

test('RV-3 the same seed and frame draw the same, in whatever order the frame was written; another seed draws others', () => {
  const drawn = drawSample(testHasher, given())
  expect(drawSample(testHasher, { ...given(), frame: aFrame(6000, 400).toReversed() })).toEqual(drawn)
  const other = drawSample(testHasher, given(undefined, 'another'))
  expect(other.items.filter((each) => drawn.items.some((one) => one.ref === each.ref)).length).toBeLessThan(drawn.items.length / 2)
  expect(drawn.sizes).toEqual({ outpatients: 6000, discharges: 400, outpatientDue: 100, inpatientDue: 30 })
  expect(drawn.items.filter((each) => each.part === 'outpatient')).toHaveLength(100)
  expect(drawn.items.filter((each) => each.part === 'inpatient')).toHaveLength(30)
  expect(drawn.items.map((each) => each.no)).toEqual(drawn.items.map((_, at) => at + 1))
  expect(drawn.items.filter((each) => each.second)).toHaveLength(Math.ceil(drawn.items.length * 0.1))
})

test('RV-3 every stratum of a top prescriber is in the sample: whole where all together are few, its first so many where they are many', () => {
  const many = drawSample(testHasher, given())
  expect(many.strata).toEqual([{ prescriber: 'p1', size: 0, taken: 0 }, { prescriber: 'p4', size: 300, taken: 10 }, { prescriber: 'p8', size: 300, taken: 10 }])
  expect(many.items.filter((each) => each.doubleTen)).toHaveLength(20)
  const few = drawSample(testHasher, given(aFrame(800, 0)))
  expect(few.strata.map((each) => [each.size, each.taken])).toEqual([[0, 0], [40, 40], [40, 40]])
  expect(few.items.filter((each) => each.doubleTen)).toHaveLength(80)
  expect(new Set(few.items.map((each) => each.ref)).size).toBe(few.items.length)
})

test('RV-3 draws without favour: over many seeds every prescription comes up about as often as any other', () => {
  const frame = aFrame(500, 0)
  const counts = new Map<string, number>()
  for (let round = 0; round < 60; round += 1) {
    for (const each of drawSample(testHasher, { ...given(frame, `s${round}`), tops: [] }).items) counts.set(each.ref, (counts.get(each.ref) ?? 0) + 1)
  }
  // 60 rounds of 100 of 500: 12 expected, standard deviation 3.1.
  expect(Math.min(...frame.map((line) => counts.get(line.ref) ?? 0))).toBeGreaterThanOrEqual(1)
  expect(Math.max(...counts.values())).toBeLessThan(12 + 6 * 3.1)
})

const record = (): ReviewRecord => {
  const all = given(aFrame(500, 40))
  const drawn = drawSample(testHasher, all)
  return { format: recordFormat, institutionId: 'i', month: '2026-10-01', frameHash: drawn.frameHash, items: [...drawn.items], ...all, frame: [...all.frame], tops: [...all.tops] }
}

test('RV-3 the record makes the draw once more, and names what was changed in it', () => {
  const whole = record()
  expect(checkRecord(testHasher, whole)).toEqual({ fits: true, frame: 540, items: whole.items.length })
  expect(checkRecord(testHasher, whole, 'f'.repeat(64))).toMatchObject({ fits: false, where: 'frameHash' })
  expect(checkRecord(testHasher, { ...whole, frame: whole.frame.slice(1) })).toMatchObject({ fits: false, where: 'frameHash' })
  expect(checkRecord(testHasher, { ...whole, frame: [...whole.frame, ...whole.frame.slice(0, 1)] })).toMatchObject({ fits: false, where: `frame ${whole.frame[0]?.ref}` })
  expect(checkRecord(testHasher, { ...whole, items: whole.items.with(4, { no: 5, ref: 'mine', part: 'outpatient', doubleTen: false, second: false }) })).toMatchObject({ fits: false, where: 'items[4]' })
  expect(checkRecord(testHasher, { ...whole, seed: 'better' })).toMatchObject({ fits: false, where: 'items[0]' })
  expect(readFrame(frameText(whole.frame))).toHaveLength(540)
})

test.each([1, 2, 3, 7])('RV-4 among %i readers work is even, and nobody reads twice what he read', (count) => {
  const { items } = drawSample(testHasher, given())
  const readers = Array.from({ length: count }, (_, at) => `r${at}`)
  const who = [...assign(items, readers).values()]
  const loads = readers.map((reader) => who.filter((each) => each.reader === reader).length)
  expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
  expect(who.filter((each) => each.second === each.reader)).toEqual([])
  expect(who.filter((each) => each.second !== null)).toHaveLength(count === 1 ? 0 : items.filter((each) => each.second).length)
})

test.each([
  ['主管药师', 'two', true], ['副主任药师', 'three', true], ['主管药师（返聘）', 'two', true], ['药师', 'two', false], ['药师', 'primary', true], ['主任药师', 'none', true], ['药士', 'primary', false], ['', 'primary', false], ['主治医师', 'two', false],
])('RV-5 %s at level %s: %s', (title, level, fit) => expect(isQualified(title, level, numbers.titles)).toBe(fit))

const codes = (more: Partial<Prescription>): string[] => precheck(aPrescription(more), numbers).map((each) => each.code)
const ibuprofen = aDrug({ code: 'I', name: '布洛芬缓释胶囊', genericName: '布洛芬缓释胶囊', atc: 'M01AE01', dose: 0.3, doseUnit: 'g', frequency: '一日两次', ddd: 1.2, dddUnit: 'g' })
const others = (count: number) => Array.from({ length: count }, (_, at) => aDrug({ code: `D${at}`, name: `药品${at}`, genericName: `药品${at}`, atc: `A0${at}AA0${at}` }))
test.each<[string, Partial<Prescription>, string[]]>([
  ['nothing wrong', {}, []],
  ['no age', { ageDays: null }, ['1-1']],
  ['slices beside a tablet', { drugs: [aDrug(), aDrug({ code: 'H', name: '黄芪', genericName: '黄芪', herbal: true, atc: null })] }, ['1-5']],
  ['slices alone, without doses', { drugs: [aDrug({ code: 'H', name: '黄芪', herbal: true, atc: null, dose: null, frequency: '' })] }, []],
  ['a trade name', { drugs: [aDrug({ name: '络活宁' })] }, ['1-6']],
  ['no dose', { drugs: [aDrug({ dose: null })] }, ['1-7']],
  ['as directed', { drugs: [aDrug({ frequency: '遵医嘱' })] }, ['1-8']],
  ['no diagnosis', { diagnoses: ' ' }, ['1-10']],
  ['fever to be clarified', { diagnoses: '发热待查' }, ['1-10']],
  ['taking drugs is no diagnosis', { diagnoses: '取药' }, ['1-10']],
  ['five drugs', { drugs: others(5) }, []],
  ['six drugs', { drugs: others(6) }, ['1-11']],
  ['six drugs in the ward', { visitKind: 'inpatient', drugs: others(6) }, []],
  ['fourteen days', { drugs: [aDrug({ days: 14 })] }, ['1-12']],
  ['fourteen days with a reason', { drugs: [aDrug({ days: 14 })], reason: '行动不便' }, []],
  ['four weeks as long-term prescription', { drugs: [aDrug({ days: 28 })], longTerm: true }, []],
  ['thirteen weeks as long-term prescription', { drugs: [aDrug({ days: 91 })], longTerm: true }, ['1-12']],
  ['five days from emergency', { visitKind: 'emergency', drugs: [aDrug({ days: 5 })] }, ['1-12']],
  ['a narcotic for five days', { drugs: [aDrug({ controlled: 'narcotic', days: 5 })] }, ['1-13']],
  ['a slow-release narcotic for five days', { drugs: [aDrug({ controlled: 'narcotic', form: '缓释片', days: 5 })] }, []],
  ['a special-grade antibiotic for an outpatient', { drugs: [aDrug({ antibiotic: 'special' })] }, ['1-14']],
  ['a special-grade antibiotic in the ward', { visitKind: 'inpatient', drugs: [aDrug({ antibiotic: 'special' })] }, []],
  ['four times the daily dose', { drugs: [aDrug({ dose: 20 })] }, ['2-5']],
  ['twice the daily dose', { drugs: [aDrug({ dose: 10 })] }, []],
  ['units that cannot be compared', { drugs: [aDrug({ dose: 20, doseUnit: '片' })] }, []],
  ['the same substance twice', { drugs: [aDrug(), aDrug({ code: 'X2' })] }, ['2-7']],
  ['a cold and an antibiotic', { diagnoses: '普通感冒', drugs: [aDrug({ antibiotic: 'unrestricted' })] }, ['3-1']],
  ['a cold with pneumonia and an antibiotic', { diagnoses: '普通感冒、肺炎', drugs: [aDrug({ antibiotic: 'unrestricted' })] }, []],
  ['two of the same action', { drugs: [ibuprofen, aDrug({ code: 'N', name: '萘普生片', genericName: '萘普生片', atc: 'M01AE02' })] }, ['3-4']],
])('RV-6 the machine notices: %s', (_, more, noticed) => expect(codes(more)).toEqual(noticed))

test('RV-6 every code is either suggested by some rule or known to need eyes', () => {
  const suggested = new Set(['1-1', '1-5', '1-6', '1-7', '1-8', '1-10', '1-11', '1-12', '1-13', '1-14', '2-5', '2-7', '3-1', '3-4'])
  expect(codeList.filter((code) => !suggested.has(code))).toEqual([...byEyeOnly])
})
test.each([['一日三次', 3], ['每日2次', 2], ['q8h', 3], ['bid', 2], ['每晚', 1], ['必要时', null]])('RV-6 %s is %s times a day', (words, times) => expect(timesADay(words)).toBe(times))

test.each<[string, string | null, string]>([['2', null, '2'], ['25', '2-5', ''], ['1', null, '1'], ['11', null, '11'], ['11 ', '1-1', ''], ['112', '1-12', ''], ['13', '1-3', ''], ['34', '3-4', ''], ['35', null, ''], ['32', '3-2', ''], ['4', null, ''], ['119', null, ''], ['1 ', null, '']])('RV-7 typing %j gives %s and keeps %j', (typed, code, rest) => expect(typedCode(typed)).toEqual({ code, rest }))
test('RV-7 what is typed is shown', () => expect([codesBeginning('1'), codesBeginning('11')]).toEqual(['1-…', '1-1…']))

const reading = { state: 'reading' }
const opinion = (turn: item.Turn, staffId: string, says: item.Opinion['codes'] = []): item.Opinion => ({ itemId: 'item', turn, staffId, codes: says, note: '' })

test('RV-7 only whoever was given it reads it, and changes it until something was built on it', () => {
  const twice = anItem({ secondReaderId: 'second' })
  expect([item.turnOf(twice, 'first'), item.turnOf(twice, 'second'), item.turnOf(twice, 'doctor'), item.turnOf(twice, null)]).toEqual([1, 2, null, null])
  expect(item.mayOpine(twice, null, reading)).toMatchObject({ refused: 'review.not_your_item' })
  expect(item.mayOpine(twice, 1, { state: 'feedback' })).toMatchObject({ refused: 'review.reading_over' })
  expect(item.mayOpine(anItem({ secondReaderId: 'second', state: 'settled' }), 1, reading)).toMatchObject({ refused: 'review.compared' })
  expect(item.mayOpine(anItem({ state: 'settled' }), 1, reading)).toBeNull()
  expect(item.noteMissing({ codes: ['2-9'], note: '' })).toMatchObject({ refused: 'review.note_needed' })
})

test('RV-8 one reading settles; two settle where they say the same, whoever was first', () => {
  const twice = anItem({ secondReaderId: 'second' })
  expect(item.afterOpinions(anItem(), [opinion(1, 'first', ['2-5', '1-10'])])).toMatchObject({ state: 'settled', codes: ['1-10', '2-5'] })
  expect(item.afterOpinions(twice, [opinion(1, 'first')])).toMatchObject({ state: 'second', codes: null })
  expect(item.afterOpinions(twice, [opinion(2, 'second')])).toMatchObject({ state: 'open', codes: null })
  expect(item.afterOpinions(twice, [opinion(2, 'second', ['1-1']), opinion(1, 'first', ['1-1'])])).toMatchObject({ state: 'settled', codes: ['1-1'] })
  expect(item.afterOpinions(twice, [opinion(2, 'second', ['1-1']), opinion(1, 'first', [])])).toMatchObject({ state: 'split', codes: null })
})

const pairs = (yy: number, yn: number, ny: number, nn: number): Pair[] => [[true, true, yy], [true, false, yn], [false, true, ny], [false, false, nn]].flatMap(([first, second, count]) => Array.from({ length: Number(count) }, () => ({ first: first === true, second: second === true })))
test('RV-9 kappa of the textbook table 20, 5, 10, 15 is 0.4, with its interval', () => {
  expect(agreementOf(pairs(20, 5, 10, 15))).toEqual({ n: 50, same: 35, kappa: 0.4, low: 0.151, high: 0.649 })
})
test('RV-9 no figure where chance alone explains it, or nothing was read twice', () => {
  expect(agreementOf([])).toEqual({ n: 0, same: 0, kappa: null, low: null, high: null })
  expect(agreementOf(pairs(0, 0, 0, 12))).toEqual({ n: 12, same: 12, kappa: null, low: null, high: null })
  expect(agreementOf(pairs(5, 0, 0, 5))).toMatchObject({ kappa: 1, high: 1 })
  expect(agreementOf(pairs(0, 5, 5, 0))).toMatchObject({ kappa: -1 })
})

test('RV-10 two members who agree decide; two who differ need a third; nobody decides on what is his own', () => {
  const split = anItem({ state: 'split', secondReaderId: 'second' })
  const may = (staffId: string, isExpert = true) => item.mayVote(split, { staffId, isExpert })
  expect([may('x', false), may('doctor'), may('first'), may('second'), may('x')]).toMatchObject([{ refused: 'review.experts_only' }, { refused: 'review.own_prescription' }, { refused: 'review.own_reading' }, { refused: 'review.own_reading' }, null])
  expect(item.mayVote(anItem(), { staffId: 'x', isExpert: true })).toMatchObject({ refused: 'review.nothing_to_decide' })
  const after = (votes: item.Opinion[]) => item.afterVotes(split, votes, 2, 'now')
  expect(after([opinion(3, 'a', ['2-5'])])).toMatchObject({ state: 'split' })
  expect(after([opinion(3, 'a', ['2-5']), opinion(3, 'b')])).toMatchObject({ state: 'split' })
  expect(after([opinion(3, 'a', ['2-5']), opinion(3, 'b'), opinion(3, 'c', ['2-5'])])).toMatchObject({ state: 'settled', codes: ['2-5'], decidedAt: 'now' })
  expect(item.afterVotes(anItem({ state: 'replied', codes: ['2-5'] }), [opinion(3, 'a', ['2-5']), opinion(4, 'a'), opinion(4, 'b')], 2, 'now')).toMatchObject({ state: 'final', codes: [] })
})

test('RV-11 a prescriber answers own findings, once, within the days', () => {
  const found = anItem({ state: 'settled', codes: ['2-5'] })
  const feedback = { state: 'feedback', replyDueOn: '2026-11-10' }
  const may = (of: item.Item, staffId = 'doctor', today = '2026-11-10', cycle: { state: string; replyDueOn: string | null } = feedback) => item.mayReply(of, { staffId, today }, cycle)
  expect([may(found), may(found, 'other'), may(found, 'doctor', '2026-11-11'), may(anItem({ state: 'settled', codes: [] })), may(item.accept(found, 'now')), may(found, 'doctor', '2026-11-10', { state: 'reading', replyDueOn: null })]).toMatchObject([
    null, { refused: 'review.not_your_prescription' }, { refused: 'review.reply_too_late' }, { refused: 'review.nothing_to_reply' }, { refused: 'review.accepted_already' }, { refused: 'review.nothing_to_reply' },
  ])
  expect(item.object(found, '剂量按体重计算', 'now')).toMatchObject({ state: 'replied', reply: '剂量按体重计算', repliedAt: 'now' })
  expect(mayFeedBack({ state: 'reading' }, [found, anItem({ state: 'split' })])).toMatchObject({ refused: 'review.not_all_read', detail: '1' })
  expect(mayFeedBack({ state: 'feedback' }, [found])).toMatchObject({ refused: 'review.fed_back' })
  expect(mayFeedBack({ state: 'reading' }, [found])).toBeNull()
})

test('RV-12 the letters of the worksheet; a drug charged twice counts once', () => {
  const two = aPrescription({ drugs: [aDrug(), aDrug(), aDrug({ code: 'Y', name: '头孢呋辛', genericName: '注射用头孢呋辛钠', antibiotic: 'restricted', injection: true, essential: false, amountCents: 3000 })] })
  expect(worksheetLine(two, ['1-6'])).toEqual({ drugs: 2, antibiotic: true, injection: true, essential: 1, generic: 1, amountCents: 5400, reasonable: false, codes: ['1-6'] })
  expect(worksheetSums([worksheetLine(two, ['1-6']), worksheetLine(aPrescription(), []), worksheetLine(aPrescription(), [])])).toEqual({ n: 3, A: 4, B: 1.33, C: 1, D: 33.33, E: 1, F: 33.33, G: 3, H: 75, I: 3, J: 75, K: 78, L: 26, O: 2, P: 66.67 })
  expect(worksheetSums([])).toMatchObject({ n: 0, B: null, P: null })
})

test('RV-12 what was added for the double ten does not bend the rates', () => {
  const items = [anItem({ id: 'a', state: 'final', codes: [], departmentId: 'd' }), anItem({ id: 'b', state: 'final', part: 'double-ten', doubleTen: true, codes: ['3-1'], departmentId: 'd' }), anItem({ id: 'c', part: 'inpatient' })]
  expect(resultOf(items, [opinion(1, 'x')], { outpatients: 900, discharges: 20, oversized: 3 })).toMatchObject({
    outpatient: { n: 1, P: 100 }, inpatient: { n: 0 }, doubleTen: { sample: 1, read: 1, unreasonable: 1 }, classes: { reasonable: 1, abnormal: 1 }, codes: [{ code: '3-1', count: 1 }], departments: [{ departmentId: 'd', read: 2, unreasonable: 1 }], sample: 3, read: 2, agreement: { n: 0 }, prescriptions: 900, oversized: 3,
  })
})

test('RV-12 one sentence says of how many, and how many of a hundred of them: stays among them, what was added for the double ten not', () => {
  const sums = (n: number, O: number) => ({ ...resultOf([], [], { outpatients: 0, discharges: 0, oversized: 0 }).outpatient, n, O })
  expect(rateOf({ outpatient: sums(100, 91), inpatient: sums(30, 24) })).toEqual({ n: 130, rate: 88.5 })
  expect(rateOf({ outpatient: sums(0, 0), inpatient: sums(0, 0) })).toEqual({ n: 0, rate: null })
})

test('RV-13 published when nothing is open and everybody answered or had the days to', () => {
  const found = anItem({ state: 'settled', codes: ['2-5'] })
  const cycle = { state: 'feedback', replyDueOn: '2026-11-10' } as const
  expect(mayPublish(cycle, [found], '2026-11-10')).toMatchObject({ refused: 'review.reply_days_run' })
  expect(mayPublish(cycle, [found], '2026-11-11')).toBeNull()
  expect(mayPublish(cycle, [item.accept(found, 'now'), anItem({ state: 'settled', codes: [] })], '2026-11-05')).toBeNull()
  expect(mayPublish(cycle, [anItem({ state: 'replied', codes: ['2-5'] })], '2026-12-01')).toMatchObject({ refused: 'review.objections_open', detail: '1' })
  expect([mayPublish({ state: 'reading', replyDueOn: null }, [], '2026-12-01'), mayPublish({ state: 'published', replyDueOn: null }, [], '2026-12-01')]).toMatchObject([{ refused: 'review.not_fed_back' }, { refused: 'review.published' }])
  expect(item.makeFinal(found, 'now')).toMatchObject({ state: 'final', decidedAt: 'now' })
})

const finding = (at: number, says: string[], month = '2026-10-01', publishedAt = '2026-11-12'): Finding => ({ itemId: `i${at}`, month, codes: says, publishedAt })
const findings = (count: number, says: string[], month?: string, publishedAt?: string) => Array.from({ length: count }, (_, at) => finding(at, says, month, publishedAt))
const warned: Earlier = { kind: 'warning', state: 'taken', madeAt: '2026-11-12T01:00:00.000Z', decidedAt: '2026-11-20T01:00:00.000Z' }
test.each<[string, Finding[], Earlier[], string[]]>([
  ['four unreasonable', findings(4, ['1-1']), [], []],
  ['five unreasonable', findings(5, ['1-1']), [], ['assessment']],
  ['five over three years ago', findings(5, ['1-1'], '2023-10-01', '2023-11-12'), [], []],
  ['five within three years', findings(5, ['1-1'], '2023-11-01', '2023-12-12'), [], ['assessment']],
  ['three abnormal', findings(3, ['3-1']), [], ['warning']],
  ['three abnormal and two others', [...findings(3, ['3-1']), ...findings(2, ['2-5'])], [], ['assessment', 'warning']],
  ['three abnormal that were proposed before', findings(3, ['3-1']), [{ ...warned, state: 'rejected' }], []],
  ['two abnormal after a restriction', findings(2, ['3-4'], '2026-11-01', '2026-12-12T01:00:00.000Z'), [warned], ['cancel']],
  ['one abnormal after a restriction', findings(1, ['3-4'], '2026-11-01', '2026-12-12T01:00:00.000Z'), [warned], []],
  ['two abnormal that were published before the restriction was decided', findings(2, ['3-4'], '2026-11-01', '2026-11-15T01:00:00.000Z'), [warned], []],
  ['three abnormal after a restriction of an earlier cycle', findings(3, ['3-4'], '2026-11-01', '2026-12-12T01:00:00.000Z'), [{ ...warned, madeAt: '2023-10-12T01:00:00.000Z', decidedAt: '2023-10-31T01:00:00.000Z' }], ['warning']],
  ['two abnormal after a proposal nobody took', findings(2, ['3-4'], '2026-11-01', '2026-12-12T01:00:00.000Z'), [{ ...warned, state: 'rejected' }], []],
])('RV-14 %s', (_, all, earlier, kinds) => expect(proposalsFor(all, earlier, '2026-10-01', numbers.consequences).map((each) => each.kind)).toEqual(kinds))

const talk: Talk = { institutionId: 'i', id: 't', regionCode: '990121', cycleId: 'c', staffId: 's', reason: '', listedAt: '2026-11-12T02:00:00.000Z', dueAt: '2026-11-22T16:00:00.000Z', dueOn: '2026-11-22', state: 'due', heldOn: null, heldAt: null, persons: null, said: null, commitment: null, followOn: null, followAt: null, outcome: null, outcomeNote: null, closedAt: null, revision: 1 }
const held = { heldOn: '2026-11-15', persons: '院长、药剂科主任', said: '逐张说明不合理之处', commitment: '按指征用药' }
const at = { today: '2026-11-15', now: '2026-11-15T03:00:00.000Z', followDays: 30 }
test('RV-15 a talk is held with all that was said, followed up later, and late where either is missing', () => {
  const after = hold(talk, held, at)
  expect(after).toMatchObject({ state: 'held', followOn: '2026-12-15', followAt: '2026-12-15T16:00:00.000Z' })
  expect([hold(talk, { ...held, heldOn: '2026-11-16' }, at), hold(talk, { ...held, heldOn: '2026-11-11' }, at)]).toMatchObject([{ refused: 'review.talk_day' }, { refused: 'review.talk_day' }])
  expect(follow(talk, { outcome: 'improved', outcomeNote: '' }, at)).toMatchObject({ refused: 'review.talk_not_held' })
  if ('refused' in after) throw new Error(after.refused)
  expect(hold(after, held, at)).toMatchObject({ refused: 'review.talk_held' })
  expect(follow(after, { outcome: 'improved', outcomeNote: '' }, at)).toMatchObject({ refused: 'review.follow_too_early', detail: '2026-11-22' })
  const closed = follow(after, { outcome: 'improved', outcomeNote: '' }, { today: '2026-12-14', now: '2026-12-14T03:00:00.000Z' })
  if ('refused' in closed) throw new Error(closed.refused)
  expect(follow(closed, { outcome: 'improved', outcomeNote: '' }, at)).toMatchObject({ refused: 'review.talk_closed' })
  expect([isLateAt(talk, '2026-11-22T15:59:59.999Z'), isLateAt(talk, talk.dueAt), isLateAt(after, talk.dueAt), isLateAt(after, '2026-12-15T16:00:00.000Z'), isLateAt(closed, '2027-01-01T00:00:00.000Z')]).toEqual([false, true, false, true, false])
  expect([nextLateAt(talk), nextLateAt(after), nextLateAt(closed)]).toEqual([talk.dueAt, '2026-12-15T16:00:00.000Z', null])
})

const extent = (more: Partial<Extent> = {}): Extent => ({ visitKind: 'outpatient', drugs: 3, days: 7, longTerm: false, reasoned: false, amountCents: 20_000, departmentId: 'd', ...more })
test.each<[string, Partial<Extent>, boolean]>([
  ['three drugs for seven days', {}, false], ['six drugs', { drugs: 6 }, true], ['six drugs with a reason', { drugs: 6, reasoned: true }, false], ['eight days', { days: 8 }, true], ['eight days long-term', { days: 8, longTerm: true }, false], ['four days from emergency', { visitKind: 'emergency', days: 4 }, true],
  ['beyond the limit of the department', { amountCents: 50_001 }, true], ['the same at a department without a limit', { amountCents: 50_001, departmentId: 'e' }, false], ['a stay', { visitKind: 'inpatient', drugs: 30 }, false],
])('RV-16 oversized: %s', (_, more, is) => expect(isOversized(extent(more), numbers.oversized, { d: 50_000 })).toBe(is))

test('RV-17 facts of the day of the draw; a person only in what is final and unreasonable', () => {
  const cycle = { month: '2026-10-01', drawnOn: '2026-11-02' }
  expect(itemFact(anItem(), cycle)).toMatchObject({ kind: 'review.item', on: '2026-11-02', staffIds: [], fields: { read: false, unreasonable: false } })
  expect(itemFact(anItem({ state: 'settled', codes: ['3-1'] }), cycle)).toMatchObject({ staffIds: [], fields: { read: true, unreasonable: true, abnormal: true, final: false } })
  expect(itemFact(anItem({ state: 'final', codes: ['3-1'] }), cycle)).toMatchObject({ staffIds: ['doctor'] })
  expect(itemFact(anItem({ state: 'final', codes: [] }), cycle)).toMatchObject({ staffIds: [] })
  expect(talkFact(talk)).toMatchObject({ kind: 'review.talk', on: '2026-11-12', staffIds: ['s'], fields: { held: false, closed: false } })
  const drawn = { sizes: { outpatients: 900, discharges: 20, outpatientDue: 100, inpatientDue: 20 }, strata: [], tops: [], items: 125, second: 13, readers: [] }
  expect(cycleFact({ ...cycle, institutionId: 'i', id: 'c', regionCode: '990121', state: 'reading', numbers, seed: 's', frameHash: 'h', outpatients: 900, discharges: 20, oversized: 4, drawn, drawnAt: '', fedBackAt: null, replyDueOn: null, publishedAt: null, revision: 1 })).toMatchObject({ kind: 'review.cycle', fields: { due: 120, sample: 125, oversized: 4, published: false } })
})
