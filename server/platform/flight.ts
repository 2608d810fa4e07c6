import pg from 'pg'

/** A statement on its way: what it says, and who waits for its answer. */
export type Waiting = {
  readonly text: string
  /** Prepared under this name on each connection; null: parsed each time. */
  readonly name: string | null
  readonly values: readonly unknown[]
  resolve(answer: Answered): void
  reject(error: unknown): void
}
export type Answered = { readonly command: string; readonly affected: number; readonly rows: Record<string, unknown>[] }

type Shape = { readonly names: readonly string[]; readonly read: readonly ((text: string) => unknown)[]; readonly empty: Readonly<Record<string, unknown>> }
type Field = { readonly name: string; readonly dataTypeID: number }

/** What the driver writes to and remembers; its types leave it out. */
type Wire = {
  readonly parsedStatements: Record<string, string>
  readonly submittedNamedStatements: Record<string, string>
  parse(statement: { text: string; name: string }): void
  bind(to: { statement: string; values: unknown[] }): void
  describe(what: { type: 'P'; name: string }): void
  execute(what: { portal: string; rows: number }): void
  sync(): void
}
// The driver's own way to write values, which its types leave out.
const { prepareValue } = (pg as unknown as { readonly utils: { prepareValue(value: unknown): unknown } }).utils

/** What the rows of a prepared statement look like, by connection: it is asked once. Where a table changed, the database refuses the old plan. */
const shapes = new WeakMap<object, Map<string, Shape | null>>()

const nothing: Shape = { names: [], read: [], empty: {} }
const asIs = (text: string) => text

function shapeOf(fields: readonly Field[]): Shape {
  const empty: Record<string, unknown> = {}
  for (const { name } of fields) empty[name] = null
  return { names: fields.map((field) => field.name), read: fields.map((field) => pg.types.getTypeParser(field.dataTypeID, 'text') as typeof asIs), empty }
}

/**
 * Statements of one moment as one message with one answer. The driver asks for each by itself to be flushed, and for the
 * names and types of its columns each time; that costs both sides more than most statements do. Where one fails, those
 * after it are not run, which inside a transaction is what would become of them anyway; they fail for the same reason.
 */
export class Flight extends pg.Query {
  readonly #waiting: readonly Waiting[]
  #at = 0
  #shape: Shape = nothing
  #rows: Record<string, unknown>[] = []
  #known: Map<string, Shape | null> = new Map()
  #unread: unknown = null
  // The driver notes under these what is prepared.
  declare name: string | undefined
  declare text: string

  constructor(waiting: readonly Waiting[]) {
    super('')
    this.#waiting = waiting
    this.#begin()
  }

  #begin(): void {
    const next = this.#waiting[this.#at]
    this.name = next?.name ?? undefined
    this.text = next?.text ?? ''
    this.#rows = []
    this.#shape = (next?.name === null || next === undefined ? null : this.#known.get(next.name)) ?? nothing
  }

  override submit = (connection: unknown): null => {
    const wire = connection as Wire
    this.#known = shapes.get(wire) ?? new Map()
    shapes.set(wire, this.#known)
    for (const { text, name, values } of this.#waiting) {
      const statement = name ?? ''
      if (name === null || (wire.parsedStatements[name] ?? wire.submittedNamedStatements[name]) === undefined) {
        wire.parse({ text, name: statement })
        if (name !== null) wire.submittedNamedStatements[name] = text
      }
      wire.bind({ statement, values: [...values] })
      if (name === null || !this.#known.has(name)) wire.describe({ type: 'P', name: '' })
      wire.execute({ portal: '', rows: 0 })
    }
    wire.sync()
    this.#begin()
    return null
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#shape = shapeOf(fields)
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const { names, read, empty } = this.#shape
    const row = { ...empty }
    try {
      for (let at = 0; at < names.length; at += 1) {
        const text = fields[at]
        if (text !== null && text !== undefined) row[names[at] ?? ''] = (read[at] ?? asIs)(text)
      }
    } catch (error) {
      this.#unread ??= error
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const done = this.#waiting[this.#at]
    if (done === undefined) return
    if (done.name !== null) this.#known.set(done.name, this.#shape)
    const [command = '', ...counts] = text.split(' ')
    if (this.#unread === null) done.resolve({ command, affected: Number(counts.at(-1) ?? 0), rows: this.#rows })
    else done.reject(this.#unread)
    this.#unread = null
    this.#at += 1
    this.#begin()
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }

  handleError(error: Error, connection: unknown): void {
    const { parsedStatements, submittedNamedStatements } = connection as Wire
    for (const { name, reject } of this.#waiting.slice(this.#at)) {
      // What was not reached was not prepared either.
      if (name !== null && parsedStatements[name] === undefined) delete submittedNamedStatements[name]
      reject(error)
    }
    this.#at = this.#waiting.length
  }

  handleReadyForQuery(connection: unknown): void {
    if (this.#at < this.#waiting.length) this.handleError(new Error('the database answered fewer statements than it was sent'), connection)
  }
}

/** Values as they travel: done before anything is sent, so that one that cannot travel fails by itself. */
export const boundOf = (values: readonly unknown[]): unknown[] => values.map((value) => prepareValue(value))
