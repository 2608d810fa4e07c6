import { RefusedError, refusalOf } from '../../kernel/refusal.ts'
import type { Act, Look } from '../../server/platform/act.ts'
import type { App } from '../../server/platform/app.ts'
import { findInstitution } from '../directory/public.ts'
import * as beds from './commands/beds.ts'
import * as slips from './commands/slips.ts'
import { admissionContract as contract } from './contract.ts'
import { mayGiveBeds, mayMake, maySetWards, type SlipKey, type SlipState } from './rules/slip.ts'
import * as store from './store/slips.ts'
import { departmentNames, rowsOf, viewSlip, viewWards } from './views.ts'

const shown: Readonly<Record<'open' | 'admitted' | 'ended', readonly SlipState[]>> = { open: ['offered', 'confirmed'], admitted: ['admitted'], ended: ['discharged', 'withdrawn'] }
const listed = 500

export function admissionRoutes(app: App): void {
  const asLook = (act: Act) => ({ ...act, read: act.tx })
  const view = (act: Act, key: SlipKey) => viewSlip(asLook(act), key)
  app.query(contract.listSlips, async ({ query, ...at }) => {
    const own = at.actor.institutionId ?? ''
    const all = query.state === 'waiting' ? await store.listLine(at.read, own, query.departmentId) : (await store.listByState(at.read, own, shown[query.state], listed)).filter((slip) => query.departmentId === undefined || slip.departmentId === query.departmentId)
    return { rows: await rowsOf(at, own, all), departments: await departments(at, own), blocked: { make: refusalOf(mayMake(at.actor)), wards: refusalOf(maySetWards(at.actor, await bodyOf(at))) } }
  })
  app.query(contract.loadSlip, async ({ params, ...at }) => viewSlip(at, params))
  app.command(contract.readClear, async ({ params, ...act }) => slips.readClear(act, params))
  app.command(contract.makeSlip, async ({ body, ...act }) => view(act, await slips.makeSlip(act, body)))
  app.command(contract.offerBed, async ({ params, body, ...act }) => {
    await beds.offerBed(act, { ...params, ...body })
    return view(act, params)
  })
  app.command(contract.answer, async ({ params, body, ...act }) => {
    await beds.answerOffer(act, await slips.slipForCentre(act, params), body.answer)
    return view(act, params)
  })
  app.command(contract.admit, async ({ params, body, ...act }) => {
    await beds.admitPatient(act, { ...params, ...body })
    return view(act, params)
  })
  app.command(contract.discharge, async ({ params, ...act }) => {
    await beds.dischargePatient(act, params)
    return view(act, params)
  })
  app.command(contract.withdraw, async ({ params, body, ...act }) => {
    await slips.withdrawSlip(act, { ...params, ...body })
    return view(act, params)
  })
  app.command(contract.finishTests, async ({ params, ...act }) => {
    await slips.finishTests(act, params)
    return view(act, params)
  })
  app.command(contract.changeClass, async ({ params, body, ...act }) => {
    await slips.changeClass(act, { ...params, ...body })
    return view(act, params)
  })
  app.query(contract.listJumps, async (at) => {
    const own = at.actor.institutionId ?? ''
    const [jumps, names] = await Promise.all([store.listJumps(at.read, own), departmentNames(at, own)])
    return { rows: jumps.map(({ id, slipId, departmentId, passed, what, reason, madeName, madeAt }) => ({ id, slipId, departmentName: names.get(departmentId) ?? '', passed, what, reason, madeName, madeAt })) }
  })
  app.query(contract.listWards, async (at) => {
    const own = at.actor.institutionId ?? ''
    const body = await bodyOf(at)
    return { rows: await viewWards(at, own), departments: await departments(at, own), blocked: { set: refusalOf(maySetWards(at.actor, body)), bed: refusalOf(mayGiveBeds(at.actor, body)) } }
  })
  app.command(contract.saveWard, async ({ body, ...act }) => ({ wardId: await beds.saveWard(act, body) }))
  app.command(contract.setBed, async ({ params, body, ...act }) => {
    await beds.setBedOpen(act, { ...params, ...body })
    return {}
  })
}

async function bodyOf({ read, actor }: Pick<Look, 'read' | 'actor'>): Promise<{ institutionId: string; regionCode: string }> {
  const body = await findInstitution(read, actor.institutionId ?? '')
  if (body === undefined) throw new RefusedError('access.denied')
  return { institutionId: body.id, regionCode: body.regionCode }
}

const departments = async (at: Pick<Look, 'read' | 'today'>, institutionId: string) => [...(await departmentNames(at, institutionId))].map(([id, name]) => ({ id, name }))
