import type { Actor } from '../../kernel/actor.ts'
import { addDays, weekday, type IsoDate } from '../../kernel/calendar.ts'
import { RefusedError, type RefusalCode } from '../../kernel/refusal.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { systemActor } from '../../kernel/actor.ts'
import { takeTicket } from '../../modules/queue/commands/issue.ts'
import { callNext, moveAtWindow } from '../../modules/queue/commands/room.ts'
import { closeWindow, createQueue, createScreen, openWindow } from '../../modules/queue/commands/settings.ts'
import { usualKiosk } from '../../modules/queue/rules/kiosk.ts'
import { usualRule, type QueueKind } from '../../modules/queue/rules/queue.ts'
import { listWindows } from '../../modules/queue/store/queues.ts'
import { countDay, saveStats } from '../../modules/queue/store/stats.ts'
import { act, type Act, type Platform } from '../../server/platform/act.ts'
import { demoCounty } from './bodies.ts'
import { at, stage, type Cast } from './cast.ts'
import { inventName } from './names.ts'

type As = (instant: string, actor: Actor) => Promise<Act>
type Line = { readonly department: string; readonly name: string; readonly kind: QueueKind; readonly letter: string; readonly minutes: number; readonly windows: readonly string[]; readonly role: 'doctor' | 'pharmacist' }
const lines: readonly Line[] = [
  { department: '呼吸内科', name: '呼吸内科门诊', kind: 'consultation', letter: 'H', minutes: 8, windows: ['1诊室', '2诊室'], role: 'doctor' },
  { department: '心血管内科', name: '心血管内科门诊', kind: 'consultation', letter: 'X', minutes: 10, windows: ['3诊室', '4诊室'], role: 'doctor' },
  { department: '药剂科', name: '门诊取药', kind: 'pharmacy', letter: 'Y', minutes: 3, windows: ['1号窗', '2号窗'], role: 'pharmacist' },
]
const house = 'renmin'
const minutesMs = 60_000
/** A room that calls while nobody waits yet goes on a little later. */
async function unless(code: RefusalCode, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof RefusedError) || error.refusal.refused !== code) throw error
  }
}
const after = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * minutesMs).toISOString()

/** The working day before, as the demonstration plays it. */
function dayBefore(today: IsoDate): IsoDate {
  let day = addDays(today, -1)
  while (weekday(day) > 5) day = addDays(day, -1)
  return day
}

/** Lines of the county hospital: the morning of the working day before, and those who wait while one looks. */
export async function loadQueue(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const hospital = cast.people.institutions.get(house)
  if (hospital === undefined) throw new Error(`the demonstration has no ${house}`)
  const random = seeded('demonstration of lines')
  const head = cast.actor(house, 'institution_head')
  const desk = cast.actor(house, 'desk_clerk')
  const now = platform.clock.now().toISOString()
  const yesterday = dayBefore(today)
  // Whoever has a demonstration account sits nowhere yet: that is for the visitor to try.
  const signedIn = new Set((['doctor', 'pharmacist'] as const).flatMap((role) => cast.people.staff.find((each) => each.body === house && each.role === role)?.staffId ?? []))
  let issued = 0
  await stage(platform, async (as) => {
    const departments = await (await as(now, head)).tx.selectFrom('department').select(['id', 'name']).where('institution_id', '=', hospital.id).execute()
    const made: string[] = []
    for (const line of lines) {
      const departmentId = departments.find((each) => each.name === line.department)?.id ?? ''
      const step = await as(now, head)
      const queue = await createQueue(step, { institutionId: hospital.id, departmentId, name: line.name, kind: line.kind, letter: line.letter, area: '门诊二楼', clinicIds: [], rule: usualRule, usualMinutes: line.minutes, active: true, windows: line.windows })
      made.push(queue.id)
      const doctors = cast.people.staff.filter((each) => each.body === house && each.role === line.role && each.departmentId === departmentId && !signedIn.has(each.staffId)).slice(0, 2).map(cast.actorOf)
      const windows = await listWindows(step.tx, hospital.id, [queue.id])
      const room = { institutionId: hospital.id, queueId: queue.id, desk, minutes: line.minutes, seats: windows.flatMap((window, n) => (doctors[n] === undefined ? [] : [{ windowId: window.id, doctor: doctors[n] }])) }
      issued += await playLine(as, random, room, { from: at(yesterday, 8), tickets: 9, calls: 9, closes: true })
      issued += await playLine(as, random, room, { from: after(now, -30), tickets: 7, calls: 3, closes: false })
    }
    await createScreen(await as(now, head), { institutionId: hospital.id, area: '门诊二楼', queueIds: made, speaks: true, ...usualKiosk })
  })
  await act(platform, systemActor('demo'), async (step) => saveStats(step.tx, { institutionId: hospital.id, regionCode: demoCounty }, yesterday, await countDay(step.tx, hospital.id, yesterday)))
  log(`候诊叫号 ${lines.length} 个队列，${issued} 个号`)
}

type Room = { readonly institutionId: string; readonly queueId: string; readonly desk: Actor; readonly minutes: number; readonly seats: readonly { readonly windowId: string; readonly doctor: Actor }[] }
type Play = { readonly from: string; readonly tickets: number; readonly calls: number; readonly closes: boolean }

/** People come every few minutes; each room calls the next when it is done with one. */
async function playLine(as: As, random: Seeded, room: Room, play: Play): Promise<number> {
  if (room.seats.length === 0) return 0
  for (const { windowId, doctor } of room.seats) await openWindow(await as(play.from, doctor), { institutionId: room.institutionId, windowId })
  const steps: { readonly minute: number; readonly run: (instant: string) => Promise<void> }[] = []
  for (let n = 0; n < play.tickets; n += 1) {
    const old = random.int(0, 99) < 12
    const name = inventName(random)
    steps.push({
      minute: n * room.minutes * 0.4,
      run: async (instant) => void (await takeTicket(await as(instant, room.desk), { institutionId: room.institutionId, queueId: room.queueId, name, from: null, isReturn: false, way: 'desk', level: null, priority: old ? 'old' : null, proof: old ? '身份证' : null })),
    })
  }
  for (let n = 0; n < play.calls; n += 1) {
    const seat = room.seats[n % room.seats.length]
    if (seat !== undefined) steps.push({ minute: 1 + Math.floor(n / room.seats.length) * room.minutes + random.int(0, 3), run: (instant) => unless('queue.nobody_waits', async () => callNext(await as(instant, seat.doctor), { institutionId: room.institutionId, windowId: seat.windowId })) })
  }
  for (const step of steps.toSorted((a, b) => a.minute - b.minute)) await step.run(after(play.from, Math.min(step.minute, play.closes ? 240 : 29)))
  if (!play.closes) return play.tickets
  for (const { windowId, doctor } of room.seats) {
    const end = after(play.from, 200)
    await unless('queue.window_empty', async () => moveAtWindow(await as(end, doctor), { institutionId: room.institutionId, windowId }, 'done'))
    await closeWindow(await as(end, doctor), { institutionId: room.institutionId, windowId })
  }
  return play.tickets
}
