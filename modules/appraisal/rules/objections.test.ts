import { describe, expect, test } from 'vitest'
import type { Actor, StaffRole } from '../../../kernel/actor.ts'
import { changesOf, mayReplace, sayChange } from './corrected.ts'
import { mayDropOrWeigh, mayWithdraw, type LeagueState } from './decisions.ts'
import type { LeagueContent, LeagueRow } from './league.ts'
import { answerFault, mayDecideAnswer, mayDraftAnswer, mayObject, type Objection } from './objections.ts'

const actor = (role: StaffRole, institutionId = 'house', regionPrefix: string | null = null): Actor => ({ kind: 'staff', id: role, name: role, institutionId, regionPrefix, roles: [role], posts: [] })
const clerk = actor('institution_clerk')
const office = actor('commission_clerk', 'commission', '990121')
const head = actor('commission_head', 'commission', '990121')
const code = (no: { refused: string } | null) => no?.refused ?? null

const row = (id: string, rank: number | null, score: number | null): LeagueRow => ({ id, name: `${id}医院`, score, low: score, high: score, known: 100, why: score === null ? 'too_little' : null, rank, tied: false, places: null, former: null, movement: null, parts: [] })
const content = (rows: readonly LeagueRow[], of: LeagueContent['of'] = 'institutions'): LeagueContent => ({ key: 'campaign', of, name: { zh: '排名', en: 'league' }, why: { zh: '', en: '' }, period: { from: '2026-02-01', to: '2026-02-28' }, least: 60, parts: [], before: null, groups: [{ key: 'g', name: { zh: '同类', en: 'peers' }, rows }] })
const ranked = content([row('house', 1, 90), row('other', 2, 80), row('small', null, null)])
const league = (given: { state?: LeagueState; until?: string | null; content?: LeagueContent } = {}) => ({ state: 'published' as LeagueState, until: '2026-03-11', content: ranked, ...given })

describe('AP-19 who objects, and until when', () => {
  test.each<[string, Actor, ReturnType<typeof league>, boolean, string, string | null]>([
    ['the clerk on the last day', clerk, league(), false, '2026-03-11', null], ['the head', actor('institution_head'), league(), false, '2026-03-05', null], ['one that is not ranked', actor('institution_clerk', 'small'), league(), false, '2026-03-05', null],
    ['a nurse', actor('nurse'), league(), false, '2026-03-05', 'appraisal.objectors_only'], ['one that is not in it', actor('institution_clerk', 'elsewhere'), league(), false, '2026-03-05', 'appraisal.objectors_only'], ['the commission', office, league(), false, '2026-03-05', 'appraisal.objectors_only'],
    ['in a league of departments', clerk, league({ content: content([row('house', 1, 90)], 'departments') }), false, '2026-03-05', 'appraisal.objectors_only'],
    ['a day later', clerk, league(), false, '2026-03-12', 'appraisal.objections_over'], ['where there were no days', clerk, league({ until: null }), false, '2026-03-05', 'appraisal.objections_over'], ['a second time at once', clerk, league(), true, '2026-03-05', 'appraisal.objection_waits'],
    ['what was replaced', clerk, league({ state: 'superseded' }), false, '2026-03-05', 'appraisal.not_current'], ['what was withdrawn', clerk, league({ state: 'withdrawn' }), false, '2026-03-05', 'appraisal.not_current'],
  ])('AP-19 %s', (_, who, to, waiting, today, refused) => expect(code(mayObject(who, to, { waiting }, today))).toBe(refused))
})

describe('AP-20 who answers', () => {
  const filed: Objection = { institutionId: 'house', regionCode: '990121', commissionId: 'commission', isDrafted: false, isDecided: false }
  test.each<[string, Actor, Partial<Objection>, string | null, string | null]>([
    ['the clerk drafts', office, {}, null, 'appraisal.decide_head_only'], ['the head drafts, and decides what is drafted', head, {}, null, 'appraisal.answer_missing'], ['drafted', head, { isDrafted: true }, null, null],
    ['decided', head, { isDrafted: true, isDecided: true }, 'appraisal.answered_already', 'appraisal.answered_already'], ['the house', clerk, {}, 'appraisal.answer_commission_only', 'appraisal.decide_head_only'],
    ['another commission', actor('commission_head', 'another', '9901'), { isDrafted: true }, 'appraisal.answer_commission_only', 'appraisal.decide_head_only'],
  ])('AP-20 %s', (_, who, given, draft, decide) => expect([code(mayDraftAnswer(who, { ...filed, ...given })), code(mayDecideAnswer(who, { ...filed, ...given }))]).toEqual([draft, decide]))
  test.each([[true, '', 'appraisal.correction_short'], [true, '补计东院区的一百份答卷', null], [false, '', null]])('AP-20 upheld %s with “%s”', (upheld, correction, refused) => expect(code(answerFault({ upheld, correction }))).toBe(refused))
})

describe('AP-21 a corrected league', () => {
  const now = content([row('other', 1, 95), row('house', 2, 90), row('new', 3, 70)])
  test('AP-21 tells whose rank or score is another, those who left it last, and nothing of those who stand as they stood', () => {
    expect(changesOf(ranked, now).map((each) => [each.id, each.before.rank, each.after.rank])).toEqual([['other', 2, 1], ['house', 1, 2], ['new', null, 3]])
    expect(changesOf(now, ranked).map((each) => each.id)).toEqual(['house', 'other', 'new'])
    expect(changesOf(ranked, ranked)).toEqual([])
    expect(changesOf(ranked, now).map((each) => sayChange(each).zh)).toEqual(['other医院：原第2名、80.0分，更正为第1名、95.0分', 'house医院：原第1名、90.0分，更正为第2名、90.0分', 'new医院：原不排名，更正为第3名、70.0分'])
  })
  test('AP-21 where nothing is another nothing is published in its place', () => {
    const corrects = { leagueId: 'l', publishedAt: '2026-03-04T01:00:00.000Z', whys: ['漏计'] }
    expect([code(mayReplace(undefined)), code(mayReplace({ ...corrects, changes: [] })), code(mayReplace({ ...corrects, changes: changesOf(ranked, now) }))]).toEqual([null, 'appraisal.nothing_changed', null])
  })
  test.each([[false, 'draft', null], [true, 'draft', 'appraisal.correction_owed'], [false, 'published', 'appraisal.published']] as const)('AP-21 a correction (%s) that is %s is removed or weighed: %s', (isCorrection, state, refused) =>
    expect(code(mayDropOrWeigh(office, { institutionId: 'commission', of: 'institutions', state, isCorrection }))).toBe(refused))
})

test.each<[string, Actor, LeagueState, string | null]>([
  ['the head', head, 'published', null], ['the clerk', office, 'published', 'appraisal.withdraw_head_only'], ['another head', actor('commission_head', 'another', '9901'), 'published', 'appraisal.withdraw_head_only'], ['the head, of a draft', head, 'draft', 'appraisal.not_published'],
  ['the head, twice', head, 'withdrawn', 'appraisal.withdrawn_already'], ['the head, of what was replaced', head, 'superseded', 'appraisal.not_current'],
])('AP-22 withdrawn by %s', (_, who, state, refused) => expect(code(mayWithdraw(who, { institutionId: 'commission', of: 'institutions', state }))).toBe(refused))
