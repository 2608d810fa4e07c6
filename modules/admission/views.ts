import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { maskId, maskName, maskPhone } from '../../kernel/identifiers.ts'
import { addDays } from '../../kernel/calendar.ts'
import { shanghaiDate } from '../../kernel/instant.ts'
import { refusalOf } from '../../kernel/refusal.ts'
import type { Platform } from '../../server/platform/act.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { openPerson } from '../booking/public.ts'
import { departmentsOn } from '../directory/public.ts'
import { codeOf } from './commands/code.ts'
import type { SlipRow, SlipView, WardView } from './contract.ts'
import { bedsFor, passedOver, type House } from './rules/beds.ts'
import * as rules from './rules/slip.ts'
import type { Slip, SlipKey } from './rules/slip.ts'
import * as store from './store/slips.ts'
import { houseOf } from './store/wards.ts'

export type Asking = { readonly read: ReadTx; readonly actor: Actor; readonly today: string; readonly now: Date; readonly platform: Platform }
type Row = z.input<typeof SlipRow>

export async function departmentNames({ read, today }: Pick<Asking, 'read' | 'today'>, institutionId: string): Promise<Map<string, string>> {
  return new Map((await departmentsOn(read, institutionId, today)).map((each) => [each.id, each.name]))
}

/** `lines` holds who waits, by department. */
function rowOf({ platform }: Pick<Asking, 'platform'>, slip: Slip, names: ReadonlyMap<string, string>, lines: ReadonlyMap<string, readonly Slip[]>, house: House): Row {
  const bed = house.beds.find((each) => each.id === slip.bedId)
  return {
    institutionId: slip.institutionId, id: slip.id, departmentId: slip.departmentId, departmentName: names.get(slip.departmentId) ?? '', kind: slip.kind, diagnosis: slip.diagnosis, urgency: slip.urgency, stayDays: slip.stayDays, infection: slip.infection, sex: slip.sex, bornYear: slip.bornYear,
    name: maskName(openPerson(platform.vault, slip.sealed).name), tests: slip.tests, state: slip.state, madeAt: slip.madeAt, place: slip.state === 'waiting' ? rules.aheadOf(slip, lines.get(slip.departmentId) ?? []) + 1 : null,
    bedId: slip.bedId, bedLabel: bed?.label ?? null, wardName: house.wards.find((ward) => ward.id === slip.wardId)?.name ?? null, comeOn: slip.comeOn, answerBy: slip.answerBy, missed: slip.missed, declined: slip.declined, revision: slip.revision,
  }
}

export async function rowsOf(at: Asking, institutionId: string, slips: readonly Slip[]): Promise<Row[]> {
  const [names, line, house] = await Promise.all([departmentNames(at, institutionId), store.listLine(at.read, institutionId), houseOf(at.read, institutionId)])
  const lines = Map.groupBy(line, (each) => each.departmentId)
  return slips.map((slip) => rowOf(at, slip, names, lines, house))
}

export async function viewSlip(at: Asking, key: SlipKey): Promise<z.input<typeof SlipView>> {
  const slip = await store.loadSlip(at.read, key)
  const [names, line, house] = await Promise.all([departmentNames(at, slip.institutionId), store.listLine(at.read, slip.institutionId, slip.departmentId), houseOf(at.read, slip.institutionId)])
  const { phone, idNumber } = openPerson(at.platform.vault, slip.sealed)
  const now = at.now.toISOString()
  const centre = refusalOf(rules.mayGiveBeds(at.actor, slip))
  const anyBed = { bedId: slip.id, wardId: slip.id }
  const beds = slip.state === 'waiting' ? bedsFor(slip, house) : []
  return {
    ...rowOf(at, slip, names, new Map([[slip.departmentId, line]]), house), phone: maskPhone(phone), idNumber: maskId(idNumber), note: slip.note, madeName: slip.madeName, examOrderId: slip.examOrderId, admittedAt: slip.admittedAt, dischargedAt: slip.dischargedAt, endReason: slip.endReason, code: codeOf(at.platform.vault, key),
    beds: beds.map(({ bed, ward, nearness }) => ({ bedId: bed.id, label: bed.label, room: bed.room, wardId: ward.id, wardName: ward.name, nearness, passed: passedOver(slip, bed, line, house).length })),
    blocked: {
      offer: centre ?? refusalOf(rules.offer(slip, anyBed, at.today, { now, today: at.today })), admit: centre ?? refusalOf(rules.admit(slip, anyBed, now)), answer: centre ?? refusalOf(rules.confirm(slip, now)), discharge: centre ?? refusalOf(rules.discharge(slip, now)),
      withdraw: centre ?? refusalOf(rules.withdraw(slip, '')), tests: refusalOf(rules.finishTests(slip)), judge: refusalOf(rules.mayJudgeClass(at.actor, slip)) ?? refusalOf(rules.changeClass(slip, slip.urgency === 1 ? 2 : 1)),
    },
  }
}

export async function viewWards(at: Asking, institutionId: string): Promise<z.input<typeof WardView>[]> {
  const [names, house] = await Promise.all([departmentNames(at, institutionId), houseOf(at.read, institutionId)])
  const slips = new Map((await store.slipsByIds(at.read, institutionId, house.beds.flatMap((bed) => bed.slipId ?? []))).map((slip) => [slip.id, slip]))
  return house.wards.map((ward) => {
    const beds = house.beds.filter((bed) => bed.wardId === ward.id)
    return {
      ...ward, nearDepartments: [...ward.nearDepartments], departmentName: names.get(ward.departmentId) ?? '', free: beds.filter((bed) => bed.state === 'free').length,
      beds: beds.map((bed) => {
        const slip = slips.get(bed.slipId ?? '')
        return { id: bed.id, label: bed.label, room: bed.room, state: bed.state, sex: bed.sex, slipId: bed.slipId, name: slip === undefined ? null : maskName(openPerson(at.platform.vault, slip.sealed).name), until: slip === undefined ? null : slip.admittedAt === null ? slip.comeOn : addDays(shanghaiDate(slip.admittedAt), slip.stayDays) }
      }),
    }
  })
}
