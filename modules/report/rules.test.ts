import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonical } from '../../server/platform/audit.ts'
import { aLine, anActor, aPack, someContent, someTerms } from './fixtures.ts'
import { bundleFormat, checkBundle, manifestPath, wholeOf, type Manifest } from './rules/bundle.ts'
import { changed, decided, gapsOf, mayAddScan, mayDecide, mayRemoveScan, maySign, maySubmit, mayWrite, signed, submitted, type Pack } from './rules/decisions.ts'
import { faultsOf, readSource, ReportForm } from './rules/definition.ts'
import { countBodies, isKept, printFigure, printTarget, ratioParts, sumParts } from './rules/figures.ts'
import { figuresOf, movedSince, movedSinceSigned } from './rules/moved.ts'
import { printPeriod, suggestText } from './rules/suggest.ts'
import { factsOf, reminderOf } from './rules/timing.ts'
import { windowOf } from './rules/windows.ts'

const now = '2026-03-09T02:00:00.000Z'
const whole = { holdsPost: true, gaps: { short: [], evidence: false } }
const head = anActor('institution_head')
const clerk = anActor('institution_clerk')

const minimal = (given: object = {}) =>
  ReportForm.parse({
    key: 'weekly', version: 1, name: { zh: '周报', en: 'Weekly' }, does: { zh: '自动填报', en: 'Fills itself' }, covers: 'week', title: '工作周报告', source: { zh: '方案', certainty: 'plan' },
    sections: [
      { kind: 'table', key: 'figures', title: { zh: '数据', en: 'Figures' }, lines: [{ key: 'talks', label: { zh: '讲座', en: 'Talks' }, from: 'register-count:health-education', unit: '次' }, { key: 'done', label: { zh: '主要做法', en: 'Done' }, from: 'text', min: 4 }] },
      { kind: 'summary', key: 'words', title: { zh: '小结', en: 'Summary' }, fields: [{ key: 'progress', label: { zh: '进展', en: 'Progress' }, min: 10 }] },
      { kind: 'evidence', key: 'proof', title: { zh: '佐证', en: 'Evidence' }, least: 1 },
    ],
    ...given,
  })

describe('RP-4 who works on a pack, and until when', () => {
  test.each<[string, ReturnType<typeof anActor>, Partial<Pack>, Parameters<typeof someTerms>[0], string | null]>([
    ['the clerk', clerk, {}, {}, null],
    ['the head', head, {}, {}, null],
    ['the post that the duty names', anActor('department_head'), {}, { role: 'department_head' }, null],
    ['another post', anActor('doctor'), {}, {}, 'report.not_yours'],
    ['the clerk of another institution', anActor('institution_clerk', 'b'), {}, {}, 'report.not_yours'],
    ['the commission, which reads but does not write', anActor('commission_clerk', 'c'), {}, {}, 'report.not_yours'],
    ['before the period opens', clerk, {}, { opensAt: '2026-03-09T02:00:00.001Z' }, 'report.not_open_yet'],
    ['what is handed in', clerk, { state: 'submitted', standing: 'submitted' }, {}, 'report.locked'],
    ['what is accepted', clerk, { state: 'accepted', standing: 'accepted' }, {}, 'report.locked'],
    ['what was returned', clerk, { state: 'returned', standing: 'returned' }, {}, null],
    ['what is signed', clerk, { state: 'signed' }, {}, null],
    ['a closed plan', clerk, {}, { isRunning: false }, 'plan.not_running'],
    ['a closed phase', clerk, {}, { phaseClosed: true }, 'plan.phase_closed'],
    ['an obligation set by hand', clerk, {}, { settled: true }, 'plan.settled_already'],
  ])('%s', (_, actor, pack, terms, refused) => {
    expect(mayWrite(actor, aPack(pack), someTerms(terms), now)?.refused ?? null).toBe(refused)
  })
})

describe('RP-5 who signs', () => {
  test.each<[string, ReturnType<typeof anActor>, Partial<Pack>, typeof whole, string | null]>([
    ['the head of today', head, {}, whole, null],
    ['the head of a commission for its own roll-up', anActor('commission_head'), { kind: 'rollup' }, whole, null],
    ['who left the post yesterday and still has a session', head, {}, { ...whole, holdsPost: false }, 'report.not_the_head'],
    ['the clerk', clerk, {}, whole, 'report.not_the_head'],
    ['the head of another institution', anActor('institution_head', 'b'), {}, whole, 'report.not_the_head'],
    ['the head of the commission for a hospital', anActor('commission_head', 'c'), {}, whole, 'report.not_the_head'],
    ['what is signed', head, { state: 'signed' }, whole, 'report.signed_already'],
    ['what is handed in', head, { state: 'submitted', standing: 'submitted' }, whole, 'report.locked'],
    ['with a text too short', head, {}, { holdsPost: true, gaps: { short: ['进展'] as never[], evidence: false } }, 'report.text_short'],
    ['without the evidence asked for', head, {}, { holdsPost: true, gaps: { short: [], evidence: true } }, 'report.evidence_missing'],
  ])('%s', (_, actor, pack, given, refused) => {
    expect(maySign(actor, aPack(pack), someTerms(), given, now)?.refused ?? null).toBe(refused)
  })

  test.each<[string, Record<string, string>, number, { short: string[]; evidence: boolean }]>([
    ['everything there', { progress: '一二三四五六七八九十', done: '做了四件' }, 1, { short: [], evidence: false }],
    ['blanks do not count', { progress: '   一二三四五      ', done: '做了四件' }, 1, { short: ['进展'], evidence: false }],
    ['nothing there', {}, 0, { short: ['主要做法', '进展'], evidence: true }],
  ])('RP-5 a pack is whole: %s', (_, texts, evidence, gaps) => {
    expect(gapsOf(minimal(), { texts, evidence })).toEqual(gaps)
  })
})

test('RP-6 a change makes the signature void: a draft again, or what was returned', () => {
  expect(changed(aPack({ state: 'signed' })).state).toBe('draft')
  expect(changed(aPack({ state: 'signed', standing: 'returned' })).state).toBe('returned')
  expect(changed(aPack({ state: 'draft' })).state).toBe('draft')
})

test.each<[string, ReturnType<typeof anActor>, Partial<Pack>, string | null]>([
  ['signed, by the clerk', clerk, { state: 'signed' }, null],
  ['not signed', clerk, {}, 'report.not_signed'],
  ['returned and not signed again', clerk, { state: 'returned', standing: 'returned' }, 'report.not_signed'],
  ['a second time', clerk, { state: 'submitted', standing: 'submitted' }, 'report.locked'],
  ['by a stranger', anActor('institution_clerk', 'b'), { state: 'signed' }, 'report.not_yours'],
])('RP-7 handing in what is %s', (_, actor, pack, refused) => {
  expect(maySubmit(actor, aPack(pack), someTerms(), now)?.refused ?? null).toBe(refused)
})

test.each([
  ['23:59:59 of the last day', '2026-03-09T15:59:59.000Z', true],
  ['one second later', '2026-03-09T16:00:00.000Z', false],
  ['a millisecond before', '2026-03-09T15:59:59.999Z', true],
])('RP-8 %s', (_, at, onTime) => {
  expect(submitted(aPack({ state: 'signed' }), someTerms(), at)).toMatchObject({ state: 'submitted', standing: 'submitted', submittedAt: at, onTime })
})

test('RP-9 the way of a pack: signed, handed in, returned, the next revision, handed in late, accepted and late', () => {
  const first = submitted(signed(aPack()), someTerms(), now)
  const back = decided(first, 'returned')
  expect(back).toMatchObject({ state: 'returned', standing: 'returned', revision: 2, onTime: true })
  const again = submitted(signed(back), someTerms(), '2026-03-10T02:00:00.000Z')
  expect(again).toMatchObject({ revision: 2, onTime: false, submittedAt: '2026-03-10T02:00:00.000Z' })
  expect(decided(again, 'accepted')).toMatchObject({ state: 'accepted', standing: 'accepted', revision: 2, onTime: false })
})

test.each<[string, ReturnType<typeof anActor>, Partial<Pack>, string | null]>([
  ['the commission of the region', anActor('commission_clerk', 'c'), { state: 'submitted' }, null],
  ['an inspector', anActor('inspector', 'c'), { state: 'submitted' }, null],
  ['the commission on its own', anActor('commission_head', 'a'), { state: 'submitted' }, 'report.own_pack'],
  ['a commission of another region', anActor('commission_clerk', 'c', '9902'), { state: 'submitted' }, 'access.denied'],
  ['the institution itself', head, { state: 'submitted' }, 'access.denied'],
  ['what is not handed in', anActor('commission_clerk', 'c'), { state: 'signed' }, 'report.not_waiting'],
  ['what is decided', anActor('commission_clerk', 'c'), { state: 'accepted' }, 'report.not_waiting'],
])('RP-10 deciding: %s', (_, actor, pack, refused) => {
  expect(mayDecide(actor, aPack(pack))?.refused ?? null).toBe(refused)
})

test('RP-11 scans come before and after handing in, up to ten and 12 MB; what was handed in keeps them', () => {
  const add = (pack: Partial<Pack>, kept: { files: number; bytes: number }, bytes = 1) => mayAddScan(clerk, aPack(pack), someTerms(), kept, { files: 1, bytes })?.refused ?? null
  expect([add({}, { files: 0, bytes: 0 }), add({ state: 'accepted' }, { files: 3, bytes: 9 })]).toEqual([null, null])
  expect([add({}, { files: 10, bytes: 0 }), add({}, { files: 1, bytes: 12 * 1024 * 1024 })]).toEqual(['report.scans_too_large', 'report.scans_too_large'])
  expect(mayAddScan(anActor('doctor'), aPack(), someTerms(), { files: 0, bytes: 0 }, { files: 1, bytes: 1 })).toMatchObject({ refused: 'report.not_yours' })
  expect([mayRemoveScan(clerk, aPack(), someTerms(), { revision: 1 }), mayRemoveScan(clerk, aPack({ state: 'submitted' }), someTerms(), { revision: 1 })?.refused, mayRemoveScan(clerk, aPack({ state: 'returned', revision: 2 }), someTerms(), { revision: 1 })?.refused]).toEqual([null, 'report.locked', 'report.locked'])
})

describe('RP-3 the days a pack tells of', () => {
  const single = { fromOn: '2026-01-05', toOn: '2026-03-30', dueOn: '2026-03-30', phaseStartsOn: '2026-02-01', phaseEndsOn: '2026-04-30', planStartsOn: '2026-01-05' }
  const weekly = { ...single, fromOn: '2026-03-02', toOn: '2026-03-08', dueOn: '2026-03-09' }
  const monthly = { ...single, fromOn: '2026-03-01', toOn: '2026-03-31', dueOn: '2026-03-28' }
  test.each<[string, Parameters<typeof windowOf>, string, string]>([
    ['last week, due Monday', ['week', weekly, '2026-03-09'], '2026-03-02', '2026-03-08'],
    ['last week, moved over a holiday', ['week', { ...weekly, dueOn: '2026-03-11' }, '2026-03-11'], '2026-03-02', '2026-03-08'],
    ['a single Monday: the week before', ['week', single, '2026-03-30'], '2026-03-23', '2026-03-29'],
    ['a single Friday: that week, as far as it has come', ['week', { ...single, dueOn: '2026-03-27' }, '2026-03-27'], '2026-03-23', '2026-03-27'],
    ['the running month, as far as it has come', ['month', monthly, '2026-03-28'], '2026-03-01', '2026-03-28'],
    ['the month, looked at later', ['month', monthly, '2026-05-02'], '2026-03-01', '2026-03-31'],
    ['a single day early in the month: the month before', ['month', { ...single, dueOn: '2026-03-09' }, '2026-03-30'], '2026-02-01', '2026-02-28'],
    ['the whole phase, to the due day', ['phase', single, '2026-03-30'], '2026-02-01', '2026-03-30'],
    ['the whole campaign', ['plan', single, '2026-03-30'], '2026-01-05', '2026-03-30'],
    ['its own period', ['period', single, '2026-03-30'], '2026-01-05', '2026-03-30'],
    ['a period that begins tomorrow has its first day', ['week', weekly, '2026-02-20'], '2026-03-02', '2026-03-02'],
  ])('RP-3 %s', (_, ask, fromOn, toOn) => {
    expect(windowOf(...ask)).toEqual({ fromOn, toOn, sinceOn: '2026-01-05' })
  })
})

describe('RP-12 sums of several bodies', () => {
  const ratio = { how: 'ratio', times: 100 } as const
  test('RP-12 a rate is the sum of its numerators over the sum of its denominators, not the mean of the rates', () => {
    expect(sumParts(ratio, [ratioParts(1, 1, 100), ratioParts(1, 99, 100)]).value).toBe(2)
    expect(sumParts(ratio, [ratioParts(0, 0, 100), ratioParts(3, 4, 100)])).toEqual({ value: 75, numerator: 3, denominator: 4 })
  })
  test.each([
    ['sums are added', { how: 'sum', times: 1 } as const, [{ value: 2, numerator: 2, denominator: null }, null, { value: 3, numerator: 3, denominator: null }], 5],
    ['no figure at all is no figure', { how: 'sum', times: 1 } as const, [null, null], null],
    ['nothing to divide by is no figure', ratio, [ratioParts(0, 0, 100)], null],
    ['words are not summed', { how: 'text', times: 1 } as const, [{ value: 2, numerator: 2, denominator: null }], null],
  ])('RP-12 %s', (_, line, parts, value) => {
    expect(sumParts(line, parts).value).toBe(value)
  })
  test('RP-12 who is in, on time, late, missing, accepted, returned', () => {
    const bodies = [{ place: 'missing', onTime: null }, { place: 'submitted', onTime: true }, { place: 'accepted', onTime: false }, { place: 'accepted', onTime: true }, { place: 'returned', onTime: true }] as const
    expect(countBodies(bodies)).toEqual({ asked: 5, in: 3, onTime: 2, late: 1, missing: 1, accepted: 2, returned: 1, waiting: 1 })
  })
})

test('RP-2 a figure in print, its target, and whether it is kept', () => {
  const line = { decimals: 1, unit: '%' }
  expect([printFigure(ratioParts(1, 3, 100), line), printFigure(ratioParts(0, 0, 100), line), printFigure(null, line), printFigure({ value: 1.005, numerator: null, denominator: null }, { decimals: 2, unit: '' }), printFigure({ value: -2.5, numerator: null, denominator: null }, { decimals: 0, unit: '' })]).toEqual(['33.3%', '—', '—', '1.01', '-3'])
  expect(printTarget({ target: { comparator: '>=', value: 60 }, unit: '%' })).toBe('≥60%')
  const kept = (value: number | null, comparator: '>=' | '<=' | '>' | '<' | '=', target: number) => isKept({ value, numerator: null, denominator: null }, { comparator, value: target })
  expect([kept(60, '>=', 60), kept(0.1 + 0.2, '=', 0.3), kept(60, '>', 60), kept(59, '>=', 60), kept(1, '<', 2), kept(2, '<=', 2), kept(null, '>=', 1)]).toEqual([true, true, false, false, true, true, null])
})

test('RP-2 what moved since the last look is named with what it was; a line that is new has not moved', () => {
  const before = figuresOf(someContent({ sections: [{ kind: 'table', key: 't', title: { zh: '', en: '' }, lines: [aLine(), aLine({ key: 'same' })] }] }))
  const after = figuresOf(someContent({ sections: [{ kind: 'table', key: 't', title: { zh: '', en: '' }, lines: [aLine({ period: { value: 13, numerator: 13, denominator: null } }), aLine({ key: 'same' }), aLine({ key: 'new' }), aLine({ key: 'words', how: 'text', period: null })] }] }))
  expect(movedSince(before, after)).toEqual([{ key: 'health-education', period: 12, cumulative: 40 }])
  expect(Object.keys(after)).toEqual(['health-education', 'same', 'new'])
})

test('RP-7 figures that no longer hold what was signed are named; verdicts, which turn with the hour, are not held against it', () => {
  const lines = (value: number | null) => someContent({ sections: [{ kind: 'table', key: 't', title: { zh: '', en: '' }, lines: [aLine({ period: { value, numerator: value, denominator: null } }), aLine({ key: 'met', from: 'plan:met', period: { value, numerator: value, denominator: null } })] }] })
  expect(movedSinceSigned(lines(12), lines(13)).map((line) => line.key)).toEqual(['health-education'])
  expect(movedSinceSigned(lines(12), lines(null)).map((line) => line.key)).toEqual(['health-education'])
  expect(movedSinceSigned(lines(12), lines(12))).toEqual([])
})

describe('RP-16 first texts from facts', () => {
  const told = { ...someContent(), lines: [aLine(), aLine({ key: 'zero', period: { value: 0, numerator: 0, denominator: null } }), aLine({ key: 'rate', how: 'ratio', unit: '%', decimals: 1, period: { value: null, numerator: 0, denominator: 0 } })] }
  test.each([
    ['figures are filled in', '{period}，本单位开展健康教育{line.health-education.period}、累计{line.health-education.cumulative}。', '2026年3月2日至3月8日，本单位开展健康教育12次、累计40次。'],
    ['a part without a figure is left out', '开展健康教育{line.health-education.period}，覆盖率{line.rate.period}。下一步继续。', '开展健康教育12次。下一步继续。'],
    ['a sentence of nothing but missing figures is left out', '覆盖率{line.rate.period}。下一步继续。', '下一步继续。'],
    ['what does not exist is missing', '开展{line.nothing.period}。', ''],
    ['a part for some stands where there are some', '{some:line.health-education.period}开展{line.health-education.period}。{none:line.health-education.period}没有开展。', '开展12次。'],
    ['a part for none stands where there is none', '{some:line.zero.period}开展{line.zero.period}，听讲很多。{none:line.zero.period}没有开展。', '没有开展。'],
    ['where the figure is missing neither stands', '{some:line.rate.period}有。{none:line.rate.period}没有。', ''],
    ['words without figures stay', '坚持问题导向。', '坚持问题导向。'],
    ['counts of a roll-up are missing in a single pack', '应报{bodies.asked}家，已报{bodies.in}家。', ''],
  ])('RP-16 %s', (_, template, text) => {
    expect(suggestText(template, told)).toBe(text)
  })
  test('RP-16 a roll-up counts its bodies, and a period over New Year names both years', () => {
    const bodies = [{ institutionId: '01900000-0000-7000-8000-00000000000d', name: '甲', regionCode: '990121', place: 'accepted', onTime: true, submittedAt: null, revision: 1, sha256: null, imported: false } as const]
    expect(suggestText('应报{bodies.asked}家，按时{bodies.onTime}家。', { ...told, bodies: [...bodies] })).toBe('应报1家，按时1家。')
    expect(printPeriod({ fromOn: '2026-12-28', toOn: '2027-01-03' })).toBe('2026年12月28日至2027年1月3日')
  })
})

test.each([
  ['opened', 'none', null, [1, 0, 0]],
  ['handed in on time', 'submitted', true, [1, 1, 1]],
  ['accepted, but late', 'accepted', false, [1, 1, 0]],
  ['returned', 'returned', true, [1, 0, 0]],
] as const)('RP-14 a pack that is %s', (_, standing, onTime, [due, submittedOne, onTimeOne]) => {
  const facts = factsOf({ institutionId: 'a', regionCode: '990121', id: 'p', formKey: 'weekly', dueOn: '2026-03-09', standing, onTime, title: '周报' })
  expect(facts.map((fact) => fact.kind)).toEqual(['report.weekly', 'report.all'])
  for (const fact of facts) expect(fact).toMatchObject({ id: 'p', on: '2026-03-09', fields: { due, submitted: submittedOne, on_time: onTimeOne }, link: '/reports/a/p' })
})

test.each([
  ['signed but not handed in', { state: 'signed', asked: false }, 'submit', ['clerk', 'head']],
  ['returned', { state: 'returned', asked: false }, 'again', ['clerk']],
  ['laid before the head', { state: 'draft', asked: true }, 'sign', ['head']],
])('RP-15 %s reminds whom it waits for', (_, pack, step, roles) => {
  expect(reminderOf(pack)).toEqual({ step, roles })
})
test('RP-15 a draft in hand, and what is handed in, reminds nobody here: the duty itself reminds by PL-30', () => {
  expect([reminderOf({ state: 'draft', asked: false }), reminderOf({ state: 'submitted', asked: true }), reminderOf({ state: 'accepted', asked: true })]).toEqual([null, null, null])
})

describe('RP-1 forms', () => {
  const known = { measures: new Set(['rate']), registers: new Map([['health-education', { numbers: new Set(['attended']), fields: new Set(['attended', 'theme']) }]]) }
  const line = (from: string, key = 'x') => minimal({ sections: [{ kind: 'table', key: 't', title: { zh: '数', en: 'n' }, lines: [{ key, label: { zh: '行', en: 'line' }, from }] }] })
  test.each([
    ['a measure that is not there', line('measure:none'), "there is no measure 'none'"],
    ['a register that is not there', line('register-count:none'), "there is no register 'none'"],
    ['a field that is no number', line('register-sum:health-education.theme'), "register 'health-education' has no number 'theme'"],
    ['a key that stands twice', line('text', 't'), "'t' stands twice in this form"],
    ['a ledger of a register that is not there', minimal({ sections: [{ kind: 'ledger', key: 'l', title: { zh: '台账', en: 'l' }, of: 'register:none' }] }), "there is no register 'none'"],
    ['a ledger of a field that may not be shown', minimal({ sections: [{ kind: 'ledger', key: 'l', title: { zh: '台账', en: 'l' }, of: 'register:health-education', columns: [{ field: 'phone', label: { zh: '电话', en: 'p' } }] }] }), "register 'health-education' has no field 'phone' that may be shown"],
    ['a first text with a figure that is not there', minimal({ sections: [{ kind: 'summary', key: 's', title: { zh: '文', en: 's' }, fields: [{ key: 'f', label: { zh: '段', en: 'f' }, suggest: '开展{line.none.period}。' }] }] }), "nothing stands for '{line.none.period}'"],
    ["a commission's form that sums nothing", minimal({ by: 'commission' }), "a commission's form names in 'of' which form it sums"],
  ])('RP-1 %s is a fault', (_, form, reason) => {
    expect(faultsOf(form, known).map((fault) => fault.reason)).toContain(reason)
  })
  test('RP-1 what is right has no fault, and a source is read into its parts', () => {
    expect([faultsOf(line('measure:rate'), known), faultsOf(line('register-sum:health-education.attended'), known), faultsOf(line('plan:rate'), known)]).toEqual([[], [], []])
    expect(['measure:a-b', 'register-count:a', 'register-sum:a-b.c_d', 'plan:overdue', 'text'].map(readSource)).toEqual([{ kind: 'measure', key: 'a-b' }, { kind: 'count', register: 'a' }, { kind: 'sum', register: 'a-b', field: 'c_d' }, { kind: 'plan', figure: 'overdue' }, { kind: 'text' }])
    expect(ReportForm.safeParse({ ...minimal(), sections: [{ kind: 'table', key: 't', title: { zh: '数', en: 'n' }, lines: [{ key: 'x', label: { zh: '行', en: 'l' }, from: 'measure x' }] }] }).success).toBe(false)
  })
})

describe('RP-13 a bundle, part by part', () => {
  const hashing = { canonical, sha256: (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex') }
  const bytes = (text: string) => new TextEncoder().encode(text)
  const content = someContent()
  const text = canonical(content)
  const build = (change: (manifest: Omit<Manifest, 'whole'>) => Omit<Manifest, 'whole'> = (same) => same, whole = true) => {
    const parts = new Map([['pack.json', bytes(text)], ['report.docx', bytes('docx')], ['scans/01.pdf', bytes('%PDF')]])
    const manifest = change({
      format: bundleFormat, software: '0.1.0', kind: content.kind, form: { key: 'weekly', version: 1, sha256: content.form.sha256 }, body: content.body, plan: { id: content.plan.id, title: content.plan.title }, period: content.period, revision: 1,
      submittedAt: now, onTime: true, signature: { name: '方远', post: '院长', at: now, sha256: hashing.sha256(text) }, parts: [...parts].map(([path, part]) => ({ path, size: part.length, sha256: hashing.sha256(part) })),
    })
    parts.set(manifestPath, bytes(canonical({ ...manifest, whole: whole ? wholeOf(manifest, hashing) : 'b'.repeat(64) })))
    return parts
  }
  const forms = (key: string) => (key === 'weekly' ? { version: 1, sha256: content.form.sha256 } : null)
  const check = (parts: ReadonlyMap<string, Uint8Array>, known = forms) => {
    const answer = checkBundle(parts, known, hashing)
    return 'refused' in answer ? [answer.refused, answer.detail] : ['taken', answer.content.body.name]
  }
  const without = (path: string) => new Map([...build()].filter(([each]) => each !== path))
  const replaced = (path: string, part: string) => new Map([...build(), [path, bytes(part)]])

  test('RP-13 what is whole and unchanged is taken', () => {
    expect(check(build())).toEqual(['taken', '县人民医院'])
  })
  test.each([
    ['without its list', without(manifestPath), 'report.bundle_truncated', manifestPath],
    ['without a part', without('report.docx'), 'report.bundle_truncated', 'report.docx'],
    ['with a part cut off', replaced('report.docx', 'do'), 'report.bundle_truncated', 'report.docx'],
    ['with a part changed', replaced('report.docx', 'DOCX'), 'report.bundle_changed', 'report.docx'],
    ['with a part too many', replaced('report.xlsx', 'x'), 'report.bundle_changed', 'report.xlsx'],
    ['with a list that is no list', replaced(manifestPath, '{}'), 'report.bundle_changed', manifestPath],
    ['with a list whose hash does not fit', build(undefined, false), 'report.bundle_changed', manifestPath],
    ['whose list tells another time than was hashed', replaced(manifestPath, new TextDecoder().decode(build().get(manifestPath)).replace('02:00:00', '01:00:00')), 'report.bundle_changed', manifestPath],
    ['signed over other content', build((manifest) => ({ ...manifest, signature: { ...manifest.signature, sha256: 'c'.repeat(64) } })), 'report.bundle_changed', 'pack.json'],
    ['of another body than its content', build((manifest) => ({ ...manifest, body: { ...manifest.body, name: '乙医院' } })), 'report.bundle_changed', 'pack.json'],
    ['of another revision than its content', build((manifest) => ({ ...manifest, revision: 2 })), 'report.bundle_changed', 'pack.json'],
    ['of another version of the form', build((manifest) => ({ ...manifest, form: { ...manifest.form, version: 2, sha256: 'd'.repeat(64) } })), 'report.bundle_foreign_form', 'weekly v2 ≠ v1'],
    ['of a form nobody knows', build((manifest) => ({ ...manifest, form: { ...manifest.form, key: 'other' } })), 'report.bundle_foreign_form', 'other v1'],
  ])('RP-13 %s is refused', (_, parts, refused, detail) => {
    expect(check(parts)).toEqual([refused, detail])
  })
})
