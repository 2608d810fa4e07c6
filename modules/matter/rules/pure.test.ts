import { expect, test } from 'vitest'
import { seeded } from '../../../kernel/random.ts'
import { readKinds } from '../kinds.ts'
import { citizenAnswer, citizenState, citizenSteps } from './citizen.ts'
import { gramsOf, holdsWords } from './grams.ts'
import type { MatterEvent } from './matter.ts'
import { caseNumber, readCaseNumber } from './number.ts'
import { drawForRecheck, ripeBefore } from './recheck.ts'
import { redact } from './redact.ts'
import { likelyDuplicates, likeness, shinglesOf, type Candidate } from './shingles.ts'

test('MT-18 two characters are found, in any width, across blanks, and rare characters count as one', () => {
  expect(gramsOf('排队 太久！')).toEqual(['排队', '队太', '太久'])
  expect(gramsOf('ＡＢc')).toEqual(['ab', 'bc'])
  expect(gramsOf('𠮷野家')).toEqual(['𠮷野', '野家'])
  expect(gramsOf('急')).toEqual([])
  expect(holdsWords('挂号难，号难挂', '号难')).toBe(true)
  expect(holdsWords('挂号。难看', '挂难')).toBe(false)
})

const other = (id: string, body: string, over: Partial<Candidate> = {}): Candidate => ({ id, title: '', body, category: 'waiting', departmentId: null, sameCaller: false, ...over })
const story = '上周三上午带孩子到儿科看病，九点取号，等到十二点还没有看上，护士说医生开会去了，没有人解释。'

test('MT-19 near copies are suggested, likeliest first; the same caller needs less; other stories are left alone', () => {
  expect(likeness(shinglesOf('完全不同的话'), shinglesOf('天气很好今天'))).toBe(0)
  expect(likeness(shinglesOf(story), shinglesOf(story))).toBe(1)
  expect(likeness(shinglesOf(''), shinglesOf(story))).toBe(0)
  const found = likelyDuplicates({ title: '', body: story, category: 'waiting', departmentId: 'd' }, [
    other('copy', story.replace('九点', '9点')), other('apart', '停车场收费太贵，没有发票。'), other('caller', '还是上次儿科等候的事，一直没有回音。', { sameCaller: true, departmentId: 'd' }), other('stranger', '还是上次儿科等候的事，一直没有回音。', { departmentId: 'd' }),
  ])
  expect(found.map((each) => each.id)).toEqual(['caller', 'copy'])
})

test.each([
  ['a mobile phone', '请回电13912345678谢谢', '请回电××谢谢', 'phone'],
  ['a phone with gaps', '电话 139-1234-5678', '电话 ××', 'phone'],
  ['a landline', '0478-8223456 找我', '×× 找我', 'phone'],
  ['an id number', '身份证11010519491231002X办卡', '身份证××办卡', 'id-number'],
  ['an id number with gaps', '110105 19491231 002X', '××', 'id-number'],
  ['a card', '卡号6222 0200 1234 5678 901', '卡号××', 'bank-card'],
  ['an e-mail', '发到zhou.x@example.com即可', '发到××即可', 'email'],
  ['a number plate', '车牌京A12345被挡', '车牌××被挡', 'plate'],
  ['a record number', '住院号：2026001234，三床', '××，三床', 'case-number'],
  ['a house', '家住幸福小区3号楼2单元501室', '××', 'address'],
  ['the name of a member of staff', '外科刘建国态度不好', '外科××态度不好', 'name'],
  ['a surname with a title', '李医生没有解释', '某医生没有解释', 'name'],
] as const)('MT-17 %s is taken out', (_, text, clean, sort) => {
  const done = redact(text, ['刘建国'])
  expect(done.text).toBe(clean)
  expect([...done.removed.keys()]).toEqual([sort])
})

test('MT-17 the author is taken out by what was left of them, and what names nobody stays', () => {
  const author = { name: '周晓芸', phone: '0478123', idNumber: '', address: '河东村二组' }
  expect(redact('周晓芸住河东村二组，电话0478123', [], author)).toMatchObject({ text: '××住××，电话××' })
  const plain = '2026年3月2日上午9点，门诊二楼等候3小时，缴费25.50元，共120人。'
  expect(redact(plain, ['刘建国'], author)).toEqual({ text: plain, removed: new Map() })
  expect(redact(redact('李医生 13912345678', []).text, []).removed.size).toBe(0)
})

test('MT-20 a draw can be drawn again from its seed, whatever order the list came in', () => {
  const ids = Array.from({ length: 23 }, (_, at) => `m-${String(at).padStart(2, '0')}`)
  const drawn = drawForRecheck(ids, 0.2, 'problem 2026-03-02 x')
  expect(drawn).toHaveLength(5)
  expect(drawForRecheck(seeded('other').shuffle(ids), 0.2, 'problem 2026-03-02 x')).toEqual(drawn)
  expect(drawForRecheck(ids, 0.2, 'problem 2026-03-02 y')).not.toEqual(drawn)
  expect([drawForRecheck(['one'], 0.2, 's'), drawForRecheck([], 0.2, 's'), drawForRecheck(ids, 0, 's')]).toEqual([['one'], [], []])
  expect(ripeBefore('2026-03-30T00:00:00.000Z', 4)).toBe('2026-03-02T00:00:00.000Z')
})

test('MT-21 a case number says kind, year and count, and is read however it was typed', () => {
  expect(caseNumber('TS', 2026, 12)).toBe('TS-2026-00012')
  expect(['ts 2026 12', 'TS－2026－00012', 'TS202612', '投诉', 'TS-26-1'].map(readCaseNumber)).toEqual(['TS-2026-00012', 'TS-2026-00012', 'TS-2026-00012', null, null])
})

const event = (over: Partial<MatterEvent>): MatterEvent => ({ seq: 1, at: '2026-03-02T01:00:00.000Z', move: 'received', fromState: null, toState: 'received', byKind: 'author', byId: 'x', byName: '', departmentId: null, words: '', publicWords: '', params: {}, fileIds: [], ...over })

test('MT-26 the author reads what the kind says of a step and the words meant for the author, never an inner note', () => {
  const complaint = readKinds().find((kind) => kind.key === 'complaint')!
  const events = [event({}), event({ seq: 2, move: 'note', byKind: 'staff', byName: '王', words: '此人多次投诉' }), event({ seq: 3, move: 'contact', byKind: 'staff', byName: '王', words: '电话沟通', publicWords: '明天给您回复' }), event({ seq: 4, move: 'assign', byKind: 'staff', words: '交小李' })]
  expect(citizenSteps(complaint, events)).toEqual([
    { seq: 1, at: '2026-03-02T01:00:00.000Z', says: { zh: '已收到。', en: 'We have received it.' }, words: '', mine: true },
    { seq: 3, at: '2026-03-02T01:00:00.000Z', says: { zh: '工作人员已与您联系。', en: 'We have been in touch with you.' }, words: '明天给您回复', mine: false },
  ])
  expect(JSON.stringify(citizenSteps(complaint, events))).not.toMatch(/王|多次投诉|小李/)
  expect(citizenState(complaint, { state: 'handling' }, events).zh).toBe('正在办理')
  const drafted = { answer: '草稿', answeredAt: null, phase: 'open', state: 'drafted' } as const
  expect([citizenAnswer(drafted), citizenAnswer({ ...drafted, phase: 'settled', state: 'answered', answeredAt: 'x' })]).toEqual([null, '草稿'])
})
