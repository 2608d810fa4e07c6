import { createHash } from 'node:crypto'
import { anonymous } from '../../../kernel/actor.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { receiptCode } from '../../../kernel/ids.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import type { KeptFile } from '../../../server/platform/files.ts'
import { findInstitution, type Institution } from '../../directory/public.ts'
import { gramNumbers } from '../gram-key.ts'
import { loadKind } from '../kinds.ts'
import type { Channel } from '../rules/definition.ts'
import type { Kind } from '../rules/kind.ts'
import type { Author, Matter, MatterEvent, MatterKey } from '../rules/matter.ts'
import { newMatter } from '../rules/new-matter.ts'
import { openTo, type Shut } from '../rules/subjects.ts'
import { caseNumber } from '../rules/number.ts'
import { insertAuthor } from '../store/authors.ts'
import { insertGrams } from '../store/grams.ts'
import { giveBackNumber, insertMatter, loadMatter, nextNumber } from '../store/matters.ts'
import { departmentsAmong, staffAmong } from '../store/people.ts'
import { findSent, insertReceipt } from '../store/receipts.ts'
import { insertEvent, insertFiles } from '../store/timeline.ts'
import { codeIndexFor, isEmpty, phoneIndexFor, readPhone, tailIndexFor, tailOf } from './author.ts'
import { follow, recordStep } from './follow.ts'
import { shutFor } from './shut.ts'

/** What only the house can say when it enters one. */
export type EntryAsk = {
  readonly planId?: string | null
  readonly clauseId?: string | null
  readonly subjectStaffIds?: readonly string[]
  readonly ownerDepartmentId?: string | null
  readonly ownerStaffId?: string | null
  readonly measure?: string
  readonly limitOn?: string | null
  readonly parent?: MatterKey | null
  /** Who was asked first. */
  readonly firstStaffId?: string | null
  readonly firstDepartmentId?: string | null
  /** Entered by somebody who may give it to its owner at once. */
  readonly mayAssign?: boolean
}

export type Filing = {
  readonly institutionId: string
  readonly kind: string
  readonly channel: Channel
  readonly title: string
  readonly body: string
  readonly category: string | null
  readonly place: string
  readonly departmentId: string | null
  readonly harm: boolean
  readonly author: Author | null
  /** A citizen who is signed in; never kept with a secret kind. */
  readonly accountId: string | null
  /** Made by the form once: the same again with the same content is the same matter and gives the same code. */
  readonly submissionKey: string
  readonly files: readonly KeptFile[]
  readonly originNumber: string | null
  readonly receivedAt: string | null
  readonly entry?: EntryAsk
}
export type Filed = MatterKey & { readonly number: string; readonly receiptCode: string | null; readonly repeated: boolean }

type Marks = { readonly sentIndex: string; readonly code: string; readonly phone: string }

/** Code and marks follow from the form's key and what it says: nothing of the code is kept, and a repeat gives it again. */
function marksOf(act: Act, kind: Kind, filing: Filing): Marks {
  const { institutionId, channel, title, body, place, originNumber, author, submissionKey } = filing
  const content = createHash('sha256').update(JSON.stringify([institutionId, kind.key, channel, title, body, place, originNumber, author])).digest('base64url')
  const sentIndex = act.vault.blindIndex('code', `sent ${submissionKey} ${content}`)
  return { sentIndex, code: receiptCode(Buffer.from(act.vault.blindIndex('code', `code of ${sentIndex}`), 'base64url')), phone: author === null ? '' : readPhone(author.phone) }
}

function judge(act: Act, kind: Kind, filing: Filing, marks: Marks): void {
  if (!kind.channels.includes(filing.channel)) throw new RefusedError('matter.channel_not_open')
  if (!kind.hasAuthor && filing.author !== null && !isEmpty(filing.author)) throw new RefusedError('matter.author_not_kept')
  if (kind.hasAuthor && !kind.anonymous && marks.phone === '') throw new RefusedError('matter.anonymous_not_allowed')
  if (filing.category !== null && !kind.categories.some((each) => each.key === filing.category)) throw new RefusedError('matter.no_such_choice', filing.category)
  if (filing.receivedAt !== null && filing.receivedAt > act.now.toISOString()) throw new RefusedError('matter.received_in_future')
}

/** Whom the filing names at its body, whether they are there today, and what follows from whom it is about. */
async function judgeNames(act: Act, kind: Kind, filing: Filing): Promise<Shut | undefined> {
  const { entry } = filing
  const departments = [...new Set([filing.departmentId, entry?.ownerDepartmentId].flatMap((id) => id ?? []))]
  const people = [...new Set([...(entry?.subjectStaffIds ?? []), ...(entry?.ownerStaffId === undefined || entry.ownerStaffId === null ? [] : [entry.ownerStaffId])])]
  const subjects = entry?.subjectStaffIds ?? []
  const [found, staff, { shut }] = await Promise.all([departmentsAmong(act.tx, filing.institutionId, departments, act.today), staffAmong(act.tx, filing.institutionId, people, act.today), shutFor(act.tx, kind, filing.institutionId, subjects, act.today)])
  if (found.length < departments.length) throw new RefusedError('matter.department_unknown')
  if (staff.length < people.length) throw new RefusedError('matter.staff_unknown')
  if (subjects.includes(entry?.ownerStaffId ?? '')) throw new RefusedError('matter.subject_cannot_handle')
  if (!openTo(shut, entry?.ownerDepartmentId ?? '')) throw new RefusedError('matter.subject_heads_it')
  return shut
}

/**
 * Rule MT-23: files a matter, from whatever channel: matter, author, timeline, receipt, words and chain in one transaction.
 * `known`: its body, where the caller has read it.
 */
export async function fileMatter(act: Act, filing: Filing, known?: Institution): Promise<Filed> {
  const kind = loadKind(filing.kind)
  const marks = marksOf(act, kind, filing)
  judge(act, kind, filing, marks)
  const secret = kind.confidentiality === 'secret'
  const matterId = act.newId()
  const body = known ?? (await findInstitution(act.tx, filing.institutionId))
  if (body === undefined || body.id !== filing.institutionId || !body.active) throw new RefusedError('matter.institution_unknown')
  const place = { institutionId: body.id, regionCode: body.regionCode }
  const phoneIndex = marks.phone === '' || secret ? null : phoneIndexFor(act.vault, marks.phone)
  const received = filing.receivedAt ?? act.now.toISOString()
  const year = Number(shanghaiDate(received).slice(0, 4))
  // In one flight, the receipt first: a second one of the same form waits there, and gives its number back.
  const receipt = insertReceipt(act.tx, {
    ...place, matterId, codeIndex: codeIndexFor(act.vault, marks.code), tailIndex: marks.phone === '' ? null : tailIndexFor(act.vault, marks.code, tailOf(marks.phone)), phoneIndex, accountId: secret ? null : filing.accountId, sentIndex: marks.sentIndex, at: act.now.toISOString(),
  })
  const [isNew, running, shut] = await Promise.all([receipt, nextNumber(act.tx, place, kind.key, year), judgeNames(act, kind, filing)])
  if (!isNew) {
    giveBackNumber(act.tx, place, kind.key, year)
    return filedBefore(act, kind, marks)
  }
  const number = caseNumber(kind.prefix, year, running)
  const byAuthor = act.actor.kind === 'citizen' || act.actor.kind === 'anonymous'
  const author = filing.author === null || isEmpty(filing.author) ? null : { ...filing.author, phone: marks.phone }
  const matter = newMatter(kind, { ...filing, ...place, id: matterId, number, receivedAt: received, hasAuthor: author !== null, enteredBy: byAuthor && secret ? anonymous : act.actor, files: filing.files.length, takenUp: shut?.takenUp ?? [], enteredAbove: act.actor.kind === 'staff' && act.actor.institutionId !== body.id }, { now: act.now.toISOString(), calendar: act.calendar, rules: loadDeadlineRules() })
  await write(act, kind, matter, filing, author === null ? null : { sealed: act.vault.seal(JSON.stringify(author)), phoneIndex }, byAuthor)
  return { institutionId: body.id, matterId, number, receiptCode: kind.hasAuthor ? marks.code : null, repeated: false }
}

async function write(act: Act, kind: Kind, matter: Matter, filing: Filing, author: { sealed: Buffer; phoneIndex: string | null } | null, byAuthor: boolean): Promise<void> {
  const secret = kind.confidentiality === 'secret'
  insertMatter(act.tx, matter)
  if (author !== null) insertAuthor(act.tx, matter, author)
  insertEvent(act.tx, matter, firstEvent(act, matter, filing, byAuthor, byAuthor && secret))
  insertGrams(act.tx, matter, gramNumbers(act.vault, matter.regionCode, matter.title, matter.body, matter.place))
  insertFiles(act.tx, matter, 1, filing.files.map((file) => ({ file, role: byAuthor ? 'author' : 'house', open: byAuthor })), { name: byAuthor ? '' : act.actor.name, at: act.now.toISOString() })
  await follow(act, kind, { before: null, after: matter, tells: [...(matter.urgent ? ['officer', 'head'] as const : matter.handlerStaffId !== null ? ['officer', 'handler'] as const : ['officer'] as const), ...(matter.takenUp.length > 0 ? ['commission'] as const : [])] })
  await recordStep(act, kind, byAuthor, {
    institutionId: matter.institutionId, regionCode: matter.regionCode, kind: 'matter.filed', subjectId: matter.id,
    detail: { kind: matter.kind, number: matter.number, channel: matter.channel, files: filing.files.map((file) => file.sha256) },
  })
}

function firstEvent(act: Act, matter: Matter, filing: Filing, byAuthor: boolean, unnamed: boolean): MatterEvent {
  return {
    seq: 1, at: act.now.toISOString(), move: 'received', fromState: null, toState: matter.state, byKind: byAuthor ? 'author' : act.actor.kind === 'system' ? 'system' : 'staff', byId: unnamed ? anonymous.id : act.actor.id, byName: byAuthor ? '' : act.actor.name,
    departmentId: filing.entry?.firstDepartmentId ?? null, words: '', publicWords: '', params: { channel: matter.channel }, fileIds: filing.files.map((file) => file.id),
  }
}

async function filedBefore(act: Act, kind: Kind, marks: Marks): Promise<Filed> {
  const known = await findSent(act.tx, marks.sentIndex)
  if (known === undefined) throw new Error('a receipt was neither written nor found')
  const matter = await loadMatter(act.tx, known)
  return { institutionId: known.institutionId, matterId: known.matterId, number: matter.number, receiptCode: kind.hasAuthor ? marks.code : null, repeated: true }
}
