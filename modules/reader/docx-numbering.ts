import { toHan } from './rules/markers.ts'

type Level = { readonly format: string; readonly text: string; readonly start: number }
type Source = { readonly document: string; readonly numbering: string; readonly styles: string }

/**
 * Rule RD-34: Word keeps automatic counters outside the text, and a plan without its counters has no clauses. They are
 * counted as Word counts them and put in front of their paragraphs.
 */
export function numberParagraphs({ document, numbering, styles }: Source): { document: string; count: number } {
  const lists = listsOf(numbering)
  const byStyle = styleNumbers(styles)
  const counters = new Map<string, number[]>()
  let count = 0
  const out = document.replace(/<w:pPr>([\s\S]*?)<\/w:pPr>/g, (whole: string, inner: string) => {
    if (inner.includes('<w:pPrChange')) return whole
    const own = numberOf(inner)
    const style = /<w:pStyle w:val="([^"]+)"/.exec(inner)?.[1]
    const used = own ?? (style === undefined ? undefined : byStyle.get(style))
    const list = used === undefined ? undefined : lists.get(used.id)
    const level = used === undefined ? undefined : list?.levels.get(used.level)
    if (used === undefined || list === undefined || level === undefined || level.format === 'bullet' || level.format === 'none') return whole
    const printed = printNext(counters, list, used.level)
    count += 1
    // The counter is text from here on; left in the properties it would be counted twice.
    return `<w:pPr>${inner.replace(/<w:numPr>[\s\S]*?<\/w:numPr>/, '')}</w:pPr><w:r><w:t xml:space="preserve">${escape(printed)}</w:t></w:r>`
  })
  return { document: out, count }
}

type List = { readonly key: string; readonly levels: ReadonlyMap<number, Level> }
type Used = { readonly id: string; readonly level: number }

function numberOf(properties: string): Used | undefined {
  const numbers = /<w:numPr>([\s\S]*?)<\/w:numPr>/.exec(properties)?.[1]
  if (numbers === undefined) return undefined
  const id = /<w:numId w:val="(\d+)"/.exec(numbers)?.[1]
  const level = /<w:ilvl w:val="(\d+)"/.exec(numbers)?.[1]
  return id === undefined ? undefined : { id, level: Number(level ?? '0') }
}

function styleNumbers(styles: string): Map<string, Used> {
  const found = new Map<string, Used>()
  for (const match of styles.matchAll(/<w:style [^>]*w:styleId="([^"]+)"[^>]*>([\s\S]*?)<\/w:style>/g)) {
    const used = numberOf(match[2] ?? '')
    if (used !== undefined) found.set(match[1] ?? '', used)
  }
  return found
}

/** numId → abstract list → its levels. Lists that share an abstract list go on counting together, as in Word. */
function listsOf(numbering: string): Map<string, List> {
  const abstracts = new Map<string, Map<number, Level>>()
  for (const match of numbering.matchAll(/<w:abstractNum [^>]*w:abstractNumId="(\d+)"[^>]*>([\s\S]*?)<\/w:abstractNum>/g)) {
    const levels = new Map<number, Level>()
    for (const level of (match[2] ?? '').matchAll(/<w:lvl [^>]*w:ilvl="(\d+)"[^>]*>([\s\S]*?)<\/w:lvl>/g)) {
      const inner = level[2] ?? ''
      levels.set(Number(level[1]), {
        format: /<w:numFmt w:val="([^"]+)"/.exec(inner)?.[1] ?? 'decimal',
        text: unescape(/<w:lvlText w:val="([^"]*)"/.exec(inner)?.[1] ?? ''),
        start: Number(/<w:start w:val="(\d+)"/.exec(inner)?.[1] ?? '1'),
      })
    }
    abstracts.set(match[1] ?? '', levels)
  }
  const lists = new Map<string, List>()
  for (const match of numbering.matchAll(/<w:num [^>]*w:numId="(\d+)"[^>]*>([\s\S]*?)<\/w:num>/g)) {
    const inner = match[2] ?? ''
    const abstract = /<w:abstractNumId w:val="(\d+)"/.exec(inner)?.[1] ?? ''
    const levels = abstracts.get(abstract)
    const restarts = inner.includes('<w:lvlOverride')
    if (levels !== undefined) lists.set(match[1] ?? '', { key: restarts ? `num${match[1] ?? ''}` : `abstract${abstract}`, levels })
  }
  return lists
}

function printNext(counters: Map<string, number[]>, list: List, level: number): string {
  const values = counters.get(list.key) ?? []
  counters.set(list.key, values)
  for (let above = 0; above < level; above += 1) values[above] ??= list.levels.get(above)?.start ?? 1
  values[level] = values[level] === undefined ? (list.levels.get(level)?.start ?? 1) : values[level] + 1
  values.length = level + 1
  return (list.levels.get(level)?.text ?? '').replace(/%(\d)/g, (_, position: string) => {
    const at = Number(position) - 1
    return printed(values[at] ?? 1, list.levels.get(at)?.format ?? 'decimal')
  })
}

function printed(value: number, format: string): string {
  if (/^(?:chineseCounting|chineseCountingThousand|chineseLegalSimplified|japaneseCounting|taiwaneseCounting|taiwaneseCountingThousand|ideographDigital)$/.test(format)) return toHan(value)
  if (/Circle/.test(format) && value <= 20) return String.fromCharCode(0x245f + value)
  if (format === 'lowerLetter') return String.fromCharCode(96 + value)
  if (format === 'upperLetter') return String.fromCharCode(64 + value)
  return String(value)
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const unescape = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
