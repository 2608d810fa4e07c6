import { describe, expect, test } from 'vitest'
import { hospital, aRegister, anActor, anEntry, otherWard, ward } from './fixtures.ts'
import { concerns, mayConfirm, mayCorrect, mayEnter, mayReadPersonal, mayWithdraw } from './rules/authority.ts'
import { figureChanges } from './rules/counters.ts'
import { confirm, correct, enter, withdraw } from './rules/decisions.ts'
import { factKind, factOf, staffIdsOf } from './rules/fact.ts'
import { openItemOf, shownSince } from './rules/open.ts'
import { validateEntry } from './rules/validate.ts'
import type { Values } from './rules/values.ts'
import { partPersonal, sayValue, titleOf } from './rules/words.ts'

const today = '2026-03-06'
const person = '01890000-0000-7000-8000-0000000000c1'
const good: Values = { topic: '少盐', theme: 'diet', speaker: person, attended: 20 }
const judge = (values: Values, given: { on?: string; departmentId?: string | null; ask?: object } = {}) =>
  validateEntry(aRegister(), { on: given.on ?? '2026-03-02', departmentId: given.departmentId === undefined ? ward : given.departmentId, values }, { today, ...given.ask })
const places = (judged: { faults: readonly { path: string }[] }) => judged.faults.map((fault) => fault.path)

describe('RG-4 values are judged against the definition, every fault with its place', () => {
  test('what is right is kept, blanks trimmed, what was not typed is null', () => {
    expect(judge({ ...good, topic: '  少盐\u0000 ' })).toEqual({ faults: [], values: { topic: '少盐', theme: 'diet', which: null, speaker: person, helpers: null, attended: 20, asked: null, scene: null, phone: null } })
  })
  test.each<[string, Values, string[]]>([
    ['what is needed is missing', { theme: 'diet' }, ['values.topic', 'values.speaker', 'values.attended']],
    ['too short, and a number that is none', { ...good, topic: '盐', attended: '20' }, ['values.topic', 'values.attended']],
    ['over the limit, and half a person', { ...good, attended: 501, asked: 1.5 }, ['values.attended', 'values.asked']],
    ['no option', { ...good, theme: 'sport' }, ['values.theme']],
    ['no id', { ...good, speaker: '张三' }, ['values.speaker']],
    ['too many people', { ...good, helpers: Array.from({ length: 6 }, (_, at) => `01890000-0000-7000-8000-0000000000d${at}`) }, ['values.helpers']],
    ['a pattern with its own sentence', { ...good, phone: '123' }, ['values.phone']],
    ['a field nobody knows', { ...good, secret: 1 }, ['values.secret']],
    ['a field asked for only in one case, and then needed', { ...good, theme: 'other' }, ['values.which']],
  ])('%s', (_, values, wanted) => {
    expect(places(judge(values))).toEqual(wanted)
  })
  test('a field that is not asked for is emptied, not faulted', () => {
    expect(judge({ ...good, which: '旧内容' })).toMatchObject({ faults: [], values: { which: null } })
  })
  test('people and choices are kept once each, choices in the order of the definition', () => {
    const definition = aRegister({ fields: [{ key: 'many', label: { zh: '多选', en: 'Many' }, type: 'choices', options: [{ value: 'a', zh: '甲', en: 'A' }, { value: 'b', zh: '乙', en: 'B' }] }], checks: [], totals: [], title: 'many', scope: 'institution', departments: undefined })
    expect(validateEntry(definition, { on: today, departmentId: null, values: { many: ['b', 'a', 'b'] } }, { today }).values).toEqual({ many: ['a', 'b'] })
  })
  test.each([
    ['time', '14:30', []], ['time', '24:00', ['values.x']], ['date', '2026-02-30', ['values.x']], ['link', 'javascript:alert(1)', ['values.x']], ['link', 'https://example.org/a', []], ['boolean', 'true', ['values.x']],
  ] as const)('a %s %s', (type, value, wanted) => {
    const definition = aRegister({ fields: [{ key: 'x', label: { zh: '某项', en: 'X' }, type }], checks: [], totals: [], title: 'x', scope: 'institution', departments: undefined })
    expect(places(validateEntry(definition, { on: today, departmentId: null, values: { x: value } }, { today }))).toEqual(wanted)
  })
  test('a link to a record is an address of the console to that register', () => {
    const definition = aRegister({ fields: [{ key: 'x', label: { zh: '关联', en: 'X' }, type: 'link', to: 'register.walk-through' }], checks: [], totals: [], title: 'x', scope: 'institution', departments: undefined })
    const fault = (value: string) => places(validateEntry(definition, { on: today, departmentId: null, values: { x: value } }, { today }))
    const at = '00000000-0000-7000-8000-000000000001/00000000-0000-7000-8000-000000000002'
    expect([fault(`/registers/walk-through/${at}`), fault(`https://huiyin.example/console/registers/walk-through/${at}`)]).toEqual([[], []])
    expect(['/registers/walk-through/a/b', `/registers/other/${at}`, 'https://example.org', '/registers/walk-through'].map(fault)).toEqual([['values.x'], ['values.x'], ['values.x'], ['values.x']])
  })
  test('a draft may be partial, and what is there must still be right', () => {
    expect(judge({ topic: '盐' }, { on: '', departmentId: null, ask: { partial: true, evidence: 0 } }).faults.map((fault) => fault.path)).toEqual(['values.topic'])
  })
  test('evidence is needed, or not taken, as the definition says', () => {
    const ask = { on: today, departmentId: ward, values: good }
    expect(places(validateEntry(aRegister({ evidence: { files: 'required' } }), ask, { today, evidence: 0 }))).toEqual(['files'])
    expect(places(validateEntry(aRegister({ evidence: { files: 'none' } }), ask, { today, evidence: 1 }))).toEqual(['files'])
  })
})

test('RG-5 the day is not in the future, not older than may be entered late, and an unchanged day is not judged again', () => {
  expect([places(judge(good, { on: '2026-03-07' })), places(judge(good, { on: '2026-02-19' })), places(judge(good, { on: '2026-02-20' })), places(judge(good, { on: '2026-13-01' }))]).toEqual([['on'], ['on'], [], ['on']])
  expect(places(judge(good, { on: '2026-01-01', ask: { onBefore: '2026-01-01' } }))).toEqual([])
  expect(places(judge(good, { departmentId: null }))).toEqual(['departmentId'])
})

test('RG-6 a check that holds, one that does not, and one that cannot be judged', () => {
  expect([places(judge({ ...good, asked: 20 })), places(judge({ ...good, asked: 21 })), places(judge(good))]).toEqual([[], ['values.asked'], []])
})

test('RG-12 sealed values that stay count as filled and are not judged', () => {
  const definition = aRegister()
  expect(judge({ ...good }, { ask: { kept: ['phone'] } })).toMatchObject({ faults: [], values: { phone: null } })
  expect(partPersonal(definition, { ...good, phone: '13900000000' })).toMatchObject({ personal: { phone: '13900000000' }, plain: { topic: '少盐' } })
  expect(partPersonal(definition, { ...good, phone: '13900000000' }).plain).not.toHaveProperty('phone')
})

describe('RG-2, RG-3 who enters where', () => {
  const clerk = anActor('institution_clerk')
  const nurse = anActor('nurse', { departmentId: ward })
  test.each([
    ['a clerk for any department', clerk, ward, null],
    ['a nurse for her ward', nurse, ward, null],
    ['a nurse for another ward', nurse, otherWard, 'register.not_your_department'],
    ['a nurse without a department', anActor('nurse'), ward, 'register.not_your_department'],
    ['a doctor, who has no part in it', anActor('doctor', { departmentId: ward }), ward, 'register.not_yours_to_enter'],
    ['the clerk of another hospital', anActor('institution_clerk', { institutionId: '01890000-0000-7000-8000-000000000002' }), ward, 'register.not_yours_to_enter'],
  ])('%s', (_, actor, departmentId, refused) => {
    expect(mayEnter(aRegister(), hospital, actor, departmentId)?.refused ?? null).toBe(refused)
  })
  test('whether anything may be entered at all', () => {
    expect([mayEnter(aRegister(), hospital, nurse), mayEnter(aRegister(), hospital, anActor('nurse')), mayEnter(aRegister(), { ...hospital, active: false }, clerk, ward)]).toMatchObject([null, { refused: 'register.no_department' }, { refused: 'directory.institution_closed' }])
    expect(mayEnter(aRegister({ institutions: { levels: ['three'] } }), hospital, clerk)).toMatchObject({ refused: 'register.not_for_this_body' })
  })
  test('a register concerns a commission only where a role of a commission enters', () => {
    const commission = { kind: 'commission', level: 'none' } as const
    expect([concerns(aRegister(), commission), concerns(aRegister({ enter: ['commission_clerk'] }), commission), concerns(aRegister({ enter: ['commission_clerk'] }), hospital), concerns(aRegister(), hospital)]).toEqual([false, true, false, true])
    expect(concerns(aRegister({ institutions: { kinds: ['township'] } }), hospital)).toBe(false)
  })
})

const confirmed = aRegister({ confirm: ['institution_clerk', 'commission_clerk'] })
const now = '2026-03-06T02:00:00.000Z'

test('RG-8 an entry counts at once, or from its confirmation on', () => {
  const { state, revision, entered, changed, confirmed: by, withdrawn, countedAt, ...given } = anEntry()
  expect([state, revision, entered.id, changed.id, by, withdrawn, countedAt]).toEqual(['entered', 1, 'author', 'author', null, null, '2026-03-02T01:00:00.000Z'])
  const actor = anActor('nurse', { departmentId: ward })
  expect(enter(aRegister(), actor, given, now)).toMatchObject({ state: 'entered', countedAt: now, entered: { id: actor.id, at: now } })
  expect(enter(confirmed, actor, given, now)).toMatchObject({ state: 'entered', countedAt: null })
})

describe('RG-9 corrections', () => {
  const clerk = anActor('institution_clerk', { id: 'clerk' })
  const { on, departmentId, values, staffIds, title, sealed, files } = anEntry()
  const written = { on, departmentId, values: { ...values, attended: 30 }, staffIds, title, sealed, files }
  test('the new version has its own author; what counts keeps the instant it first counted from', () => {
    expect(correct(aRegister(), anEntry(), clerk, { revision: 1, reason: '', written }, now)).toMatchObject({ revision: 2, values: { attended: 30 }, changed: { id: 'clerk', at: now }, entered: { id: 'author' }, countedAt: '2026-03-02T01:00:00.000Z' })
  })
  test.each([
    ['within its week', { on: '2026-03-05' }, '2026-03-02T01:00:00.000Z'],
    ['to another week', { on: '2026-02-27' }, now],
    ['to another department', { departmentId: otherWard }, now],
  ])('moved %s', (_, moved, countedAt) => {
    expect(correct(aRegister(), anEntry(), clerk, { revision: 1, reason: '', written: { ...written, ...moved } }, now)).toMatchObject({ countedAt })
  })
  test.each([
    ['a stale view', anEntry({ revision: 2 }), clerk, '', 'request.stale'],
    ['a confirmed entry without a reason', anEntry({ state: 'confirmed' }), clerk, '', 'register.reason_missing'],
    ['a withdrawn entry', anEntry({ state: 'withdrawn' }), clerk, 'x', 'register.withdrawn'],
    ['a nurse of another ward', anEntry(), anActor('nurse', { departmentId: otherWard }), '', 'register.not_your_department'],
    ['a doctor', anEntry(), anActor('doctor', { departmentId: ward }), '', 'register.not_yours_to_correct'],
    ['a commission above, which does not write for others', anEntry(), anActor('institution_clerk', { institutionId: 'c', regionPrefix: '99' }), '', 'register.not_yours_to_correct'],
  ])('%s is refused', (_, entry, actor, reason, refused) => {
    expect(correct(aRegister(), entry, actor, { revision: 1, reason, written }, now)).toEqual({ refused })
  })
  test('a nurse does not move an entry to a ward that is not hers', () => {
    expect(mayCorrect(aRegister(), anEntry(), anActor('nurse', { departmentId: ward }), otherWard)).toEqual({ refused: 'register.not_your_department' })
  })
})

describe('RG-10, RG-11 confirming and withdrawing', () => {
  const waiting = anEntry({ countedAt: null })
  const clerk = anActor('institution_clerk', { id: 'clerk' })
  const above = anActor('commission_clerk', { id: 'above', institutionId: 'c', regionPrefix: '990121' })
  test.each([
    ['the clerk', clerk, waiting, null],
    ['the commission above', above, waiting, null],
    ['a commission elsewhere', anActor('commission_clerk', { institutionId: 'c', regionPrefix: '9902' }), waiting, 'register.not_yours_to_confirm'],
    ['who entered it', anActor('institution_clerk', { id: 'author' }), waiting, 'register.confirm_own'],
    ['who wrote the present version', clerk, { ...waiting, changed: { id: 'clerk', name: '', at: now } }, 'register.confirm_own'],
    ['a nurse', anActor('nurse', { departmentId: ward }), waiting, 'register.not_yours_to_confirm'],
    ['twice', clerk, anEntry({ state: 'confirmed' }), 'register.already_confirmed'],
    ['a withdrawn one', clerk, anEntry({ state: 'withdrawn' }), 'register.withdrawn'],
  ])('confirming: %s', (_, actor, entry, refused) => {
    expect(mayConfirm(confirmed, entry, actor)?.refused ?? null).toBe(refused)
  })
  test('a confirmed entry counts from then on; a register without confirmation has none', () => {
    expect(confirm(confirmed, waiting, clerk, 1, now)).toMatchObject({ state: 'confirmed', revision: 2, countedAt: now, confirmed: { id: 'clerk' }, changed: { id: 'author' } })
    expect(confirm(confirmed, waiting, clerk, 2, now)).toEqual({ refused: 'request.stale' })
    expect(mayConfirm(aRegister(), waiting, clerk)).toEqual({ refused: 'register.needs_no_confirmation' })
  })
  test('a confirmed entry is withdrawn by who confirms, any other by who corrects; it stays with its reason', () => {
    const nurse = anActor('nurse', { departmentId: ward })
    const entry = anEntry({ state: 'confirmed' })
    expect([mayWithdraw(confirmed, entry, nurse), mayWithdraw(confirmed, entry, clerk), mayWithdraw(confirmed, waiting, nurse)]).toEqual([{ refused: 'register.not_yours_to_confirm' }, null, null])
    expect(withdraw(confirmed, entry, clerk, { revision: 1, reason: '登记到了别的科室' }, now)).toMatchObject({ state: 'withdrawn', countedAt: null, withdrawn: { reason: '登记到了别的科室' }, values: entry.values })
    expect(withdraw(confirmed, entry, clerk, { revision: 7, reason: '' }, now)).toEqual({ refused: 'request.stale' })
  })
  test('RG-12 personal fields are read by who has to do with the entry', () => {
    const entry = anEntry({ sealed: ['phone'] })
    const read = (actor: Parameters<typeof mayReadPersonal>[2]) => mayReadPersonal(confirmed, entry, actor)?.refused ?? null
    expect([read(anActor('nurse', { departmentId: ward })), read(anActor('nurse', { departmentId: otherWard })), read(anActor('auditor')), read(above)]).toEqual([null, 'register.not_yours_to_read', 'register.not_yours_to_read', null])
    expect(mayReadPersonal(confirmed, anEntry(), clerk)).toEqual({ refused: 'register.nothing_sealed' })
  })
})

test('RG-13 a counting entry is a fact with its fields, lists as text, people as their number, and nothing personal', () => {
  const helpers = ['01890000-0000-7000-8000-0000000000c3', '01890000-0000-7000-8000-0000000000c2']
  const values = { ...anEntry().values, speaker: person, helpers, scene: ['f1', 'f2'] }
  const entry = anEntry({ values, staffIds: staffIdsOf(aRegister(), values) })
  expect(factOf(aRegister(), entry)).toEqual({
    institutionId: hospital.institutionId, regionCode: '990121', kind: 'register.talks', id: entry.id, on: '2026-03-02', departmentId: ward, staffIds: [person, helpers[1], helpers[0]],
    fields: { topic: '少盐', theme: 'diet', which: null, speaker: person, helpers: 2, attended: 20, asked: null, scene: 'f1,f2' }, title: '少盐', link: `/registers/talks/${hospital.institutionId}/${entry.id}`,
  })
  expect(factOf(aRegister(), anEntry({ countedAt: null }))).toBeNull()
  expect(factKind(aRegister())).toMatchObject({ kind: 'register.talks', fields: { attended: 'number', helpers: 'number', theme: 'text' } })
  expect(factKind(aRegister()).fields).not.toHaveProperty('phone')
})

test('RG-19 a change is told as what it adds to the months, and a correction that changes nothing adds nothing', () => {
  const definition = aRegister()
  const moved = anEntry({ departmentId: otherWard, on: '2026-02-27', values: { ...anEntry().values, attended: 25 } })
  const place = { institutionId: hospital.institutionId, regionCode: '990121', registerKey: 'talks' }
  expect(figureChanges([{ definition, before: anEntry(), after: moved }])).toEqual([
    { ...place, month: '2026-02-01', departmentId: otherWard, figure: '', value: 1 }, { ...place, month: '2026-02-01', departmentId: otherWard, figure: 'attended', value: 25 },
    { ...place, month: '2026-03-01', departmentId: ward, figure: '', value: -1 }, { ...place, month: '2026-03-01', departmentId: ward, figure: 'attended', value: -20 },
  ])
  expect(figureChanges([{ definition, before: anEntry(), after: anEntry({ title: '别的' }) }])).toEqual([])
})

test('RG-20 citizens see the open fields in words, and nothing of what does not count', () => {
  const definition = aRegister({ open: { title: { zh: '讲座', en: 'Talks' }, lead: { zh: '可来听', en: 'Come' }, fields: ['topic', 'theme', 'attended', 'scene'], days: 30 } })
  const entry = anEntry({ values: { ...anEntry().values, scene: ['f1'] } })
  const file = { id: 'f1', name: '现场.jpg', mediaType: 'image/jpeg' }
  expect(openItemOf(definition, entry, new Map(), [file, { ...file, id: 'f2' }])).toEqual({ content: { topic: '少盐', theme: '膳食', attended: '20 人', scene: [{ id: 'f1', name: '现场.jpg', picture: true }] }, fileIds: ['f1'] })
  expect(openItemOf(definition, { ...entry, countedAt: null }, new Map(), [])).toBeNull()
  expect(shownSince(definition, '2026-03-31')).toBe('2026-03-01')
})

test('an entry is headed by its title field, or by the name of its register', () => {
  const definition = aRegister({ title: 'speaker' })
  expect([titleOf(definition, { speaker: person }, new Map([[person, '王芳']])), titleOf(definition, {}, new Map())]).toEqual(['王芳', '健康讲座'])
  const [, theme] = definition.fields
  if (theme === undefined) throw new Error('no field')
  expect([sayValue(theme, 'drugs', new Map()), sayValue(theme, 'drugs', new Map(), 'en'), sayValue(theme, null, new Map())]).toEqual(['用药', 'Drugs', ''])
})
