import { describe, expect, test } from 'vitest'
import { anonymous, type Actor } from '../../kernel/actor.ts'
import { checkFeedUrl, isPublicAddress } from './rules/address.ts'
import { mayKeep, mayWatch } from './rules/authority.ts'
import { ChannelFault, keptFault, readFault } from './rules/fault.ts'
import { keptOf, keyText, keywordsOf, wordsIn } from './rules/feed.ts'
import { clean, cut, freshText, ignoredBecause, maskAddress, numbersIn, titleOf, type Letter } from './rules/mail.ts'
import { receiptText } from './rules/receipt-text.ts'
import { orderColumns } from './rules/transfer/columns.ts'
import { judgeRow, phoneOf } from './rules/transfer/judge.ts'
import { mayDiscard, mayTake } from './rules/transfer/taking.ts'

const body = { institutionId: '11111111-1111-7111-8111-111111111111' }
const who = (role: Actor['roles'][number], institutionId = body.institutionId): Actor => ({ ...anonymous, kind: 'staff', institutionId, roles: [role] })
const letter = (given: Partial<Omit<Letter, 'headers'>> & { headers?: Record<string, string> } = {}): Letter => ({ messageId: 'a@b', inReplyTo: [], subject: '反映取药排队', text: '排队两小时', from: { name: '王', address: 'wang@example.org' }, ...given, headers: new Map(Object.entries(given.headers ?? {})) })

test.each([
  ['institution_head', null, null],
  ['institution_clerk', null, null],
  ['complaint_officer', 'channel.not_yours', null],
  ['nurse', 'channel.not_yours', 'channel.not_yours'],
] as const)('IN-1 %s keeps and watches the channels of the own body only', (role, keep, watch) => {
  expect(mayKeep(who(role), body)?.refused ?? null).toBe(keep)
  expect(mayWatch(who(role), body)?.refused ?? null).toBe(watch)
  expect(mayWatch({ ...who('commission_head', 'other'), regionPrefix: '99' }, body)?.refused).toBe('channel.not_yours')
})

describe('IN-3 what a machine wrote is no voice', () => {
  test.each([
    ['a person', {}, null],
    ['our own address', { from: { name: '', address: 'tousu@hospital.example' } }, 'own'],
    ['no sender', { from: { name: 'x', address: '' } }, 'no_sender'],
    ['an automatic answer', { headers: { 'auto-submitted': 'auto-replied (vacation)' } }, 'automatic'],
    ['a person who says so', { headers: { 'auto-submitted': 'no' } }, null],
    ['a bounce', { headers: { 'return-path': '<>' } }, 'automatic'],
    ['a delivery report', { headers: { 'content-type': 'multipart/report; report-type=delivery-status' } }, 'automatic'],
    ['the mailer', { from: { name: '', address: 'mailer-daemon@example.org' } }, 'automatic'],
    ['an address that takes no answer', { from: { name: '', address: 'no-reply+7@example.org' } }, 'automatic'],
    ['a list', { headers: { 'list-id': '<news.example.org>' } }, 'list'],
    ['bulk mail', { headers: { precedence: 'Bulk' } }, 'list'],
  ])('%s', (_, given, reason) => {
    expect(ignoredBecause(letter(given), ['tousu@hospital.example'])).toBe(reason)
  })
})

test('IN-4 numbers of matters are found in a subject, whatever stands around them', () => {
  expect(numbersIn('Re: [TS-2026-00012] 来信已登记')).toEqual(['TS-2026-00012'])
  expect(numbersIn('回复：ts202600012 和 YJ－2026－3')).toEqual(['TS-2026-00012', 'YJ-2026-00003'])
  expect(numbersIn('关于2026年3月的事，房间A2026')).toEqual([])
})

test('IN-5 control characters and direction marks go, rare characters and emoji stay', () => {
  expect(clean('一\u0000二\u202e三\u200f四\r\n五\ufeff')).toBe('一二三四\n五')
  expect(clean('𠮷野家👩\u200d⚕️ঙ')).toBe('𠮷野家👩\u200d⚕️ঙ')
  expect(cut('𠮷𠮷𠮷𠮷', 4)).toBe('𠮷…')
  expect(cut('𠮷𠮷𠮷𠮷', 4)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  expect(cut('短', 4)).toBe('短')
})

test.each([
  [{ subject: 'Re: 答复：【排队】', text: '' }, '【排队】'],
  [{ subject: '  ', text: '\n\n第一句话\n第二句' }, '第一句话'],
  [{ subject: 'FW：转发: 停车', text: 'x' }, '停车'],
])('the title is the subject without reply marks, else the first words', (given, title) => {
  expect(titleOf(given)).toBe(title)
})

test('an answer is what was newly written; where everything is quoted it is kept whole', () => {
  expect(freshText('谢谢，还没有解决。\n\n在 2026年3月1日，某医院 <a@b.cn> 写道：\n> 您的来信已登记')).toBe('谢谢，还没有解决。')
  expect(freshText('还是一样\n-----Original Message-----\nFrom: a')).toBe('还是一样')
  expect(freshText('> 全是引用')).toBe('> 全是引用')
  expect(freshText('> 医生的原话\n我不同意这一句')).toBe('> 医生的原话\n我不同意这一句')
})

test('IN-8 the receipt names number and code and repeats nothing of the letter', () => {
  const { subject, text } = receiptText({ number: 'TS-1', kind: '投诉', body: '某医院', code: 'AAAA-BBBB-CCCC', followUrl: 'http://x/follow', left: ['“a.exe”没有保留'], added: false })
  expect(subject).toBe('[TS-1] 来信已登记')
  expect(text).toContain('AAAA-BBBB-CCCC')
  expect(text).toContain('“a.exe”没有保留')
  expect(receiptText({ number: 'TS-1', kind: '投诉', body: '', code: null, followUrl: '', left: [], added: true }).text).not.toContain('查询码')
})

test('an address is told by its first character and its house', () => {
  expect(maskAddress('wang@example.org')).toBe('w***@example.org')
  expect(maskAddress('@x')).toBe('***')
  expect(maskAddress('')).toBe('')
})

describe('IN-10 only the open network is asked', () => {
  test.each(['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '::1', '::', 'fe80::1%eth0', 'fc00::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::10.0.0.1', '2002:7f00:1::', '2001:db8::1', '2001::1', 'none'])('%s is inside', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
  test.each(['1.2.3.4', '172.32.0.1', '100.128.0.1', '223.5.5.5', '2400:3200::1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'])('%s is outside', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
  test.each([
    ['https://news.example.org/rss', null],
    ['http://news.example.org:8080/a?b=c', null],
    ['ftp://news.example.org/rss', 'channel.feed_url'],
    ['no address', 'channel.feed_url'],
    ['https://user:word@news.example.org/', 'channel.feed_url'],
    ['http://127.0.0.1/rss', 'channel.feed_private'],
    ['http://2130706433/rss', 'channel.feed_private'],
    ['http://0x7f.1/rss', 'channel.feed_private'],
    ['http://[::1]/rss', 'channel.feed_private'],
    ['http://localhost/rss', 'channel.feed_private'],
    ['http://printer.local/rss', 'channel.feed_private'],
    ['http://intranet/rss', 'channel.feed_private'],
  ])('%s', (url, refused) => {
    expect(checkFeedUrl(url)?.refused ?? null).toBe(refused)
  })
})

test('IN-11 an entry holds a keyword whatever the width, case and punctuation; a keyword has two characters', () => {
  const keywords = keywordsOf(['县医院', ' 县 医院', 'ＥＣＭＯ', '药', ''])
  expect(keywords).toEqual(['县医院', 'ＥＣＭＯ'])
  expect(wordsIn({ title: '家属称“县·医院”用 ecmo', summary: '' }, keywords)).toEqual(['县医院', 'ＥＣＭＯ'])
  expect(wordsIn({ title: '天气', summary: '晴' }, keywords)).toEqual([])
})

test('IN-12 an entry is known by its address without traces, else by its own id, else by its title', () => {
  const at = (link: string, guid = '', title = '') => keyText({ link, guid, title })
  expect(at('http://www.news.example/a/?utm_source=x&id=3')).toBe(at('https://news.example/a?id=3&spm=1'))
  expect(at('https://news.example/a?id=3')).not.toBe(at('https://news.example/a?id=4'))
  expect(at('', 'urn:1')).toBe('urn:1')
  expect(at('', '', '县医院，停电')).toBe(at('', '', '县医院 停电'))
  expect(keptOf({ guid: '', title: '甲\u0007 乙', link: 'javascript:alert(1)', summary: 'x'.repeat(3000), publishedAt: null })).toMatchObject({ title: '甲 乙', link: '' })
})

describe('IN-14 a row of a sheet', () => {
  const titles = new Map(orderColumns.map((each) => [each.key, each.title]))
  const at = new Map(orderColumns.map((each, place) => [each.key, place]))
  const known = { today: '2026-03-02', now: '2026-03-02T01:00:00.000Z', ownInstitutionId: body.institutionId, institutions: (typed: string) => (typed === '云溪县示例医院' ? 'h' : null), kinds: [{ key: 'complaint', name: { zh: '投诉' } }, { key: 'suggestion', name: { zh: '建议' } }] }
  const judge = (given: Partial<Record<string, string>>, odd: Record<number, 'rounded' | 'error'> = {}) => judgeRow({ row: 3, at, cells: orderColumns.map((each) => given[each.key] ?? ''), odd }, titles, known)
  test('a good one in the words people use', () => {
    expect(judge({ number: 'A1', kind: '投诉举报类', text: '排队太久', institution: '云溪县示例医院', phone: '139 0000 0000', receivedAt: '2026年3月1日 9:05', dueOn: '2026/3/8' })).toEqual({
      faults: [], order: { number: 'A1', kind: 'complaint', title: '', text: '排队太久', institutionId: 'h', place: '', name: '', phone: '13900000000', receivedAt: '2026-03-01T01:05:00.000Z', dueAt: null, dueOn: '2026-03-08' },
    })
    expect(judge({ number: 'A2', text: '很好' }).order).toMatchObject({ kind: 'complaint', institutionId: body.institutionId, receivedAt: null, dueOn: null })
  })
  test('every bad cell is named by its place, all of them at once', () => {
    const { order, faults } = judge({ kind: '感谢信', institution: '没有的医院', phone: '电话', receivedAt: '昨天', dueOn: '2026-02-30' })
    expect(order).toBeNull()
    expect(faults.map((fault) => `${fault.cell} ${fault.column}`)).toEqual(['A3 单号', 'D3 内容', 'B3 类别', 'E3 涉及机构', 'H3 电话', 'I3 来件时间', 'J3 办理期限'])
    expect(judge({ number: '1', text: '很好', receivedAt: '2026-03-03' }).faults[0]?.reason).toContain('将来')
    expect(judge({ number: '12345678901234567', text: '很好' }, { 0: 'rounded' }).faults[0]?.reason).toContain('丢失')
    expect(judge({ number: '1', text: '字'.repeat(10_001) }).faults[0]?.reason).toContain('10000')
  })
  test.each([['', ''], ['13900000000', '13900000000'], ['0990-5550100', '0990-5550100'], ['（0990）5550100', '09905550100'], ['12345', null], ['5550100', '5550100'], ['不详', null], ['1390000', '1390000']])('the telephone %s', (typed, kept) => {
    expect(phoneOf(typed)).toBe(kept)
  })
})

test('IN-15 an import is taken once, by its body, "all" only without faults', () => {
  const run = { ...body, state: 'preview' as const, counts: { good: 2, bad: 0, known: 0 } }
  const officer = who('complaint_officer')
  expect(mayTake(officer, run, 'all')).toBeNull()
  expect(mayTake(officer, { ...run, counts: { ...run.counts, bad: 1 } }, 'all')?.refused).toBe('channel.import_has_faults')
  expect(mayTake(officer, { ...run, counts: { ...run.counts, bad: 1 } }, 'good')).toBeNull()
  expect(mayTake(officer, { ...run, counts: { good: 0, bad: 3, known: 0 } }, 'good')?.refused).toBe('channel.import_nothing')
  expect(mayTake(officer, { ...run, state: 'taken' }, 'all')?.refused).toBe('channel.import_over')
  expect(mayDiscard(officer, { ...run, state: 'discarded' })?.refused).toBe('channel.import_over')
  expect(mayTake(who('nurse'), run, 'all')?.refused).toBe('channel.not_yours')
})

test('what the network said is kept as a code with its words, and comes back as both', () => {
  expect(readFault(keptFault(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' })))).toEqual({ code: 'unreachable', detail: 'connect ECONNREFUSED 127.0.0.1:1' })
  expect(readFault(keptFault(new ChannelFault('login', 'no\nsuch user')))).toEqual({ code: 'login', detail: 'no such user' })
  expect(keptFault(Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))).toBe('certificate: x')
  expect(readFault('strange')).toEqual({ code: 'other', detail: 'strange' })
  expect(readFault(null)).toBeNull()
})
