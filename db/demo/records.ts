import { crc32, deflateSync } from 'node:zlib'
import type { StaffRole } from '../../kernel/actor.ts'
import { addDays, weekday, type IsoDate } from '../../kernel/calendar.ts'
import { fewAtOnce } from '../../kernel/few-at-once.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { systemActor } from '../../kernel/actor.ts'
import { confirmEntry } from '../../modules/register/commands/settle.ts'
import { enterEntry } from '../../modules/register/commands/enter.ts'
import { openRegister, registers } from '../../modules/register/definitions.ts'
import { concerns } from '../../modules/register/rules/authority.ts'
import type { RegisterDefinition } from '../../modules/register/rules/definition.ts'
import { expectedDepartments } from '../../modules/register/rules/units.ts'
import { departmentsOn, rosterOn } from '../../modules/directory/public.ts'
import type { Platform } from '../../server/platform/act.ts'
import { at, bodiesAtOnce, stage, type Cast } from './cast.ts'
import type { DemoBody } from './bodies.ts'
import { sampleEntry } from './sample-entry.ts'

/** How reliably each body keeps its registers; the private hospital has more to explain than the others. */
const diligence: Readonly<Record<string, number>> = { renmin: 0.96, zhongyi: 0.9, fuyou: 0.84, renhe: 0.6, qingshi: 0.8, chengdong: 0.85, commission: 0.9 }
/** One department of each body that now and then forgets. */
const forgetful = (n: number, random: Seeded) => n === 2 && random.next() < 0.7

type Room = { readonly id: string; readonly name: string; readonly kind: string }
type Wanted = { readonly definition: RegisterDefinition; readonly departmentId: string | null; readonly on: IsoDate }

/** The days on which entries are expected, in the order of their periods: eight weeks of what is weekly, two turns of the rest. */
function daysOf(definition: RegisterDefinition, today: IsoDate, random: Seeded): IsoDate[] {
  const back: Record<RegisterDefinition['period'], readonly number[]> = { day: [1], week: [1, 8, 15, 22, 29], month: [4, 30], quarter: [20], year: [40], none: [12] }
  return back[definition.period].map((days) => addDays(today, -days - random.int(0, 3))).filter((day) => weekday(day) <= 6)
}

function wantedOf(definition: RegisterDefinition, body: DemoBody, rooms: readonly Room[], today: IsoDate, random: Seeded): Wanted[] {
  if (!concerns(definition, body)) return []
  const perRoom = definition.scope === 'department' || definition.scope === 'ward'
  const units: (string | null)[] = perRoom ? expectedDepartments(definition, rooms as Parameters<typeof expectedDepartments>[1]).map((room) => room.id) : [null]
  return daysOf(definition, today, random).flatMap((on) => units.flatMap((departmentId, n) => (random.next() > (diligence[body.key] ?? 0.8) || (perRoom && forgetful(n, random)) ? [] : [{ definition, departmentId, on }])))
}

/** Entries of the past weeks in the registers that people keep, through the command a person's form uses, on the days they are about. */
export async function loadRecords(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const system = systemActor('demo')
  let count = 0
  const keeping = [...cast.people.institutions].filter(([key]) => diligence[key] !== undefined)
  await fewAtOnce(keeping, bodiesAtOnce, async ([key, { id, body }]) => {
    const random = seeded(`huiyin demonstration records ${key}`)
    const rooms = await platform.database.read(system, (read) => departmentsOn(read, id, today))
    // Whoever belonged to the body all the time since the first entry: nobody attends before joining.
    const present = new Set((await platform.database.read(system, (read) => rosterOn(read, id, addDays(today, -60)))).map((person) => person.staffId))
    const wanted = [...registers().values()].flatMap(({ definition }) => wantedOf(definition, body, rooms, today, random)).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    for (let n = 0; n < wanted.length; n += 40) {
      await stage(platform, async (as) => {
        for (const each of wanted.slice(n, n + 40)) {
          const entered = await enterOne(as, { cast, key, rooms, present, random, today, ...each })
          count += entered
        }
      })
    }
    log(`${body.shortName}：累计 ${count} 条登记`)
  })
}

type Turn = Wanted & { readonly cast: Cast; readonly key: string; readonly rooms: readonly Room[]; readonly present: ReadonlySet<string>; readonly random: Seeded; readonly today: IsoDate }
type As = Parameters<Parameters<typeof stage>[1]>[0]

/** One entry by somebody who may write it, and its confirmation by somebody else where one is asked for. */
async function enterOne(as: As, turn: Turn): Promise<number> {
  const { definition, departmentId, cast, key, random } = turn
  const own = cast.people.staff.filter((person) => person.body === key && turn.present.has(person.staffId))
  const clerks = own.filter((person) => definition.enter.includes(person.role) && (departmentId === null || person.departmentId === departmentId || !departmentRoles.includes(person.role)))
  const writer = clerks.find((person) => person.departmentId === departmentId) ?? clerks[0]
  if (writer === undefined) return 0
  const staffIds = own.map((person) => person.staffId)
  const sample = sampleEntry(definition, `${key} ${turn.on} ${departmentId ?? ''}`, { on: turn.on, today: turn.on, departmentId, departmentIds: turn.rooms.map((room) => room.id), staffIds, attendance: Math.round(staffIds.length * 0.97) })
  if (sample === null) return 0
  const act = await as(at(turn.on, 10 + random.int(0, 70) / 10), cast.actorOf(writer))
  const { version } = await openRegister(act, definition.key)
  const fields = [...sample.fileFields, ...(sample.needsEvidence ? [''] : [])]
  try {
    const entry = await enterEntry(act, { key: definition.key, version, on: turn.on, departmentId, values: sample.values, fileFields: fields, uploads: fields.map((_, n) => picture(random, n)), locale: 'zh' })
    if (definition.confirm.length === 0 || random.next() < 0.12) return 1
    const judge = own.find((person) => definition.confirm.includes(person.role) && person.staffId !== writer.staffId && (departmentId === null || person.departmentId === departmentId || !departmentRoles.includes(person.role)))
    if (judge !== undefined) await confirmEntry(await as(at(turn.on, 17.2), cast.actorOf(judge)), { ...entry, revision: 1 })
    return 1
  } catch (error) {
    // Somebody who may not, a register that is not for this body: the demonstration simply has no such entry then.
    if (error instanceof RefusedError) return 0
    throw error
  }
}

const departmentRoles: readonly StaffRole[] = ['department_head', 'doctor', 'nurse', 'pharmacist']

/** A small picture in one colour, so that every proof is a file of its own. */
export function picture(random: Seeded, n: number) {
  const [r, g, b] = [random.int(60, 220), random.int(60, 220), random.int(60, 220)]
  const size = 48
  const raw = Buffer.concat(Array.from({ length: size }, () => Buffer.concat([Buffer.from([0]), ...Array.from({ length: size }, () => Buffer.from([r, g, b]))])))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return { field: 'file', name: `现场照片${n + 1}.png`, bytes: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]) }
}

function chunk(type: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), bytes])
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(bytes.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
