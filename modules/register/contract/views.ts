import { z } from 'zod'
import { id, isoDate, isoInstant, pageOf } from '../../../kernel/contract.ts'
import { periodUnits, RegisterDefinition, registerGroups, scopes, Words } from '../rules/definition.ts'
import { entryStates } from '../rules/values.ts'

const refusal = z.string().nullable()

/** See rules/values.ts for what each type of field holds. */
export const EntryValue = z.union([z.string().max(20_000), z.number(), z.boolean(), z.array(z.string().max(200)).max(2000), z.null()])
export const EntryValues = z.record(z.string().max(80), EntryValue)

/** Ids of people and departments that the values name, with what to show for them. */
export const Names = z.record(z.string(), z.string())

/** A turn of the calendar in which entries are expected. */
export const PeriodView = z.object({ from: isoDate, to: isoDate, /** Running: today lies in it. Ended: the last one that is over. */ state: z.enum(['running', 'ended']), label: Words })

/** Of the units that are expected to enter (departments, wards, or the institution itself) how many have entered enough. */
export const Standing = z.object({ period: PeriodView, expected: z.number().int(), reached: z.number().int() })

export const RegisterRow = z.object({
  key: z.string(), name: Words, why: Words, does: Words, group: z.enum(registerGroups), scope: z.enum(scopes), period: z.enum(periodUnits), expect: z.number().int(),
  version: z.number().int(),
  /** Its definition is gone: entries stay readable, nothing new is entered. */
  retired: z.boolean(),
  /** My roles enter, correct or confirm here: such registers come first. */
  mine: z.boolean(),
  /** My roles enter here, so that a list offers the button; left out, whoever it is `mine` for is offered it. */
  mayEnter: z.boolean().optional(),
  /** Entered and waiting for somebody's confirmation, in my body; at most 1,000 are counted. */
  waiting: z.number().int(),
  /** The running period at my body, or at `institutionId`; null where nothing is expected of it. How a region stands is listMissingOf. */
  standing: Standing.nullable(),
  open: z.boolean(),
})

export const DefinitionView = z.object({
  version: z.number().int(), sha256: z.string(), /** Since when it is in use; null before its first start. */ since: isoInstant.nullable(), retired: z.boolean(),
  definition: RegisterDefinition,
  /** The departments I may enter for here; empty where the register is not kept by departments. */
  departments: z.array(z.object({ id, name: z.string(), kind: z.string() })),
  /** The register is kept by departments, so an entry must name one. */
  needsDepartment: z.boolean(),
  /** First and last day that may be entered today. */
  days: z.object({ from: isoDate, to: isoDate }),
  standing: z.array(Standing),
  /** Why each button is disabled; null enables it. */
  blocked: z.object({ enter: refusal, import: refusal, export: refusal }),
})

export const EntryFile = z.object({ id, /** The field it belongs to; null: evidence of the entry as a whole. */ field: z.string().nullable(), name: z.string(), mediaType: z.string(), size: z.number().int(), sha256: z.string(), addedAt: isoInstant, addedBy: z.string() })

export const EntryRow = z.object({
  institutionId: id, institutionName: z.string(), id, registerKey: z.string(), version: z.number().int(),
  on: isoDate, departmentId: id.nullable(), departmentName: z.string().nullable(), title: z.string(),
  state: z.enum(entryStates),
  /** Whether it counts for duties, measures and reports. */
  counts: z.boolean(),
  revision: z.number().int(),
  /** Without personal fields. */
  values: EntryValues,
  enteredByName: z.string(), enteredAt: isoInstant, confirmedByName: z.string().nullable(), confirmedAt: isoInstant.nullable(), changedAt: isoInstant,
  files: z.number().int(),
})

export const EntryPage = pageOf(EntryRow).extend({
  names: Names,
  /** With filters or a search a page looks through the newest few thousand entries at a time: down to this day so far, so a page may be short though there is a next one. Null: looked through all that the page needed. */
  searchedTo: isoDate.nullable(),
})

/** What an entry said before a correction, and who changed it when and why. */
export const EntryVersion = z.object({
  revision: z.number().int(), on: isoDate, departmentId: id.nullable(), state: z.enum(entryStates), title: z.string(), values: EntryValues,
  /** Personal fields that differ from the next version; their values are not shown. */
  personalChanged: z.boolean(),
  /** Who wrote this version, and when. */
  byName: z.string(), at: isoInstant,
  /** Why it was replaced, by whom, when. */
  replacedByName: z.string(), replacedAt: isoInstant, reason: z.string(),
})

export const EntryView = EntryRow.extend({
  definition: RegisterDefinition,
  files: z.array(EntryFile),
  /** Personal fields that hold a value; the clear values are readPersonal. */
  sealed: z.array(z.string()),
  /** Newest first; empty for an entry that was never changed. */
  versions: z.array(EntryVersion),
  withdrawn: z.object({ byName: z.string(), at: isoInstant, reason: z.string() }).nullable(),
  names: Names,
  /** A correction or withdrawal now needs a reason. */
  needsReason: z.boolean(),
  blocked: z.object({ correct: refusal, confirm: refusal, withdraw: refusal, readPersonal: refusal }),
})

/** `entered` count; `waiting` are entered and not yet confirmed. A unit of scope person is a member of staff. */
export const MissingUnit = z.object({ departmentId: id.nullable(), staffId: id.nullable(), name: z.string(), entered: z.number().int(), waiting: z.number().int() })
export const MissingRow = z.object({
  registerKey: z.string(), name: Words, period: PeriodView, expect: z.number().int(),
  expected: z.number().int(), reached: z.number().int(),
  missing: z.array(MissingUnit),
  /** I may enter for one of them. */
  mine: z.boolean(),
})
export const InstitutionMissing = z.object({ institutionId: id, institutionName: z.string(), expected: z.number().int(), reached: z.number().int(), missing: z.array(z.string()) })

export const CountsView = z.object({
  total: z.number().int(),
  /** Sums of the definition's `totals` fields over counting entries. */
  totals: z.record(z.string(), z.number()),
  months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), count: z.number().int(), totals: z.record(z.string(), z.number()) })),
  departments: z.array(z.object({ departmentId: id.nullable(), name: z.string(), count: z.number().int() })),
})

/** A list ready for paper: every cell is a text. */
export const PrintView = z.object({
  title: z.string(), institution: z.string(), from: isoDate.nullable(), to: isoDate.nullable(), printedAt: isoInstant, printedBy: z.string(),
  columns: z.array(z.object({ key: z.string(), title: z.string(), numeric: z.boolean() })),
  rows: z.array(z.record(z.string(), z.string())),
  totals: z.array(z.object({ key: z.string(), title: z.string(), value: z.string() })),
  /** More entries match than fit on paper. */
  cut: z.boolean(),
})

export const ImportFault = z.object({
  /** The row's number as the spreadsheet shows it, and the cell ('C12'); row 0 speaks of the whole file. */
  row: z.number().int(), cell: z.string(), column: z.string(), value: z.string(), reason: z.string(), severity: z.enum(['fault', 'warning']),
})
export const ImportView = z.object({
  institutionId: id, id, registerKey: z.string(), version: z.number().int(), fileName: z.string(), state: z.enum(['preview', 'taken', 'discarded']),
  createdAt: isoInstant, createdBy: z.string(), takenAt: isoInstant.nullable(),
  /** How many rows were taken in the end; null before. */
  taken: z.number().int().nullable(),
  counts: z.object({ rows: z.number().int(), good: z.number().int(), bad: z.number().int(), faults: z.number().int(), warnings: z.number().int() }),
  /** Headings that were recognised (column → heading in the file, and the letters of the column) and those nobody knows, which are ignored. */
  columns: z.array(z.object({ column: z.string(), heading: z.string(), at: z.string() })), ignored: z.array(z.string()),
  /** The first ones; the rest is listImportFaults and the fault file. */
  faults: z.array(ImportFault),
  /** More faults were found than are kept. */
  faultsCut: z.boolean(),
  /** The first good rows as they would be entered. */
  sample: z.array(z.object({ row: z.number().int(), on: isoDate, department: z.string().nullable(), cells: z.array(z.object({ column: z.string(), value: z.string() })) })),
  blocked: z.object({ takeAll: refusal, takeGood: refusal, discard: refusal }),
})
