import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { Unzipped } from 'fflate'
import { numberParagraphs } from './docx-numbering.ts'
import { ExtractError } from './extract-error.ts'

/** What a text of twelve pages never needs; a packed bomb reaches it at once. */
const largestUnpacked = 64 * 1024 * 1024
const mostParts = 2000

export type LighterDocx = { readonly bytes: Uint8Array; readonly warnings: string[] }

/**
 * Rule RD-33: only the text parts are unpacked, and never more than 64 MB: the sizes in the directory bound the buffers,
 * so a directory that lies makes the unpacking fail. Pictures stay behind; automatic numbers are written into the text.
 */
export function lighterDocx(bytes: Uint8Array, fileName: string): LighterDocx {
  let total = 0
  let count = 0
  let bomb = false
  let parts: Unzipped
  try {
    parts = unzipSync(bytes, {
      filter: (part) => {
        count += 1
        if (!/^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/.test(part.name)) return false
        total += part.originalSize
        bomb ||= total > largestUnpacked || count > mostParts
        return !bomb
      },
    })
  } catch (cause) {
    throw new ExtractError('damaged', `文件“${fileName}”已损坏，无法按 docx 打开；没有保存任何内容，请用 Word 或 WPS 打开后另存一份再上传。`, { cause })
  }
  if (bomb) throw new ExtractError('too_large', `文件“${fileName}”解压后超过 64 MB；没有保存任何内容，请另存为纯文本后再上传。`)
  const document = parts['word/document.xml']
  if (document === undefined) throw new ExtractError('unknown', `文件“${fileName}”不是 .txt、.docx、.doc 或 .pdf；没有保存任何内容，请另存为其中一种再上传。`)
  const numbered = numberParagraphs({ document: strFromU8(document), numbering: textOf(parts, 'word/numbering.xml'), styles: textOf(parts, 'word/styles.xml') })
  parts['word/document.xml'] = strToU8(numbered.document)
  const warnings = numbered.count > 0 ? [`${numbered.count}处自动编号已按 Word 的格式写入文字；请对照原文核对编号。`] : []
  return { bytes: zipSync(parts, { level: 0 }), warnings }
}

const textOf = (parts: Unzipped, name: string): string => {
  const part = parts[name]
  return part === undefined ? '' : strFromU8(part)
}
