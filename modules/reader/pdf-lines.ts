/** A run of text on a PDF page: what it says, where it starts, how wide it is. */
export type PdfItem = { readonly str: string; readonly transform: readonly number[]; readonly width: number; readonly height: number; readonly hasEOL: boolean }

type Run = { readonly text: string; readonly left: number; readonly right: number; readonly base: number; readonly size: number }

/**
 * Rule RD-32: runs on one base line are one line; a gap of more than a character and a half is a gap of a table or a
 * roster and becomes two blanks, a smaller one between Chinese characters is justification and vanishes.
 */
export function pageText(items: readonly PdfItem[]): string {
  const lines: Run[][] = []
  for (const item of items) {
    if (item.str.trim() === '') continue
    const run = runOf(item)
    const line = lines.at(-1)
    const last = line?.at(-1)
    if (line !== undefined && last !== undefined && Math.abs(last.base - run.base) < Math.max(2, run.size * 0.5)) line.push(run)
    else lines.push([run])
  }
  return lines.map(lineText).join('\n')
}

function runOf({ str, transform, width, height }: PdfItem): Run {
  const left = transform[4] ?? 0
  const size = height > 0 ? height : Math.abs(transform[3] ?? 10)
  return { text: str, left, right: left + width, base: transform[5] ?? 0, size }
}

function lineText(runs: readonly Run[]): string {
  let out = ''
  let right: number | null = null
  for (const run of runs.toSorted((a, b) => a.left - b.left)) {
    const gap: number = right === null ? 0 : run.left - right
    out += gap > run.size * 1.5 ? '  ' : gap > run.size * 0.2 && !isChinese(out.at(-1) ?? '') && !isChinese(run.text.charAt(0)) ? ' ' : ''
    out += stripGrid(run.text)
    right = run.right
  }
  return out.trim()
}

const isChinese = (character: string): boolean => /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(character)

/** Fonts set on a grid print '卫 生 健 康' with a blank behind every character. */
const stripGrid = (text: string): string => (/^(?:[\u2e80-\u9fff\uff00-\uffef] ){3,}/.test(text) ? text.replace(/(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef])/g, '') : text)
