import type { Receipt } from './matters.ts'

/** What is kept of a letter, sealed: who wrote it, and once it is a matter of no secret kind, what opens that. */
export type Sealed = { readonly name: string; readonly address: string; readonly subject: string; readonly receipt: Receipt | null }
