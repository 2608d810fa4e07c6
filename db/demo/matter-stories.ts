import { addDays, weekday } from '../../kernel/calendar.ts'
import { moveMatter } from '../../modules/matter/commands/move.ts'
import { systemActor } from '../../kernel/actor.ts'
import type { Platform } from '../../server/platform/act.ts'
import { at, stage } from './cast.ts'
import { complaints, problems, reasons, type Voice } from './matter-texts.ts'
import { newCourse, roomOf, somebody, type As, type Course, type Scene } from './matter-stage.ts'
import { passOn } from './matter-turns.ts'
import { picture } from './records.ts'

/** A working day so many days back. */
function workdayBack(scene: Scene, days: number): string {
  let day = addDays(scene.today, -days)
  while (weekday(day) > 5) day = addDays(day, -1)
  return day
}

const voiceOf = (n: number): Voice => {
  const found = complaints[n]
  if (found === undefined) throw new Error(`there is no complaint ${n}`)
  return found
}

/** What a visitor of the county hospital should find: one overdue, one chased, one reopened, one of two departments, one that came twice, and a ledger with a re-check. */
export async function playStories(platform: Platform, scene: Scene, draw: () => Promise<unknown>): Promise<void> {
  const officer = somebody(scene, 'complaint_officer')
  const begin = async (as: As, back: number, n: number): Promise<{ course: Course; voice: Voice }> => {
    const course = newCourse(as, scene, at(workdayBack(scene, back), 9))
    const voice = voiceOf(n)
    await course.file('complaint', { channel: 'portal', title: voice.title, body: voice.body, category: voice.category, named: true })
    await course.step(2, officer, 'accept', { category: voice.category })
    return { course, voice }
  }
  await stage(platform, async (as) => {
    const overdue = await begin(as, 14, 11)
    await passOn(overdue.course, scene, overdue.voice.departments)
    const chased = await begin(as, 11, 12)
    await passOn(chased.course, scene, chased.voice.departments)
    await chased.course.step(110, scene.cast.actor('commission', 'commission_clerk'), 'chase', { date: addDays(scene.today, 2), text: reasons.chase })
    await reopened(scene, await begin(as, 16, 4))
    await twoDepartments(scene, await begin(as, 6, 2))
    await twice(as, scene)
  })
  await secondLook(platform, scene, draw)
}

async function reopened(scene: Scene, { course, voice }: { course: Course; voice: Voice }): Promise<void> {
  const officer = somebody(scene, 'complaint_officer')
  const head = await passOn(course, scene, voice.departments)
  await course.step(20, head, 'draft', { publicText: voice.answer, verdict: voice.verdict })
  await course.step(3, officer, 'approve')
  await course.step(30, officer, 'call-back', { solved: false, satisfied: false, text: reasons.dissatisfied })
  await course.author(50, 'reopen', { text: reasons.reopen })
}

async function twoDepartments(scene: Scene, { course }: { course: Course }): Promise<void> {
  const [first, second] = [roomOf(scene, ['医学影像科']), roomOf(scene, ['药剂科'])]
  if (first === null || second === null) return
  const officer = somebody(scene, 'complaint_officer')
  await course.step(1, officer, 'offer', { departmentId: first.id, text: reasons.offer })
  await course.step(3, somebody(scene, 'department_head', first.id), 'take')
  await course.step(2, officer, 'join', { departmentIds: [second.id], text: reasons.join })
  await course.step(20, somebody(scene, 'department_head', second.id), 'part', { text: reasons.part })
}

/** The same again from somebody else: merged into the first. */
async function twice(as: As, scene: Scene): Promise<void> {
  const officer = somebody(scene, 'complaint_officer')
  const voice = voiceOf(0)
  const day = workdayBack(scene, 2)
  const first = newCourse(as, scene, at(day, 8.2))
  const kept = await first.file('complaint', { channel: 'portal', title: voice.title, body: voice.body, category: voice.category, named: true })
  await first.step(1, officer, 'accept', { category: voice.category })
  const again = newCourse(as, scene, at(day, 9.6))
  await again.file('complaint', { channel: 'portal', title: '取号机坏了排长队', body: voice.body, category: voice.category, named: true })
  if (kept !== null) await again.step(2, officer, 'merge', { otherId: kept.matterId, text: reasons.merged })
}

/** Signed off seven weeks ago, drawn for a second look, and found as it should be, or not. */
async function secondLook(platform: Platform, scene: Scene, draw: () => Promise<unknown>): Promise<void> {
  const clerk = somebody(scene, 'institution_clerk')
  const judge = scene.cast.actor('commission', 'commission_clerk')
  await stage(platform, async (as) => {
    for (const [n, item] of problems.entries()) {
      const course = newCourse(as, scene, at(workdayBack(scene, 55 - n), 8.5))
      const room = roomOf(scene, item.departments, n)
      if (room === null) continue
      const head = somebody(scene, 'department_head', room.id)
      await course.file('problem', { channel: 'self-check', by: clerk, title: item.title, body: item.body, category: item.category, entry: { measure: item.measure, limitOn: addDays(course.on(), 14) } })
      await course.step(1, clerk, 'accept', { category: item.category })
      await course.step(1, clerk, 'offer', { departmentId: room.id, text: '请按措施和期限整改。' })
      await course.step(2, head, 'take')
      await course.step(40, head, 'rectify', { text: item.done }, { role: 'after', file: picture(scene.random, n) })
      await course.step(4, somebody(scene, 'complaint_officer'), 'check', { text: reasons.checked })
      await course.step(20, judge, 'sign-off', { text: reasons.signed })
    }
  })
  await draw()
  const drawn = await platform.database.read(systemActor('demo'), async (read) => read.selectFrom('matter').select(['id']).where('institution_id', '=', scene.id).where('recheck_at', 'is not', null).where('rechecked_at', 'is', null).orderBy('number').execute())
  // The first held; whatever else was drawn is still to be looked at.
  const [held] = drawn
  if (held !== undefined) await stage(platform, async (as) => void (await moveMatter(await as(scene.now, judge), { key: { institutionId: scene.id, matterId: held.id }, move: 'held', revision: null, ask: { text: reasons.held }, files: [], author: false })))
}
