import { z } from 'zod'
import { staffRoles } from '../../../kernel/actor.ts'
import { id, isoDate, isoInstant } from '../../../kernel/contract.ts'
import { actorWords, channels, circumstances, confidentialities, effects, inputs, phases, receivers, Words } from '../rules/definition.ts'

const refusal = z.string().nullable()
export const Choice = z.object({ key: z.string(), zh: z.string(), en: z.string() })
export const tones = ['neutral', 'working', 'warning', 'good', 'bad'] as const

/** A kind as lists and forms need it. */
export const KindRow = z.object({
  key: z.string(), name: Words, about: Words, prefix: z.string(), order: z.number().int(), confidentiality: z.enum(confidentialities), channels: z.array(z.enum(channels)),
  anonymous: z.boolean(), hasAuthor: z.boolean(), publishes: z.boolean(), ledger: z.boolean(), categories: z.array(Choice),
  states: z.array(z.object({ key: z.string(), name: Words, tone: z.enum(tones), phase: z.enum(phases) })),
  /** Whether I may enter one at my body, and whether I see all of them there or only those that are mine. */
  mayEnter: z.boolean(), seesAll: z.boolean(),
})

/** A kind with its life cycle: what the chart is drawn from. */
export const KindView = KindRow.extend({
  version: z.number().int(), initial: z.string(), does: Words,
  states: z.array(z.object({
    key: z.string(), name: Words, citizen: Words.nullable(), tone: z.enum(tones), phase: z.enum(phases), waits: z.string(),
    clocks: z.array(z.object({ when: z.enum(circumstances), rule: z.string().nullable(), name: Words.nullable(), says: Words.nullable(), source: z.string().nullable(), certainty: z.string().nullable() })),
  })),
  moves: z.array(z.object({
    key: z.string(), name: Words,
    /** 'open' and 'any' written out; `to` null: stays where it is; 'back': where it came from. */
    from: z.array(z.string()), to: z.string().nullable(), by: z.array(z.enum(actorWords)), not: z.array(z.string()), requires: z.array(z.enum(inputs)), offers: z.array(z.enum(inputs)), effect: z.enum(effects), tells: z.array(z.enum(receivers)), public: Words.nullable(), weight: z.string(),
  })),
  reasons: z.record(z.string(), z.array(Choice)), verdicts: z.array(Choice),
  officers: z.array(z.enum(staffRoles)), heads: z.array(z.enum(staffRoles)), superiors: z.array(z.enum(staffRoles)), author: z.array(z.enum(actorWords)),
  ladder: z.array(z.object({ after: z.number().int(), unit: z.enum(['workday', 'hour']), tells: z.string() })),
  closing: z.object({ state: z.string(), move: z.string(), days: z.number().int() }).nullable(),
  reopen: z.object({ days: z.number().int(), most: z.number().int() }).nullable(),
  callBack: z.object({ share: z.number() }).nullable(),
  recheck: z.object({ weeks: z.number().int(), share: z.number() }).nullable(),
  source: z.object({ zh: z.string(), certainty: z.string() }),
})

export const MatterRow = z.object({
  institutionId: id, institutionName: z.string(), id, kind: z.string(), number: z.string(), title: z.string(), category: z.string().nullable(), channel: z.enum(channels), place: z.string(),
  state: z.string(), phase: z.enum(phases), waits: z.string(), urgent: z.boolean(), harm: z.boolean(), reopened: z.number().int(), joined: z.number().int(),
  holderDepartmentId: id.nullable(), holderDepartment: z.string().nullable(), offeredDepartmentId: id.nullable(), offeredDepartment: z.string().nullable(), handlerStaffId: id.nullable(), handler: z.string().nullable(),
  receivedAt: isoInstant, dueAt: isoInstant.nullable(), overdue: z.boolean(), paused: z.boolean(),
  /** By the server's clock and calendar; below zero: late. Null without a running clock. */
  left: z.object({ unit: z.enum(['workday', 'hour']), n: z.number().int() }).nullable(),
  chaseDueAt: isoInstant.nullable(), /** Drawn for a call-back that nobody has made. */ toCallBack: z.boolean(), verdict: z.string().nullable(), revision: z.number().int(),
  /** What I can do next here: keys of moves, the main one first. */
  next: z.array(z.string()),
})

/** `next` null: nothing more. `searchedTo`: with filters only so many are looked through at a time. */
export const MatterPage = z.object({ rows: z.array(MatterRow), next: z.string().nullable(), searchedTo: isoInstant.nullable() })

export const MoveView = z.object({
  key: z.string(), name: Words, effect: z.enum(effects), weight: z.enum(['main', 'plain', 'quiet', 'danger']),
  /** Why the button is disabled, as a refusal code; null enables it. */
  blocked: refusal,
  /** Moves that somebody of another post makes are not mine at all: hide them. */
  mine: z.boolean(),
  requires: z.array(z.enum(inputs)), offers: z.array(z.enum(inputs)),
  reasons: z.array(Choice), verdicts: z.array(Choice), departments: z.array(z.object({ id, name: z.string() })), staff: z.array(z.object({ id, name: z.string() })),
  /** What the author will read in the timeline; null: nothing. */
  public: Words.nullable(), toState: z.string().nullable(),
})

export const FileView = z.object({ id, role: z.enum(['author', 'house', 'before', 'after']), name: z.string(), mediaType: z.string(), size: z.number().int(), addedAt: isoInstant, addedBy: z.string(), open: z.boolean() })

export const EventView = z.object({
  seq: z.number().int(), at: isoInstant, move: z.string(), name: Words, fromState: z.string().nullable(), toState: z.string(),
  byKind: z.enum(['staff', 'superior', 'author', 'system']), by: z.string(), department: z.string().nullable(),
  words: z.string(), publicWords: z.string(), public: Words.nullable(),
  /** Small facts of the step in both languages: the reason chosen, the date set, the departments joined. */
  facts: z.array(z.object({ label: Words, value: Words })), files: z.array(id),
})

export const DeadlineView = z.object({
  code: z.string().nullable(), name: Words, dueAt: isoInstant, dueOn: isoDate, paused: z.boolean(), extended: z.boolean(), overdue: z.boolean(),
  /** How the date came about, in one sentence. */
  explained: Words, source: z.string().nullable(), certainty: z.string().nullable(),
})

export const OtherMatter = z.object({ institutionId: id, institutionName: z.string(), id, number: z.string(), kind: z.string(), title: z.string(), state: z.string(), receivedAt: isoInstant })
const Named = z.object({ id, name: z.string() })

export const MatterView = MatterRow.omit({ next: true }).extend({
  confidentiality: z.enum(confidentialities), body: z.string(), department: Named.nullable(), subjects: z.array(Named), planId: id.nullable(), clauseId: id.nullable(), originNumber: z.string().nullable(),
  first: z.object({ department: z.string().nullable(), staff: z.string().nullable() }), enteredBy: z.string(), offeredAt: isoInstant.nullable(), refusals: z.number().int(),
  verdictName: Words.nullable(), responsible: z.array(z.object({ staffId: id.nullable(), name: z.string() })), answer: z.string().nullable(), solved: z.boolean().nullable(), satisfied: z.boolean().nullable(), joinedReason: z.string().nullable(),
  acceptedAt: isoInstant.nullable(), firstResponseAt: isoInstant.nullable(), answeredAt: isoInstant.nullable(), closedAt: isoInstant.nullable(), acceptedInTime: z.boolean().nullable(), answeredInTime: z.boolean().nullable(),
  measure: z.string(), limitOn: isoDate.nullable(), rectifiedAt: isoInstant.nullable(), checkedAt: isoInstant.nullable(), signedOffAt: isoInstant.nullable(), recheckAt: isoInstant.nullable(), recheckedAt: isoInstant.nullable(), recheckHeld: z.boolean().nullable(),
  deadline: DeadlineView.nullable(),
  chase: z.object({ text: z.string(), at: isoInstant, dueAt: isoInstant, answeredAt: isoInstant.nullable() }).nullable(),
  /** Nothing of the author but whether there is one, and why I may not read it. */
  author: z.object({ kept: z.boolean(), mayRead: refusal }),
  parts: z.array(z.object({ departmentId: id, department: z.string(), task: z.string(), answer: z.string().nullable(), answeredBy: z.string().nullable(), answeredAt: isoInstant.nullable() })),
  files: z.array(FileView), timeline: z.array(EventView), moves: z.array(MoveView),
  /** Alike enough to be looked at; nothing is merged by itself. */
  duplicates: z.array(OtherMatter.extend({ likeness: z.number(), sameCaller: z.boolean() })),
  parent: OtherMatter.nullable(), children: z.array(OtherMatter), mergedInto: OtherMatter.nullable(), linked: z.array(OtherMatter),
  published: z.object({ at: isoInstant, title: z.string(), question: z.string(), answer: z.string() }).nullable(),
  /** What the author sees of it just now. */
  citizen: z.object({ state: Words, steps: z.array(z.object({ at: isoInstant, says: Words, words: z.string() })) }),
})

export const LedgerRow = z.object({
  institutionId: id, institutionName: z.string(), id, kind: z.string(), number: z.string(), title: z.string(), category: z.string().nullable(), planId: id.nullable(), clauseId: id.nullable(), department: z.string().nullable(), owner: z.string().nullable(),
  measure: z.string(), limitOn: isoDate.nullable(), dueAt: isoInstant.nullable(), overdue: z.boolean(), state: z.string(), phase: z.enum(phases), foundOn: isoDate, rectifiedOn: isoDate.nullable(), checkedOn: isoDate.nullable(), signedOffOn: isoDate.nullable(), recheckOn: isoDate.nullable(), recheckHeld: z.boolean().nullable(), reopened: z.number().int(),
})

export const CannedAnswer = z.object({ institutionId: id, id, kind: z.string().nullable(), title: z.string(), text: z.string(), revision: z.number().int(), changedBy: z.string(), changedAt: isoInstant })
export const RosterShift = z.object({ institutionId: id, id, fromAt: isoInstant, toAt: isoInstant, staffId: id, name: z.string(), phone: z.string(), note: z.string() })

/** One matter as its author sees it. */
const Followed = z.object({
  institutionId: id, institutionName: z.string(), matterId: id, number: z.string(), kind: z.string(), kindName: Words, title: z.string(), body: z.string(), receivedAt: isoInstant,
  phase: z.enum(phases), state: Words, dueOn: isoDate.nullable(), deadline: Words.nullable(), answer: z.string().nullable(), answeredAt: isoInstant.nullable(), verdict: Words.nullable(), solved: z.boolean().nullable(), satisfied: z.boolean().nullable(),
  steps: z.array(z.object({ seq: z.number().int(), at: isoInstant, says: Words, words: z.string(), mine: z.boolean() })),
  files: z.array(z.object({ id, name: z.string(), mediaType: z.string(), size: z.number().int(), mine: z.boolean() })),
  /** Moves the author can make now. */
  moves: z.array(z.object({ key: z.string(), name: Words, effect: z.enum(effects), requires: z.array(z.enum(inputs)), offers: z.array(z.enum(inputs)) })), revision: z.number().int(),
})

/** What a receipt opens: the matter, and what was split off it. */
export const ReceiptMatter = Followed.extend({
  parts: z.array(Followed),
  /** Where another body works on it: its name, state and answer. */
  elsewhere: z.array(z.object({ institutionName: z.string(), state: Words, answer: z.string().nullable(), answeredAt: isoInstant.nullable() })),
})
