import { systemActor, type Actor } from '../../kernel/actor.ts'
import { addDays, addMonths, firstOfMonth, type IsoDate } from '../../kernel/calendar.ts'
import { decideProposal, followTalk, holdTalk, setExperts } from '../../modules/review/commands/after.ts'
import { answerFinding } from '../../modules/review/commands/answer.ts'
import { feedBack, publish } from '../../modules/review/commands/close.ts'
import { drawCycle } from '../../modules/review/commands/draw.ts'
import { giveOpinion, vote } from '../../modules/review/commands/read.ts'
import type { ProblemCode } from '../../modules/review/rules/codes.ts'
import type { CycleKey } from '../../modules/review/rules/cycle.ts'
import { isUnreasonable, type Item } from '../../modules/review/rules/item.ts'
import { listProposals, listTalks } from '../../modules/review/store/after.ts'
import { listItems } from '../../modules/review/store/items.ts'
import { act, look, type Act, type Platform } from '../../server/platform/act.ts'
import { billedMonths, prescribersOf } from './bills.ts'
import { at, stage, type Cast } from './cast.ts'
import type { DemoStaff } from './people.ts'

const house = 'renmin'
const system = systemActor('demo')
/** Steps that are one transaction. */
const together = 40

type Play = { readonly step: (instant: string, who: Actor) => (run: (given: Act) => Promise<unknown>) => Promise<void>; readonly many: <T>(list: readonly T[], play: (one: T, as: (instant: string, who: Actor) => Promise<Act>) => Promise<unknown>) => Promise<void>; readonly items: (cycle: CycleKey) => Promise<Item[]> }
type Company = { readonly clerk: Actor; readonly head: Actor; readonly readers: ReadonlyMap<string, Actor>; readonly experts: readonly Actor[]; readonly doctors: ReadonlyMap<string, Actor>; readonly visitors: { readonly reader: string; readonly doctor: string } }

const codesOf = (item: Item): ProblemCode[] => [...new Set(item.hints.map((hint) => hint.code))]
const institutionIdOf = (cast: Cast): string => cast.people.institutions.get(house)?.id ?? ''

/**
 * Three rounds of review at the county hospital: one published, with its talks; one fed back, with answers and an objection
 * before the expert group; one being read, which leaves the visitor's desk something to do.
 */
export async function loadReview(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const now = platform.clock.now().toISOString()
  const company = await gatherCompany(platform, cast, today)
  const when = (instant: string): string => (instant < now ? instant : now)
  const play: Play = {
    step: (instant, who) => (run) => stage(platform, async (as) => void (await run(await as(when(instant), who)))),
    async many(list, one) {
      for (let from = 0; from < list.length; from += together) await stage(platform, async (as) => { for (const each of list.slice(from, from + together)) await one(each, (instant, who) => as(when(instant), who)) })
    },
    items: (cycle) => look(platform, system, ({ read }) => listItems(read, cycle)),
  }
  const [first = today, second = today, third = today] = billedMonths(today)
  const done = await playPublished(platform, play, company, first, addMonths(first, 1))
  const fedBack = await playFedBack(play, company, second, addDays(today, -12))
  const early = addDays(today, -4)
  const read = await playReading(play, company, third, early < firstOfMonth(today) ? firstOfMonth(today) : early)
  log(`处方点评 3 个月，抽样 ${done + fedBack + read} 份`)
}

/** Two qualified pharmacists, an expert group of two, and accounts for those who answer; whoever has none cannot sign in, and acts here alone. */
async function gatherCompany(platform: Platform, cast: Cast, today: IsoDate): Promise<Company> {
  const prescribers = new Set((await prescribersOf(platform, cast, house, today)).map((each) => each.staffId))
  const of = (role: DemoStaff['role']) => cast.people.staff.filter((each) => each.body === house && each.role === role)
  const [pharmacists, heads, doctors] = [of('pharmacist'), of('department_head').slice(0, 2), of('doctor').filter((each) => prescribers.has(each.staffId))]
  const readers = pharmacists.slice(0, 2)
  const actorOf = await act(platform, system, async (step) => {
    const { tx } = step
    const own = tx.updateTable('staff').where('institution_id', '=', institutionIdOf(cast))
    await own.set({ title: '药师' }).where('id', 'in', pharmacists.map((each) => each.staffId)).execute()
    await own.set({ title: '主管药师' }).where('id', 'in', readers.map((each) => each.staffId)).execute()
    const known = new Map((await tx.selectFrom('account').select(['account_id as accountId', 'staff_id as staffId']).where('institution_id', '=', institutionIdOf(cast)).execute()).map((row) => [row.staffId, row.accountId]))
    for (const person of [...readers, ...heads, ...doctors].filter((each) => !known.has(each.staffId))) {
      const accountId = step.newId()
      await tx.insertInto('account').values({ account_id: accountId, kind: 'staff', display_name: person.name, institution_id: person.institutionId, staff_id: person.staffId, created_at: step.now.toISOString() }).execute()
      known.set(person.staffId, accountId)
    }
    return (person: DemoStaff): Actor => ({ ...cast.actorOf(person), id: known.get(person.staffId) ?? person.staffId })
  })
  const named = (people: readonly DemoStaff[]) => new Map(people.map((each) => [each.staffId, actorOf(each)]))
  const company = { clerk: cast.actor(house, 'institution_clerk', 1), head: cast.actor(house, 'institution_head'), readers: named(readers), experts: heads.map(actorOf), doctors: named(doctors), visitors: { reader: readers[0]?.staffId ?? '', doctor: of('doctor')[0]?.staffId ?? '' } }
  await act(platform, company.clerk, (step) => setExperts(step, heads.map((each, nth) => ({ staffId: each.staffId, field: nth === 0 ? 'clinical' : 'management' }))))
  return company
}

async function draw(play: Play, company: Company, month: IsoDate, instant: string): Promise<CycleKey> {
  let cycle: CycleKey = { institutionId: '', cycleId: '' }
  await play.step(instant, company.clerk)(async (given) => { cycle = await drawCycle(given, month) })
  return cycle
}

/** Everything that was given to a reader, as the machine's hints say; where two read, the second sees the first such item otherwise if asked to. */
async function readAll(play: Play, company: Company, cycle: CycleKey, given: { readonly instant: string; readonly split: boolean; readonly leaves?: (item: Item, staffId: string) => boolean }): Promise<number> {
  const items = await play.items(cycle)
  const odd = given.split ? items.find((item) => item.secondReaderId !== null && codesOf(item).length > 0) ?? items.find((item) => item.secondReaderId !== null) : undefined
  const turns = items.flatMap((item) => [item.readerId, ...(item.secondReaderId === null ? [] : [item.secondReaderId])].map((staffId, nth) => ({ item, staffId, codes: nth === 1 && item === odd ? (codesOf(item).length > 0 ? [] : (['2-2'] as ProblemCode[])) : codesOf(item) })))
  await play.many(turns.filter(({ item, staffId }) => item === odd || given.leaves?.(item, staffId) !== true), async ({ item, staffId, codes }, as) => {
    const reader = company.readers.get(staffId)
    if (reader !== undefined) await giveOpinion(await as(given.instant, reader), { institutionId: item.institutionId, itemId: item.id, codes, note: '' })
  })
  return items.length
}

/** Both members of the expert group say the same. */
const decide = (play: Play, company: Company, items: readonly Item[], instant: string): Promise<void> =>
  play.many(items, async (item, as) => {
    for (const expert of company.experts) await vote(await as(instant, expert), { institutionId: item.institutionId, itemId: item.id, codes: codesOf(item), note: '' })
  })

const objection = '患者既往病历中有相关诊断和用药史，本次沿用上级医院方案，请专家组复核。'
/** Those who prescribed answer: the first finding is objected to, the others are agreed with; `silent` has not answered yet. */
async function reply(play: Play, company: Company, cycle: CycleKey, instant: string, silent: (item: Item, nth: number) => boolean): Promise<void> {
  const found = (await play.items(cycle)).filter((item) => isUnreasonable(item) && company.doctors.has(item.prescriberId ?? ''))
  const answering = found.filter((item, nth) => !silent(item, nth))
  await play.many(answering, async (item, as) => {
    const doctor = company.doctors.get(item.prescriberId ?? '')
    if (doctor !== undefined) await answerFinding(await as(instant, doctor), { institutionId: item.institutionId, itemId: item.id, answer: item === answering[0] ? 'object' : 'accept', text: item === answering[0] ? objection : '' })
  })
}

/** The oldest month: read, answered, decided, published; the head has talked, and looked after a month whether it helped. */
async function playPublished(platform: Platform, play: Play, company: Company, month: IsoDate, from: IsoDate): Promise<number> {
  const day = (n: number, hour = 9) => at(addDays(from, n), hour)
  const cycle = await draw(play, company, month, day(1))
  const count = await readAll(play, company, cycle, { instant: day(2, 10), split: true })
  await decide(play, company, (await play.items(cycle)).filter((item) => item.state === 'split'), day(3))
  await play.step(day(4, 16), company.clerk)((given) => feedBack(given, cycle))
  await reply(play, company, cycle, day(5), () => false)
  await decide(play, company, (await play.items(cycle)).filter((item) => item.state === 'replied'), day(8))
  await play.step(day(14, 10), company.clerk)((given) => publish(given, cycle))
  const { institutionId } = cycle
  const { proposals, talks } = await look(platform, system, async ({ read }) => ({ proposals: await listProposals(read, institutionId, 50), talks: await listTalks(read, institutionId, 50) }))
  const [proposal] = proposals
  if (proposal !== undefined) await play.step(day(15), company.head)((given) => decideProposal(given, { institutionId, id: proposal.id, take: false, reason: '首次达到标准，本人已书面说明，先约谈并跟踪两个月。' }))
  for (const [nth, talk] of talks.entries()) {
    const heldOn = addDays(from, 16 + nth)
    await play.step(at(heldOn, 15), company.head)((given) => holdTalk(given, { institutionId, id: talk.id, heldOn, persons: '院长、医务科、药剂科主任', said: '逐张说明不合理处方的问题和依据，对照指南讨论替代方案。', commitment: '先明确诊断再用药，超过七日注明理由。' }))
    // The last one still waits for the look whether it helped.
    if (nth > 0 && nth === talks.length - 1) continue
    await play.step(at(addDays(heldOn, 30), 10), company.head)((given) => followTalk(given, { institutionId, id: talk.id, outcome: nth % 3 === 2 ? 'unchanged' : 'improved', outcomeNote: '复查次月处方，同类问题明显减少。' }))
  }
  return count
}

/** The month after: fed back three days ago; some have agreed, one objects and waits for the expert group, the visitor's doctor has not answered. */
async function playFedBack(play: Play, company: Company, month: IsoDate, from: IsoDate): Promise<number> {
  const cycle = await draw(play, company, month, at(from, 9))
  const count = await readAll(play, company, cycle, { instant: at(addDays(from, 2), 10), split: false })
  await play.step(at(addDays(from, 9), 16), company.clerk)((given) => feedBack(given, cycle))
  await reply(play, company, cycle, at(addDays(from, 10), 11), (item, nth) => item.prescriberId === company.visitors.doctor || nth % 3 === 2)
  return count
}

/** The newest month: every fourth of the visitor's own is left on the desk (readers take turns), and on one the two readers disagree. */
async function playReading(play: Play, company: Company, month: IsoDate, from: IsoDate): Promise<number> {
  const cycle = await draw(play, company, month, at(from, 0.8))
  return readAll(play, company, cycle, { instant: at(from, 10), split: true, leaves: (item, staffId) => staffId === company.visitors.reader && Math.ceil(item.no / company.readers.size) % 4 === 0 })
}
