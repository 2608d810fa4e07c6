/** Where the work on a pack stands. */
export const packStates = ['draft', 'signed', 'submitted', 'accepted', 'returned'] as const
export type PackState = (typeof packStates)[number]

/** What the newest version that was handed in has come to. */
export const standings = ['none', 'submitted', 'accepted', 'returned'] as const
export type Standing = (typeof standings)[number]

/** A body's place in a roll-up. */
export const places = ['missing', 'submitted', 'accepted', 'returned'] as const
export type PlaceName = (typeof places)[number]

/** What a roll-up counts of its bodies. */
export const bodyCounts = ['asked', 'in', 'onTime', 'late', 'missing', 'accepted', 'returned', 'waiting'] as const
export type Standings = Readonly<Record<(typeof bodyCounts)[number], number>>

export const packKinds = ['obligation', 'rollup'] as const
export type PackKind = (typeof packKinds)[number]

export const sectionKinds = ['table', 'ledger', 'summary', 'evidence'] as const

export const decisions = ['accepted', 'returned'] as const
export type Decision = (typeof decisions)[number]

export const comparators = ['>=', '<=', '>', '<', '='] as const
export type Words = { readonly zh: string; readonly en: string }

/** What is kept besides the pack: pictures and PDF of the sealed paper. Together small enough for one bundle. */
export const scanLimits = { files: 10, bytes: 12 * 1024 * 1024 } as const
