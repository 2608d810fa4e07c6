import { describe, expect, test } from 'vitest'
import { anonymous, type Actor, type Role } from '../../kernel/actor.ts'
import { convene, decide, decline, mayAsk, mayRunOffice, replaceMember, settleFacts, type Consult, type Member } from './rules.ts'

const body = { institutionId: 'a', regionCode: '990121' }
const anActor = (role: Role, institutionId = 'a'): Actor => ({ ...anonymous, kind: 'staff', id: 'p', institutionId, roles: [role] })
const aMember = (given: Partial<Member> = {}): Member => ({ id: 'm', ordinal: 3, role: '成员', name: '甲', postTitle: '医政股股长', staffInstitutionId: 'a', staffId: 's', fromOn: '2026-01-01', toOn: null, ...given })
const aConsult = (given: Partial<Consult> = {}): Consult => ({ ...body, id: 'c', groupId: 'g', planId: 'p', state: 'asked', askedOn: '2026-03-02', meetingOn: null, version: 1, ...given })

describe('GR-1 the office is the head or clerk of the body the group belongs to', () => {
  test.each([
    ['the clerk', anActor('commission_clerk'), null],
    ['the head', anActor('commission_head'), null],
    ['an inspector', anActor('inspector'), 'group.not_the_office'],
    ['a clerk of another body', anActor('institution_clerk', 'b'), 'group.not_the_office'],
  ])('%s', (_, actor, refused) => {
    expect(mayRunOffice(actor, body)?.refused ?? null).toBe(refused)
  })
})

describe('GR-2 members ask, and heads and clerks for their body', () => {
  test.each([
    ['a present member', anActor('doctor'), 's', aMember(), null],
    ['a member who left', anActor('doctor'), 's', aMember({ toOn: '2026-02-01' }), 'group.not_a_member'],
    ['somebody else', anActor('doctor'), 'other', aMember(), 'group.not_a_member'],
    ['somebody without a staff record, beside a member without one', anActor('doctor'), null, aMember({ staffId: null }), 'group.not_a_member'],
    ['the clerk of another institution', anActor('institution_clerk', 'b'), 'x', aMember(), null],
  ])('%s', (_, actor, staffId, member, refused) => {
    expect(mayAsk(actor, staffId, [member])?.refused ?? null).toBe(refused)
  })
})

test('GR-3 the successor takes role and place; an empty post title keeps the seat\'s', () => {
  const change = replaceMember(aMember(), { name: '乙', postTitle: '', staffInstitutionId: null, staffId: null }, '2026-03-02', 'new')
  expect(change).toMatchObject({ left: { id: 'm', toOn: '2026-03-02' }, joined: { id: 'new', ordinal: 3, role: '成员', name: '乙', postTitle: '医政股股长', toOn: null } })
  expect(replaceMember(aMember({ toOn: '2026-02-01' }), null, '2026-03-02', 'new')).toMatchObject({ refused: 'group.member_left' })
})

test.each([
  ['CON-1 a meeting before the question', () => convene(aConsult(), anActor('commission_clerk'), '2026-03-01'), 'consult.meeting_before_question'],
  ['CON-1 convening what is decided', () => convene(aConsult({ state: 'decided' }), anActor('commission_clerk'), '2026-03-05'), 'consult.not_open'],
  ['CON-2 a decision without a meeting', () => decide(aConsult(), anActor('commission_clerk'), '2026-03-05', 0), 'consult.not_convened'],
  ['CON-2 a decision before the meeting took place', () => decide(aConsult({ state: 'convened', meetingOn: '2026-03-09' }), anActor('commission_clerk'), '2026-03-05', 0), 'consult.meeting_in_future'],
  ['CON-2 duties without a campaign', () => decide(aConsult({ state: 'convened', meetingOn: '2026-03-03', planId: null }), anActor('commission_clerk'), '2026-03-05', 1), 'consult.duty_without_plan'],
  ['CON-2 deciding twice', () => decide(aConsult({ state: 'decided', meetingOn: '2026-03-03' }), anActor('commission_clerk'), '2026-03-05', 0), 'consult.not_open'],
  ['CON-3 declining what is closed', () => decline(aConsult({ state: 'declined' }), anActor('commission_clerk')), 'consult.not_open'],
  ['GR-1 a stranger convening', () => convene(aConsult(), anActor('institution_clerk', 'b'), '2026-03-05'), 'group.not_the_office'],
])('%s is refused', (_, act, refused) => {
  expect(act()).toMatchObject({ refused })
})

test('CON-1, CON-2 and CON-3 asked → convened → decided, or declined', () => {
  const clerk = anActor('commission_clerk')
  expect(convene(aConsult(), clerk, '2026-03-02')).toMatchObject({ state: 'convened', meetingOn: '2026-03-02' })
  expect(decide(aConsult({ state: 'convened', meetingOn: '2026-03-05' }), clerk, '2026-03-05', 2)).toMatchObject({ state: 'decided' })
  expect(decline(aConsult({ state: 'convened' }), clerk)).toMatchObject({ state: 'declined' })
})

const march = { dueAt: '2026-03-08T16:00:00.000Z' }
test.each([
  ['settled in time', '2026-03-05T00:00:00.000Z', '2026-03-06T16:00:00.000Z', 0],
  ['settled late, but before the due time', '2026-03-07T00:00:00.000Z', '2026-03-06T16:00:00.000Z', 0],
  ['open past its limit', null, '2026-03-06T16:00:00.000Z', 1],
  ['open, its limit at the due time itself', null, '2026-03-08T16:00:00.000Z', 1],
  ['open, its limit later', null, '2026-03-08T16:00:00.001Z', 0],
  ['settled only after the due time', '2026-03-09T00:00:00.000Z', '2026-03-06T16:00:00.000Z', 1],
])('CON-4 a consultation %s', (_, settledAt, limitAt, overdueOpen) => {
  expect(settleFacts([{ askedAt: '2026-03-02T01:00:00.000Z', settledAt, limitAt }], march)).toEqual({ kind: 'settle', overdueOpen, nextOverdueAt: null })
})

test('CON-4 what was asked after the due time is not of this period', () => {
  expect(settleFacts([{ askedAt: '2026-03-09T01:00:00.000Z', settledAt: null, limitAt: '2026-03-07T00:00:00.000Z' }], march).overdueOpen).toBe(0)
})
