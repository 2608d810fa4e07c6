import type { Actor } from '../../kernel/actor.ts'
import { addDays } from '../../kernel/calendar.ts'
import type { Channel } from '../../modules/matter/rules/definition.ts'
import { findings, problems, reasons, tips, type Voice } from './matter-texts.ts'
import { roomOf, somebody, workerOf, type Course, type Scene } from './matter-stage.ts'
import { picture } from './records.ts'

const judge = (scene: Scene): Actor => scene.cast.actor('commission', 'commission_clerk')

/** By which door it comes: most by the portal, the rest entered by whoever was asked. */
function doorOf(scene: Scene): { channel: Channel; by?: Actor } {
  const dice = scene.random.int(0, 9)
  if (dice < 5) return { channel: 'portal' }
  if (dice < 7) return { channel: 'phone', by: somebody(scene, 'complaint_officer') }
  if (dice === 7) return { channel: 'counter', by: somebody(scene, 'desk_clerk') }
  return dice === 8 ? { channel: 'box', by: somebody(scene, 'complaint_officer') } : { channel: 'email' }
}

/** To the department, which takes it; small houses handle it at the desk. Answers who drafts. */
export async function passOn(course: Course, scene: Scene, names: readonly string[]): Promise<Actor> {
  const officer = somebody(scene, 'complaint_officer')
  const room = roomOf(scene, names)
  if (room === null) {
    await course.step(2, officer, 'keep')
    return officer
  }
  const head = somebody(scene, 'department_head', room.id)
  await course.step(1, officer, 'offer', { departmentId: room.id, text: reasons.offer })
  if (scene.random.int(0, 11) === 0) {
    await course.step(4, head, 'refuse', { reason: 'another', text: reasons.refuse })
    await course.step(2, officer, 'offer', { departmentId: room.id, text: '经核对属贵科室职责，请接收。' })
  }
  await course.step(3, head, 'take', { staffId: workerOf(scene, room.id) })
  return head
}

async function answer(course: Course, scene: Scene, writer: Actor, voice: Voice, hours: number): Promise<void> {
  // Whoever checks an answer has not written it.
  const officer = somebody(scene, 'complaint_officer')
  const checker = writer === officer ? somebody(scene, 'institution_head') : officer
  await course.step(hours, writer, 'draft', { publicText: voice.answer, verdict: voice.verdict })
  await course.step(3, checker, 'approve')
}

export async function playComplaint(course: Course, scene: Scene, voice: Voice): Promise<void> {
  const { random } = scene
  const officer = somebody(scene, 'complaint_officer')
  await course.file('complaint', { ...doorOf(scene), title: voice.title, body: voice.body, category: voice.category, named: random.int(0, 9) < 7 })
  const dice = random.int(0, 19)
  if (dice === 0) return course.author(5, 'withdraw', { text: '已经当面解决了，谢谢。' })
  if (dice === 1) return course.step(4, officer, 'decline', { reason: 'dealt-with', publicText: '该问题已由卫生健康部门办结，不再重复受理，如有新情况可补充。' })
  await course.step(3, officer, 'accept', { category: voice.category })
  const writer = await passOn(course, scene, voice.departments)
  await answer(course, scene, writer, voice, random.int(0, 9) < 8 ? random.int(16, 50) : random.int(150, 230))
  if (random.int(0, 9) < 6) await course.step(26, officer, 'call-back', { solved: voice.verdict !== 'not', satisfied: random.int(0, 9) < 8, text: reasons.callback })
  if (random.int(0, 9) < 2) await course.step(2, officer, 'publish', { title: voice.title, text: voice.body, publicText: voice.answer })
  if (random.int(0, 9) < 5) await course.author(20, 'confirm', { satisfied: true, text: '' })
  else await course.step(60, officer, 'close')
}

export async function playSuggestion(course: Course, scene: Scene, voice: Voice): Promise<void> {
  const officer = somebody(scene, 'complaint_officer')
  await course.file('suggestion', { ...doorOf(scene), title: voice.title, body: voice.body, category: voice.category, named: scene.random.int(0, 1) === 0 })
  await course.step(4, officer, 'accept')
  const writer = await passOn(course, scene, voice.departments)
  await answer(course, scene, writer, voice, scene.random.int(20, 90))
  if (scene.random.int(0, 2) === 0) await course.step(4, officer, 'publish', { title: voice.title, text: voice.body, publicText: voice.answer })
  if (voice.verdict !== 'adopted') return
  await course.goOnInLedger()
  await rectify(course, scene, writer, voice.answer, 200)
}

/** Enquiries and requests for help: answered at the desk. */
export async function playSimple(course: Course, scene: Scene, kind: 'enquiry' | 'help-request', voice: Voice): Promise<void> {
  const officer = somebody(scene, 'complaint_officer')
  const channel = kind === 'enquiry' ? 'portal' : 'phone'
  await course.file(kind, { channel, ...(channel === 'phone' ? { by: officer } : {}), title: voice.title, body: voice.body, category: voice.category, named: true, harm: voice.category === 'emergency' })
  await course.step(1, officer, 'reply', { publicText: voice.answer })
  if (kind === 'help-request') await course.step(20, somebody(scene, 'institution_head'), 'call-back', { solved: true, satisfied: true, text: reasons.callback })
}

export async function playPraise(course: Course, scene: Scene, voice: Voice): Promise<void> {
  const room = roomOf(scene, voice.departments)
  await course.file('praise', { ...doorOf(scene), title: voice.title, body: voice.body, category: voice.category, named: true })
  if (room !== null) await course.step(6, somebody(scene, 'complaint_officer'), 'pass-on', { departmentId: room.id })
  await course.step(10, somebody(scene, 'complaint_officer'), 'reply', { publicText: voice.answer })
}

export async function playTip(course: Course, scene: Scene, n: number): Promise<void> {
  const tip = tips[n % tips.length]
  if (tip === undefined) return
  const officer = somebody(scene, 'discipline_officer')
  await course.file('tip', { channel: 'portal', title: tip.title, body: tip.body, category: tip.category })
  await course.step(10, officer, 'accept')
  await course.step(2, officer, 'keep')
  await course.step(120, officer, 'draft', { publicText: tip.answer, verdict: tip.verdict })
  await course.step(10, scene.cast.actor('commission', 'commission_head'), 'approve')
}

export async function playOpinion(course: Course, scene: Scene, voice: Voice): Promise<void> {
  const clerk = somebody(scene, 'institution_clerk')
  const room = roomOf(scene, voice.departments)
  await course.file('public-opinion', { channel: 'opinion', by: clerk, title: voice.title, body: voice.body, category: voice.category })
  await course.step(2, clerk, 'accept', { category: voice.category })
  if (room === null) return
  const head = somebody(scene, 'department_head', room.id)
  await course.step(1, clerk, 'offer', { departmentId: room.id, text: reasons.offer })
  await course.step(2, head, 'take', { staffId: workerOf(scene, room.id) })
  await course.step(8, head, 'draft', { publicText: voice.answer, verdict: voice.verdict })
  await course.step(3, clerk, 'approve')
}

/** From the entry to the sign-off; one in five stays where it is. */
export async function playLedger(course: Course, scene: Scene, kind: 'problem' | 'finding', n: number): Promise<void> {
  const list = kind === 'problem' ? problems : findings
  const item = list[(n + scene.key.length) % list.length]
  if (item === undefined) return
  const clerk = somebody(scene, 'institution_clerk')
  const room = roomOf(scene, item.departments, n)
  const inspector = scene.cast.actor('commission', 'inspector')
  await course.file(kind, { channel: kind === 'problem' ? 'self-check' : 'inspection', by: kind === 'problem' ? clerk : inspector, title: item.title, body: item.body, category: item.category, entry: { measure: item.measure, limitOn: addDays(course.on(), 14) } })
  await course.step(4, clerk, 'accept', { category: item.category })
  const head = room === null ? clerk : somebody(scene, 'department_head', room.id)
  if (room === null) await course.step(1, clerk, 'start')
  else {
    await course.step(1, clerk, 'offer', { departmentId: room.id, text: '请明确责任人，按措施和期限整改。' })
    await course.step(4, head, 'take', { staffId: workerOf(scene, room.id) })
  }
  await rectify(course, scene, head, item.done, 110)
}

/** Within so many hours, with a picture; one in five stays where it is, and some are not signed off yet. */
async function rectify(course: Course, scene: Scene, by: Actor, done: string, hours: number): Promise<void> {
  const { random } = scene
  if (random.int(0, 4) === 0) return
  await course.step(random.int(30, hours), by, 'rectify', { text: done }, { role: 'after', file: picture(random, random.int(0, 5)) })
  await course.step(8, somebody(scene, 'complaint_officer'), 'check', { text: reasons.checked })
  if (random.int(0, 5) > 0) await course.step(20, judge(scene), 'sign-off', { text: reasons.signed })
}

