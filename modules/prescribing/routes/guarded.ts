import { hasRole } from '../../../kernel/actor.ts'
import { RefusedError, refusalOf } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { departmentsOn, institutionNames, rosterOn, staffNames } from '../../directory/public.ts'
import { askByPrescriber, decideExport, requestExport, takeExport } from '../commands/query.ts'
import { ratioContract as contract } from '../contract/ratio.ts'
import { departmentNamesIn } from '../names.ts'
import { antibioticUse, isBeyondRight, rightOn, type AntibioticSums } from '../rules/antibiotic.ts'
import { mayAskByPrescriber, mayDecideExport, mayExport, mayRequestExport, wouldDo } from '../rules/purpose.ts'
import * as antibiotics from '../store/antibiotics.ts'
import { listQueries } from '../store/queries.ts'
import { listMonths, nobody } from '../store/rank.ts'
import { houseOf, housesFor } from './house.ts'

const mostQueries = 300
const mostLines = 500

/** What is asked by prescriber, and who may prescribe which antibiotics. */
export function guardedRoutes(app: App): void {
  app.command(contract.askByPrescriber, async ({ body, ...act }) => {
    const house = await houseOf({ read: act.tx, actor: act.actor }, body.institutionId)
    const { table, correction, ...key } = await askByPrescriber(act, { institutionId: house.id, regionCode: house.regionCode, month: body.month, departmentId: body.departmentId, itemCode: body.itemCode, purpose: body.purpose })
    return { ...key, correction, table: { ...table, amount: [...table.amount], volume: [...table.volume] } }
  })
  app.query(contract.listQueries, async ({ query: ask, ...at }) => {
    const house = await houseOf(at, ask.institutionId)
    const [queries, months, departments, houses] = await Promise.all([listQueries(at.read, mostQueries), listMonths(at.read, house.id), departmentsOn(at.read, house.id, at.today), housesFor(at, house.id)])
    const names = await institutionNames(at.read, [...new Set(queries.map((each) => each.institutionId))])
    const rows = queries.map((query) => ({
      id: query.id, institutionId: query.institutionId, institutionName: names.get(query.institutionId) ?? '', askedName: query.askedName, askedAt: query.askedAt, purpose: query.purpose, month: query.question.month, what: query.question.what, state: query.state, decidedName: query.decidedName, decidedAt: query.decidedAt,
      blocked: { request: refusalOf(mayRequestExport(at.actor, query)), decide: refusalOf(mayDecideExport(at.actor, query)), download: refusalOf(mayExport(at.actor, query)) },
    }))
    return { institutionId: house.id, institutionName: house.name, houses, rows, months: months.map((each) => each.month), departments: departments.map(({ id, name }) => ({ id, name })), blocked: { ask: refusalOf(mayAskByPrescriber(at.actor, { institutionId: house.id, regionCode: house.regionCode }, wouldDo)) } }
  })
  app.command(contract.requestExport, async ({ params, ...act }) => {
    await requestExport(act, params)
    return {}
  })
  app.command(contract.decideExport, async ({ params, body, ...act }) => {
    await decideExport(act, params, body.agree)
    return {}
  })
  app.command(contract.takeExport, ({ params, ...act }) => takeExport(act, params))
  app.query(contract.antibiotics, ({ query, ...at }) => antibioticView(at, query))
  app.command(contract.writeRight, async ({ body, ...act }) => {
    const house = await houseOf({ read: act.tx, actor: act.actor }, undefined)
    const place = { institutionId: house.id, regionCode: house.regionCode }
    if (body.toOn !== null && body.toOn < body.fromOn) throw new RefusedError('prescribing.right_dates')
    if (!(await staffNames(act.tx, [body.staffId])).has(body.staffId)) throw new RefusedError('prescribing.staff_unknown')
    const id = act.newId()
    await antibiotics.insertRight(act.tx, place, { ...body, id, madeBy: act.actor.id, madeName: act.actor.name, madeAt: act.now.toISOString() })
    await act.record({ ...place, kind: 'prescribing.right_written', subjectId: id, detail: { staffId: body.staffId, grade: body.grade, fromOn: body.fromOn, toOn: body.toOn } })
    return { id }
  })
}

const added = (rows: readonly AntibioticSums[]): AntibioticSums =>
  rows.reduce<AntibioticSums>((sum, row) => ({
    outpatient: sum.outpatient + row.outpatient, outpatientWith: sum.outpatientWith + row.outpatientWith, emergency: sum.emergency + row.emergency, emergencyWith: sum.emergencyWith + row.emergencyWith,
    discharges: sum.discharges + row.discharges, dischargesWith: sum.dischargesWith + row.dischargesWith, ddds: sum.ddds + row.ddds, patientDays: sum.patientDays + row.patientDays,
  }), { outpatient: 0, outpatientWith: 0, emergency: 0, emergencyWith: 0, discharges: 0, dischargesWith: 0, ddds: 0, patientDays: 0 })

async function antibioticView(at: Look, ask: { institutionId?: string | undefined; month?: string | undefined }) {
  const house = await houseOf(at, ask.institutionId)
  const months = await listMonths(at.read, house.id)
  const month = ask.month ?? months[0]?.month ?? `${at.today.slice(0, 8)}01`
  const [sums, lines, rights, names, roster] = await Promise.all([antibiotics.antibioticSums(at.read, house.id, month), antibiotics.antibioticLines(at.read, house.id, month), antibiotics.listRights(at.read, house.id), departmentNamesIn(at.read, house.id, month), rosterOn(at.read, house.id, at.today)])
  const beyond = lines.filter((line) => isBeyondRight(line, rights))
  const people = new Map(roster.map((person) => [person.staffId, person.name]))
  const missing = await staffNames(at.read, rights.flatMap((right) => (people.has(right.staffId) ? [] : [right.staffId])))
  return {
    institutionId: house.id, institutionName: house.name, houses: await housesFor(at, house.id), month, months: months.map((each) => each.month), whole: antibioticUse(added(sums)),
    rows: sums.map((row) => ({ ...antibioticUse(row), key: row.key, name: names.get(row.key) ?? '已撤科室', cases: row.outpatient + row.emergency + row.discharges, patientDays: row.patientDays })).sort((a, b) => (b.intensity ?? -1) - (a.intensity ?? -1) || (a.name < b.name ? -1 : 1)),
    beyond: beyond.slice(0, mostLines).map((line) => ({ on: line.on, docNo: line.docNo, departmentId: line.departmentId, departmentName: names.get(line.departmentId ?? nobody) ?? '', itemCode: line.itemCode, itemName: line.itemName, grade: line.grade, right: rightOn(rights, line.staffId, line.on), visitKind: line.visitKind, days: line.days })),
    beyondCount: beyond.length, rights: rights.map(({ id, staffId, grade, fromOn, toOn, note, madeName }) => ({ id, staffId, staffName: people.get(staffId) ?? missing.get(staffId) ?? '', grade, fromOn, toOn, note, madeName })), staff: roster.map((person) => ({ id: person.staffId, name: person.name })),
    blocked: { write: at.actor.institutionId === house.id && hasRole(at.actor, 'institution_head', 'institution_clerk') ? null : 'prescribing.rights_only', prescribers: refusalOf(mayAskByPrescriber(at.actor, { institutionId: house.id, regionCode: house.regionCode }, wouldDo)) },
  }
}
