import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { fonts } from './official/layout.ts'

/** What became of a conversion; a reason is for the commission's clerk, as it stands. */
export type PdfAnswer = { readonly state: 'made'; readonly bytes: Uint8Array } | { readonly state: 'unavailable' | 'failed'; readonly reason: string }

/** Turns an official paper into a PDF with another program (ADR 0016); a port, so that a server without one can say so. */
export type PdfConverter = { readonly convert: (docx: Uint8Array) => Promise<PdfAnswer> }

const names = process.platform === 'win32' ? ['soffice.com', 'soffice.exe'] : ['soffice', 'libreoffice']
const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** HUIYIN_SOFFICE names the program; else it is looked for where programs are. Null where there is none. */
export function findOffice(environment: Readonly<Record<string, string | undefined>>): string | null {
  const named = environment['HUIYIN_SOFFICE']
  if (named !== undefined && named !== '') return isProgram(named) ? named : null
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isProgram) ?? null
}

type Run = { readonly code: number | null; readonly text: string; readonly timedOut: boolean }

/** The program with everything it started; one that has ended by itself in this very moment is no fault of ours. */
function endAll(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') return void child.kill('SIGKILL')
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

/** Runs a program with everything it starts, and ends all of it when its time is over. */
function run(program: string, args: readonly string[], timeoutMs: number, more: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, env: { ...process.env, ...more } })
    let text = ''
    const gather = (chunk: Buffer) => {
      if (text.length < 100_000) text += chunk.toString('utf8')
    }
    child.stdout.on('data', gather)
    child.stderr.on('data', gather)
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      endAll(child)
    }, timeoutMs)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, text, timedOut })
    })
  })
}

/** Without a Chinese font every character would be an empty box. Where no fontconfig answers, the system brings its own fonts. */
async function lacksChinese(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const listed = await run('fc-list', [':lang=zh', 'family'], 20_000).catch(() => null)
  return listed !== null && listed.code === 0 && listed.text.trim() === ''
}

/** Fonts of official papers are licensed and seldom on a server: where one is missing, the free one nearest to it stands in. */
const standIns: readonly (readonly [string, readonly string[]])[] = [
  [fonts.title, ['FandolSong', 'Noto Serif CJK SC', 'Source Han Serif SC']],
  [fonts.body, ['FangSong', 'FandolFang R', 'Noto Serif CJK SC', 'Source Han Serif SC']],
  [fonts.second, ['KaiTi', 'FandolKai', 'Noto Serif CJK SC', 'Source Han Serif SC']],
  [fonts.first, ['SimHei', 'FandolHei', 'Noto Sans CJK SC', 'Source Han Sans SC']],
  [fonts.page, ['SimSun', 'FandolSong', 'Noto Serif CJK SC', 'Source Han Serif SC']],
]

/** A configuration of fonts for this one conversion: what the system has, and then the stand-ins. */
const fontSettings = (folder: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><cachedir>${folder}/fonts</cachedir>${standIns.map(([family, others]) => `<alias binding="same"><family>${family}</family><accept>${others.map((other) => `<family>${other}</family>`).join('')}</accept></alias>`).join('')}</fontconfig>`

let last: Promise<unknown> = Promise.resolve()

/** LibreOffice in a folder of its own for each paper, one paper at a time: two at once would wait for each other's profile. */
export function officeConverter(program: string | null, timeoutMs = 120_000): PdfConverter {
  return {
    convert(docx) {
      if (program === null) return Promise.resolve({ state: 'unavailable', reason: '服务器没有安装 LibreOffice，没有生成 PDF；可以下载 .docx，或请管理员安装后重试。' })
      const mine = last.then(() => convertWith(program, docx, timeoutMs))
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

async function convertWith(program: string, docx: Uint8Array, timeoutMs: number): Promise<PdfAnswer> {
  if (await lacksChinese()) return { state: 'unavailable', reason: '服务器没有中文字体，没有生成 PDF；可以下载 .docx，或请管理员安装中文字体后重试。' }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'huiyin-pdf-'))
  try {
    const file = path.join(folder, 'paper.docx')
    await writeFile(file, docx)
    const profile = pathToFileURL(path.join(folder, 'profile')).href
    const settings = path.join(folder, 'fonts.conf')
    if (process.platform === 'linux') await writeFile(settings, fontSettings(folder))
    const done = await run(program, [`-env:UserInstallation=${profile}`, '--headless', '--norestore', '--convert-to', 'pdf', '--outdir', folder, file], timeoutMs, process.platform === 'linux' ? { FONTCONFIG_FILE: settings } : {})
    if (done.timedOut) return { state: 'failed', reason: `转换超过 ${Math.round(timeoutMs / 1000)} 秒没有完成，没有生成 PDF；可以重试。` }
    const bytes = await readFile(path.join(folder, 'paper.pdf')).catch(() => null)
    if (bytes === null || !bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return { state: 'failed', reason: `LibreOffice 没有转换成功（代码 ${done.code ?? '无'}），没有生成 PDF；可以重试，或下载 .docx。` }
    return { state: 'made', bytes }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
