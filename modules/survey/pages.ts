import type { ComponentChildren } from 'preact'
import { systemActor } from '../../kernel/actor.ts'
import { isUuid } from '../../kernel/ids.ts'
import { RefusedError, type Refusal } from '../../kernel/refusal.ts'
import { frameOf } from '../../portal/frame.ts'
import { act as actAs, look } from '../../server/platform/act.ts'
import type { PageAnswer, PageLook, PageRefused, Pages } from '../../server/platform/pages.ts'
import { departmentsOn, findInstitution } from '../directory/public.ts'
import { answer, openToken } from './commands/answer.ts'
import { askCallBack, callTicket } from './commands/call-back.ts'
import { resultsPage, satisfactionPiece, type PublicResults } from './portal/results-page.tsx'
import { calledPage, callPage, codePage, sheetPage, thanksPage, type CallTyped, type SheetShown } from './portal/survey-page.tsx'
import { surveyTexts as t } from './portal/survey-texts.ts'
import { itemsOfPage, pagesOf } from './rules/form.ts'
import { readAnswers } from './rules/score.ts'
import { listSurveys, loadSurvey } from './store/surveys.ts'
import { listComments, listDeeds } from './store/words.ts'
import { viewResults } from './views.ts'

/** Rule SV-13: nothing here counts or refuses by address; what may be used once is the token. */
const system = systemActor('portal.survey')
const asPortal = { as: system } as const
type Fields = Readonly<Record<string, string>>
type Seen = Pick<PageLook, 'elder' | 'lang' | 'session' | 'platform'>

const frame = (visit: Seen, path: string, title: string = t.title[visit.lang]) => frameOf(visit, title, path)
const codeOf = (params: Fields): string => (params['code'] ?? '').slice(0, 40)
/** Answers by the key of their question; the fields of the form stand behind a letter of their own. */
const answersIn = (form: Fields): Record<string, string> => Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (name.startsWith('q-') ? [[name.slice(2), value]] : [])))
const keptIn = (form: Fields): Record<string, string> => Object.fromEntries(Object.entries(form).filter(([name]) => name.startsWith('q-') || name === 'comment'))
const callIn = (form: Fields): CallTyped => ({ ticket: form['ticket'] ?? '', name: form['name'] ?? '', phone: form['phone'] ?? '', text: form['text'] ?? '' })

/** Answering by token, without an account and without a script; and what came of it, for everybody. */
export function surveyPages(pages: Pages): typeof satisfactionOf {
  pages.get('/survey', async (visit) => ({ html: codePage(frame(visit, '/survey'), visit.lang, { code: '', sentence: null }) }), asPortal)
  pages.step(
    '/survey',
    async ({ form, platform }) => {
      const code = (form['code'] ?? '').slice(0, 40)
      await look(platform, system, (at) => openToken(at, code))
      return { redirect: `/survey/${encodeURIComponent(code.trim())}` }
    },
    async (visit, sentence) => codePage(frame(visit, '/survey'), visit.lang, { code: (visit.form['code'] ?? '').slice(0, 40), sentence }),
  )
  pages.get('/survey/:code', async (visit) => ({ html: await showSheet(visit, { at: visit, code: codeOf(visit.params), page: 0, typed: {}, missing: [], sentence: null }) }), asPortal)
  pages.step('/survey/call-back', callBack, async (visit, sentence) => callPage(frame(visit, '/survey'), visit.lang, callIn(visit.form), sentence))
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

type Sheet = Omit<SheetShown, 'hospital' | 'department' | 'content' | 'smallest'> & { readonly at: Pick<PageLook, 'read' | 'today' | 'platform'> }
async function showSheet(visit: Seen, { at, ...shown }: Sheet): Promise<string> {
  const { token, form } = await openToken(at, shown.code)
  const [body, departments, survey] = await Promise.all([findInstitution(at.read, token.institutionId), departmentsOn(at.read, token.institutionId, at.today), loadSurvey(at.read, token.institutionId, token.surveyKey)])
  const last = pagesOf(form.content) - 1
  return sheetPage(frame(visit, `/survey/${shown.code}`, form.content.name[visit.lang]), visit.lang, {
    ...shown, page: Math.min(last, Math.max(0, shown.page)), hospital: body?.name ?? '', department: departments.find((each) => each.id === token.departmentId)?.name ?? '', content: form.content, smallest: survey.smallest,
  })
}

/** A page on, a page back, or all of it sent. Until then nothing is kept but in the form itself. */
async function turn(visit: PageRefused): Promise<PageAnswer> {
  const { form, params, platform } = visit
  const code = codeOf(params)
  const page = Number.parseInt(form['page'] ?? '0', 10) || 0
  const step = form['do']
  if (step !== 'send') {
    return look(platform, system, async (at) => {
      const opened = await openToken(at, code)
      const { missing } = readAnswers(opened.form.content, answersIn(form), itemsOfPage(opened.form.content, page))
      const stays = step === 'next' && missing.length > 0
      const html = await showSheet(visit, { at, code, page: step === 'back' ? page - 1 : stays ? page : page + 1, typed: keptIn(form), missing: stays ? missing : [], sentence: null })
      return stays ? { html, status: 400 } : { html }
    })
  }
  const done = await actAs(platform, system, (act) => answer(act, { code, typed: answersIn(form), comment: form['comment'] ?? '' }))
  const { token } = done
  const deeds = await look(platform, system, ({ read }) => listDeeds(read, token.institutionId, token.surveyKey, 5))
  return { html: thanksPage(frame(visit, '/survey', t.thanks[visit.lang]), visit.lang, { deeds, ticket: done.low ? callTicket(platform.vault, token, platform.clock.now()) : null, body: token.institutionId }) }
}

/** What is missing is shown on the first page that misses it; whatever else is wrong with the code is one sentence. */
async function refused(visit: PageRefused, sentence: string, refusal: Refusal | null): Promise<string> {
  const { form, platform, params } = visit
  const code = codeOf(params)
  if (refusal !== null && refusal.refused !== 'survey.answers_missing') return codePage(frame(visit, '/survey'), visit.lang, { code: '', sentence })
  return look(platform, system, async (at) => {
    const { content } = (await openToken(at, code)).form
    const { missing } = readAnswers(content, answersIn(form))
    const first = content.items.findIndex((item) => missing.includes(item.key))
    const page = refusal === null || first < 0 ? Number(form['page'] ?? 0) || 0 : Math.floor(first / content.pageSize)
    return showSheet(visit, { at, code, page, typed: keptIn(form), missing, sentence })
  })
}

async function callBack(visit: PageRefused): Promise<PageAnswer> {
  const filed = await actAs(visit.platform, system, (act) => askCallBack(act, callIn(visit.form)))
  return { html: calledPage(frame(visit, '/survey', t.called[visit.lang]), visit.lang, filed.receiptCode) }
}

async function bodyOf({ read, params }: Pick<PageLook, 'read' | 'params'>) {
  const id = params['institutionId'] ?? ''
  const body = isUuid(id) ? await findInstitution(read, id) : undefined
  if (body === undefined || !body.active) throw new RefusedError('not_found')
  return body
}

const shownToAll = ['outpatient', 'inpatient'] as const

/** Rule SV-15: what patients said stands on the portal without anybody's doing, as soon as it is enough; nobody can keep a bad score back. */
async function publicResults(at: Pick<PageLook, 'read' | 'today'>, body: { readonly id: string; readonly name?: string }): Promise<PublicResults[]> {
  const surveys = (await listSurveys(at.read, body.id)).filter((survey) => shownToAll.some((each) => each === survey.audience))
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
