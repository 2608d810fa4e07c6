import { brotliCompressSync, constants } from 'node:zlib'
import type { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { addDays, diffDays } from '../../kernel/calendar.ts'
import { look, type Platform } from '../../server/platform/act.ts'
import { shanghaiToday } from '../../server/platform/clock.ts'
import type { FreeBoardView } from './contract/clinics.ts'
import { listClinics } from './store/clinics.ts'
import { sumFree } from './store/free.ts'

export type FreeBoard = z.infer<typeof FreeBoardView>
export type BoardAsk = { readonly institutionId: string; readonly departmentId?: string | undefined; readonly days: number }

/** Rule SC-15: what a search page shows of free places is never older than a second. */
const oldestMs = 1000
/** At which age it is asked anew while the one at hand is still shown: early enough that hardly anybody waits, as late as that allows. */
const renewAfter = (tookMs: number): number => Math.min(850, Math.max(200, oldestMs - 4 * tookMs))
const mostKept = 500

type Kept = { board: FreeBoard; text: Buffer; /** Made when first asked for. */ packed: Buffer | null; madeAt: number; tookMs: number; renewing: Promise<Kept> | null; isMoved: boolean }
type Shelf = Map<string, Kept | Promise<Kept>>

// One shelf for each server that runs in this process: tests run several.
const shelves = new WeakMap<Platform, Shelf>()
const system = systemActor('booking.free')

const keyOf = (ask: BoardAsk): string => `${ask.institutionId} ${ask.departmentId ?? ''} ${ask.days}`

function shelfOf(platform: Platform): Shelf {
  const known = shelves.get(platform)
  if (known !== undefined) return known
  const made: Shelf = new Map()
  shelves.set(platform, made)
  return made
}

/** Asks the database; what was kept of the longest unasked is let go first. */
async function make(platform: Platform, ask: BoardAsk): Promise<Kept> {
  const madeAt = performance.now()
  // As the body itself: its first comparison decides for every row, where the region's would be asked after it.
  const board = await look(platform, { ...system, institutionId: ask.institutionId }, async ({ read, today, now }): Promise<FreeBoard> => {
    const to = addDays(today, ask.days - 1)
    const [clinics, days] = await Promise.all([listClinics(read, { institutionId: ask.institutionId, departmentId: ask.departmentId, active: true }), sumFree(read, { ...ask, from: today, to, at: now.toISOString() })])
    const own = Map.groupBy(days, (day) => day.clinicId)
    return {
      institutionId: ask.institutionId, from: today, to, asOf: now.toISOString(),
      clinics: clinics.map((clinic) => {
        const free = Array.from({ length: ask.days }, () => 0)
        for (const day of own.get(clinic.id) ?? []) free[diffDays(today, day.onDate)] = day.free
        const first = own.get(clinic.id)?.[0]
        return { clinicId: clinic.id, departmentId: clinic.departmentId, staffId: clinic.staffId, name: clinic.name, service: clinic.service, feeCents: clinic.feeCents, firstAt: first?.firstAt ?? null, firstSlotId: first?.firstSlotId ?? null, free }
      }),
    }
  })
  return { board, text: Buffer.from(JSON.stringify(board)), packed: null, madeAt, tookMs: performance.now() - madeAt, renewing: null, isMoved: false }
}

async function renew(platform: Platform, shelf: Shelf, ask: BoardAsk): Promise<Kept> {
  const key = keyOf(ask)
  const making = make(platform, ask)
  shelf.delete(key)
  shelf.set(key, making)
  if (shelf.size > mostKept) shelf.delete(shelf.keys().next().value ?? '')
  try {
    const kept = await making
    shelf.set(key, kept)
    return kept
  } catch (error) {
    shelf.delete(key)
    throw error
  }
}

async function keptFor(platform: Platform, ask: BoardAsk): Promise<Kept> {
  const shelf = shelfOf(platform)
  const at = shelf.get(keyOf(ask))
  if (at === undefined) return renew(platform, shelf, ask)
  if (at instanceof Promise) return at
  const age = performance.now() - at.madeAt
  if (age > oldestMs || at.board.from !== shanghaiToday(platform.clock.now())) return at.renewing ?? renew(platform, shelf, ask)
  if (age > renewAfter(at.tookMs) && at.renewing === null) {
    at.renewing = make(platform, ask)
    at.renewing.then(
      (kept) => void shelf.set(keyOf(ask), kept),
      () => shelf.delete(keyOf(ask)),
    )
  }
  return at
}

const unmoved = (kept: Kept): Kept => {
  if (kept.isMoved) {
    kept.text = Buffer.from(JSON.stringify(kept.board))
    kept.packed = null
    kept.isMoved = false
  }
  return kept
}

/** Free places of a body by clinic and day, from memory. */
export const freeBoard = async (platform: Platform, ask: BoardAsk): Promise<FreeBoard> => (await keptFor(platform, ask)).board

/** Quick and still a fifth of the size; the bytes are used some hundred times. */
const pack = (text: Buffer): Buffer => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })

/** The same as the bytes of the answer, put together (and packed) once however often they are asked for. */
export async function freeBoardBytes(platform: Platform, ask: BoardAsk, isPacked: boolean): Promise<Buffer> {
  const kept = unmoved(await keptFor(platform, ask))
  return isPacked ? (kept.packed ??= pack(kept.text)) : kept.text
}

/** Rule SC-15: public places taken (or given back, below zero) by this process show at once. */
export function placesTaken(platform: Platform, taken: readonly { readonly institutionId: string; readonly clinicId: string; readonly onDate: string; readonly places: number }[]): void {
  const shelf = shelves.get(platform)
  if (shelf === undefined || shelf.size === 0) return
  for (const kept of shelf.values()) {
    if (kept instanceof Promise) continue
    for (const each of taken) {
      if (kept.board.institutionId !== each.institutionId) continue
      const clinic = kept.board.clinics.find((one) => one.clinicId === each.clinicId)
      const at = diffDays(kept.board.from, each.onDate)
      const free = clinic?.free[at]
      if (clinic === undefined || free === undefined) continue
      clinic.free[at] = Math.max(0, free - each.places)
      kept.isMoved = true
    }
  }
}

/** What is shown of a body is asked anew: its schedule has changed. */
export function boardsChanged(platform: Platform, institutionId: string): void {
  const shelf = shelves.get(platform)
  for (const key of shelf?.keys() ?? []) if (key.startsWith(`${institutionId} `)) shelf?.delete(key)
}
