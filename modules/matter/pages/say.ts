import { isUuid } from '../../../kernel/ids.ts'
import { RefusedError, sayRefusal } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import { look, type Look } from '../../../server/platform/act.ts'
import { attachmentLimits } from '../../../server/platform/attachments.ts'
import type { ReadTx } from '../../../server/platform/database.ts'
import { LeaveNothing, type PageAct, type PageLang, type PageLook, type PageRefused, type Pages } from '../../../server/platform/pages.ts'
import { findInstitution, listInstitutions } from '../../directory/public.ts'
import { fileFromForm } from '../commands/file-from-form.ts'
import { newFormToken, readFormToken } from '../../../server/platform/form-token.ts'
import type { PagesGiven } from './given.ts'
import { choosePage, sayPage, type Given, type SayForm, type ShownKind } from '../portal/say-pages.tsx'
import { sayTexts as t } from '../portal/say-texts.ts'
import { kindsOpenTo } from '../kinds.ts'
import { readFiling, type FilingFaults, type ReadFiling } from '../rules/filing-form.ts'
import type { Body } from '../rules/matter.ts'
import { judgeSender } from '../../../kernel/form-limits.ts'
import { readSpotCode } from '../rules/spots.ts'
import { findSpotByCode, type Spot } from '../store/spots.ts'
import { commissionOver } from '../store/upkeep.ts'
import { addressOf, deviceOf, nameDevice } from '../../../server/platform/form-sender.ts'
import { asPortal, keepReceipt } from './way-in.ts'

/** Up to so many bodies are offered as a list; beyond that a name is typed. */
const mostListed = 60
const mostCandidates = 12

const kindsShown = (): readonly ShownKind[] => kindsOpenTo('portal').filter((kind) => kind.hasAuthor)
type Seen = Pick<Look, 'read' | 'platform' | 'today' | 'now'> & Pick<PageLook, 'elder' | 'lang' | 'session'>

/** The form of the portal: what it is, then all of it on one page. */
export function sayPages(pages: Pages, given: PagesGiven): void {
  pages.get(
    '/say',
    async (visit) => {
      const { read, query, lang, platform } = visit
      const kinds = kindsShown()
      const settled = await settledOf(read, query)
      const kind = kinds.find((each) => each.key === query['kind'])
      if (kind === undefined) return { html: choosePage(frameOf(visit, t.title[lang], pathOf('/say', query)), lang, kinds, settled.given, settled.isOff ? t.spotOff[lang] : null) }
      nameDevice(visit, platform)
      return { html: await showForm(visit, { typed: { kind: kind.key, place: settled.given?.place ?? '' }, given: settled.given, path: pathOf('/say', query) }) }
    },
    asPortal,
  )
  // What a poster's picture holds: the shortest address there is.
  pages.get('/at/:code', async ({ params }) => ({ redirect: `/say?at=${encodeURIComponent(params['code'] ?? '')}` }))
  pages.post('/say', (act) => take(act, given), (visit, sentence, refusal) => again(visit, sentence, refusal?.refused === 'portal.form_changed' || refusal?.refused === 'request.key_reused'), { ...asPortal, attachments: { limits: attachmentLimits, scan: given.scan } })
}

async function take(act: PageAct, given: PagesGiven) {
  const { form, lang, today, tx } = act
  const seen = { ...act, read: tx }
  const settled = await settledOf(tx, settledIn(form))
  const token = readFormToken(act.vault, form['token'])
  const asked = readFiling(form, kindsShown(), today)
  const chosen = await chosenBody(tx, form)
  const faults: FilingFaults = {
    ...asked.faults,
    ...(chosen.body === null ? { body: (chosen.candidates.length > 0 ? t.whereMany : (form['hospital'] ?? '') === '' ? t.whereMissing : t.whereUnknown) } : {}),
    ...(act.faults.length === 0 ? {} : { files: { zh: act.faults.map((each) => sayRefusal(each.refusal, 'zh')).join(' '), en: act.faults.map((each) => sayRefusal(each.refusal, 'en')).join(' ') } }),
  }
  const showAgain = async (more: Partial<Omit<SayForm, 'token'>>, status: number) => ({ html: await showForm(seen, { typed: form, given: settled.given, token: token?.text, filesGone: act.files.length + act.faults.length > 0, path: '/say', faults, candidates: chosen.candidates, ...more }), status })
  if (token === null) return showAgain({ sentence: sayRefusal({ refused: 'portal.page_old' }, lang), faults: {} }, 409)
  if (Object.keys(faults).length > 0 || chosen.body === null) return showAgain({}, 422)
  const law = await given.law(tx)
  const refusal = judgeSender({ trap: form['site'] ?? '', openedAtMs: token.openedAtMs, nowMs: act.now.getTime() }, law)
  if (refusal !== null) throw new RefusedError(refusal.refused)
  const { filing, body } = await addressed(tx, asked.filing, chosen.body, form['leaders'] === '1')
  const filed = await fileFromForm(act, {
    token, law, filing, harm: form['harm'] === '1', body,
    departmentId: settled.spot?.institutionId === body.institutionId ? settled.spot.departmentId : null, accountId: act.session.actor.kind === 'citizen' ? act.session.accountId : null,
    files: act.files, sender: { address: addressOf(act.request.ip), device: deviceOf(act) },
  })
  keepReceipt(act, act.platform, act.now, filed)
  if (filed.repeated) throw new LeaveNothing({ redirect: '/receipt' })
  return { redirect: '/receipt' }
}

/** Rule MT-37: a report about those who would look into it goes to the commission above, with the name of the body it is about; never to the body itself. */
async function addressed(read: ReadTx, filing: ReadFiling, chosen: { readonly id: string; readonly regionCode: string; readonly name: string }, aboutLeaders: boolean): Promise<{ filing: ReadFiling; body: Body }> {
  const isSecret = kindsShown().some((each) => each.key === filing.kind && each.confidentiality === 'secret')
  if (!aboutLeaders || !isSecret) return { filing, body: { institutionId: chosen.id, regionCode: chosen.regionCode } }
  const above = await commissionOver(read, chosen.regionCode, chosen.id)
  if (above === undefined) throw new RefusedError('matter.nobody_above')
  return { filing: { ...filing, text: `反映的单位：${chosen.name}\n${filing.text}` }, body: above }
}

/** A refusal, or a fault of ours: the form with everything that was typed. After other words were sent with a used form it gets a new key. */
const again = (visit: PageRefused, sentence: string, isUsed: boolean): Promise<string> =>
  look(visit.platform, asPortal.as, async ({ read, now, today }) => {
    const { given } = await settledOf(read, settledIn(visit.form))
    const token = isUsed ? undefined : readFormToken(visit.platform.vault, visit.form['token'])?.text
    return showForm({ ...visit, read, now, today }, { typed: visit.form, given, token, sentence: isUsed ? sayRefusal({ refused: 'portal.form_changed' }, visit.lang) : sentence, filesGone: visit.files.length + visit.faults.length > 0, path: '/say' })
  })

async function showForm(seen: Seen, form: Pick<SayForm, 'typed' | 'given'> & Partial<Omit<SayForm, 'token'>> & { readonly path: string; readonly token?: string | undefined }): Promise<string> {
  const bodies = form.given === null ? await bodiesOf(seen.read) : []
  const kind = kindsShown().find((each) => each.key === form.typed['kind'])
  return sayPage(frameOf(seen, titleOf(kind, seen.lang, form), form.path), seen.lang, {
    kinds: kindsShown(), typed: form.typed, given: form.given, token: form.token ?? newFormToken(seen.platform.vault, seen.now).text, bodies: bodies.length > mostListed ? [] : bodies, isTyped: bodies.length > mostListed,
    candidates: form.candidates ?? [], faults: form.faults ?? {}, sentence: form.sentence ?? null, filesGone: form.filesGone ?? false, today: seen.today,
  })
}

const titleOf = (kind: ShownKind | undefined, lang: PageLang, form: Partial<Omit<SayForm, 'token'>>): string => `${Object.keys(form.faults ?? {}).length > 0 || (form.sentence ?? null) !== null ? `${t.notSent[lang]} · ` : ''}${kind?.name[lang] ?? t.title[lang]}`

const bodiesOf = async (read: ReadTx) => {
  const all = await listInstitutions(read, { regionPrefix: '', withCommissions: true })
  // Whoever is not sure chooses the commission: it stands at the end, where people look last.
  return [...all.filter((body) => body.kind !== 'commission'), ...all.filter((body) => body.kind === 'commission')].map(({ id, name }) => ({ id, name }))
}

/** The body that was chosen; or, where a name was typed, the one it means, or those it may mean. */
async function chosenBody(read: ReadTx, form: Readonly<Record<string, string>>) {
  const id = form['body'] ?? ''
  const chosen = isUuid(id) ? await findInstitution(read, id) : undefined
  if (chosen?.active === true) return { body: chosen, candidates: [] }
  const name = (form['hospital'] ?? '').trim()
  if (Array.from(name).length < 2) return { body: null, candidates: [] }
  const found = (await listInstitutions(read, { regionPrefix: '', withCommissions: true })).filter((body) => body.name.includes(name) || body.shortName.includes(name))
  const exact = found.filter((body) => body.name === name || body.shortName === name)
  const only = exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined
  return only === undefined ? { body: null, candidates: found.slice(0, mostCandidates) } : { body: only, candidates: [] }
}

/** What the poster, or the page of a hospital, has settled: the body, and for a poster the place. */
async function settledOf(read: ReadTx, asked: Readonly<Record<string, string>>): Promise<{ given: Given | null; spot: Spot | null; isOff: boolean }> {
  const code = readSpotCode(asked['at'] ?? '')
  const spot = code === null ? undefined : await findSpotByCode(read, code)
  if (spot?.active === true) {
    const place = [spot.department, spot.place].filter((part) => part !== null && part !== '').join(' ')
    return { given: { bodyId: spot.institutionId, bodyName: spot.institutionName, spot: spot.code, place, departmentId: spot.departmentId ?? '' }, spot, isOff: false }
  }
  const isOff = (asked['at'] ?? '') !== ''
  const id = spot?.institutionId ?? asked['body'] ?? ''
  const body = isUuid(id) ? await findInstitution(read, id) : undefined
  return { given: body?.active === true ? { bodyId: body.id, bodyName: body.name, spot: '', place: '', departmentId: '' } : null, spot: null, isOff }
}

/** What the form was opened with; a body chosen from its list stays a choice. */
const settledIn = (form: Readonly<Record<string, string>>) => ({ at: form['spot'] ?? '', body: form['settled'] === '1' ? (form['body'] ?? '') : '' })

const pathOf = (path: string, query: Readonly<Record<string, string>>): string => {
  const kept = ['kind', 'at', 'body'].flatMap((name) => (query[name] === undefined ? [] : [`${name}=${encodeURIComponent(query[name])}`]))
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`
}
