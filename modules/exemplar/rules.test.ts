import { describe, expect, test } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import type { Fact } from '../../kernel/fact.ts'
import { aFact, anActor, anExemplar, aPerson } from './fixtures.ts'
import { checksOf, lookBackFrom } from './rules/checks.ts'
import { isOpenOn, mayAnswer, mayConsent, mayDecide, mayNominate, mayNotice, mayPublish, maySee, mayWithdraw, mostObjections, nominationFault, objectionFault, type Exemplar } from './rules/exemplar.ts'

const clerk = anActor('institution_clerk')
const office = anActor('commission_clerk')
const head = anActor('commission_head')
const elsewhere = anActor('commission_head', { institutionId: 'other', regionPrefix: '990122' })
const code = (no: { refused: string } | null) => no?.refused ?? null

describe('EL-1 who nominates and who sees', () => {
  test.each([
    ['the clerk of a house', clerk, null], ['its head', anActor('institution_head'), null], ['a nurse', anActor('nurse'), 'exemplar.not_yours'], ['another house’s clerk', anActor('institution_clerk', { institutionId: 'other' }), 'exemplar.not_yours'],
    ['EL-12 the commission’s clerk', office, null], ['EL-12 its head', head, null], ['EL-12 an inspector', anActor('inspector'), 'exemplar.not_yours'], ['EL-12 another county’s head', elsewhere, 'exemplar.not_yours'],
  ])('EL-1 %s', (_, actor, refused) => expect(code(mayNominate(actor, anExemplar()))).toBe(refused))
  test.each<[string, Actor, string | null, boolean]>([
    ['its house’s clerk', clerk, null, true], ['another house’s clerk', anActor('institution_clerk', { institutionId: 'other' }), null, false], ['a nurse of the house', anActor('nurse'), 'somebody', false], ['the nominee', anActor('nurse'), 'nominee', true],
    ['the commission', office, null, true], ['an inspector of the region', anActor('inspector'), null, true], ['another county’s commission', elsewhere, null, false],
  ])('EL-1 a nomination is seen by %s: %s', (_, actor, staffId, sees) => expect(maySee(actor, aPerson(), staffId)).toBe(sees))
})

test.each([['short words', { deeds: '好', files: 1 }, 'exemplar.deeds_short'], ['no file', { deeds: '事'.repeat(30), files: 0 }, 'exemplar.no_evidence'], ['eleven files', { deeds: '事'.repeat(30), files: 11 }, 'file.too_many'], ['enough of both', { deeds: '事'.repeat(30), files: 10 }, null]])('EL-2 a nomination with %s', (_, given, refused) => expect(code(nominationFault(given))).toBe(refused))

describe('EL-3 a person’s own word', () => {
  test.each<[string, string | null, Exemplar, string | null]>([
    ['by the person', 'nominee', aPerson(), null], ['by somebody else', 'other', aPerson(), 'exemplar.not_the_nominee'], ['by nobody of the staff', null, aPerson(), 'exemplar.not_the_nominee'], ['for a hospital', null, anExemplar(), 'exemplar.not_the_nominee'],
    ['taken back once published', 'nominee', aPerson({ state: 'published' }), null], ['after it is over', 'nominee', aPerson({ state: 'withdrawn' }), 'exemplar.over'],
  ])('EL-3 %s', (_, staffId, exemplar, refused) => expect(code(mayConsent(staffId, exemplar))).toBe(refused))
  test.each([[null, 'exemplar.no_consent'], [false, 'exemplar.no_consent'], [true, null]])('EL-3 with consent %s a notice is answered %s', (consent, refused) => {
    expect(code(mayNotice(office, aPerson({ consent })))).toBe(refused)
    expect(code(mayPublish(office, aPerson({ consent, state: 'chosen' })))).toBe(refused)
  })
})

describe('EL-4 what facts say against it', () => {
  const facts: Fact[] = [
    aFact('matter.complaint', { id: 'a', on: '2026-02-03', fields: { verdict: 'substantiated' }, departmentId: 'd1' }), aFact('matter.complaint', { id: 'b', fields: { verdict: 'partly' }, departmentId: 'd2' }), aFact('matter.complaint', { id: 'c', fields: { verdict: 'not' } }),
    aFact('matter.complaint', { id: 'd', fields: { verdict: 'substantiated', withdrawn: true } }), aFact('matter.tip', { id: 'e', fields: { verdict: 'substantiated' } }), aFact('matter.problem', { id: 'f', fields: { late: true, closed: false } }), aFact('matter.problem', { id: 'g', fields: { late: true, closed: true } }),
    aFact('review.item', { id: 'h', fields: { final: true, unreasonable: true }, staffIds: ['s1'], departmentId: 'd1' }), aFact('review.item', { id: 'i', fields: { final: false, unreasonable: true } }), aFact('review.talk', { id: 'j', staffIds: ['s1'] }),
  ]
  const counts = (departmentId: string | null, staffId: string | null, obligations: number | null) => Object.fromEntries(checksOf(facts, { departmentId, staffId }, obligations).map((check) => [check.key, check.count]))
  test.each<[string, string | null, string | null, number | null, Record<string, number>]>([
    ['of a hospital all of it', null, null, 4, { substantiated: 3, late: 1, overdue: 4, unreasonable: 1, talks: 1 }],
    ['of a department its own', 'd1', null, null, { substantiated: 1, late: 0, unreasonable: 1, talks: 0 }],
    ['of a person what names the person', null, 's1', null, { substantiated: 0, late: 0, unreasonable: 1, talks: 1 }],
    ['of somebody else nothing', null, 's2', null, { substantiated: 0, late: 0, unreasonable: 0, talks: 0 }],
  ])('EL-4 %s', (_, departmentId, staffId, obligations, said) => expect(counts(departmentId, staffId, obligations)).toEqual(said))
  test('EL-4 the newest facts are told, at most ten; a year is looked back', () => {
    const many = Array.from({ length: 12 }, (_, at) => aFact('review.talk', { id: `t${at}`, on: `2026-01-${String(at + 1).padStart(2, '0')}` }))
    const talks = checksOf(many, { departmentId: null, staffId: null }, 0).find((check) => check.key === 'talks')
    expect([talks?.count, talks?.lines.length, talks?.lines[0]?.on, lookBackFrom('2026-03-02')]).toEqual([12, 10, '2026-01-12', '2025-03-02'])
  })
})

describe('EL-5 and EL-6 the notice', () => {
  test.each<[string, Actor, Exemplar, string | null]>([['the commission’s clerk', office, anExemplar(), null], ['the house', clerk, anExemplar(), 'exemplar.not_the_commission'], ['another county', elsewhere, anExemplar(), 'exemplar.not_the_commission'], ['an inspector', anActor('inspector'), anExemplar(), 'exemplar.not_the_commission'], ['a second time', office, anExemplar({ state: 'noticed' }), 'exemplar.noticed_already'], ['a withdrawn one', office, anExemplar({ state: 'withdrawn' }), 'exemplar.over']])('EL-5 put up by %s', (_, actor, exemplar, refused) => expect(code(mayNotice(actor, exemplar))).toBe(refused))
  test('EL-5 the last day counts', () => expect([isOpenOn('2026-03-09', '2026-03-09'), isOpenOn('2026-03-09', '2026-03-10')]).toEqual([true, false]))
  const notice = { state: 'noticed', untilOn: '2026-03-09' }
  test.each<[string, typeof notice, string, number, string, string | null]>([
    ['on the last day', notice, '这件事不是这样的，另有其人。', 0, '2026-03-09', null], ['a day later', notice, '这件事不是这样的，另有其人。', 0, '2026-03-10', 'exemplar.notice_over'], ['once decided', { ...notice, state: 'chosen' }, '这件事不是这样的，另有其人。', 0, '2026-03-05', 'exemplar.notice_over'],
    ['in four words', notice, '  不同意  ', 0, '2026-03-05', 'exemplar.words_short'], ['far too long', notice, '长'.repeat(3001), 0, '2026-03-05', 'exemplar.words_long'], ['as the five hundred and first', notice, '这件事不是这样的，另有其人。', mostObjections, '2026-03-05', 'exemplar.too_many_objections'],
  ])('EL-6 an objection %s', (_, given, said, known, today, refused) => expect(code(objectionFault(given, { said, known }, today))).toBe(refused))
})

test.each<[string, Actor, string | null, string | null]>([['by the commission', office, null, null], ['by the house', clerk, null, 'exemplar.not_the_commission'], ['a second time', office, '2026-03-05T00:00:00.000Z', 'exemplar.answered_already']])('EL-7 answered %s', (_, actor, answeredAt, refused) => expect(code(mayAnswer(actor, anExemplar({ state: 'noticed' }), answeredAt))).toBe(refused))

test.each<[string, Actor, Partial<Exemplar>, number, string | null]>([
  ['by the head after the notice', head, {}, 0, null], ['by the clerk', office, {}, 0, 'exemplar.not_the_head'], ['by another county’s head', elsewhere, {}, 0, 'exemplar.not_the_head'], ['by who put it up', head, { noticedBy: head.id }, 0, 'exemplar.second_person'], ['EL-12 by who nominated it', head, { nominatedBy: head.id }, 0, 'exemplar.nominator_decides'],
  ['on the last day', head, { noticeUntil: '2026-03-10' }, 0, 'exemplar.notice_runs'], ['with an objection open', head, {}, 1, 'exemplar.objections_open'], ['before the notice', head, { state: 'nominated', noticeUntil: null }, 0, 'exemplar.not_noticed'], ['twice', head, { state: 'chosen' }, 0, 'exemplar.decided_already'],
])('EL-8 decided %s', (_, actor, given, unanswered, refused) => expect(code(mayDecide(actor, anExemplar({ state: 'noticed', noticedBy: 'somebody', noticeUntil: '2026-03-09', ...given }), { today: '2026-03-10', unanswered }))).toBe(refused))

test.each<[string, Actor, Exemplar['state'], string | null]>([['what was chosen', office, 'chosen', null], ['what was not decided', office, 'noticed', 'exemplar.not_chosen'], ['twice', office, 'published', 'exemplar.published_already'], ['by the house', clerk, 'chosen', 'exemplar.not_the_commission']])('EL-9 published: %s', (_, actor, state, refused) => expect(code(mayPublish(actor, anExemplar({ state })))).toBe(refused))

test.each<[string, Actor, Exemplar['state'], string | null]>([
  ['by the house before the notice', clerk, 'nominated', null], ['by the house during the notice', clerk, 'noticed', null], ['by the house once decided', clerk, 'chosen', 'exemplar.decided_already'], ['by the commission once published', office, 'published', null], ['what is over', office, 'declined', 'exemplar.over'], ['by a nurse', anActor('nurse'), 'nominated', 'exemplar.not_yours'], ['by another county', elsewhere, 'nominated', 'exemplar.not_yours'],
])('EL-10 taken back %s', (_, actor, state, refused) => expect(code(mayWithdraw(actor, anExemplar({ state })))).toBe(refused))
test.each<[string, Actor, Exemplar['state'], string | null]>([['the house', clerk, 'nominated', 'exemplar.commission_nominated'], ['the house during the notice', clerk, 'noticed', 'exemplar.commission_nominated'], ['the commission', office, 'noticed', null]])('EL-12 what the commission nominated, taken back by %s', (_, actor, state, refused) =>
  expect(code(mayWithdraw(actor, anExemplar({ state, nominatedFrom: 'commission' })))).toBe(refused))
