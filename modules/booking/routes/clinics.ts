import { systemActor } from '../../../kernel/actor.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { refusalOf } from '../../../kernel/refusal.ts'
import type { App } from '../../../server/platform/app.ts'
import { pageBy, placeOf } from '../../../server/platform/keyset.ts'
import { saveClinic } from '../commands/clinics.ts'
import { importSchedule, judgeSchedule } from '../commands/clinics-import.ts'
import { addRule, conflictsOfRule, endRule } from '../commands/clinics-rules.ts'
import { addExtra, changeRoom, copyWeek } from '../commands/slots-dated.ts'
import { reopenClinic } from '../commands/reopen.ts'
import { stopClinic, touched } from '../commands/stop.ts'
import { clinicContract } from '../contract/clinics.ts'
import { boardsChanged, freeBoardBytes } from '../free-board.ts'
import { checkRule } from '../rules/schedule-authority.ts'
import { sayConflict } from '../rules/schedule-conflicts.ts'
import { scheduleTemplate } from '../sheets.ts'
import { viewClinics, viewSchedule } from '../schedule-view.ts'
import { listClinics, loadClinic } from '../store/clinics.ts'
import { findFree } from '../store/free.ts'

/** Free places are everybody's to see; whoever asks has no scope of their own. */
const open = systemActor('booking.free')
/** Nobody plans farther ahead than this. */
const farthestDays = 99

export function clinicRoutes(app: App): void {
  freeBoardRoute(app)
  app.query(
    clinicContract.freeSlots,
    async ({ read, query, today, now }) => {
      const rows = await findFree(read, { institutionId: query.institutionId, departmentId: query.departmentId, clinicId: query.clinicId, service: query.service, from: query.from ?? today, to: query.to ?? addDays(query.from ?? today, farthestDays), pool: 'public', at: now.toISOString(), limit: query.limit + 1, after: placeOf(query.after) })
      return pageBy(rows, query.limit, (row) => ({ at: row.startsAt, id: row.slotId }))
    },
    { as: open },
  )
  app.query(clinicContract.listClinics, async ({ read, actor, today, query }) => ({
    rows: await viewClinics(read, actor, today, await listClinics(read, { institutionId: query.institutionId, departmentId: query.departmentId, active: query.active === undefined ? undefined : query.active === 'true' })),
  }))
  app.query(clinicContract.schedule, async ({ read, actor, today, query }) => viewSchedule({ read, actor, today }, query))
  app.query(clinicContract.touched, async ({ read, params, query, now }) => touched(read, params, query, now.toISOString()))
  app.command(clinicContract.checkRule, async ({ tx, today, params, body }) => {
    const clinic = await loadClinic(tx, params.institutionId, params.clinicId)
    const conflicts = await conflictsOfRule(tx, clinic, body)
    return { refused: refusalOf(checkRule(body, today)), conflicts: conflicts.map((each) => ({ why: each.why, clinicId: each.clinicId, clinicName: each.clinicName, zh: sayConflict(each, 'zh'), en: sayConflict(each, 'en') })) }
  })
  planningRoutes(app)
}

function planningRoutes(app: App): void {
  app.command(clinicContract.addClinic, async ({ body, ...act }) => changed(app, act.actor.institutionId, async () => {
    const clinic = await saveClinic(act, { ...body, institutionId: act.actor.institutionId ?? '' })
    return viewOne(act, clinic)
  }))
  app.command(clinicContract.changeClinic, async ({ params, body, ...act }) => changed(app, params.institutionId, async () => viewOne(act, await saveClinic(act, { ...body, ...params }))))
  app.command(clinicContract.addRule, async ({ params, body, ...act }) => changed(app, params.institutionId, () => addRule(act, { ...body, ...params })))
  app.command(clinicContract.endRule, async ({ params, body, ...act }) => endRule(act, { ...params, ...body }))
  app.command(clinicContract.addExtra, async ({ params, body, ...act }) => changed(app, params.institutionId, () => addExtra(act, { ...body, ...params })))
  app.command(clinicContract.changeRoom, async ({ params, body, ...act }) => changeRoom(act, { ...body, ...params }))
  app.command(clinicContract.stopClinic, async ({ params, body, ...act }) => changed(app, params.institutionId, () => stopClinic(act, { ...body, ...params })))
  app.command(clinicContract.reopenClinic, async ({ params, body, ...act }) => changed(app, params.institutionId, () => reopenClinic(act, { ...body, ...params })))
  app.query(clinicContract.scheduleTemplate, async () => scheduleTemplate())
  app.command(clinicContract.previewSchedule, async ({ uploads, ...act }) => {
    const { digest, rows, planned, added, faults } = await judgeSchedule(act, uploads[0])
    const fresh = new Set(added.map((each) => each.id))
    return { digest, rows, faults: [...faults], planned: planned.map(({ line, clinic, rule }) => ({ row: line.row, department: line.department, clinic: clinic.name, doctor: line.doctor, isNew: fresh.has(clinic.id), rule: { ...rule, weekdays: [...rule.weekdays] } })) }
  })
  app.command(clinicContract.importSchedule, async ({ uploads, body, ...act }) => changed(app, act.actor.institutionId, () => importSchedule(act, uploads[0], body.digest)))
  app.command(clinicContract.copyWeek, async ({ body, ...act }) => changed(app, act.actor.institutionId, () => copyWeek(act, body)))
}

/** What is shown to the public is asked anew after a change; before its commit somebody may still see the old, for a second at most. */
async function changed<T>(app: App, institutionId: string | null, work: () => Promise<T>): Promise<T> {
  const answer = await work()
  if (institutionId !== null) boardsChanged(app.platform, institutionId)
  return answer
}

const viewOne = async (act: Parameters<typeof saveClinic>[0], clinic: Awaited<ReturnType<typeof saveClinic>>) => {
  const [view] = await viewClinics(act.tx, act.actor, act.today, [clinic])
  if (view === undefined) throw new Error('a clinic without a view')
  return view
}

/** Answered from memory, without a transaction and without asking who it is: it is the same for everybody. */
function freeBoardRoute(app: App): void {
  const declared = clinicContract.freeBoard
  app.endpoints.push(declared)
  app.http.get(`/api${declared.path}`, async (request, reply) => {
    const query = declared.query.parse(request.query ?? {})
    const isPacked = /\bbr\b/.test(request.headers['accept-encoding'] ?? '')
    if (isPacked) void reply.header('content-encoding', 'br')
    return reply.header('content-type', 'application/json; charset=utf-8').header('vary', 'accept-encoding').header('cache-control', 'public, max-age=1').send(await freeBoardBytes(app.platform, query, isPacked))
  })
}
