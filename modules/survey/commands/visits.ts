import { systemActor } from '../../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../../kernel/calendar.ts'
import type { Fact } from '../../../kernel/fact.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { act as actAs, look, type Act, type Platform } from '../../../server/platform/act.ts'
import { readFacts } from '../../../server/platform/facts.ts'
import { readReceiptCode } from '../../../kernel/ids.ts'
import { loadSlip, slipByCode } from '../../admission/public.ts'
import { bookingByCode, findBooking, openPerson } from '../../booking/public.ts'
import { listVisitsSeen, visitSeen } from '../../queue/public.ts'
import { findInstitution } from '../../directory/public.ts'
import { tokenDays, type Body, type Way } from '../rules/survey.ts'
import { listActive } from '../store/surveys.ts'
import { openToken } from './answer.ts'
import { issueTokens, type Issued, type VisitAsked, type Which } from './issue.ts'

const system = systemActor('survey.issue')
const atATime = 200

type Source = {
  readonly which: Which
  readonly way: Way
  readonly kind: string
  /** How many days back its day may lie: a slip is of the day it was written, weeks before the discharge. */
  readonly days: number
  isOver(fact: Fact): boolean
  phoneOf(act: Act, fact: Fact): Promise<string>
}

/** Rule SV-5: what ends in a visit that is asked about: a booking that was seen, a discharge; lines without a booking follow below. */
const sources: readonly Source[] = [
  {
    which: { audience: 'outpatient' }, way: 'booking', kind: 'booking.visit', days: 2,
    isOver: ({ fields }) => fields['state'] === 'seen',
    async phoneOf(act, fact) {
      const booking = await findBooking(act.tx, { institutionId: fact.institutionId, bookingId: fact.id })
      return booking === undefined ? '' : openPerson(act.vault, booking.sealed).phone
    },
  },
  {
    which: { audience: 'inpatient' }, way: 'admission', kind: 'admission.slip', days: 120,
    isOver: ({ fields }) => fields['state'] === 'discharged',
    async phoneOf(act, fact) {
      return openPerson(act.vault, (await loadSlip(act.tx, { institutionId: fact.institutionId, slipId: fact.id })).sealed).phone
    },
  },
]

/** Every ten minutes: whoever was seen, booked or not, or discharged gets one token; those who have theirs get no second one. */
export async function issueForVisits(platform: Platform): Promise<{ issued: number }> {
  const active = await look(platform, system, ({ read }) => listActive(read))
  const bodies = [...Map.groupBy(active, (survey) => survey.institutionId).values()]
  let issued = 0
  for (const surveys of bodies) {
    const [first] = surveys
    if (first === undefined) continue
    for (const source of sources) {
      if (surveys.some((survey) => 'audience' in source.which && survey.audience === source.which.audience)) issued += await issueFrom(platform, first, source)
    }
    if (surveys.some((survey) => survey.audience === 'outpatient')) issued += await issueForLines(platform, first)
  }
  return { issued }
}

async function issueFrom(platform: Platform, { institutionId, regionCode }: Body, source: Source): Promise<number> {
  let after: { on: string; id: string } | null = null
  let issued = 0
  for (;;) {
    const facts: readonly Fact[] = await look(platform, system, ({ read, today }) => readFacts(read, { institutionId, kind: source.kind, from: addDays(today, -source.days), to: today }, { after, limit: atATime }))
    const over = facts.filter((fact) => source.isOver(fact))
    if (over.length > 0) {
      issued += await actAs(platform, system, async (act) => {
        const visits: VisitAsked[] = []
        for (const fact of over) visits.push({ visitId: fact.id, departmentId: fact.departmentId, phone: (await source.phoneOf(act, fact)) || null })
        return (await issueTokens(act, { institutionId, regionCode, which: source.which, way: source.way, visits })).filter((each) => each.isNew).length
      })
    }
    const last = facts.at(-1)
    if (last === undefined || facts.length < atATime) return issued
    after = { on: last.on, id: last.id }
  }
}

/** How many days back somebody who came without booking is still asked about: as long as for a booking. */
const lineDays = 2

/** Rule SV-5: whoever took a number without booking and was seen; nobody knows a telephone, so the page of the line leads to the sheet. */
async function issueForLines(platform: Platform, { institutionId, regionCode }: Body): Promise<number> {
  let after: { on: IsoDate; key: string } | null = null
  let issued = 0
  for (;;) {
    const seen: Awaited<ReturnType<typeof listVisitsSeen>> = await look(platform, system, ({ read, today }) => listVisitsSeen(read, { institutionId, from: addDays(today, -lineDays), to: today }, after, atATime))
    if (seen.length > 0) {
      const visits = seen.map(({ visitId, departmentId }) => ({ visitId, departmentId, phone: null }))
      issued += await actAs(platform, system, async (act) => (await issueTokens(act, { institutionId, regionCode, which: { audience: 'outpatient' }, way: 'queue', visits })).filter((each) => each.isNew).length)
    }
    const last = seen.at(-1)
    if (last === undefined || seen.length < atATime) return issued
    after = { on: last.on, key: last.key }
  }
}

type Named = { readonly which: Which; readonly way: Way; readonly visitId: string; readonly departmentId: string | null }
/** The slip of a line holds the address of its page: the house, then the ticket. */
const idsIn = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Rule SV-5: the visit somebody at a counter or a kiosk names: what is printed on the slip of a line when scanned, a booking code, or the code of an admission. Only a visit that is over is asked about. */
async function visitNamed(act: Act, institutionId: string, typed: string): Promise<Named> {
  const [ticketId, house = institutionId] = (typed.toLowerCase().match(idsIn) ?? []).toReversed()
  if (ticketId !== undefined) {
    if (house !== institutionId) throw new RefusedError('survey.visit_unknown')
    const seen = await visitSeen(act.tx, institutionId, ticketId)
    if (seen === null || seen.on < addDays(act.today, -tokenDays)) throw new RefusedError('survey.not_seen_yet')
    return { which: { audience: 'outpatient' }, way: seen.bookingId === null ? 'queue' : 'booking', visitId: seen.visitId, departmentId: seen.departmentId }
  }
  const code = readReceiptCode(typed.split(/[/=#]/).at(-1) ?? '')
  if (code === null) throw new RefusedError('survey.visit_unknown')
  const booking = await bookingByCode(act.tx, institutionId, code, act.vault)
  if (booking !== undefined) {
    if (booking.state !== 'seen') throw new RefusedError('survey.not_seen_yet')
    return { which: { audience: 'outpatient' }, way: 'booking', visitId: booking.id, departmentId: booking.departmentId }
  }
  const slip = await slipByCode(act.tx, code, act.vault)
  if (slip === undefined || slip.institutionId !== institutionId) throw new RefusedError('survey.visit_unknown')
  if (slip.state !== 'discharged') throw new RefusedError('survey.not_seen_yet')
  return { which: { audience: 'inpatient' }, way: 'admission', visitId: slip.id, departmentId: slip.departmentId }
}

/** Rule SV-5: the one token of a named visit: a booked visit has the code that the message says, too, whoever asks for it and however often. */
export async function issueNamed(act: Act, body: Body, typed: string): Promise<Issued & { readonly way: Way }> {
  const { which, way, visitId, departmentId } = await visitNamed(act, body.institutionId, typed)
  const [issued] = await issueTokens(act, { ...body, which, way, visits: [{ visitId, departmentId, phone: null }] })
  if (issued === undefined) throw new RefusedError('survey.not_active')
  return { ...issued, way }
}

/** Rule SV-5: the code of the visit whoever was seen names themselves, on the page of their line or at a kiosk; a used one is refused here already. */
export async function openVisit(act: Act, ask: { readonly institutionId: string; readonly visit: string }): Promise<string> {
  const body = await findInstitution(act.tx, ask.institutionId)
  if (body === undefined) throw new RefusedError('survey.visit_unknown')
  const { code } = await issueNamed(act, { institutionId: body.id, regionCode: body.regionCode }, ask.visit)
  await openToken({ read: act.tx, today: act.today, platform: act.platform }, code)
  return code
}
