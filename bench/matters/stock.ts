import { anonymous, type Actor } from '../../kernel/actor.ts'
import type { Calendar } from '../../kernel/calendar.ts'
import { addMs } from '../../kernel/instant.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { orThrow } from '../../kernel/refusal.ts'
import { kinds, loadKind } from '../../modules/matter/kinds.ts'
import { decide } from '../../modules/matter/rules/decide.ts'
import type { Channel } from '../../modules/matter/rules/definition.ts'
import type { Kind } from '../../modules/matter/rules/kind.ts'
import { emptyAsk, type Ask, type Matter, type MatterEvent } from '../../modules/matter/rules/matter.ts'
import { newMatter } from '../../modules/matter/rules/new-matter.ts'
import { caseNumber } from '../../modules/matter/rules/number.ts'
import { loadDeadlineRules } from '../../server/platform/deadline-rules.ts'
import { idsFrom, type BenchBody } from '../registers/bodies.ts'
import { drawing } from '../registers/spread.ts'
import { letterOf } from './texts.ts'

export type Stocked = { readonly matter: Matter; readonly events: readonly MatterEvent[]; readonly phone: string | null; readonly kind: Kind }

/** What a house gets, by its share of twenty. */
const mix: readonly (readonly [kind: string, channel: Channel, share: number])[] = [['complaint', 'portal', 5], ['complaint', 'counter', 3], ['complaint', 'phone', 3], ['suggestion', 'portal', 4], ['enquiry', 'phone', 4], ['tip', 'portal', 1]]
const dayMs = 86_400_000
const daysKept = 1000

const staffOf = (body: BenchBody, at: number, roles: Actor['roles'], departmentId: string | null): Actor => ({
  kind: 'staff', id: body.staff[at % body.staff.length]?.id ?? '', name: body.staff[at % body.staff.length]?.name ?? '', institutionId: body.id, regionPrefix: null, roles,
  posts: departmentId === null ? [] : [{ postId: body.id, role: 'department_head', departmentId, title: '主任' }],
})

type Step = { readonly move: string; readonly by: Actor; readonly staffId: string | null; readonly author: boolean; readonly ask: Partial<Ask> }
const hasMove = (kind: Kind, move: string, from: string) => kind.moves.some((each) => each.key === move && each.from.includes(from))

/** The way of one matter to where it is now: of a hundred six wait to be accepted, two are accepted, four are being handled; the rest is over. */
function stepsOf(kind: Kind, body: BenchBody, draw: Seeded, stage: number): Step[] {
  const officer = staffOf(body, 0, [...kind.officers], null)
  const department = draw.pick(body.departments).id
  const head = staffOf(body, 1, ['department_head'], department)
  const handler = draw.int(1, 3) === 1 ? (body.staff[0]?.id ?? null) : draw.pick(body.staff).id
  const step = (move: string, by: Actor, ask: Partial<Ask> = {}, author = false): Step => ({ move, by, staffId: author ? null : by.id, author, ask })
  const accepted = [step('accept', officer)]
  const handled = hasMove(kind, 'offer', 'accepted') ? [...accepted, step('offer', officer, { departmentId: department, text: '请核实办理' }), step('take', head, { staffId: handler })] : [...accepted, step('keep', officer)]
  if (stage <= 6) return []
  if (stage <= 8) return accepted
  if (stage <= 12) return handled
  const answer = { publicText: '已核实情况并改进，感谢您的意见。', verdict: kind.verdicts.length === 0 ? null : draw.pick(kind.verdicts).key }
  const second = staffOf(body, 2, [...kind.officers], null)
  const atOnce = ['settle-at-once', 'reply'].find((move) => hasMove(kind, move, 'accepted'))
  const answered = atOnce !== undefined ? [...accepted, step(atOnce, officer, answer)] : [...accepted, step('keep', officer), step('draft', officer, answer), step('approve', second)]
  return stage <= 17 ? answered : [...answered, step('confirm', anonymous, { satisfied: draw.int(1, 5) > 1 }, true)]
}

/** Matters with their timelines, made by the rules that make every matter; nothing of the database is asked. */
export function stockOf(bodies: readonly BenchBody[], count: number, calendar: Calendar, todayIso: string): Stocked[] {
  const draw = seeded('matters: stock')
  const newId = idsFrom(draw)
  const nextBody = drawing(bodies.map((body) => body.size))
  const nextKind = drawing(mix.map(([, , share]) => share))
  const rules = loadDeadlineRules()
  const used = new Map<string, number>()
  const known = kinds()
  return Array.from({ length: count }, (): Stocked => {
    const body = bodies[nextBody(draw)]
    const [kindKey, channel] = mix[nextKind(draw)] ?? ['complaint', 'portal']
    if (body === undefined || !known.has(kindKey)) throw new Error(`there is no kind '${kindKey}'`)
    const kind = loadKind(kindKey)
    const stage = draw.int(1, 100)
    const receivedAt = new Date(Date.parse(todayIso) - Math.floor(draw.next() * (stage <= 12 ? 14 : daysKept) * dayMs)).toISOString()
    const year = Number(receivedAt.slice(0, 4))
    const series = `${body.id}${kindKey}${year}`
    used.set(series, (used.get(series) ?? 0) + 1)
    const phone = draw.int(1, 3) === 1 && kind.anonymous ? null : `139${draw.int(10_000_000, 99_999_999)}`
    const time = { now: receivedAt, calendar, rules }
    let matter = newMatter(kind, {
      institutionId: body.id, regionCode: body.regionCode, id: newId(), number: caseNumber(kind.prefix, year, used.get(series) ?? 0), channel, ...letterOf(draw), category: draw.int(1, 4) === 1 || kind.categories.length === 0 ? null : draw.pick(kind.categories).key,
      departmentId: draw.int(1, 2) === 1 ? draw.pick(body.departments).id : null, harm: draw.int(1, 100) === 1, receivedAt, hasAuthor: phone !== null, originNumber: null, enteredBy: anonymous, files: 0,
    }, time)
    const events: MatterEvent[] = [{ seq: 1, at: receivedAt, move: 'received', fromState: null, toState: matter.state, byKind: 'author', byId: anonymous.id, byName: '', departmentId: null, words: '', publicWords: '', params: { channel }, fileIds: [] }]
    for (const [n, step] of stepsOf(kind, body, draw, stage).entries()) {
      const now = addMs(receivedAt, Math.min((n + 1) * 5 * 3_600_000, Date.parse(todayIso) - Date.parse(receivedAt)))
      const decided = orThrow(decide(kind, matter, step.move, { actor: step.by, staffId: step.staffId, author: step.author }, { ...emptyAsk, ...step.ask }, { ...time, now, parts: [], cameFrom: null }))
      matter = decided.after
      events.push({ ...decided.event, seq: matter.revision, fileIds: [] })
    }
    return { matter, events, phone, kind }
  })
}
