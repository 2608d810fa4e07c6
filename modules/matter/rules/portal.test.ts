import { describe, expect, test } from 'vitest'
import { mostText, readFiling, titleOf } from './filing-form.ts'
import { judgeSender, judgeUses } from '../../../kernel/form-limits.ts'
import { openFigure, recentMonths, withCompanion } from './open-figures.ts'

const kinds = [{ key: 'complaint', anonymous: true, categories: [{ key: 'charges' }] }, { key: 'paper', anonymous: false, categories: [] }]
const read = (typed: Record<string, string>) => readFiling({ kind: 'complaint', text: '收费窗口多收了钱', ...typed }, kinds, '2026-03-02')
const faulty = (typed: Record<string, string>) => Object.keys(read(typed).faults)

describe('PO-5 what was typed', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['nothing but the matter', {}, []],
    ['a kind that is none', { kind: 'x' }, ['kind']],
    ['four characters', { text: '多收了钱' }, ['text']],
    ['four rare characters that take two places each', { text: '𠀀𠀁𠀂𠀃' }, ['text']],
    ['five rare characters', { text: '𠀀𠀁𠀂𠀃𠀄' }, []],
    ['the longest text', { text: '长'.repeat(mostText) }, []],
    ['one character more', { text: '长'.repeat(mostText + 1) }, ['text']],
    ['a name of ten thousand characters', { name: '欧'.repeat(10_000) }, ['name']],
    ['a place of a hundred and one', { place: '楼'.repeat(101) }, ['place']],
    ['a day that is tomorrow', { on: '2026-03-03' }, ['on']],
    ['a day that there is not', { on: '2026-02-30' }, ['on']],
    ['a day in words', { on: '上个礼拜' }, ['on']],
    ['a phone too short', { phone: '1390000' }, ['phone']],
    ['words for a phone', { phone: '没有' }, ['phone']],
    ['no phone where one is needed', { kind: 'paper' }, ['phone']],
    ['everything wrong at once', { kind: 'x', text: '', on: 'x', phone: 'x' }, ['kind', 'text', 'on', 'phone']],
  ])('%s', (_, typed, faults) => expect(faulty(typed)).toEqual(faults))

  test.each([
    ['2026-03-01', '2026-03-01'],
    ['2026/3/1', '2026-03-01'],
    ['2026年3月1日', '2026-03-01'],
    ['3月1日', '2026-03-01'],
    ['２０２６－０３－０１', '2026-03-01'],
  ])('a day written %s stands in front of the text', (on, iso) => expect(read({ on }).filing.text).toBe(`发生日期：${iso}\n收费窗口多收了钱`))

  test.each([
    ['139 0000 0001', '13900000001'],
    ['１３９０００００００１', '13900000001'],
    ['0999-1234567', '09991234567'],
    ['', ''],
  ])('a phone written %s is kept in digits', (phone, kept) => expect(read({ phone }).filing.phone).toBe(kept))

  test('marks of direction, emoji, rare characters and controls stay; only zero bytes go', () => {
    const text = 'a\0b \u202e倒写\u202c 😀 𠮷野家 \u0007铃'
    expect(read({ text }).filing.text).toBe(text.replace('\0', ''))
  })

  test('a category that the kind does not have is none', () => {
    expect([read({ category: 'charges' }).filing.category, read({ category: 'x' }).filing.category, read({}).filing.category]).toEqual(['charges', null, null])
  })
})

test.each([
  ['收费窗口多收了钱。我问了两次。', '收费窗口多收了钱'],
  ['\n\n第二行才写字', '第二行才写字'],
  ['短', '短'],
  ['。。。', '。。。'],
  ['字'.repeat(60), `${'字'.repeat(39)}…`],
  ['𠀀'.repeat(60), `${'𠀀'.repeat(39)}…`],
])('PO-9 %s is called %s', (text, title) => expect(titleOf(text)).toBe(title))

const law = { addressPerHour: 60, devicePerDay: 20, phonePerDay: 10, leastSeconds: 3 }
test.each<[string, Parameters<typeof judgeUses>[0], string | undefined]>([
  ['the sixtieth of an address', { address: 60, device: null, phone: null, text: 1 }, undefined],
  ['the sixty-first', { address: 61, device: null, phone: null, text: 1 }, 'portal.too_many_address'],
  ['the twenty-first of a device', { address: 21, device: 21, phone: null, text: 1 }, 'portal.too_many_device'],
  ['the tenth of a phone', { address: 1, device: 1, phone: 10, text: 1 }, undefined],
  ['the eleventh of a phone', { address: 1, device: 1, phone: 11, text: 1 }, 'portal.too_many_phone'],
  ['the same words again', { address: 2, device: 2, phone: null, text: 2 }, 'portal.same_text'],
])('PO-2 %s', (_, uses, refused) => expect(judgeUses(uses, law)?.refused).toBe(refused))

test.each([
  ['a person', { trap: '', openedAtMs: 0, nowMs: 3000 }, undefined],
  ['faster than a hand', { trap: '', openedAtMs: 0, nowMs: 2999 }, 'portal.too_fast'],
  ['who fills what nobody sees', { trap: 'http://spam', openedAtMs: 0, nowMs: 60_000 }, 'portal.left_blank'],
])('PO-4 %s', (_, sender, refused) => expect(judgeSender(sender, law)?.refused).toBe(refused))

const body = { institutionId: 'a', name: '医院' }
test.each([
  ['four are not told, nor any rate', { received: 4, due: 4, inTime: 4, asked: 4, solved: 1 }, 1000, { received: null, perTenThousand: null, inTime: null, solved: null }],
  ['five are', { received: 5, due: 5, inTime: 5, asked: 5, solved: 0 }, 12_000, { received: 5, perTenThousand: '4.2', inTime: '100%', solved: '0%' }],
  ['a share stands on its own five', { received: 9, due: 4, inTime: 2, asked: 6, solved: 5 }, null, { received: 9, perTenThousand: null, inTime: null, solved: '83%' }],
  ['one of a thousand late is not all in time', { received: 1000, due: 1000, inTime: 999, asked: 0, solved: 0 }, 0, { received: 1000, perTenThousand: null, inTime: '99%', solved: null }],
  ['none is told as none', { received: 0, due: 0, inTime: 0, asked: 0, solved: 0 }, 10_000, { received: 0, perTenThousand: '0.0', inTime: null, solved: null }],
])('PO-6 %s', (_, counts, visits, shown) => expect(openFigure(body, counts, visits)).toEqual({ ...body, ...shown }))

test('PO-6 one untold body of a county takes the next smallest with it, two keep each other company', () => {
  const row = (institutionId: string, received: number | null, regionCode = '990121') => ({ institutionId, name: institutionId, received, perTenThousand: received === null ? null : '1.0', inTime: null, solved: null, regionCode })
  const told = (rows: Parameters<typeof withCompanion>[0]) => withCompanion(rows).map((each) => each.received)
  expect(told([row('a', null), row('b', 9), row('c', 6), row('d', 0)])).toEqual([null, 9, null, 0])
  expect(told([row('a', null), row('b', null), row('c', 6)])).toEqual([null, null, 6])
  expect(told([row('a', null), row('b', 7, '990122')])).toEqual([null, 7])
  expect(withCompanion([row('a', null), row('b', 6)])[1]).toEqual(row('b', null))
})

test('PO-6 the months on offer run back over New Year', () => expect(recentMonths('2026-02-28', 4)).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']))
