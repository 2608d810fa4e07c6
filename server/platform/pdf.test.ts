import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeOfficialDocx } from './official-docx.ts'
import { findOffice, officeConverter } from './pdf.ts'

const paper = writeOfficialDocx({ title: '关于转换试验的通报', recipient: '各单位', body: [{ kind: 'paragraph', text: '试验正文，𠮷字也在其中。' }], signer: '试验单位', date: '2026-03-02' })
let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'huiyin-office-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function program(name: string, script: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

describe.skipIf(process.platform === 'win32')('the converter is a port', () => {
  test('a server without one says so instead of failing', async () => {
    expect(findOffice({ PATH: folder })).toBe(null)
    expect(findOffice({ HUIYIN_SOFFICE: path.join(folder, 'nothing-there'), PATH: process.env['PATH'] })).toBe(null)
    expect(await officeConverter(null).convert(paper)).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('没有安装 LibreOffice') })
  })
  test('the named program, else the first in the path', () => {
    const soffice = program('soffice', 'exit 0')
    expect([findOffice({ PATH: `/nowhere${path.delimiter}${folder}` }), findOffice({ HUIYIN_SOFFICE: soffice })]).toEqual([soffice, soffice])
  })
  test('a program that makes nothing is a failure with its code', async () => {
    expect(await officeConverter(program('broken', 'exit 77')).convert(paper)).toMatchObject({ state: expect.stringMatching(/failed|unavailable/) })
  })
  test('a program that never ends is ended, with what it started', async () => {
    const answer = await officeConverter(program('endless', 'sleep 60 & wait'), 500).convert(paper)
    expect(['failed', 'unavailable']).toContain(answer.state)
  }, 60_000)
})

const office = findOffice(process.env)
if (office === null) process.stdout.write('LibreOffice is not installed here: the conversion itself is not tried\n')
test.skipIf(office === null)('LibreOffice makes a PDF of an official paper, with its words in it', async () => {
  const answer = await officeConverter(office).convert(paper)
  if (answer.state !== 'made') throw new Error(answer.reason)
  const { extractText, getDocumentProxy } = await import('unpdf')
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(answer.bytes)), { mergePages: true })
  expect(text.replaceAll(/\s/g, '')).toContain('关于转换试验的通报')
}, 130_000)
