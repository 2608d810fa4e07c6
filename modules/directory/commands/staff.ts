import type { IsoDate } from '../../../kernel/calendar.ts'
import { orThrow, RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import { pinyinOf } from '../pinyin.ts'
import { mayFill, type Body } from '../rules/authority.ts'
import { readCitizenId, readMobile } from '../rules/bodies.ts'
import * as holdings from '../rules/holdings.ts'
import * as posts from '../store/posts.ts'
import * as store from '../store/staff.ts'
import { managedBody } from './departments.ts'
import { passedOn, vacated } from './posts.ts'

type Personal = { phone?: string | null | undefined; idNumber?: string | null | undefined }
type Facts = { name: string; employeeNumber: string; title: string; joinedOn: IsoDate }
type Key = { institutionId: string; staffId: string }

/** A personal value as it is kept: sealed, with its blind index. */
export const seal = (vault: Vault, purpose: 'phone' | 'id_number', value: string | null): store.Sealed => (value === null ? null : { sealed: vault.seal(value), index: vault.blindIndex(purpose, value) })

const occurrence = (body: Body, kind: string, staffId: string, detail: Readonly<Record<string, unknown>>) => ({ institutionId: body.institutionId, regionCode: body.regionCode, kind, subjectId: staffId, detail })

const written = <Value>(typed: string | null | undefined, read: (text: string) => Value): Value | null | undefined => (typed === undefined ? undefined : typed === null || typed === '' ? null : read(typed))

/** Undefined stays, null removes, a text is checked, made canonical and sealed (Rule DIR-11). */
async function personalOf(act: Act, body: Body, ask: Personal, staffId: string | null): Promise<{ phone: store.Sealed | undefined; idNumber: store.Sealed | undefined }> {
  const phone = written(ask.phone, (text) => orThrow(readMobile(text)).value)
  const idNumber = written(ask.idNumber, (text) => orThrow(readCitizenId(text, act.today)).value)
  const sealedId = idNumber === undefined ? undefined : seal(act.vault, 'id_number', idNumber)
  if (sealedId !== undefined && sealedId !== null && (await store.hasNamesakeId(act.tx, body.institutionId, sealedId.index, staffId))) throw new RefusedError('directory.id_number_taken')
  return { phone: phone === undefined ? undefined : seal(act.vault, 'phone', phone), idNumber: sealedId }
}

export async function createStaff(act: Act, ask: Facts & Personal & { institutionId: string }): Promise<string> {
  const body = await managedBody(act, ask.institutionId)
  const personal = await personalOf(act, body, ask, null)
  const id = act.newId()
  await store.insertStaff(act.tx, [{ institutionId: body.institutionId, regionCode: body.regionCode, id, name: ask.name, pinyin: pinyinOf(ask.name), employeeNumber: ask.employeeNumber, title: ask.title, joinedOn: ask.joinedOn, phone: personal.phone ?? null, idNumber: personal.idNumber ?? null }])
  await act.record(occurrence(body, 'directory.staff_created', id, { name: ask.name, employeeNumber: ask.employeeNumber }))
  return id
}

export async function changeStaff(act: Act, ask: Facts & Personal & Key & { revision: number }): Promise<void> {
  const body = await managedBody(act, ask.institutionId)
  const current = await store.loadStaffForUpdate(act.tx, ask.institutionId, ask.staffId)
  if (current.revision !== ask.revision) throw new RefusedError('request.stale')
  const earliest = (await posts.holdingsOfStaff(act.tx, [current.id])).map((each) => each.fromOn).sort()[0]
  if (earliest !== undefined && earliest < ask.joinedOn) throw new RefusedError('directory.before_joining', earliest)
  const personal = await personalOf(act, body, ask, current.id)
  await store.saveStaff(act.tx, { institutionId: current.institutionId, id: current.id, name: ask.name, pinyin: pinyinOf(ask.name), employeeNumber: ask.employeeNumber, title: ask.title, joinedOn: ask.joinedOn, ...personal }, ask.revision)
  const fields = (['name', 'employeeNumber', 'title', 'joinedOn'] as const).filter((key) => ask[key] !== current[key])
  await act.record(occurrence(body, 'directory.staff_changed', current.id, { fields: [...fields, ...(personal.phone === undefined ? [] : ['phone']), ...(personal.idNumber === undefined ? [] : ['idNumber'])] }))
}

/** Rule DIR-17: a clear telephone or id number is given only after the read itself was recorded. */
export async function readContact(act: Act, key: Key): Promise<{ phone: string | null; idNumber: string | null }> {
  const body = await managedBody(act, key.institutionId)
  const person = await store.loadStaff(act.tx, key.institutionId, key.staffId)
  await act.record(occurrence(body, 'read.staff_contact', person.id, { name: person.name }))
  return { phone: person.phone === null ? null : act.vault.open(person.phone), idNumber: person.idNumber === null ? null : act.vault.open(person.idNumber) }
}

export async function moveStaff(act: Act, ask: Key & { holdingId: string; toPostId: string; on: IsoDate }): Promise<void> {
  const body = await managedBody(act, ask.institutionId)
  const to = await posts.loadPostForUpdate(act.tx, ask.institutionId, ask.toPostId)
  const person = await store.loadStaffForUpdate(act.tx, ask.institutionId, ask.staffId)
  const holding = await posts.loadHolding(act.tx, ask.institutionId, ask.holdingId)
  if (holding.staffId !== person.id) throw new RefusedError('not_found')
  const from = await posts.loadPost(act.tx, ask.institutionId, holding.postId)
  for (const role of [from.role, to.role]) {
    const no = mayFill(act.actor, role)
    if (no !== null) throw new RefusedError(no.refused)
  }
  const { ended, appointment } = orThrow(holdings.move(holding, to, person, await posts.holdingsOfPosts(act.tx, [to.id]), ask.on))
  await posts.saveHoldingEnd(act.tx, body.institutionId, ended.id, ended.toOn ?? ask.on)
  await posts.insertHoldings(act.tx, [{ institutionId: body.institutionId, regionCode: body.regionCode, id: act.newId(), postId: to.id, staffId: person.id, fromOn: ask.on, toOn: person.leftOn }])
  await act.record(
    occurrence(body, 'directory.staff_moved', person.id, { from: from.id, to: to.id, on: ask.on }),
    vacated(body, from, person.id, ended.toOn ?? ask.on),
    ...passedOn(body, to, appointment.predecessorId, person.id, ask.on),
  )
}

export async function leaveStaff(act: Act, ask: Key & { on: IsoDate; revision: number }): Promise<void> {
  const body = await managedBody(act, ask.institutionId)
  const person = await store.loadStaffForUpdate(act.tx, ask.institutionId, ask.staffId)
  if (person.revision !== ask.revision) throw new RefusedError('request.stale')
  const held = await posts.holdingsOfStaff(act.tx, [person.id])
  const leaving = orThrow(holdings.leave(person, held, ask.on))
  const touched = held.filter((each) => [...leaving.ended, ...leaving.dropped].some((other) => other.id === each.id))
  for (const each of touched) {
    const no = mayFill(act.actor, each.role)
    if (no !== null) throw new RefusedError(no.refused)
  }
  for (const each of leaving.ended) await posts.saveHoldingEnd(act.tx, body.institutionId, each.id, ask.on)
  for (const each of leaving.dropped) await posts.dropHolding(act.tx, body.institutionId, each.id)
  await store.saveLeaving(act.tx, { institutionId: body.institutionId, id: person.id }, leaving.leftOn, ask.revision)
  const emptied = touched.filter((each) => each.fromOn <= ask.on)
  await act.record(
    occurrence(body, 'directory.staff_left', person.id, { name: person.name, on: ask.on }),
    ...emptied.map((each) => vacated(body, { id: each.postId, role: each.role, title: each.title }, person.id, ask.on)),
  )
}
