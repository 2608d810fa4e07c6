import { addMonths, addDays, dateParts, isIsoDate, isoDateOf, type IsoDate } from '../../../kernel/calendar.ts'
import { addMs, instantMs, shanghaiDate, startOfDay, toUtc, type Instant } from '../../../kernel/instant.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import type { Identifier } from './resource.ts'

/** Half-open: `from` belongs to it, `before` does not; null is open. */
export type Span = { readonly from: Instant | null; readonly before: Instant | null }
const everything: Span = { from: null, before: null }

/** What a FHIR date of any precision covers; without a zone it is Shanghai's (Rule CAL-6). */
function coveredBy(text: string): { from: Instant; before: Instant } | null {
  const [, year, month, day, time, zone] = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?)?)?$/.exec(text) ?? []
  if (year === undefined) return null
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`
  if (!isIsoDate(first)) return null
  if (time !== undefined) {
    const [hours = '', minutes = '', seconds] = time.split(':')
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) >= 60) return null
    const from = toUtc(`${first}T${time}${zone ?? '+08:00'}`)
    return { from, before: addMs(from, seconds === undefined ? 60_000 : seconds.includes('.') ? 1 : 1000) }
  }
  const next: IsoDate = day !== undefined ? addDays(first, 1) : month !== undefined ? addMonths(first, 1) : isoDateOf(dateParts(first).year + 1, 1, 1)
  return { from: startOfDay(first), before: startOfDay(next) }
}

/** Rule FH-4: dates with their prefixes, all of which must hold; 'ge2026-12-01' and 'lt2026-12-08' together are a week. */
export function readSpan(name: string, values: readonly string[]): Span | Refusal {
  let { from, before } = everything
  const later = (instant: Instant) => { from = from === null || instant > from ? instant : from }
  const sooner = (instant: Instant) => { before = before === null || instant < before ? instant : before }
  for (const value of values) {
    const [, prefix = '', text = ''] = /^([a-z]{2})?(.*)$/.exec(value) ?? []
    const covered = coveredBy(text)
    if (covered === null) return refuse('fhir.parameter', `${name}=${value}`)
    switch (prefix) {
      case '':
      case 'eq':
        later(covered.from)
        sooner(covered.before)
        break
      case 'ge':
        later(covered.from)
        break
      case 'gt':
      case 'sa':
        later(covered.before)
        break
      case 'lt':
      case 'eb':
        sooner(covered.from)
        break
      case 'le':
        sooner(covered.before)
        break
      default:
        return refuse('fhir.parameter', `${name}=${value}`)
    }
  }
  return { from, before }
}

export const isWithin = (instant: Instant, span: Span): boolean => (span.from === null || instant >= span.from) && (span.before === null || instant < span.before)

/** The days of Shanghai that a span touches; open ends are closed by what is asked for by default. */
export function daysOf(span: Span, open: { from: IsoDate; to: IsoDate }): { from: IsoDate; to: IsoDate } {
  return { from: span.from === null ? open.from : shanghaiDate(span.from), to: span.before === null ? open.to : shanghaiDate(addMs(span.before, -1)) }
}

/** An instant as FHIR writes it, in Shanghai's zone, so that people read their own clock. */
export const showInstant = (instant: Instant): string => `${addMs(instant, 8 * 3_600_000).slice(0, 19)}+08:00`

/** 'system|value', 'value' or '|value'. */
export function readToken(text: string): { readonly system: string | null; readonly value: string } {
  const bar = text.indexOf('|')
  return bar < 0 ? { system: null, value: text } : { system: text.slice(0, bar), value: text.slice(bar + 1) }
}

export const tokenFits = (identifier: Identifier, token: { readonly system: string | null; readonly value: string }): boolean =>
  identifier.value === token.value && (token.system === null || (identifier.system ?? '') === token.system)

const mostCount = 500

export function readCount(text: string | undefined): number | Refusal {
  if (text === undefined) return 50
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 ? Math.min(Number(text), mostCount) : refuse('fhir.parameter', `_count=${text}`)
}

/** What a search was asked with: name to values, each value one that must hold. */
export type Params = ReadonlyMap<string, readonly string[]>

export function readParams(given: Readonly<Record<string, unknown>>): Params {
  return new Map(Object.entries(given).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string' && each !== '')]))
}

const always = ['_count', '_after', '_format']

/**
 * Rule FH-4: a parameter nobody knows is left out, and then the link to the page itself does not name it; asked to be
 * strict it is refused. A modifier or chain on one that is known would change what it means, so it is never left out.
 */
export function knownParams(params: Params, known: readonly string[], strict: boolean): Params | Refusal {
  const isKnown = (name: string) => known.includes(name) || always.includes(name)
  for (const name of params.keys()) {
    if (isKnown(name)) continue
    if (isKnown(name.split(/[:.]/)[0] ?? '')) return refuse('fhir.parameter', name)
    if (strict) return refuse('fhir.parameter_unknown', name)
  }
  return new Map([...params].filter(([name, values]) => values.length > 0 && isKnown(name)))
}

export const minutesBetween = (a: Instant, b: Instant): number => Math.round((instantMs(b) - instantMs(a)) / 60_000)
