import { expect, test } from 'vitest'
import { readNames, type Person } from './paste-names.ts'

const person = (id: string, name: string, employeeNumber: string, department = '内科'): Person => ({ id, name, employeeNumber, department, note: '' })
const people = [person('a', '张三', 'E1001'), person('b', '李四光', 'E1002'), person('c', '王芳', 'E1003'), person('d', '王芳', 'E1004', '外科'), person('e', '买买提·艾力', 'E1005')]
const ids = (text: string) => readNames(text, people).found.map((each) => each.id)

test.each([
  ['one name a line', '张三\n李四光', ['a', 'b']],
  ['Chinese and western commas', '张三、李四光，买买提·艾力', ['a', 'b', 'e']],
  ['numbers before the names', '1. 张三\n2、李四光\n（3）买买提·艾力', ['a', 'b', 'e']],
  ['a gap that aligns a short name', '张　三 李四光', ['a', 'b']],
  ['a row of a sheet', '1\t张三\t内科\t主任医师\r\n2\t李四光\t外科', ['a', 'b']],
  ['employee numbers', 'E1001 E1005', ['a', 'e']],
  ['a name twice', '张三\n张三', ['a']],
])('names are read from %s', (_, text, wanted) => {
  expect(ids(text)).toEqual(wanted)
  expect(readNames(text, people).unknown).toEqual([])
})

test('what nobody is called is said, not dropped', () => {
  expect(readNames('张三\n赵六\n钱七', people)).toMatchObject({ found: [{ id: 'a' }], unknown: ['赵六', '钱七'] })
})

test('a name that two people bear is asked about', () => {
  expect(readNames('王芳', people)).toMatchObject({ found: [], ambiguous: [{ text: '王芳', people: [{ id: 'c' }, { id: 'd' }] }], unknown: [] })
})

test('of namesakes the line says which one by number or department', () => {
  expect(readNames('王芳\tE1004', people)).toMatchObject({ found: [{ id: 'd' }], ambiguous: [], unknown: [] })
  expect(readNames('王芳\t内科', people)).toMatchObject({ found: [{ id: 'c' }], ambiguous: [] })
})

test('an empty paste finds nobody', () => {
  expect(readNames(' \n\n', people)).toEqual({ found: [], ambiguous: [], unknown: [] })
})
