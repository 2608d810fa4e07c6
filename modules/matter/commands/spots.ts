import { randomBytes } from 'node:crypto'
import { mayActFor } from '../../../kernel/actor.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import { departmentsOn, findInstitution } from '../../directory/public.ts'
import { spotCode } from '../rules/spots.ts'
import * as store from '../store/spots.ts'

/** The own body, or one of the region; a body out of reach is not there. */
async function bodyOf(act: Act, institutionId: string) {
  const body = await findInstitution(act.tx, institutionId)
  if (body === undefined || !mayActFor(act.actor, { institutionId: body.id, regionCode: body.regionCode })) throw new RefusedError('not_found')
  return body
}

async function knowDepartments(act: Act, institutionId: string, wanted: readonly (string | null)[]): Promise<void> {
  const there = new Set((await departmentsOn(act.tx, institutionId, act.today)).map((each) => each.id))
  if (wanted.some((id) => id !== null && !there.has(id))) throw new RefusedError('not_found')
}

/** Adds places with a code of their own each. */
export async function createSpots(act: Act, ask: { institutionId: string; spots: readonly { departmentId: string | null; place: string }[] }): Promise<store.Spot[]> {
  const body = await bodyOf(act, ask.institutionId)
  await knowDepartments(act, body.id, ask.spots.map((each) => each.departmentId))
  const rows = ask.spots.map((each) => ({ ...each, institutionId: body.id, regionCode: body.regionCode, id: act.newId(), code: spotCode(randomBytes(8)) }))
  await store.insertSpots(act.tx, rows, { name: act.actor.name, at: act.now.toISOString() })
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'matter.spots_added', subjectId: body.id, detail: { codes: rows.map((row) => row.code), places: rows.map((row) => row.place) } })
  return store.spotsByIds(act.tx, body.id, rows.map((row) => row.id))
}

export async function changeSpot(act: Act, ask: { institutionId: string; spotId: string; departmentId: string | null; place: string; active: boolean; revision: number }): Promise<store.Spot> {
  const body = await bodyOf(act, ask.institutionId)
  const before = await store.loadSpot(act.tx, body.id, ask.spotId)
  if (ask.departmentId !== before.departmentId) await knowDepartments(act, body.id, [ask.departmentId])
  await store.saveSpot(act.tx, { ...before, departmentId: ask.departmentId, place: ask.place, active: ask.active }, ask.revision)
  await act.record({ institutionId: body.id, regionCode: body.regionCode, kind: 'matter.spot_changed', subjectId: before.id, detail: { from: { place: before.place, active: before.active, departmentId: before.departmentId }, to: { place: ask.place, active: ask.active, departmentId: ask.departmentId } } })
  return store.loadSpot(act.tx, body.id, ask.spotId)
}
