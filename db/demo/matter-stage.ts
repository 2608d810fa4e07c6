import { anonymous, systemActor, type Actor, type StaffRole } from '../../kernel/actor.ts'
import { addDays, weekday, type IsoDate } from '../../kernel/calendar.ts'
import { shanghaiDate } from '../../kernel/instant.ts'
import { inventMobile } from '../../kernel/invented.ts'
import type { Seeded } from '../../kernel/random.ts'
import { fileMatter, type EntryAsk } from '../../modules/matter/public.ts'
import { moveMatter } from '../../modules/matter/commands/move.ts'
import type { Channel } from '../../modules/matter/rules/definition.ts'
import type { Ask } from '../../modules/matter/rules/matter.ts'
import { childrenOf } from '../../modules/matter/store/matters.ts'
import type { Act } from '../../server/platform/act.ts'
import { attachmentKinds } from '../../server/platform/attachments.ts'
import { keepFile } from '../../server/platform/files.ts'
import type { Upload } from '../../server/platform/uploads.ts'
import type { Cast } from './cast.ts'
import { demoCounty } from './bodies.ts'
import { inventName } from './names.ts'

export type As = (instant: string, actor: Actor) => Promise<Act>
export type Key = { readonly institutionId: string; readonly matterId: string }
/** Where and among whom the matters of one body are played. */
export type Scene = { readonly key: string; readonly id: string; readonly cast: Cast; readonly random: Seeded; readonly rooms: readonly { readonly id: string; readonly name: string }[]; readonly now: string; readonly today: IsoDate }

const hourMs = 3_600_000
const later = (instant: string, hours: number): string => new Date(Date.parse(instant) + hours * hourMs).toISOString()

/** People of the house act between eight and half past five; what falls later is done the next working morning. */
function officeHour(instant: string): string {
  const shanghai = Date.parse(instant) + 8 * hourMs
  const hour = (shanghai % (24 * hourMs)) / hourMs
  const day = new Date(shanghai).toISOString().slice(0, 10)
  const at = (on: string, hours: number) => new Date(Date.parse(`${on}T00:00:00+08:00`) + hours * hourMs).toISOString()
  if (hour >= 8 && hour < 17.5 && weekday(day) <= 5) return instant
  let next = hour < 8 ? day : addDays(day, 1)
  while (weekday(next) > 5) next = addDays(next, 1)
  return at(next, 8.5 + (Math.abs(Date.parse(instant)) % 5) / 10)
}

type Filing = { readonly channel: Channel; readonly title: string; readonly body: string; readonly category: string; readonly harm?: boolean; readonly named?: boolean; readonly by?: Actor; readonly departmentId?: string | null; readonly originNumber?: string | null; readonly entry?: EntryAsk }
type Evidence = { readonly file: Upload; readonly role: 'after' | 'before' | 'house' }

/** One matter as it goes through the house: each step some hours after the one before; what would lie in the future is not played. */
export function newCourse(as: As, scene: Scene, receivedAt: string) {
  let at = receivedAt
  let key: Key | null = null
  const go = async (instant: string, who: Actor, move: string, ask: Partial<Ask>, evidence: Evidence | null): Promise<void> => {
    at = instant
    if (key === null || at >= scene.now) return void (key = null)
    const act = await as(at, who)
    const files = evidence === null ? [] : [{ role: evidence.role, file: await keepFile(act, evidence.file, { institutionId: key.institutionId, regionCode: demoCounty, purpose: 'matter', allowed: attachmentKinds }) }]
    await moveMatter(act, { key, move, revision: null, ask, files, author: who === anonymous })
  }
  return {
    /** The day it came in. */
    on: (): IsoDate => shanghaiDate(receivedAt),
    /** Somebody brings it, or the house finds it. */
    async file(kind: string, { by = anonymous, named = false, channel, title, body, category, harm = false, departmentId = null, originNumber = null, entry }: Filing): Promise<Key | null> {
      if (at >= scene.now) return null
      const author = named ? { name: inventName(scene.random), phone: inventMobile(7_000_000 + scene.random.int(0, 900_000)), idNumber: '', address: '' } : null
      const act = await as(at, by)
      const filed = await fileMatter(act, { institutionId: scene.id, kind, channel, title, body, category, place: '', departmentId, harm, author, accountId: null, submissionKey: act.newId(), files: [], originNumber, receivedAt: null, ...(entry === undefined ? {} : { entry }) })
      key = { institutionId: filed.institutionId, matterId: filed.matterId }
      return key
    },
    /** A step so many hours later, at office hours, by somebody of the house or of the commission. */
    step: (hours: number, who: Actor, move: string, ask: Partial<Ask> = {}, evidence: Evidence | null = null): Promise<void> => go(officeHour(later(at, hours)), who, move, ask, evidence),
    /** From here on the steps are those of what the last one entered in the ledger, where it did (Rule MT-35). */
    async goOnInLedger(): Promise<void> {
      if (key === null) return
      const act = await as(at, systemActor('demo'))
      const [entered] = await childrenOf(act.tx, key)
      key = entered === undefined ? null : { institutionId: entered.institutionId, matterId: entered.id }
    },
    /** A step by whoever brought it, at any hour. */
    author: (hours: number, move: string, ask: Partial<Ask> = {}): Promise<void> => go(later(at, hours), anonymous, move, ask, null),
  }
}
export type Course = ReturnType<typeof newCourse>

/** Somebody of the body in this role; of a department where one is named. */
export function somebody(scene: Scene, role: StaffRole, departmentId: string | null = null): Actor {
  const found = scene.cast.people.staff.find((each) => each.body === scene.key && each.role === role && (departmentId === null || each.departmentId === departmentId))
  if (found === undefined) throw new Error(`the demonstration has no ${role} at ${scene.key}`)
  return scene.cast.actorOf(found)
}

export const has = (scene: Scene, role: StaffRole): boolean => scene.cast.people.staff.some((each) => each.body === scene.key && each.role === role)

/** The first of these departments that the body has and that somebody heads. */
export function roomOf(scene: Scene, names: readonly string[], nth = 0): { id: string; name: string } | null {
  const headed = scene.rooms.filter((room) => scene.cast.people.staff.some((each) => each.body === scene.key && each.role === 'department_head' && each.departmentId === room.id))
  const wanted = names.flatMap((name) => headed.filter((room) => room.name === name))
  return wanted[nth] ?? wanted[0] ?? headed[nth % Math.max(1, headed.length)] ?? null
}

/** Somebody who works in a department, to handle it. */
export const workerOf = (scene: Scene, departmentId: string): string | null => scene.cast.people.staff.find((each) => each.body === scene.key && each.departmentId === departmentId && each.role !== 'department_head')?.staffId ?? null
