import { systemActor } from '../../kernel/actor.ts'
import { addDays, addMonths, firstOfMonth, type IsoDate } from '../../kernel/calendar.ts'
import { fewAtOnce } from '../../kernel/few-at-once.ts'
import { seeded } from '../../kernel/random.ts'
import { departmentsOn } from '../../modules/directory/public.ts'
import { lastPeriods, periodOf } from '../../modules/measure/rules/periods.ts'
import { enterEntry } from '../../modules/register/commands/enter.ts'
import { confirmEntry } from '../../modules/register/commands/settle.ts'
import { openRegister } from '../../modules/register/definitions.ts'
import type { Values } from '../../modules/register/rules/values.ts'
import type { Platform } from '../../server/platform/act.ts'
import { at, bodiesAtOnce, stage, type Cast } from './cast.ts'
import type { DemoStaff } from './people.ts'

/** Of a hundred, how much of what was looked at was in order, in the quarter before the last and in the last one; who is not here enters too little to be ranked. */
const kept: Readonly<Record<string, readonly [number, number]>> = {
  renmin: [91, 95], zhongyi: [92, 92], fuyou: [94, 96], renhe: [84, 79],
  qingshi: [93, 95], wutong: [72, 96], liuhe: [88, 87], baima: [91, 92], songling: [72, 74], taoyuan: [95, 97], shiqiao: [95, 74], longtan: [85, 88],
  chengdong: [94, 95], chengxi: [86, 90], binhe: [88, 81],
}
/** How the hospital's own departments keep the core rules in the month that is over, in the order of their list. */
const inHouse = [94, 89, 83, 94, 78, 89, 94, 83, 89, 94] as const

type Looked = { readonly key: 'core-rules' | 'infection-control' | 'record-review'; readonly values: Values; readonly confirmed: boolean }
const toMend = (due: IsoDate) => ({ problem: '夜间交接班记录有漏项，两处未签名。', remedy: '科室晨会通报，明确专人每日核对。', due, rectified: true })

const coreRules = (share: number, on: IsoDate, checker: string): Looked => {
  const good = Math.round((18 * share) / 100)
  return { key: 'core-rules', confirmed: false, values: { focus: '三级查房、交接班与危急值', method: ['records', 'on_site'], checked: 18, kept: good, checker, ...(good < 18 ? { not_kept: ['duty_handover'], ...toMend(addDays(on, 14)) } : {}) } }
}
const infectionControl = (share: number, on: IsoDate, checker: string): Looked => ({
  key: 'infection-control', confirmed: false,
  values: { spot: '治疗室、处置间与污物间', aspects: ['hands', 'disinfection', 'waste'], checked: 200, passed: share * 2, checker, ...(share < 100 ? toMend(addDays(on, 14)) : {}) },
})
const recordReview = (share: number, reviewer: string): Looked => {
  const [reviewed, good] = [120, Math.round(1.2 * share)]
  return { key: 'record-review', confirmed: true, values: { batch: '本季度出院病历', kind: 'archived', reviewed, grade_a: good, grade_b: reviewed - good, grade_c: 0, defects: ['signature', 'late'], remedy: '退回责任医师限期完善，纳入科室考核。', reviewer } }
}

type Turn = Looked & { readonly on: IsoDate; readonly departmentId: string; readonly writer: DemoStaff; readonly judge: DemoStaff }

/** What houses looked at in the two quarters that are over, and the hospital's departments in the last month: leagues are made of it. */
export async function loadQuality(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const quarters = lastPeriods('quarter', addDays(periodOf('quarter', today).from, -1), 2)
  const houses = [...cast.people.institutions].filter(([key]) => kept[key] !== undefined)
  let entries = 0
  await fewAtOnce(houses, bodiesAtOnce, async ([house, { id }]) => {
    const random = seeded(`huiyin demonstration quality ${house}`)
    const rooms = (await platform.database.read(systemActor('demo'), (read) => departmentsOn(read, id, today))).filter((room) => room.kind === 'clinical')
    const own = cast.people.staff.filter((person) => person.body === house)
    const judge = own.find((person) => person.role === 'institution_head')
    const writerOf = (departmentId: string) => own.find((person) => person.role === 'department_head' && person.departmentId === departmentId)
    const turns = (departmentId: string, on: IsoDate, looked: (checker: string) => Looked[]): Turn[] => {
      const writer = writerOf(departmentId)
      return writer === undefined || judge === undefined ? [] : looked(writer.staffId).map((each) => ({ ...each, on, departmentId, writer, judge }))
    }
    const [first] = rooms
    const ofQuarters = quarters.flatMap(({ from }, nth) => {
      const on = addDays(from, 40 + random.int(0, 20))
      const share = kept[house]?.[nth] ?? 90
      return first === undefined ? [] : turns(first.id, on, (by) => [coreRules(share, on, by), infectionControl(share, on, by), recordReview(share, by)])
    })
    const month = addDays(addMonths(firstOfMonth(today), -1), 13)
    const ofMonth = house === 'renmin' ? rooms.flatMap((room, nth) => turns(room.id, month, (by) => [coreRules(inHouse[nth % inHouse.length] ?? 90, month, by)])) : []
    await stage(platform, async (as) => {
      for (const turn of [...ofQuarters, ...ofMonth]) await enterOne(as, cast, turn)
    })
    entries += ofQuarters.length + ofMonth.length
  })
  log(`质量检查 ${entries} 条登记`)
}

async function enterOne(as: Parameters<Parameters<typeof stage>[1]>[0], cast: Cast, turn: Turn): Promise<void> {
  const act = await as(at(turn.on, 15), cast.actorOf(turn.writer))
  const { version } = await openRegister(act, turn.key)
  const entry = await enterEntry(act, { key: turn.key, version, on: turn.on, departmentId: turn.departmentId, values: turn.values, fileFields: [], uploads: [], locale: 'zh' })
  if (turn.confirmed) await confirmEntry(await as(at(turn.on, 17), cast.actorOf(turn.judge)), { ...entry, revision: 1 })
}
