import { hasRole, type StaffRole } from '../../../kernel/actor.ts'
import { endOfDay, startOfDay } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { findInstitution } from '../../directory/public.ts'
import { matterContract as contract } from '../contract.ts'
import type { Body } from '../rules/matter.ts'
import * as store from '../store/desk.ts'
import { staffAmong } from '../store/people.ts'

const arrangers: readonly StaffRole[] = ['complaint_officer', 'discipline_officer', 'institution_clerk', 'institution_head', 'commission_clerk', 'commission_head', 'desk_clerk']

/** Rule MT-34: ready words and the duty roster are kept by whoever runs the desk, for the own body. */
async function deskOf(act: Act): Promise<Body> {
  const own = act.actor.institutionId === null ? undefined : await findInstitution(act.tx, act.actor.institutionId)
  if (own === undefined || !hasRole(act.actor, ...arrangers)) throw new RefusedError('matter.not_yours_to_arrange')
  return { institutionId: own.id, regionCode: own.regionCode }
}

const changedBy = (act: Act) => ({ id: act.actor.id, name: act.actor.name, at: act.now.toISOString() })
const recorded = (act: Act, body: Body, kind: string, subjectId: string, detail: Record<string, unknown> = {}) => act.record({ ...body, kind, subjectId, detail })

export function deskRoutes(app: App): void {
  app.query(contract.listCanned, async ({ read, actor, query }) => ({ rows: actor.institutionId === null ? [] : await store.listCanned(read, actor.institutionId, query.kind) }))
  app.command(contract.addCanned, async ({ body, ...act }) => {
    const own = await deskOf(act)
    const saved = await store.insertCanned(act.tx, own, act.newId(), body, changedBy(act))
    await recorded(act, own, 'matter.canned_saved', saved.id, { title: body.title })
    return saved
  })
  app.command(contract.changeCanned, async ({ params, body, ...act }) => {
    const own = await deskOf(act)
    const saved = await store.saveCanned(act.tx, own, params.cannedId, body, changedBy(act))
    await recorded(act, own, 'matter.canned_saved', saved.id, { title: body.title })
    return saved
  })
  app.command(contract.removeCanned, async ({ params, ...act }) => {
    const own = await deskOf(act)
    if (!(await store.removeCanned(act.tx, own.institutionId, params.cannedId))) throw new RefusedError('not_found')
    await recorded(act, own, 'matter.canned_removed', params.cannedId)
    return {}
  })

  app.query(contract.listRoster, async ({ read, actor, query }) => ({ rows: actor.institutionId === null ? [] : await store.listShifts(read, actor.institutionId, startOfDay(query.from), endOfDay(query.to)) }))
  app.command(contract.addShift, async ({ body, ...act }) => {
    const own = await deskOf(act)
    if (body.toAt <= body.fromAt) throw new RefusedError('matter.roster_backwards')
    const [person] = await staffAmong(act.tx, own.institutionId, [body.staffId], act.today)
    if (person === undefined) throw new RefusedError('matter.staff_unknown')
    await store.lockRoster(act.tx, own.institutionId)
    if ((await store.listShifts(act.tx, own.institutionId, body.fromAt, body.toAt)).length > 0) throw new RefusedError('matter.roster_overlaps')
    const id = act.newId()
    await store.insertShift(act.tx, own, id, body, changedBy(act))
    await recorded(act, own, 'matter.roster_changed', id, { fromAt: body.fromAt, toAt: body.toAt, staffId: body.staffId })
    return { institutionId: own.institutionId, id, ...body, name: person.name }
  })
  app.command(contract.removeShift, async ({ params, ...act }) => {
    const own = await deskOf(act)
    if (!(await store.removeShift(act.tx, own.institutionId, params.shiftId))) throw new RefusedError('not_found')
    await recorded(act, own, 'matter.roster_changed', params.shiftId, { removed: true })
    return {}
  })
}
