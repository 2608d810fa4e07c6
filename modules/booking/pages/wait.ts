import { isIsoDate } from '../../../kernel/calendar.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError, sayRefusal } from '../../../kernel/refusal.ts'
import { sayDay } from '../../../portal/days.ts'
import { act as actAs } from '../../../server/platform/act.ts'
import type { PageAct, PageAnswer, Pages } from '../../../server/platform/pages.ts'
import { departmentsOn, findInstitution } from '../../directory/public.ts'
import { appealBlock } from '../commands/blocks.ts'
import { waitForPlace, withdrawWait } from '../commands/waiting.ts'
import { bookTexts as t } from '../portal/book-texts.ts'
import { mineTexts } from '../portal/mine-texts.ts'
import { mayWait } from '../rules/booking-waiting.ts'
import { loadClinic } from '../store/clinics.ts'
import { clinicDay, findWait } from '../store/waiting.ts'
import { again, showMine } from './mine.ts'
import { personSteps } from './steps.ts'
import { accountOf, asPortal, enterFirst, portalActor } from './way.ts'

type Fields = Readonly<Record<string, string>>
const mine = '/my/bookings'

/** Waiting for a place that somebody gives back, and appealing against a block. */
export function waitPages(pages: Pages): void {
  personSteps(pages, {
    at: '/book/:institutionId/clinics/:clinicId/wait/:onDate',
    about: async ({ read, params, lang, today, now }) => {
      const { institutionId, clinicId, onDate } = dayOf(params)
      const [clinic, body, departments, day] = await Promise.all([loadClinic(read, institutionId, clinicId), findInstitution(read, institutionId), departmentsOn(read, institutionId, today), clinicDay(read, { institutionId, clinicId, onDate, at: now.toISOString() })])
      const no = mayWait(day)
      return {
        at: `/book/${institutionId}/clinics/${clinicId}/wait/${onDate}`, back: `/book/${institutionId}/clinics/${clinicId}?on=${onDate}`, title: t.wait[lang], step: 1, of: 3, asks: null, button: t.waitConfirm, notes: [t.waitLead[lang]], over: no === null ? null : sayRefusal(no, lang),
        lines: [[t.when, sayDay(onDate, lang)], [t.where, [body?.name ?? '', departments.find((each) => each.id === clinic.departmentId)?.name ?? ''].filter((part) => part !== '').join(' · ')], [t.what, clinic.name]],
      }
    },
    nearest: () => Promise.resolve([]),
    async take(visit, { accountId, person }) {
      const { institutionId, clinicId, onDate } = dayOf(visit.params)
      try {
        await actAs(visit.platform, portalActor, (step) => waitForPlace({ ...step, actor: visit.session.actor }, { institutionId, clinicId, onDate, accountId, person: { name: person.name, phone: person.phone, idNumber: person.idNumber, bornOn: person.bornOn } }))
      } catch (error) {
        // Sent twice, or waited for already: in line, which is what was asked for.
        if (!(error instanceof RefusedError) || error.refusal.refused !== 'booking.waits_already') throw error
      }
      return { redirect: `${mine}?done=waiting` }
    },
  })
  pages.post('/my/waiting/:institutionId/:waitId/withdraw', (act) => withdraw(act), (visit, sentence) => again(visit, (seen, accountId) => showMine(seen, accountId, { sentence })), asPortal)
  pages.post('/my/blocks/:institutionId/:blockId/appeal', (act) => appeal(act), (visit, sentence) => again(visit, (seen, accountId) => showMine(seen, accountId, { sentence, appeal: { id: visit.params['blockId'] ?? '', words: visit.form['words'] ?? '' } })), asPortal)
}

function dayOf(params: Fields): { institutionId: string; clinicId: string; onDate: string } {
  const { institutionId = '', clinicId = '', onDate = '' } = params
  if (!isUuid(institutionId) || !isUuid(clinicId) || !isIsoDate(onDate)) throw new RefusedError('not_found')
  return { institutionId, clinicId, onDate }
}

async function withdraw(act: PageAct): Promise<PageAnswer> {
  const accountId = accountOf(act)
  if (accountId === null) return enterFirst(mine)
  const { institutionId = '', waitId = '' } = act.params
  const wait = isUuid(institutionId) && isUuid(waitId) ? await findWait(act.tx, institutionId, waitId) : undefined
  if (wait === undefined || wait.accountId !== accountId) throw new RefusedError('booking.wait_not_found')
  if (wait.state !== 'withdrawn') await withdrawWait(act, { institutionId, waitId })
  return { redirect: `${mine}?done=withdrawn` }
}

async function appeal(act: PageAct): Promise<PageAnswer> {
  const accountId = accountOf(act)
  if (accountId === null) return enterFirst(mine)
  const { institutionId = '', blockId = '' } = act.params
  if (!isUuid(institutionId) || !isUuid(blockId)) throw new RefusedError('booking.block_not_found')
  const words = (act.form['words'] ?? '').replaceAll('\0', '').replaceAll('\r\n', '\n').trim().slice(0, 500)
  if (Array.from(words).length < 2) return { html: await showMine({ ...act, read: act.tx }, accountId, { sentence: mineTexts.appealShort[act.lang], appeal: { id: blockId, words } }), status: 422 }
  await appealBlock(act, { institutionId, blockId }, words)
  return { redirect: `${mine}?done=appealed` }
}
