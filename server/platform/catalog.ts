import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import type { z } from 'zod'
import { projectRoot } from './root.ts'

/** A fault in a definition file: which file, which line, what is wrong. Starting with it is refused. */
export type CatalogFault = { readonly file: string; readonly line: number; readonly reason: string }

export class CatalogError extends Error {
  readonly faults: readonly CatalogFault[]
  constructor(faults: readonly CatalogFault[]) {
    super(`定义文件有错，没有启动；请改正后再启动。Definition files have faults:\n${faults.map((each) => `  ${each.file}:${each.line} ${each.reason}`).join('\n')}`)
    this.name = 'CatalogError'
    this.faults = faults
  }
}

/** A reviewed definition as it was read; `sha256` is that of the file's text with line ends unified. */
export type CatalogEntry<T> = { readonly file: string; readonly sha256: string; readonly definition: T; /** The line of a place in the file, for faults found later. */ lineOf(path: readonly PropertyKey[]): number }

/**
 * Reads every .yaml file of a catalogue folder against its schema. Every fault of every file is found in one go.
 * `check` finds what a schema cannot: the path it names is shown as a line.
 */
export function readCatalog<Schema extends z.ZodType>(
  folder: string,
  schema: Schema,
  check: (definition: z.output<Schema>, file: string) => readonly { readonly path: readonly PropertyKey[]; readonly reason: string }[] = () => [],
): CatalogEntry<z.output<Schema>>[] {
  const root = path.join(projectRoot(), 'catalog', folder)
  const faults: CatalogFault[] = []
  const entries: CatalogEntry<z.output<Schema>>[] = []
  for (const name of readdirSync(root).filter((each) => each.endsWith('.yaml')).sort()) {
    const file = `catalog/${folder}/${name}`
    const read = readDefinition(file, readFileSync(path.join(root, name), 'utf8'), schema)
    if ('faults' in read) {
      faults.push(...read.faults)
      continue
    }
    const found = check(read.definition, file)
    faults.push(...found.map((each) => ({ file, line: read.lineOf(each.path), reason: each.reason })))
    entries.push(read)
  }
  if (faults.length > 0) throw new CatalogError(faults)
  return entries
}

/** One definition from its text: its value, or every fault with the line it stands on. */
export function readDefinition<Schema extends z.ZodType>(file: string, text: string, schema: Schema): CatalogEntry<z.output<Schema>> | { readonly faults: readonly CatalogFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) return { faults: document.errors.map((error) => ({ file, line: lines.linePos(error.pos[0]).line, reason: error.message })) }
  const lineOf = (at: readonly PropertyKey[]): number => lines.linePos(offsetOf(document, at)).line
  const parsed = schema.safeParse(document.toJS())
  if (!parsed.success) return { faults: parsed.error.issues.map((issue) => ({ file, line: lineOf(issue.path), reason: `${issue.path.map(String).join('.') || '(file)'}: ${issue.message}` })) }
  return { file, sha256: createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex'), definition: parsed.data, lineOf }
}

/** Where a path begins in the text; what is missing is shown where its parent stands. */
function offsetOf(document: Document, at: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const key of at) {
    if (isMap(node)) {
      const pair = node.items.find((each) => (each.key as { value?: unknown } | null)?.value === key)
      if (pair === undefined) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key]
      offset = (node as Node | undefined)?.range?.[0] ?? offset
    } else break
  }
  return offset
}
