import type { ComponentChildren } from 'preact'
import { systemActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { RefusedError, refusals, sayRefusal, type Refusal } from '../../kernel/refusal.ts'
import { frameOf } from '../../portal/frame.ts'
import { act as actAs, look } from '../../server/platform/act.ts'
import type { PageAnswer, PageLook, PageRefused, Pages } from '../../server/platform/pages.ts'
import { departmentsOn, findInstitution } from '../directory/public.ts'
import { visitSeen } from '../queue/public.ts'
import { answer, openToken } from './commands/answer.ts'
import { askCallBack, callTicket } from './commands/call-back.ts'
import { openCarried, sealCarried, type Carried } from './commands/carried.ts'
import { typedIndex } from './commands/code.ts'
import { openVisit } from './commands/visits.ts'
import { kioskOf, kioskRefused, sayAtKiosk, sheetUrl } from './kiosk.ts'
import { resultsPage, satisfactionPiece, type PublicResults } from './portal/results-page.tsx'
import { calledPage, callPage, codePage, rateForm, sheetPage, thanksPage, type CallTyped, type SheetShown } from './portal/survey-page.tsx'
import type { Kiosk } from './portal/kiosk.tsx'
import { surveyTexts as t } from './portal/survey-texts.ts'
import { itemsOfPage, pagesOf, type FormContent } from './rules/form.ts'
import { readAnswers } from './rules/score.ts'
import { isPublic } from './rules/survey.ts'
import { listSurveys, loadSurvey, publishedBefore } from './store/surveys.ts'
import { listComments, listDeeds } from './store/words.ts'
import { viewResults } from './views.ts'

/** Rule SV-13: nothing here counts or refuses by address; what may be used once is the token. */
const system = systemActor('portal.survey')
const asPortal = { as: system } as const
type Fields = Readonly<Record<string, string>>
type Seen = Pick<PageLook, 'elder' | 'lang' | 'session' | 'platform'>

const frame = (visit: Seen, path: string, title: string = t.title[visit.lang], kiosk: Kiosk = null) => ({ ...frameOf(visit, title, path), ...(kiosk === null ? {} : { script: true }) })
const codeOf = (params: Fields): string => (params['code'] ?? '').slice(0, 40)
/** Answers by the key of their question; the fields of the form stand behind a letter of their own. */
const answersIn = (form: Fields): Record<string, string> => Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (name.startsWith('q-') ? [[name.slice(2), value]] : [])))
const keptIn = (form: Fields): Record<string, string> => Object.fromEntries(Object.entries(form).filter(([name]) => name.startsWith('q-') || name === 'comment'))
const callIn = ({ form, query }: Pick<PageRefused, 'form' | 'query'>): CallTyped => ({ kiosk: kioskOf({ form, query }), ticket: form['ticket'] ?? '', name: form['name'] ?? '', phone: form['phone'] ?? '', text: form['text'] ?? '' })

/** A code that a demonstration offers to whoever wants to try. */
type ToTry = (at: PageLook) => Promise<string | null>

/** Answering by token, without an account and without a script; and what came of it, for everybody. */
export function surveyPages(pages: Pages, toTry: ToTry | null): typeof satisfactionOf {
  pages.get('/survey', async (visit) => ({ html: codePage(frame(visit, '/survey'), visit.lang, { code: '', sentence: null, toTry: toTry === null ? null : await toTry(visit) }) }), asPortal)
  pages.step(
    '/survey',
    async ({ form, platform }) => {
      const code = (form['code'] ?? '').slice(0, 40)
      await look(platform, system, (at) => openToken(at, code))
      return { redirect: `/survey/${encodeURIComponent(code.trim())}` }
    },
    async (visit, sentence) => codePage(frame(visit, '/survey'), visit.lang, { code: (visit.form['code'] ?? '').slice(0, 40), sentence }),
  )
  pages.get('/survey/:code', (visit) => firstPage(visit), asPortal)
  pages.step('/survey/visit', visitSheet, visitRefused)
  pages.step('/survey/call-back', callBack, async (visit, sentence) => callPage(frame(visit, '/survey', t.title[visit.lang], kioskOf(visit)), visit.lang, callIn(visit), sentence))
  pages.step('/survey/:code', turn, refused)
  pages.get(
    '/bodies/:institutionId/satisfaction',
    async (visit) => {
      const body = await bodyOf(visit)
      return { html: resultsPage(frame(visit, `/bodies/${body.id}/satisfaction`, t.results[visit.lang]), visit.lang, body, await publicResults(visit, body)) }
    },
    asPortal,
  )
  return satisfactionOf
}

/** At a machine whatever is wrong with the code has the way back to it. */
async function firstPage(visit: PageLook): Promise<PageAnswer> {
  const kiosk = kioskOf(visit)
  try {
    return { html: await showSheet(visit, { at: visit, code: codeOf(visit.params), page: 0, typed: {}, missing: [], sentence: null, kiosk }) }
  } catch (error) {
    if (kiosk === null || !(error instanceof RefusedError)) throw error
    return { html: kioskRefused(visit, kiosk, { sentence: sayRefusal(error.refusal, visit.lang) }), status: refusals[error.refusal.refused].status }
  }
}

type Turned = Omit<SheetShown, 'hospital' | 'department' | 'content' | 'smallest' | 'carried'>
type Sheet = Turned & { readonly at: Pick<PageLook, 'read' | 'today' | 'platform'> }
async function showSheet(visit: Seen, { at, ...shown }: Sheet): Promise<string> {
  const { token, form } = await openToken(at, shown.code)
  const [body, departments, survey] = await Promise.all([findInstitution(at.read, token.institutionId), departmentsOn(at.read, token.institutionId, at.today), loadSurvey(at.read, token.institutionId, token.surveyKey)])
  const { institutionId, regionCode, tokenIndex, surveyKey, version, departmentId } = token
  const carried = { institutionId, regionCode, tokenIndex, surveyKey, version, departmentId, hospital: body?.name ?? '', department: departments.find((each) => each.id === departmentId)?.name ?? '', smallest: survey.smallest }
  return sheetOf(visit, shown, form.content, carried)
}

function sheetOf(visit: Seen, shown: Turned, content: FormContent, carried: Carried): string {
  const { vault, clock } = visit.platform
  const { hospital, department, smallest } = carried
  const page = Math.min(pagesOf(content) - 1, Math.max(0, shown.page))
  return sheetPage(frame(visit, sheetUrl(shown.code, shown.kiosk), content.name[visit.lang], shown.kiosk), visit.lang, { ...shown, page, hospital, department, content, smallest, carried: sealCarried(vault, carried, clock.now()) })
}

/** Rule SV-20: what the form itself says its code opened. */
const carriedIn = ({ form, params, platform }: PageRefused): Carried | null => openCarried(platform.vault, form['carried'] ?? '', typedIndex(platform.vault, codeOf(params)), platform.clock.now())

/** A page on, a page back, or all of it sent. Until then nothing is kept but in the form itself. */
async function turn(visit: PageRefused): Promise<PageAnswer> {
  const { form, params, platform } = visit
  const code = codeOf(params)
  const page = Number.parseInt(form['page'] ?? '0', 10) || 0
  const carried = carriedIn(visit)
  const kiosk = kioskOf(visit)
  if (form['do'] !== 'send') {
    const turned = (content: FormContent): { shown: Turned; status: number } => {
      const { missing } = readAnswers(content, answersIn(form), itemsOfPage(content, page))
      const stays = form['do'] === 'next' && missing.length > 0
      return { shown: { code, page: form['do'] === 'back' ? page - 1 : stays ? page : page + 1, typed: keptIn(form), missing: stays ? missing : [], sentence: null, kiosk }, status: stays ? 400 : 200 }
    }
    const content = carried === null ? undefined : publishedBefore(carried.institutionId, carried.surveyKey, carried.version)
    if (carried !== null && content !== undefined) {
      const { shown, status } = turned(content)
      return { html: sheetOf(visit, shown, content, carried), status }
    }
    return look(platform, system, async (at) => {
      const { shown, status } = turned((await openToken(at, code)).form.content)
      return { html: await showSheet(visit, { at, ...shown }), status }
    })
  }
  const { token, deeds, ...done } = await actAs(platform, system, async (act) => {
    const given = await answer(act, { code, typed: answersIn(form), comment: form['comment'] ?? '', carried })
    return { ...given, deeds: await listDeeds(act.tx, given.token.institutionId, given.token.surveyKey, 5) }
  })
  return { html: thanksPage(frame(visit, '/survey', t.thanks[visit.lang], kiosk), visit.lang, { deeds, kiosk, ticket: done.low ? callTicket(platform.vault, token, platform.clock.now()) : null, body: token.institutionId }) }
}

/** What is missing is shown on the first page that misses it; whatever else is wrong with the code is one sentence. */
async function refused(visit: PageRefused, sentence: string, refusal: Refusal | null): Promise<string> {
  const { form, platform, params } = visit
  const code = codeOf(params)
  const kiosk = kioskOf(visit)
  if (refusal !== null && refusal.refused !== 'survey.answers_missing') return kiosk === null ? codePage(frame(visit, '/survey'), visit.lang, { code: '', sentence }) : kioskRefused(visit, kiosk, { sentence })
  return look(platform, system, async (at) => {
    const { content } = (await openToken(at, code)).form
    const { missing } = readAnswers(content, answersIn(form))
    const first = content.items.findIndex((item) => missing.includes(item.key))
    const page = refusal === null || first < 0 ? Number(form['page'] ?? 0) || 0 : Math.floor(first / content.pageSize)
    return showSheet(visit, { at, code, page, typed: keptIn(form), missing, sentence, kiosk })
  })
}

/** Rule SV-5: whoever has just been seen begins from the page of their line, or at a kiosk; the same visit always has the same code. */
async function visitSheet({ form, query, platform }: PageRefused): Promise<PageAnswer> {
  const { institutionId = '', visit = '' } = form
  if (!isUuid(institutionId)) throw new RefusedError('survey.visit_unknown')
  const code = await actAs(platform, system, (act) => openVisit(act, { institutionId, visit: visit.slice(0, 300) }))
  return { redirect: sheetUrl(code, kioskOf({ form, query })) }
}

/** What was typed at a machine stays there to be put right. */
async function visitRefused(visit: PageRefused, said: string, refusal: Refusal | null): Promise<string> {
  const kiosk = kioskOf(visit)
  const sentence = sayAtKiosk(refusal, said, visit.lang)
  return kiosk === null ? codePage(frame(visit, '/survey'), visit.lang, { code: '', sentence }) : kioskRefused(visit, kiosk, { sentence, form: visit.form })
}

/** What the page of a line shows once its number is done: the way to the sheet of this visit, where the house asks. */
export async function rateVisit(visit: PageLook, ticket: { readonly institutionId: string; readonly id: string }): Promise<ComponentChildren> {
  const asks = (await listSurveys(visit.read, ticket.institutionId)).some((survey) => survey.active && survey.audience === 'outpatient')
  const seen = asks ? await visitSeen(visit.read, ticket.institutionId, ticket.id) : null
  return seen === null ? null : rateForm(visit.lang, { institutionId: ticket.institutionId, ticketId: ticket.id })
}

async function callBack(visit: PageRefused): Promise<PageAnswer> {
  const filed = await actAs(visit.platform, system, (act) => askCallBack(act, callIn(visit)))
  return { html: calledPage(frame(visit, '/survey', t.called[visit.lang], kioskOf(visit)), visit.lang, filed.receiptCode, kioskOf(visit)) }
}

async function bodyOf({ read, params }: Pick<PageLook, 'read' | 'params'>) {
  const id = params['institutionId'] ?? ''
  const body = isUuid(id) ? await findInstitution(read, id) : undefined
  if (body === undefined || !body.active) throw new RefusedError('not_found')
  return body
}

/** Rule SV-15: what patients said stands on the portal without anybody's doing, as soon as it is enough; nobody can keep a bad score back. */
async function publicResults(at: Pick<PageLook, 'read' | 'today'>, body: { readonly id: string; readonly name?: string }): Promise<PublicResults[]> {
  const surveys = (await listSurveys(at.read, body.id)).filter(isPublic)
  const all = await Promise.all(surveys.map(async (survey) => {
    const [results, comments, deeds] = await Promise.all([viewResults(at, survey, body.name ?? '', {}), listComments(at.read, body.id, survey.key, 'published', 20), listDeeds(at.read, body.id, survey.key, 10)])
    return { results, comments, deeds }
  }))
  return all.filter((each) => each.results.total.score !== null)
}

/** Satisfaction as a piece of the hospital's page. */
async function satisfactionOf(visit: PageLook, body: { readonly id: string }): Promise<ComponentChildren> {
  const all = await publicResults(visit, body)
  return satisfactionPiece(visit.lang, body.id, all.map(({ results }) => ({ name: results.name[visit.lang], total: results.total })))
}
