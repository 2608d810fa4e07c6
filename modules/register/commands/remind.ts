import { systemActor } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { currentCalendar } from '../../../server/platform/calendar-store.ts'
import { notify, type Note } from '../../../server/platform/notify.ts'
import { accountsOfHolders, listInstitutions, type Institution } from '../../directory/public.ts'
import { registers } from '../definitions.ts'
import { concerns } from '../rules/authority.ts'
import type { RegisterDefinition } from '../rules/definition.ts'
import { sayTurn, stepOn, turnOn, type Turn } from '../rules/periods.ts'
import { confirmerOf, entererOf, isDone, remindersOf, type Reminder } from '../rules/remind.ts'
import { standingsOf, type BodyStanding } from '../standings.ts'

const system = systemActor('register.remind')

type Due = { readonly definition: RegisterDefinition; readonly turn: Turn; readonly step: number }

/** Rule RG-15: one notice for each unit, turn and step, to who can do something about it; told again tomorrow, nothing is written twice. */
export async function remindMissing(platform: Platform): Promise<{ registers: number; bodies: number; notices: number }> {
  const { due, bodies } = await look(platform, system, async ({ read, today }) => ({ due: await dueToday(await currentCalendar(read), today), bodies: await listInstitutions(read, { regionPrefix: '', withCommissions: true }) }))
  if (due.length === 0) return { registers: 0, bodies: 0, notices: 0 }
  let notices = 0
  let told = 0
  for (const body of bodies) {
    const own = due.filter((each) => concerns(each.definition, body))
    if (own.length === 0) continue
    const sent = await actAs(platform, system, (act) => remindBody(act, body, own))
    notices += sent
    told += sent > 0 ? 1 : 0
  }
  return { registers: due.length, bodies: told, notices }
}

async function dueToday(calendar: Act['calendar'], today: IsoDate): Promise<Due[]> {
  return [...registers().values()].flatMap(({ definition }) => {
    const turn = definition.expect > 0 ? turnOn(definition.period, today) : null
    const step = turn === null ? null : stepOn(definition, turn, today, calendar)
    return turn === null || step === null ? [] : [{ definition, turn, step }]
  })
}

async function remindBody(act: Act, body: Institution, due: readonly Due[]): Promise<number> {
  const standings = await standingsOf(act.tx, body.id, due.map(({ definition, turn }) => ({ definition, turn, dueAt: null, need: definition.expect })), true)
  let sent = 0
  for (const [at, each] of due.entries()) {
    const standing = standings[at]
    if (standing === undefined || isDone(standing)) continue
    const notes = await notesOf(act, body, each, standing)
    await notify(act, ...notes)
    sent += notes.length
  }
  return sent
}

async function notesOf(act: Act, body: Institution, due: Due, standing: BodyStanding): Promise<Note[]> {
  const { definition, turn, step } = due
  const period = sayTurn(definition.period, turn)
  const place = { institutionId: body.id, regionCode: body.regionCode }
  const params = { register: definition.name.zh, registerEn: definition.name.en, period: period.zh, periodEn: period.en, to: turn.to }
  const key = (unit: string) => `register.missing:${definition.key}:${unit}:${turn.from}:${step}`
  const notes: Note[] = []
  const headless: Reminder[] = []
  const { missing, waiting } = remindersOf(standing, definition.expect)
  for (const unit of missing) {
    const accounts = unit.departmentId === null ? [] : [...new Set(await accountsOfHolders(act.tx, body.id, { role: 'department_head', departmentId: unit.departmentId }, act.today))]
    if (accounts.length === 0) headless.push(unit)
    for (const accountId of accounts) {
      notes.push({ ...place, accountId, topic: 'register.missing', params: { ...params, unit: unit.name, missing: unit.missing }, link: `/registers/${definition.key}`, onceKey: key(`${unit.departmentId}:${accountId}`) })
    }
  }
  notes.push(...forBody(definition, body, headless, { ...place, params, link: `/registers/${definition.key}` }, key('body')))
  const role = confirmerOf(definition, body)
  if (waiting > 0 && role !== null) notes.push({ ...place, role, topic: 'register.waiting', params: { ...params, count: waiting }, link: `/registers/${definition.key}?state=entered`, onceKey: key('waiting') })
  return notes
}

/** Units without a head who can be told, and the body where it is itself the unit: whoever enters for the whole body is told once. */
function forBody(definition: RegisterDefinition, body: Institution, units: readonly Reminder[], note: Pick<Note, 'institutionId' | 'regionCode' | 'params' | 'link'>, onceKey: string): Note[] {
  const [first] = units
  if (first === undefined) return []
  const role = entererOf(definition, body)
  if (first.name === '') return [{ ...note, role, topic: 'register.missing', params: { ...note.params, unit: body.shortName, missing: first.missing }, onceKey }]
  const named = units.slice(0, 5).map((unit) => unit.name).join('、')
  return [{ ...note, role, topic: 'register.missing_units', params: { ...note.params, count: units.length, units: units.length > 5 ? `${named}等` : named }, onceKey }]
}
