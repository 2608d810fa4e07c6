import { z } from 'zod'
import { staffRoles } from '../../../kernel/actor.ts'

/** The shape of catalog/matters/*.yaml (docs/how-to/add-a-matter-kind.md). A new kind of matter is a new file, never new code. */

export const Words = z.strictObject({ zh: z.string().trim().min(1).max(400), en: z.string().trim().min(1).max(400) })
export type Words = z.output<typeof Words>
const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')

export const channels = ['portal', 'counter', 'phone', 'email', 'box', 'hotline', 'petition', 'opinion', 'inspection', 'self-check', 'system', 'redirected'] as const
export type Channel = (typeof channels)[number]
export const confidentialities = ['ordinary', 'protected', 'secret'] as const
export const phases = ['open', 'settled', 'closed'] as const
export type Phase = (typeof phases)[number]

/**
 * Who a person is to a matter, beside the roles of posts: `officer` and `head` run this kind at the body that owns it;
 * `target` heads the department it is offered to, `holder` the one that has it, `joined` one that was joined; `handler`
 * does the work; `first` was asked first; `superior` is of the commission above the body; `author` holds the receipt.
 */
export const relations = ['officer', 'head', 'handler', 'holder', 'target', 'joined', 'first', 'author', 'superior', 'system'] as const
export type Relation = (typeof relations)[number]
export const actorWords = [...relations, ...staffRoles] as const
export type ActorWord = (typeof actorWords)[number]

/** What a move may ask for; each is one field of the form. `files`: evidence; `before`, `after`: evidence of that name. */
export const inputs = ['text', 'publicText', 'reason', 'files', 'before', 'after', 'department', 'departments', 'staff', 'date', 'verdict', 'responsible', 'measure', 'other', 'institution', 'title', 'satisfied', 'solved', 'harm', 'category', 'plan', 'subjects'] as const
export type Input = (typeof inputs)[number]

/** What a move does beside changing the state; a closed set with code (rules/effects.ts). */
export const effects = [
  'none', 'accept', 'offer', 'take', 'keep', 'designate', 'refuse', 'assign', 'contact', 'join', 'part-answer', 'answer', 'approve', 'rework', 'pause', 'resume', 'extend', 'chase', 'answer-chase', 'urgent', 'merge', 'link', 'split', 'redirect',
  'report-back', 'confirm', 'rate', 'call-back', 'reopen', 'close', 'withdraw', 'publish', 'unpublish', 'rectify', 'check', 'sign-off', 'hold', 'slip', 'add', 'note', 'limit', 'restart', 'subjects', 'unmerge', 'await-author',
] as const
export type Effect = (typeof effects)[number]

export const receivers = ['officer', 'head', 'holder', 'handler', 'target', 'joined', 'first', 'commission', 'author'] as const
export type Receiver = (typeof receivers)[number]

/** Under what a clock of a state holds; the first that fits does. `limit`: a date was set for this matter; `drawn`: it was drawn for a second look. */
export const circumstances = ['always', 'urgent', 'joined', 'hotline', 'petition', 'limit', 'drawn'] as const
export type Circumstance = (typeof circumstances)[number]

export const Clock = z.strictObject({
  when: z.enum(circumstances).default('always'),
  /** A code of catalog/deadline-rules.yaml; left out for `limit`. */
  rule: z.string().optional(),
})

export const StateDefinition = z.strictObject({
  key: slug,
  name: Words,
  tone: z.enum(['neutral', 'working', 'warning', 'good', 'bad']),
  /** What the author reads while it stands here; left out: nothing new. */
  citizen: Words.optional(),
  /** open: the body owes something; settled: it has answered; closed: over, though it may be reopened. */
  phase: z.enum(phases),
  /** Whom it waits for; `handler`: the holding department where nobody in it was named. */
  waits: z.enum(['officer', 'head', 'target', 'handler', 'author', 'commission', 'nobody']),
  clocks: z.array(Clock).default([]),
})
export type StateDefinition = z.output<typeof StateDefinition>

export const MoveDefinition = z.strictObject({
  key: slug,
  name: Words,
  /** States it leaves from; 'open' and 'any' stand for all of them. */
  from: z.array(z.string()).min(1),
  /** A state, 'same', or 'back': where it stood before the state it is in. */
  to: z.string(),
  by: z.array(z.enum(actorWords)).min(1),
  /** Not by whoever did this part before: a second person. `answerer`: who drafted the answer; `writer`: whose words it went out in. */
  not: z.array(z.enum(['handler', 'answerer', 'writer'])).default([]),
  requires: z.array(z.enum(inputs)).default([]),
  offers: z.array(z.enum(inputs)).default([]),
  /** Which list of `reasons` and of `verdicts` is chosen from. */
  reasons: slug.optional(),
  effect: z.enum(effects).default('none'),
  tells: z.array(z.enum(receivers)).default([]),
  /** What the author's timeline says; left out: the author does not see the step. */
  public: Words.optional(),
  weight: z.enum(['main', 'plain', 'quiet', 'danger']).default('plain'),
})
export type MoveDefinition = z.output<typeof MoveDefinition>

/** Moves that several kinds share; of `from`, states that a kind does not have are left out. */
export const MoveSet = z.strictObject({ key: slug, moves: z.array(MoveDefinition).min(1).max(30) })
export type MoveSet = z.output<typeof MoveSet>

const Choice = z.strictObject({ key: slug, zh: z.string().min(1).max(200), en: z.string().min(1).max(200) })
export type Choice = z.output<typeof Choice>

/** Rule MT-35: an answer with this verdict makes something to do of its own, with a title that begins so. */
const Verdict = Choice.extend({ makes: z.strictObject({ kind: slug, title: z.string().trim().min(1).max(40) }).optional() })

/** One rung: so many units before or after the matter is due, somebody is told. */
export const Rung = z.strictObject({
  /** Negative: before it is due. Working days, or hours for clocks that run in hours. */
  after: z.number().int().min(-60).max(365),
  unit: z.enum(['workday', 'hour']),
  tells: z.enum(['handler', 'holder', 'officer', 'head', 'commission']),
})
export type Rung = z.output<typeof Rung>

export const MatterKind = z.strictObject({
  key: slug,
  version: z.number().int().min(1),
  name: Words,
  /** Two letters of the case number. */
  prefix: z.string().regex(/^[A-Z]{2}$/),
  /** One sentence: what it is for. */
  about: Words,
  /** One sentence in plain words: what the system does with it for the plan (shown with the templates). */
  does: Words,
  order: z.number().int().min(1).max(99),
  channels: z.array(z.enum(channels)).min(1),
  confidentiality: z.enum(confidentialities),
  /** Who may read the author, each time recorded. */
  author: z.array(z.enum(actorWords)),
  anonymous: z.boolean(),
  /** An author may be kept at all; a problem found by the house has none. */
  hasAuthor: z.boolean(),
  /** Roles that run it at the body that owns it. */
  officers: z.array(z.enum(staffRoles)).min(1),
  heads: z.array(z.enum(staffRoles)).min(1),
  /** Further roles of the body that see all of its matters of this kind. */
  sees: z.array(z.enum(staffRoles)).default([]),
  /** Roles of the commission above that see and supervise it. */
  superiors: z.array(z.enum(staffRoles)).default([]),
  /** Who may enter it for somebody else or from what was found. */
  enters: z.array(z.enum(staffRoles)).min(1),
  categories: z.array(Choice).max(60).default([]),
  reasons: z.record(slug, z.array(Choice).min(1).max(30)).default({}),
  verdicts: z.array(Verdict).max(10).default([]),
  initial: slug,
  states: z.array(StateDefinition).min(2).max(30),
  /** Sets of moves that several kinds share (catalog/matters/sets); a move of the kind's own replaces one of the same key. */
  uses: z.array(slug).default([]),
  moves: z.array(MoveDefinition).max(80),
  ladder: z.array(Rung).max(8).default([]),
  /** An answered matter that its author leaves alone for so many days is closed by this move. */
  closing: z.strictObject({ state: slug, move: slug, days: z.number().int().min(1).max(365) }).optional(),
  /** The author may reopen it within so many days of its closing or its answer, so many times. */
  reopen: z.strictObject({ days: z.number().int().min(1).max(365), most: z.number().int().min(1).max(9) }).optional(),
  /** Of what was answered a share, drawn each day, is called back. */
  callBack: z.strictObject({ share: z.number().gt(0).max(1) }).optional(),
  /** After the sign-off a share of them is looked at again. */
  recheck: z.strictObject({ weeks: z.number().int().min(1).max(52), share: z.number().min(0).max(1), state: slug, move: slug }).optional(),
  publishes: z.boolean().default(false),
  /** Shown as a ledger with owner, measure, limit, sign-off. */
  ledger: z.boolean().default(false),
  clauses: z.array(z.string().regex(/^\d{3}-[0-9A-G.]+$/)).default([]),
  source: z.strictObject({ zh: z.string().min(1), certainty: z.enum(['law', 'secondary', 'plan', 'memory', 'house']) }),
})
export type MatterKind = z.output<typeof MatterKind>
