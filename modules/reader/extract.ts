import mammoth from 'mammoth'
import { getDocumentProxy } from 'unpdf'
import WordExtractor from 'word-extractor'
import { lighterDocx } from './docx-package.ts'
import { ExtractError } from './extract-error.ts'
import { pageText } from './pdf-lines.ts'
import type { PdfItem } from './pdf-lines.ts'

export { ExtractError } from './extract-error.ts'
export type { ExtractCode } from './extract-error.ts'

export type ExtractedText = { readonly text: string; readonly kind: 'txt' | 'docx' | 'doc' | 'pdf'; readonly warnings: string[] }

const largest = 20 * 1024 * 1024

/** Rule RD-30: the kind is told by the first bytes, never by the name, which is only used to speak of the file. */
export async function extractText(bytes: Uint8Array, fileName: string): Promise<ExtractedText> {
  if (bytes.length === 0) throw new ExtractError('empty', `文件“${fileName}”是空的；没有保存任何内容，请重新选择文件。`)
  if (bytes.length > largest) throw new ExtractError('too_large', `文件“${fileName}”超过 20 MB；没有保存任何内容，请去掉图片或另存为纯文本后再上传。`)
  const extracted = await extractByKind(bytes, fileName)
  if (extracted.text.trim() === '') throw new ExtractError('empty', `文件“${fileName}”里没有文字；没有保存任何内容，请检查文件。`)
  return extracted
}

async function extractByKind(bytes: Uint8Array, fileName: string): Promise<ExtractedText> {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return fromDocx(bytes, fileName)
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) return fromDoc(bytes, fileName)
  if (latin(bytes, 1024).includes('%PDF-')) return fromPdf(bytes, fileName)
  return fromPlain(bytes, fileName)
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, index) => bytes[index] === byte)
const latin = (bytes: Uint8Array, length: number): string => Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.length)).toString('latin1')

const unreadable = (fileName: string, kind: string, cause: unknown): ExtractError =>
  new ExtractError('damaged', `文件“${fileName}”已损坏，无法按 ${kind} 打开；没有保存任何内容，请用 Word 或 WPS 打开后另存一份再上传。`, { cause })

async function fromDocx(bytes: Uint8Array, fileName: string): Promise<ExtractedText> {
  const lighter = lighterDocx(bytes, fileName)
  const { value } = await mammoth
    .convertToHtml({ buffer: Buffer.from(lighter.bytes) }, { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })), ignoreEmptyParagraphs: true })
    .catch((cause: unknown) => {
      throw unreadable(fileName, 'docx', cause)
    })
  return { text: htmlText(value), kind: 'docx', warnings: lighter.warnings }
}

/** Paragraphs to lines, table rows to lines with tabs between cells. The HTML is mammoth's own and holds no scripts. */
function htmlText(html: string): string {
  const rows = html.replace(/<tr>([\s\S]*?)<\/tr>/g, (_, row: string) => {
    const cells = row.split(/<\/t[dh]>/).slice(0, -1)
    return `${cells.map((cell) => cell.replace(/<[^>]+>/g, ' ').trim()).join('\t')}\n`
  })
  return rows
    .replace(/<br ?\/?>|<\/(?:p|li|h[1-6]|table)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(lt|gt|quot|amp|nbsp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&', nbsp: '\u00a0' })[name] ?? '')
}

async function fromDoc(bytes: Uint8Array, fileName: string): Promise<ExtractedText> {
  const buffer = Buffer.from(bytes)
  if (buffer.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw encrypted(fileName)
  if (!buffer.includes(Buffer.from('WordDocument', 'utf16le'))) throw unknown(fileName)
  const document = await new WordExtractor().extract(buffer).catch((cause: unknown) => {
    if (cause instanceof Error && /encrypt|password/i.test(cause.message)) throw encrypted(fileName)
    throw unreadable(fileName, 'doc', cause)
  })
  const text = document.getBody({ filterUnicode: false })
  const counted = /^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])/m.test(text)
  return { text, kind: 'doc', warnings: counted ? [] : ['旧版 .doc 的自动编号不会随文字读出；如果原文有编号，请另存为 .docx 后再上传。'] }
}

async function fromPdf(bytes: Uint8Array, fileName: string): Promise<ExtractedText> {
  // pdf.js takes the buffer over, so it gets a copy.
  const pdf = await getDocumentProxy(Uint8Array.from(bytes)).catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'PasswordException') throw encrypted(fileName)
    throw unreadable(fileName, 'pdf', cause)
  })
  const pages: string[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const content = await (await pdf.getPage(number)).getTextContent()
    pages.push(pageText(content.items.filter((item): item is PdfItem & typeof item => 'str' in item)))
  }
  const blank = pages.filter((page) => page.trim().length < 10).length
  if (blank === pages.length) {
    throw new ExtractError('scanned', `文件“${fileName}”是扫描图片，没有文字层；没有保存任何内容，请上传 Word 原件，或先做文字识别。`)
  }
  const warnings = blank > 0 ? [`共${pages.length}页，其中${blank}页没有文字（可能是扫描图片），这些页未读出。`] : []
  return { text: pages.join('\n'), kind: 'pdf', warnings }
}

/** Rule RD-31: a byte order mark decides; else UTF-8 if every byte fits, else GB18030. */
function fromPlain(bytes: Uint8Array, fileName: string): ExtractedText {
  const head = latin(bytes, 512)
  if (head.startsWith('{\\rtf') || /^\s*(?:<!doctype html|<html|<\?xml)/i.test(head)) throw unknown(fileName)
  const marked = startsWith(bytes, [0xff, 0xfe]) ? 'utf-16le' : startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : null
  if (marked !== null) return { text: new TextDecoder(marked).decode(bytes), kind: 'txt', warnings: [] }
  if (bytes.includes(0)) throw unknown(fileName)
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (looksBinary(text)) throw unknown(fileName)
      return { text, kind: 'txt', warnings: [] }
    } catch (cause) {
      if (cause instanceof ExtractError) throw cause
    }
  }
  const text = new TextDecoder('gb18030').decode(bytes)
  const lost = text.split('\ufffd').length - 1
  if (lost > Math.max(5, text.length * 0.01) || looksBinary(text)) throw unknown(fileName)
  return { text, kind: 'txt', warnings: [`有${lost}处字节无法识别，已用“\ufffd”标出；请对照原文核对。`] }
}

/** Control characters that no text file holds. */
// oxlint-disable-next-line no-control-regex -- control characters are what is being counted
const looksBinary = (text: string): boolean => (text.slice(0, 4096).match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0) > 4

const encrypted = (fileName: string): ExtractError => new ExtractError('encrypted', `文件“${fileName}”设有密码；没有保存任何内容，请取消密码后再上传。`)
const unknown = (fileName: string): ExtractError => new ExtractError('unknown', `文件“${fileName}”不是 .txt、.docx、.doc 或 .pdf；没有保存任何内容，请另存为其中一种再上传。`)
