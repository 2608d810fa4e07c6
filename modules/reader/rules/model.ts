/**
 * What the reader understands of a plan document. The shape is stable: other tools read it
 * (`huiyin plan read FILE --json`). Dates are ISO; `printed` always holds the words of the document.
 */
export type IsoDate = string

/** A numbered node of the text, or a run of unnumbered body text (printed ''). */
export type Clause = {
  /** Unique within the document, built from the printed counters with an ordinal where one is printed twice: '二/（一）/1.', '二#2/（一）'. */
  readonly path: string
  /** The counter as printed, brackets included: '二、', '(四)', '一是'. Never renumbered. */
  readonly printed: string
  readonly title: string
  /**
   * The clause's own words, without its marker, title and children; paragraphs parted by a line feed. The stop between
   * a title and text on the same line stays at its head, so that no printed character is lost (`plainText` drops it).
   */
  readonly text: string
  /** 1 for 一、, 2 for （一）, 3 for 1. or 一是 below a 2, 4 for what lies deeper; 0 for unnumbered text (通知, 前言, 附件N, 文末). */
  readonly level: number
  readonly children: readonly Clause[]
  /** First and last line of the source, counted from 1, children included. */
  readonly lines: readonly [number, number]
}

export type PhaseFlag =
  | 'inverted'
  | 'year_inferred'
  | 'month_precision'
  | 'start_open'
  | 'end_open'
  | 'overlaps_previous'
  | 'before_issue'
  | 'nested'
  | 'no_dates'

export type Phase = {
  readonly name: string
  readonly start: IsoDate | null
  readonly end: IsoDate | null
  readonly printed: string
  readonly flags: readonly PhaseFlag[]
  /** Path of the clause that states the phase. */
  readonly clause: string
  readonly line: number
}

/** The seven kinds of design.md §2. */
export const dutyKinds = ['task', 'record', 'measure', 'report', 'publish', 'service', 'settle'] as const
export type DutyKind = (typeof dutyKinds)[number]

export type Due = {
  readonly date: IsoDate | null
  /** 'HH:MM', Asia/Shanghai, where the document names a clock time. */
  readonly time: string | null
  readonly printed: string
  /** ISO 8601 duration counted from an event the document names ('P3D', 'PT12H', 'P30D'); null for a calendar date. */
  readonly relative: string | null
}

export type Cadence = {
  /** RFC 5545 without the prefix 'RRULE:': 'FREQ=WEEKLY;BYDAY=MO'. */
  readonly rrule: string
  readonly start: IsoDate | null
  readonly until: IsoDate | null
  readonly printed: string
}

export type Comparator = '>=' | '<=' | '>' | '<' | '='

export type Target = {
  readonly metric: string
  readonly comparator: Comparator
  readonly value: number
  readonly upper: number | null
  readonly unit: string
  readonly printed: string
}

export type Duty = {
  /** Path of the clause it stands in. */
  readonly clause: string
  readonly subject: string
  /** True where the document leaves the subject out and the reader supplied it. */
  readonly inferredSubject: boolean
  readonly kind: DutyKind
  readonly text: string
  readonly due: Due | null
  readonly cadence: Cadence | null
  readonly target: Target | null
  readonly products: readonly string[]
  readonly receiver: string | null
  readonly responsible: { readonly lead: readonly string[]; readonly others: readonly string[] } | null
  readonly line: number
}

export type Member = { readonly role: string; readonly name: string; readonly post: string }
/** Where a group's office sits and who heads it, as far as the document says. */
export type Office = { readonly place: string | null; readonly director: string | null }
export type Group = { readonly name: string; readonly members: readonly Member[]; readonly office?: Office }
export type Attachment = { readonly number: string; readonly title: string; readonly found: boolean }
export type Contact = { readonly names: readonly string[]; readonly phone: string | null; readonly email: string | null; readonly line: number }
export type Warning = { readonly code: string; readonly message: string; readonly line: number }

export type PlanReading = {
  readonly title: string
  readonly issuer: string | null
  readonly number: string | null
  readonly issuedOn: IsoDate | null
  readonly clauses: readonly Clause[]
  readonly phases: readonly Phase[]
  readonly duties: readonly Duty[]
  readonly groups: readonly Group[]
  readonly attachments: readonly Attachment[]
  readonly contacts: readonly Contact[]
  readonly warnings: readonly Warning[]
}
