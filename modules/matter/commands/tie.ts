import { RefusedError } from '../../../kernel/refusal.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import type { Act } from '../../../server/platform/act.ts'
import { findInstitution } from '../../directory/public.ts'
import { gramNumbers } from '../gram-key.ts'
import { aloneJob, redirectJob, reportBackJob } from '../jobs.ts'
import { maySee, type Mover } from '../rules/authority.ts'
import type { Decision } from '../rules/decide.ts'
import type { MoveDefinition } from '../rules/definition.ts'
import { choiceOf, type Kind } from '../rules/kind.ts'
import { isPartOf, type Ask, type Matter } from '../rules/matter.ts'
import { redact } from '../rules/redact.ts'
import { authorForMachine } from '../store/authors.ts'
import { findMatter, loadForUpdate, repointMerged, saveMatter } from '../store/matters.ts'
import { departmentsAmong, staffNamesOf } from '../store/people.ts'
import { savePublished, unlist } from '../store/published.ts'
import { insertEvent, listParts } from '../store/timeline.ts'
import { mergedInto } from '../store/upkeep.ts'
import { fileMatter } from './file.ts'
import { loadKind } from '../kinds.ts'

/** What a move does to other matters, asked before it is written: what it changes of this one. */
export async function before(act: Act, matter: Matter, decision: Decision, ask: Ask, mover: Mover): Promise<Partial<Matter>> {
  const { effect } = decision.move
  if (effect === 'merge') return merge(act, matter, ask, mover)
  if (effect === 'link') return link(act, matter, ask, mover)
  if (effect === 'redirect') return redirect(act, matter, ask)
  if (effect === 'publish') return publish(act, matter, ask)
  return effect === 'unpublish' ? unpublish(act, matter) : {}
}

/** Another matter of the same body that the mover may see, locked. */
async function otherOf(act: Act, matter: Matter, ask: Ask, mover: Mover): Promise<Matter> {
  const key = { institutionId: matter.institutionId, matterId: ask.otherId ?? '' }
  const other = await loadForUpdate(act.tx, key).catch((error: unknown) => {
    if (error instanceof RefusedError) throw new RefusedError('matter.other_not_found')
    throw error
  })
  if (!maySee(loadKind(other.kind), other, mover, await listParts(act.tx, key))) throw new RefusedError('matter.other_not_found')
  return other
}

/** The other one's timeline says what was tied to it; of a secret one, whose words its own readers alone may see, only that there was one. */
async function note(act: Act, other: Matter, move: 'merged-in' | 'linked-in', from: Matter, changes: Partial<Matter>): Promise<void> {
  const after: Matter = { ...other, ...changes, revision: other.revision + 1, changedAt: act.now.toISOString() }
  const words = loadKind(from.kind).confidentiality === 'secret' ? '' : `${from.number} ${from.title}`
  await saveMatter(act.tx, after, other)
  insertEvent(act.tx, after, { seq: after.revision, at: after.changedAt, move, fromState: other.state, toState: other.state, byKind: 'staff', byId: act.actor.id, byName: act.actor.name, departmentId: null, words, publicWords: '', params: { otherId: from.id }, fileIds: [] })
}

async function merge(act: Act, matter: Matter, ask: Ask, mover: Mover): Promise<Partial<Matter>> {
  const other = await otherOf(act, matter, ask, mover)
  if (other.phase === 'closed') throw new RefusedError('matter.other_not_open')
  if (other.kind !== matter.kind) throw new RefusedError('matter.other_kind')
  await note(act, other, 'merged-in', matter, {})
  // Rule MT-41: what was merged into this one goes along, so that no author is led through a chain.
  await repointMerged(act.tx, matter, other.id)
  return { mergedInto: other.id }
}

async function link(act: Act, matter: Matter, ask: Ask, mover: Mover): Promise<Partial<Matter>> {
  const other = await otherOf(act, matter, ask, mover)
  if (!other.linked.includes(matter.id)) await note(act, other, 'linked-in', matter, { linked: [...other.linked, matter.id] })
  return { linked: [...new Set([...matter.linked, other.id])] }
}

/** Rule MT-25: the child at the other body is made by a job, because its rows are not in reach of who redirects. */
async function redirect(act: Act, matter: Matter, ask: Ask): Promise<Partial<Matter>> {
  const to = await findInstitution(act.tx, ask.institutionId ?? '')
  if (to === undefined || !to.active) throw new RefusedError('matter.institution_unknown')
  await redirectJob.enqueue(act.tx, { institutionId: matter.institutionId, matterId: matter.id, toInstitutionId: to.id, words: ask.text })
  return {}
}

/** Rule MT-17: nothing is published that still holds what the redaction would take out. */
async function publish(act: Act, matter: Matter, ask: Ask): Promise<Partial<Matter>> {
  const key = { institutionId: matter.institutionId, matterId: matter.id }
  const [names, author] = await Promise.all([staffNamesOf(act.tx, matter.institutionId), authorForMachine(act.tx, act.vault, key)])
  const left = [ask.title, ask.text, ask.publicText].flatMap((text) => [...redact(text, names, author).removed.keys()])
  if (left.length > 0) throw new RefusedError('matter.not_redacted', [...new Set(left)].join('、'))
  await savePublished(act.tx, {
    ...matter, title: ask.title, question: ask.text, answer: ask.publicText, receivedOn: shanghaiDate(matter.receivedAt), answeredOn: shanghaiDate(matter.answeredAt ?? act.now.toISOString()), at: act.now.toISOString(),
    grams: gramNumbers(act.vault, '', ask.title, ask.text, ask.publicText),
  })
  return { publishedAt: act.now.toISOString() }
}

async function unpublish(act: Act, matter: Matter): Promise<Partial<Matter>> {
  await unlist(act.tx, matter)
  return { publishedAt: null }
}

/** What follows once it is written: the part that was split off, the parent that waits for an answer. */
export async function after(act: Act, kind: Kind, step: { readonly before: Matter; readonly after: Matter; readonly move: MoveDefinition; readonly ask: Ask }): Promise<void> {
  if (step.move.effect === 'split') await split(act, kind, step.after, step.ask)
  const answered = step.before.phase === 'open' && step.after.phase !== 'open'
  if (step.after.phase === 'closed' && step.before.phase === 'open' && step.after.mergedInto === null) await leaveAlone(act, step.after)
  const makes = answered ? choiceOf(kind.verdicts, step.after.verdict)?.makes : undefined
  if (makes !== undefined) await makeTask(act, step.after, makes)
  if (answered && step.after.parent !== null && step.after.parent.institutionId !== step.after.institutionId) await reportBackJob.enqueue(act.tx, { institutionId: step.after.institutionId, matterId: step.after.id })
}

/** Rule MT-41: what was merged into one that ends without an answer is handled by itself again. */
async function leaveAlone(act: Act, matter: Matter): Promise<void> {
  for (const key of await mergedInto(act.tx, { institutionId: matter.institutionId, matterId: matter.id })) await aloneJob.enqueue(act.tx, key)
}

/** Rule MT-35: what an answer promised goes into the ledger, with whoever had the matter as its owner; answered again, it is there already. */
async function makeTask(act: Act, matter: Matter, makes: { readonly kind: string; readonly title: string }): Promise<void> {
  // A department that was closed meanwhile must not keep the answer from leaving.
  const there = new Set((await departmentsAmong(act.tx, matter.institutionId, [matter.holderDepartmentId, matter.departmentId].flatMap((id) => id ?? []), act.today)).map((each) => each.id))
  const still = (id: string | null) => (id !== null && there.has(id) ? id : null)
  await fileMatter(act, {
    institutionId: matter.institutionId, kind: makes.kind, channel: 'system', title: Array.from(`${makes.title}${matter.title}`).slice(0, 100).join(''), body: matter.body, category: null, place: matter.place, departmentId: still(matter.departmentId), harm: false, author: null, accountId: null,
    submissionKey: matter.id, files: [], originNumber: matter.number, receivedAt: null, entry: { planId: matter.planId, clauseId: matter.clauseId, ownerDepartmentId: still(matter.holderDepartmentId), parent: { institutionId: matter.institutionId, matterId: matter.id }, firstStaffId: matter.handlerStaffId, firstDepartmentId: still(matter.holderDepartmentId), mayAssign: true },
  })
}

/** A part of its own, with the same author and its own number; the author's receipt shows both. */
async function split(act: Act, kind: Kind, matter: Matter, ask: Ask): Promise<void> {
  const key = { institutionId: matter.institutionId, matterId: matter.id }
  const author = kind.hasAuthor ? await authorForMachine(act.tx, act.vault, key) : null
  // What is split off a part belongs to the whole, whose receipt the author has.
  const above = matter.parent === null ? undefined : await findMatter(act.tx, matter.parent)
  const parent = above !== undefined && isPartOf(matter, above) ? { institutionId: above.institutionId, matterId: above.id } : key
  await fileMatter(act, {
    institutionId: matter.institutionId, kind: matter.kind, channel: matter.channel, title: ask.title, body: ask.text, category: matter.category, place: matter.place, departmentId: matter.departmentId, harm: false, author, accountId: null,
    submissionKey: act.newId(), files: [], originNumber: null, receivedAt: matter.receivedAt, entry: { planId: matter.planId, clauseId: matter.clauseId, subjectStaffIds: matter.subjectStaffIds, parent, firstStaffId: matter.firstStaffId, firstDepartmentId: matter.firstDepartmentId },
  })
}

