import { anonymous, systemActor } from '../../kernel/actor.ts'
import { RefusedError, refusals, sayRefusal } from '../../kernel/refusal.ts'
import { frameOf } from '../../portal/frame.ts'
import { actWith } from '../../server/platform/act.ts'
import type { PageAct, PageAnswer, PageLook, Pages } from '../../server/platform/pages.ts'
import { departmentsOn, findInstitution } from '../directory/public.ts'
import { answerOffer } from './commands/beds.ts'
import { openSlip } from './commands/code.ts'
import { askLinePage, linePage, type LineShown } from './portal/line-page.tsx'
import { lineTexts as t } from './portal/line-texts.ts'
import { aheadOf, testsStand, type Slip } from './rules/slip.ts'
import { listLine, loadSlip, loadSlipForUpdate } from './store/slips.ts'
import { houseOf } from './store/wards.ts'

const asPortal = { as: systemActor('portal.admission') } as const
const path = '/admission/line'

type Seen = Pick<PageLook, 'elder' | 'lang' | 'session' | 'platform'>
type Typed = { readonly code: string; readonly tail: string }

const typedOf = (form: Readonly<Record<string, string>>): Typed => ({ code: (form['code'] ?? '').trim().slice(0, 60), tail: (form['tail'] ?? '').normalize('NFKC').replaceAll(/\D/g, '').slice(-4) })
const ask = (visit: Seen, typed: Typed, sentence: string | null): string => askLinePage(frameOf(visit, t.title[visit.lang], path), visit.lang, { ...typed, sentence })

/** The place in line by the code of the slip, and the answer to an offer; no account and no script needed. */
export function admissionPages(pages: Pages): void {
  pages.get(path, async (visit) => ({ html: ask(visit, { code: '', tail: '' }, null) }), asPortal)
  pages.post(path, (act) => enter(act, null), async (visit, sentence) => ask(visit, typedOf(visit.form), sentence), asPortal)
  pages.post(`${path}/answer`, (act) => enter(act, act.form['answer'] === 'confirm' ? 'confirm' : 'decline'), async (visit, sentence) => ask(visit, typedOf(visit.form), sentence), asPortal)
}

/** Wrong tries are counted, so their refusal is an answer and not a fault that undoes the count. */
async function enter(act: PageAct, answer: 'confirm' | 'decline' | null): Promise<PageAnswer> {
  const typed = typedOf(act.form)
  const opened = await openSlip(act, { ...typed, address: act.request.ip })
  if (opened instanceof RefusedError) return { html: ask(act, typed, sayRefusal(opened.refusal, act.lang)), status: refusals[opened.refusal.refused].status }
  if (answer === null) return { html: await show(act, opened, typed, null) }
  // Whoever holds the code is nobody the house knows: the record says so.
  const patient = actWith(act.platform, anonymous, act.tx, act.calendar)
  await answerOffer(patient, await loadSlipForUpdate(act.tx, { institutionId: opened.institutionId, slipId: opened.id }), answer)
  return { html: await show(act, await loadSlip(act.tx, { institutionId: opened.institutionId, slipId: opened.id }), typed, answer) }
}

async function show(act: PageAct, slip: Slip, typed: Typed, done: LineShown['done']): Promise<string> {
  const [body, departments, line, house] = await Promise.all([findInstitution(act.tx, slip.institutionId), departmentsOn(act.tx, slip.institutionId, act.today), listLine(act.tx, slip.institutionId, slip.departmentId), houseOf(act.tx, slip.institutionId)])
  const shown: LineShown = {
    hospital: body?.name ?? '', phone: body?.phone ?? '', department: departments.find((each) => each.id === slip.departmentId)?.name ?? '', kind: slip.kind, urgency: slip.urgency, state: slip.state, place: slip.state === 'waiting' ? aheadOf(slip, line) + 1 : null,
    testsStand: testsStand(slip), ward: house.wards.find((ward) => ward.id === slip.wardId)?.name ?? null, comeOn: slip.comeOn, answerBy: slip.answerBy, madeAt: slip.madeAt, ...typed, done,
  }
  return linePage(frameOf(act, t.title[act.lang], path), act.lang, shown, null)
}
