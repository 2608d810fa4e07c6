import { CompiledQuery } from 'kysely'
import type { ReadTx } from './database.ts'

/** Stands in a query for a value that comes later. */
class Hole {
  readonly key: PropertyKey
  constructor(key: PropertyKey) {
    this.key = key
  }
}

/**
 * A query whose text is always the same, put together once and then asked with other values: to put it together costs more
 * than to ask it. In `build` each value is named by `given('…')`, which may only be handed on to the query, not looked at.
 */
export function compiledOnce<Given extends object, Row>(build: (read: ReadTx, given: <Key extends keyof Given>(key: Key) => Given[Key]) => { compile(): CompiledQuery<Row> }): (read: ReadTx, given: Given) => Promise<Row[]> {
  let text: string | undefined
  let holes: readonly unknown[] = []
  return async (read, given) => {
    if (text === undefined) {
      // The value itself is never looked at before it is replaced below.
      const compiled = build(read, <Key extends keyof Given>(key: Key) => new Hole(key) as unknown as Given[Key]).compile()
      text = compiled.sql
      holes = compiled.parameters
    }
    return (await read.executeQuery<Row>(CompiledQuery.raw(text, holes.map((each) => (each instanceof Hole ? given[each.key as keyof Given] : each))))).rows
  }
}
