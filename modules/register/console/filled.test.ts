import { expect, test } from 'vitest'
import { RegisterDefinition } from '../rules/definition.ts'
import { emptyFilled, isTouched, judge, readNumber, toSend, type Filled, type Picked } from './filled.ts'

const words = (zh: string) => ({ zh, en: zh })
const definition = RegisterDefinition.parse({
  key: 'talks', name: words('讲座'), why: words('为什么'), does: words('做什么'), group: 'education', scope: 'department', period: 'week', expect: 1,
  enter: ['nurse'], correct: ['nurse'], day: { label: words('日期'), late: 7 }, evidence: { files: 'optional', pictures: true },
  fields: [
    { key: 'topic', label: words('主题'), type: 'text', required: true, min: 2 },
    { key: 'theme', label: words('类别'), type: 'choice', required: true, options: [{ value: 'diet', ...words('膳食') }, { value: 'other', ...words('其他') }] },
    { key: 'which', label: words('哪一种'), type: 'text', when: "theme == 'other'", required: true },
    { key: 'scan', label: words('扫描件'), type: 'picture', when: "theme == 'other'", required: true, min: 1 },
    { key: 'attended', label: words('人数'), type: 'number', required: true, min: 1 },
    { key: 'secret', label: words('秘密'), type: 'text', personal: true, required: true },
  ],
  title: 'topic', source: { zh: '试', certainty: 'house' },
})

const today = '2026-03-05'
const department = '01958f00-0000-7000-8000-000000000001'
const picture = (id: string, field: string): Picked => ({ id, field, name: `${id}.jpg`, size: 3, picture: true, blob: new Blob(['abc']) })
const filled = (given: Partial<Filled>): Filled => ({ ...emptyFilled(today, department), ...given })
const whole = filled({ values: { topic: '合理膳食', theme: 'diet', secret: 's' }, numbers: { attended: '12' } })
const paths = (given: Filled, sealed: string[] = []) => judge(definition, given, { today, sealed }).faults.map((each) => each.path)

test.each([['12', 12], ['１２', 12], ['1,200', 1200], ['3.5', 3.5], ['3。5', 3.5], [' -4 ', -4], ['', undefined]])('the number %s is read as %s', (text, value) => {
  expect(readNumber(text)).toBe(value)
})
test('what is no number is not read as none', () => {
  expect(readNumber('十二')).toBeNaN()
  expect(paths(filled({ ...whole, numbers: { attended: '十二' } }))).toEqual(['values.attended'])
})

test('a field that is not asked for is neither shown, nor judged, nor sent, and comes back with what was typed', () => {
  const hidden = filled({ ...whole, values: { ...whole.values, which: '写过的' }, picked: [picture('p', 'scan')] })
  const judged = judge(definition, hidden, { today })
  expect(judged.shown.map((field) => field.key)).toEqual(['topic', 'theme', 'attended', 'secret'])
  expect(judged.faults).toEqual([])
  expect(toSend(hidden, judged)).toMatchObject({ files: [], fileFields: [], values: { which: null, scan: null } })
  const again = judge(definition, { ...hidden, values: { ...hidden.values, theme: 'other' } }, { today })
  expect(again.values).toMatchObject({ which: '写过的' })
  expect(again.faults).toEqual([])
})

test('files go along by the field they belong to, and their place holders do not', () => {
  const given = filled({ ...whole, values: { ...whole.values, theme: 'other', which: '什么', scan: ['kept'] }, picked: [picture('p', 'scan'), picture('q', '')] })
  const sent = toSend(given, judge(definition, given, { today }))
  expect(sent.fileFields).toEqual(['scan', ''])
  expect(sent.values['scan']).toEqual(['kept'])
})

test('a sealed value that nobody touched stays out of what is sent and counts as filled in', () => {
  const given = filled({ ...whole, values: { topic: '合理膳食', theme: 'diet' } })
  expect(paths(given)).toEqual(['values.secret'])
  expect(paths(given, ['secret'])).toEqual([])
  expect(Object.keys(toSend(given, judge(definition, given, { today, sealed: ['secret'] }), ['secret']).values)).not.toContain('secret')
  const emptied = filled({ ...whole, values: { ...whole.values, secret: null } })
  expect(paths(emptied, ['secret'])).toEqual(['values.secret'])
})

test('an untouched form is not worth keeping', () => {
  expect(isTouched(emptyFilled(today, department))).toBe(false)
  expect(isTouched(whole)).toBe(true)
  expect(isTouched(filled({ picked: [picture('p', '')] }))).toBe(true)
})
