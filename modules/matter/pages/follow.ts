import qrcode from 'qrcode'
import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError, refusals, sayRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import { look } from '../../../server/platform/act.ts'
import { attachmentKinds, attachmentLimits } from '../../../server/platform/attachments.ts'
import { keepFile, type KeptFile } from '../../../server/platform/files.ts'
import type { PageAct, PageAnswer, PageLook, PageRefused, Pages } from '../../../server/platform/pages.ts'
import { asSender } from '../commands/as-sender.ts'
import type { PagesGiven } from './given.ts'
import type { MoveTyped } from '../portal/author-move.tsx'
import { askPage, followPage, type FollowShown } from '../portal/follow-pages.tsx'
import type { Followed } from '../portal/followed.ts'
import { followTexts as t } from '../portal/follow-texts.ts'
import { myPage } from '../portal/my-page.tsx'
import { receiptPage } from '../portal/receipt-page.tsx'
import { citizenMove, followReceipt, mattersOfAccount, openReceipt, receiptFile, type Way } from '../public.ts'
import { findInstitution } from '../../directory/public.ts'
import { addressOf } from '../../../server/platform/form-sender.ts'
import { asPortal, forgetReceipt, keepReceipt, receiptOf } from './way-in.ts'

/** The receipt, and one matter followed by whoever holds it: by its code, or signed in with the phone. */
export function followPages(pages: Pages, given: PagesGiven): void {
  pages.get('/receipt', (visit) => receipt(visit), asPortal)
  pages.get(
    '/follow',
    async (visit) => {
      const held = receiptOf(visit, visit.platform, visit.now)
      if (held === null || visit.query['new'] === '1') return { html: ask(visit, { note: visit.query['left'] === '1' ? t.left[visit.lang] : null }) }
      return showOr(visit, held, '/follow', () => {
        forgetReceipt(visit, visit.platform)
        return { html: ask(visit, {}) }
      })
    },
    asPortal,
  )
  pages.post('/follow', (act) => enter(act), async (visit, sentence) => ask(visit, { sentence, typed: visit.form }), asPortal)
  pages.post(
    '/follow/leave',
    async (act) => {
      forgetReceipt(act, act.platform)
      return { redirect: '/follow?left=1' }
    },
    async (visit, sentence) => ask(visit, { sentence }),
    asPortal,
  )
  const uploads = { ...asPortal, attachments: { limits: attachmentLimits, scan: given.scan } }
  const held = (visit: PageAct | PageRefused) => receiptOf(visit, visit.platform, visit.platform.clock.now())
  const own = (visit: Pick<PageLook, 'session' | 'params'>): Way | null => ownWay(visit)
  pages.get('/follow/files/:fileId', (visit) => file(visit, receiptOf(visit, visit.platform, visit.now)), asPortal)
  pages.post('/follow/moves/:move', (act) => move(act, held(act), '/follow'), (visit, sentence, refusal) => moveAgain(visit, held(visit), '/follow', sayTo(visit, sentence, refusal)), uploads)
  pages.get(
    '/my',
    async (visit) => {
      const { session, lang } = visit
      if (session.actor.kind !== 'citizen' || session.accountId === null) return { redirect: '/enter' }
      return { html: myPage(frameOf(visit, t.mine[lang], '/my'), lang, await mattersOfAccount(visit, { accountId: session.accountId }), true) }
    },
    asPortal,
  )
  pages.get('/my/:institutionId/:matterId', async (visit) => showOr(visit, own(visit), placeOf(visit), () => ({ redirect: '/my' })), asPortal)
  pages.get('/my/:institutionId/:matterId/files/:fileId', (visit) => file(visit, own(visit)), asPortal)
  pages.post('/my/:institutionId/:matterId/moves/:move', (act) => move(act, own(act), placeOf(act)), (visit, sentence, refusal) => moveAgain(visit, own(visit), placeOf(visit), sayTo(visit, sentence, refusal)), uploads)
}

const placeOf = ({ params }: Pick<PageLook, 'params'>): string => `/my/${params['institutionId']}/${params['matterId']}`

/** What somebody signed in by phone brought forward himself needs no code. */
function ownWay({ session, params }: Pick<PageLook, 'session' | 'params'>): Way | null {
  const { institutionId = '', matterId = '' } = params
  return session.actor.kind !== 'citizen' || session.accountId === null || !isUuid(institutionId) || !isUuid(matterId) ? null : { accountId: session.accountId, institutionId, matterId }
}

type Asked = { readonly sentence?: string; readonly note?: string | null; readonly typed?: Readonly<Record<string, string>> }
const ask = (visit: Pick<PageLook, 'elder' | 'lang' | 'session' | 'platform'>, given: Asked): string =>
  askPage(frameOf(visit, t.title[visit.lang], '/follow'), visit.lang, { code: given.typed?.['code'] ?? '', tail: given.typed?.['tail'] ?? '', sentence: given.sentence ?? null, note: given.note ?? null })

/** Wrong tries are counted, so their refusal is an answer and not a fault that undoes the count. */
async function enter(act: PageAct): Promise<PageAnswer> {
  const { form } = act
  const typed = { code: (form['code'] ?? '').trim(), tail: (form['tail'] ?? '').normalize('NFKC').replaceAll(/\D/g, '').slice(-4) }
  const opened = await openReceipt(act, { ...typed, address: addressOf(act.request.ip) })
  if (opened instanceof RefusedError) return { html: ask(act, { sentence: sayRefusal(opened.refusal, act.lang), typed: form }), status: refusals[opened.refusal.refused].status }
  keepReceipt(act, act.platform, act.now, typed)
  return { redirect: '/follow' }
}

async function receipt(visit: PageLook): Promise<PageAnswer> {
  const held = receiptOf(visit, visit.platform, visit.now)
  if (held === null) return { html: ask(visit, { note: t.noReceipt[visit.lang] }) }
  const matter = await followReceipt(visit, held)
  const qrSvg = await qrcode.toString(`${visit.platform.publicUrl}/follow#${held.code}`, { type: 'svg', margin: 2, width: 180 })
  return { html: receiptPage(frameOf(visit, t.receiptTitle[visit.lang], '/receipt'), visit.lang, { matter, code: held.code, hasTail: held.tail !== '', qrSvg }) }
}

async function showOr(visit: PageLook, way: Way | null, at: string, otherwise: () => PageAnswer): Promise<PageAnswer> {
  if (way === null) return otherwise()
  try {
    return { html: show(visit, await followReceipt(visit, way), { at, today: visit.today, done: visit.query['done'] === '1' }) }
  } catch (error) {
    if (error instanceof RefusedError) return otherwise()
    throw error
  }
}

const show = (visit: Pick<PageLook, 'elder' | 'lang' | 'session' | 'platform'>, matter: Followed, given: Pick<FollowShown, 'at' | 'today'> & Partial<FollowShown>): string =>
  followPage(frameOf(visit, matter.title, given.at), visit.lang, { matter, sentence: null, done: false, typed: null, canLeave: given.at === '/follow', ...given })

async function file(visit: PageLook, way: Way | null): Promise<PageAnswer> {
  const fileId = visit.params['fileId'] ?? ''
  if (way === null || !isUuid(fileId)) throw new RefusedError('not_found')
  return { file: await receiptFile(visit, { ...way, fileId }) }
}

async function move(act: PageAct, way: Way | null, at: string): Promise<PageAnswer> {
  if (way === null) return { html: ask(act, { note: t.noReceipt[act.lang] }), status: 401 }
  const { form, lang, tx } = act
  const matter = await followReceipt({ ...act, read: tx }, way)
  // Rule MT-38: a step of what was split off comes from the page of the whole.
  const part = form['part'] ?? ''
  const one = part === '' ? matter : matter.parts.find((each) => each.matterId === part)
  const wanted = one?.moves.find((each) => each.key === act.params['move'])
  if (wanted === undefined) throw new RefusedError('not_found')
  const faults: { field: string; text: string }[] = []
  for (const field of ['solved', 'satisfied'] as const) if (wanted.requires.includes(field) && yesNo(form[field]) === null) faults.push({ field, text: t.unanswered[lang] })
  if (wanted.requires.includes('text') && (form['text'] ?? '').trim() === '') faults.push({ field: 'text', text: t.unwritten[lang] })
  for (const each of act.faults) faults.push({ field: 'files', text: sayRefusal(each.refusal, lang) })
  const typed: MoveTyped = { move: wanted.key, part, values: form, faults }
  if (faults.length > 0) return { html: show(act, matter, { at, today: act.today, typed }), status: 422 }
  const body = await findInstitution(tx, matter.institutionId)
  const sender = asSender(act, matter.kind)
  const files: KeptFile[] = []
  if (body !== undefined) for (const each of act.files) files.push(await keepFile(sender, each, { institutionId: body.id, regionCode: body.regionCode, purpose: 'matter', allowed: attachmentKinds }))
  await citizenMove(sender, { ...way, ...(part === '' ? {} : { part }), move: wanted.key, revision: Number(form['revision'] ?? 0), ask: { text: (form['text'] ?? '').replaceAll('\0', '').replaceAll('\r\n', '\n').trim(), solved: yesNo(form['solved']), satisfied: yesNo(form['satisfied']) }, files })
  return { redirect: `${at}?done=1` }
}

/** What changed meanwhile is told to staff by name; the author reads it in the timeline. */
const sayTo = (visit: PageRefused, sentence: string, refusal: Refusal | null): string => (refusal?.refused === 'matter.changed_meanwhile' ? t.movedOn[visit.lang] : sentence)

const yesNo = (said: string | undefined): boolean | null => (said === 'yes' ? true : said === 'no' ? false : null)

/** A move that was refused: the matter as it is now, with what was typed still in the form of that move. */
const moveAgain = (visit: PageRefused, way: Way | null, at: string, sentence: string): Promise<string> =>
  look(visit.platform, asPortal.as, async (each) => {
    if (way === null) return ask(visit, { sentence })
    const matter = await followReceipt(each, way)
    return show(visit, matter, { at, today: each.today, sentence, typed: { move: visit.params['move'] ?? '', part: visit.form['part'] ?? '', values: visit.form, faults: [] } })
  })
