import { zipSync, strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { kindOf } from './files.ts'
import { writeXlsx } from './xlsx.ts'

const zip = (name: string) => zipSync({ [name]: strToU8('<x/>') })

test.each([
  ['a PDF', Buffer.from('%PDF-1.7'), 'pdf'],
  ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'jpeg'],
  ['a Word document', zip('word/document.xml'), 'docx'],
  ['one of our spreadsheets', writeXlsx({ columns: [{ key: 'a', title: '甲' }], rows: [] }), 'xlsx'],
  ['an archive of something else', zip('evil.exe'), null],
  ['Chinese text', Buffer.from('甲,乙\r\n'), 'text'],
  ['a program', Buffer.from('MZ something'), null],
  ['a web page', Buffer.from('<script>'), null],
  ['bytes with a zero', Buffer.from([65, 0, 66]), null],
])('FI-1 the kind of %s is told by its content', (_, bytes, kind) => {
  expect(kindOf(bytes)).toBe(kind)
})
