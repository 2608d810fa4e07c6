import { refuse, type Refusal } from '../../../kernel/refusal.ts'

export const fileStates = ['coming', 'asked', 'ready', 'reading', 'held', 'done', 'same', 'refused', 'withdrawn'] as const
export type FileState = (typeof fileStates)[number]

/** A piece of an upload, and how much a file may hold: more than any hospital's month. */
export const pieceBytes = 8 * 1024 * 1024
export const mostBytes = 16 * 1024 * 1024 * 1024
/** Spreadsheets and bundles are opened whole; larger ones are asked for as .csv. */
export const mostSheetBytes = 200 * 1024 * 1024

export type ChargeFile = {
  readonly institutionId: string
  readonly id: string
  readonly regionCode: string
  readonly name: string
  readonly size: number
  readonly pieces: number
  readonly state: FileState
}

/** Rule PR-10: a piece belongs to a file that is still coming, within its announced number. */
export function mayTakePiece(file: Pick<ChargeFile, 'state' | 'pieces'>, n: number): Refusal | null {
  if (file.state !== 'coming') return refuse('prescribing.not_coming')
  return n >= 0 && n < file.pieces ? null : refuse('prescribing.piece_beyond')
}

/** A file of which nothing could be taken may be mapped once more. */
export const mayConfirm = (file: Pick<ChargeFile, 'state'>): Refusal | null => (file.state === 'asked' || file.state === 'refused' ? null : refuse('prescribing.not_asked'))

/** Rule PR-16: what a file brought can be taken back once it is in, or half in and held; afterwards the sums are made anew. */
export const mayWithdraw = (file: Pick<ChargeFile, 'state'>): Refusal | null => (file.state === 'done' || file.state === 'held' || file.state === 'asked' || file.state === 'coming' || file.state === 'refused' ? null : refuse('prescribing.not_in'))

/** Pieces of a file of this size. */
export const piecesOf = (size: number): number => Math.max(1, Math.ceil(size / pieceBytes))
