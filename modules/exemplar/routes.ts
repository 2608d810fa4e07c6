import { hasRole, systemActor } from '../../kernel/actor.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { fetchFile } from '../../server/platform/files.ts'
import { pageBy, placeOf } from '../../server/platform/keyset.ts'
import { staffIdOf } from '../directory/public.ts'
import { nominate } from './commands/nominate.ts'
import { answerObjection, readObjector } from './commands/object.ts'
import * as steps from './commands/steps.ts'
import { exemplarContract as contract } from './contract.ts'
import { maySee } from './rules/exemplar.ts'
import { listExemplars, listFiles, loadExemplar } from './store/exemplars.ts'
import { viewExemplar, viewRows } from './views.ts'

/** The notice is a row of everybody's that a house cannot write; whether this person may is asked by the rules. */
const asSystem = { as: systemActor('exemplar.own') } as const
/** Who sees every nomination of the rows they reach; others only what is about them. */
const overseers = ['institution_head', 'institution_clerk', 'commission_head', 'commission_clerk', 'inspector', 'auditor'] as const

export function exemplarRoutes(app: App): void {
  app.query(contract.listExemplars, async ({ query, ...look }) => {
    const staffId = hasRole(look.actor, ...overseers) ? null : await staffIdOf(look.read, look.actor.id)
    if (staffId === null && !hasRole(look.actor, ...overseers)) return { rows: [], next: null }
    const found = await listExemplars(look.read, { staffId, state: query.state, kind: query.kind, after: placeOf(query.after), limit: query.limit + 1 })
    const { rows, next } = pageBy(found, query.limit, (row) => ({ at: row.nominatedAt, id: row.exemplarId }))
    return { rows: await viewRows(look, rows), next }
  })
  app.query(contract.loadExemplar, ({ params, ...look }) => viewExemplar(look, params))
  app.query(contract.downloadEvidence, async ({ params, read, actor }) => {
    const row = await loadExemplar(read, params)
    if (!maySee(actor, row, await staffIdOf(read, actor.id)) || !(await listFiles(read, params)).some((file) => file.fileId === params.fileId)) throw new RefusedError('not_found')
    return fetchFile({ read }, row.institutionId, params.fileId)
  })
  app.command(contract.nominate, ({ body, uploads, ...act }) => nominate(act, { ...body, uploads }))
  app.command(contract.consent, async ({ params, body, ...act }) => {
    await steps.consent(act, params, body)
    return viewExemplar({ ...act, read: act.tx }, params)
  }, asSystem)
  app.command(contract.openNotice, async ({ params, body, ...act }) => {
    await steps.openNotice(act, params, body)
    return viewExemplar({ ...act, read: act.tx }, params)
  })
  app.command(contract.answerObjection, async ({ params, body, ...act }) => {
    await answerObjection(act, { ...params, ...body })
    return viewExemplar({ ...act, read: act.tx }, params)
  })
  app.command(contract.readObjector, ({ params, body, ...act }) => readObjector(act, { ...params, ...body }), { holdsSecret: true })
  app.command(contract.decide, async ({ params, body, ...act }) => {
    await steps.decide(act, params, body)
    return viewExemplar({ ...act, read: act.tx }, params)
  })
  app.command(contract.publish, async ({ params, body, ...act }) => {
    await steps.publish(act, params, body)
    return viewExemplar({ ...act, read: act.tx }, params)
  })
  app.command(contract.withdraw, async ({ params, body, ...act }) => {
    await steps.withdraw(act, params, body)
    return viewExemplar({ ...act, read: act.tx }, params)
  }, asSystem)
}
