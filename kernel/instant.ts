import { dateOfDayNumber, dayNumber } from './calendar.ts'
import type { IsoDate } from './calendar.ts'

/**
 * Instants are UTC texts '2022-10-12T16:00:00.000Z'. Rule CAL-6: the system lives in Asia/Shanghai, which is UTC+8
 * all year (the summer time of 1986 to 1991 lies before every record we keep).
 */
export type Instant = string

const dayMs = 86_400_000
const shanghaiOffsetMs = 8 * 3_600_000
const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

/** Milliseconds since 1970; an instant without a zone is a fault, never a guess. */
export function instantMs(text: string): number {
  const ms = shape.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant with a time zone: ${text}`)
  return ms
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0')

export function instantOf(ms: number): Instant {
  const days = Math.floor(ms / dayMs)
  const rest = ms - days * dayMs
  const time = `${pad(Math.floor(rest / 3_600_000))}:${pad(Math.floor(rest / 60_000) % 60)}:${pad(Math.floor(rest / 1000) % 60)}`
  return `${dateOfDayNumber(days)}T${time}.${pad(rest % 1000, 3)}Z`
}

/** Any ISO instant with a zone, in the one form that orders as text. */
export const toUtc = (text: string): Instant => instantOf(instantMs(text))

export const shanghaiDate = (instant: string): IsoDate => dateOfDayNumber(Math.floor((instantMs(instant) + shanghaiOffsetMs) / dayMs))

/** 'HH:MM' on the wall clock in Shanghai. */
export const shanghaiTime = (instant: string): string => instantOf(instantMs(instant) + shanghaiOffsetMs).slice(11, 16)

const firstMs = dayNumber('0001-01-01') * dayMs
/** 00:00 of the date in Shanghai; of the first date there is, the first instant. */
export const startOfDay = (date: IsoDate): Instant => instantOf(Math.max(firstMs, dayNumber(date) * dayMs - shanghaiOffsetMs))

/** 24:00 of the date in Shanghai: the first instant that is too late. */
export const endOfDay = (date: IsoDate): Instant => instantOf((dayNumber(date) + 1) * dayMs - shanghaiOffsetMs)

export const addMs = (instant: string, ms: number): Instant => instantOf(instantMs(instant) + ms)
