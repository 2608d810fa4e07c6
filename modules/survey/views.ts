import type { z } from 'zod'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { RefusedError, refusalOf } from '../../kernel/refusal.ts'
import type { Look } from '../../server/platform/act.ts'
import { departmentsOn, findInstitution } from '../directory/public.ts'
import { surveys } from './catalog.ts'
import type { CommentView, ResultsView, SurveyRow, SurveyView } from './contract.ts'
import type { FormContent, Words } from './rules/form.ts'
import { isLow, responseOf, wayNames, type Asked } from './rules/response.ts'
import { addSums, showItem, showSum, total, type Shown } from './rules/score.ts'
import { mayEnter, mayManage, mayRead, ways, type Body, type Survey } from './rules/survey.ts'
import { listWaiting } from './store/box.ts'
import { listChoices, listSums, type SumLine } from './store/results.ts'
import * as store from './store/surveys.ts'
import { listAsked } from './store/tokens.ts'
import { countComments, listComments, listDeeds } from './store/words.ts'

type At = Pick<Look, 'read' | 'actor' | 'today'>
/** Results are shown of so many days, where nobody asked for others. */
const usualDays = 92

export async function readable({ read, actor }: Pick<Look, 'read' | 'actor'>, institutionId: string): Promise<Body & { readonly name: string }> {
  const body = await findInstitution(read, institutionId)
  if (body === undefined) throw new RefusedError('not_found')
  const place = { institutionId: body.id, regionCode: body.regionCode }
  const no = mayRead(actor, place)
  if (no !== null) throw new RefusedError(no.refused)
  return { ...place, name: body.name }
}

const sum = (rows: readonly number[]): number => rows.reduce((all, each) => all + each, 0)
const nothing: Shown = { sheets: 0, score: null, from: null, to: null }

export async function viewSurveys(at: At, institutionId: string): Promise<{ rows: z.input<typeof SurveyRow>[]; blocked: { manage: string | null } }> {
  const body = await readable(at, institutionId)
  const used = await store.listSurveys(at.read, institutionId)
  const rows: z.input<typeof SurveyRow>[] = []
  for (const survey of used) {
    const ask = { institutionId, key: survey.key, from: addDays(at.today, -usualDays), to: at.today, today: at.today }
    const [forms, asked, waiting, sums] = await Promise.all([store.listForms(at.read, institutionId, survey.key), listAsked(at.read, ask), listWaiting(at.read, institutionId, survey.key), listSums(at.read, ask)])
    const form = forms.find((each) => each.state === 'published')
    if (form === undefined) continue
    rows.push({
      key: survey.key, name: form.content.name, audience: survey.audience, items: form.content.items.length, takenUp: true, active: survey.active, version: form.version, draft: forms.some((each) => each.state === 'draft'),
      asked: sum(asked.map((each) => each.asked)), answered: sum(asked.map((each) => each.answered)), waiting: sum(waiting.map((each) => each.sheets)), total: showSum(addSums(sums.filter((each) => each.dimension === total && !each.apart)), survey.smallest),
    })
  }
  for (const each of surveys().values()) {
    if (used.some((survey) => survey.key === each.key)) continue
    rows.push({ key: each.key, name: each.name, audience: each.audience, items: each.items.length, takenUp: false, active: false, version: 1, draft: false, asked: 0, answered: 0, waiting: 0, total: nothing })
  }
  return { rows, blocked: { manage: refusalOf(mayManage(at.actor, body)) } }
}

export async function viewSurvey(at: At, institutionId: string, key: string): Promise<z.input<typeof SurveyView>> {
  const body = await readable(at, institutionId)
  const survey = await store.loadSurvey(at.read, institutionId, key)
  const [forms, departments] = await Promise.all([store.listForms(at.read, institutionId, key), departmentsOn(at.read, institutionId, at.today)])
  const hasDraft = forms.some((each) => each.state === 'draft')
  const shown = refusalOf(mayManage(at.actor, body)) === null ? forms : forms.filter((each) => each.state === 'published')
  const manage = refusalOf(mayManage(at.actor, body))
  return {
    institutionId, institutionName: body.name, key, name: forms.find((each) => each.state === 'published')?.content.name ?? { zh: key, en: key }, audience: survey.audience, active: survey.active, byMessage: survey.byMessage, smallest: survey.smallest, countsUnnamed: survey.countsUnnamed,
    forms: shown.map(({ surveyKey: _key, ...form }) => form), departments: departments.map(({ id, name }) => ({ id, name })),
    blocked: { manage, enter: refusalOf(mayEnter(at.actor, body)), draft: manage ?? (hasDraft ? 'survey.draft_exists' : null), publish: manage ?? (hasDraft ? null : 'survey.no_draft') },
  }
}

const nameOf = (forms: readonly store.Form[], find: (content: FormContent) => Words | undefined, key: string): Words => forms.map((form) => find(form.content)).find((each) => each !== undefined) ?? { zh: key, en: key }

export type ResultsAsk = { readonly from?: IsoDate | undefined; readonly to?: IsoDate | undefined; readonly departmentId?: string | undefined }

/** Rule SV-8: scores with their interval, how many were asked and answered, all withheld below the smallest number. */
export async function viewResults(at: Pick<Look, 'read' | 'today'>, survey: Survey, bodyName: string, ask: ResultsAsk): Promise<z.input<typeof ResultsView>> {
  const { institutionId, key, smallest } = survey
  const to = ask.to ?? at.today
  const span = { institutionId, key, from: ask.from ?? addDays(to, -usualDays), to, today: at.today }
  const [forms, all, choices, asked, waiting, departments] = await Promise.all([
    store.listForms(at.read, institutionId, key), listSums(at.read, span), listChoices(at.read, { ...span, departmentId: ask.departmentId ?? null }), listAsked(at.read, span), listWaiting(at.read, institutionId, key), departmentsOn(at.read, institutionId, at.today),
  ])
  const published = forms.filter((form) => form.state === 'published')
  const content = published[0]?.content
  const isOf = (departmentId: string | null) => ask.departmentId === undefined || departmentId === ask.departmentId
  const sums = all.filter((each) => !each.apart)
  const [ownSums, ownAsked] = [sums.filter((each) => isOf(each.departmentId)), asked.filter((each) => isOf(each.departmentId))]
  const show = (lines: readonly SumLine[]): Shown => showSum(addSums(lines), smallest)
  const totals = ownSums.filter((each) => each.dimension === total)
  const response = responseOf(ownAsked)
  const dimensionKeys = [...new Set([...(content?.dimensions.map((each) => each.key) ?? []), ...ownSums.map((each) => each.dimension)])].filter((each) => each !== total)
  return {
    institutionName: bodyName, name: content?.name ?? { zh: key, en: key }, from: span.from, to, smallest, waiting: sum(waiting.filter((each) => isOf(each.departmentId)).map((each) => each.sheets)), total: show(totals), unnamed: show(all.filter((each) => each.apart && each.dimension === total && isOf(each.departmentId))),
    dimensions: dimensionKeys.map((each) => ({ key: each, name: nameOf(published, (form) => form.dimensions.find((dimension) => dimension.key === each)?.name, each), ...show(ownSums.filter((line) => line.dimension === each)) })),
    items: (content?.items ?? []).map((item) => {
      const width = (content?.scales[item.scale]?.length ?? 0) + 1
      const own = choices.filter((each) => each.item === item.key && each.choices === width)
      const added = Array.from({ length: width }, (_, choice) => own.find((each) => each.place === choice)?.times ?? 0)
      return { key: item.key, name: item.text, dimension: item.dimension, ...(content === undefined ? { ...nothing, notApplicable: 0 } : showItem(content, item, added, smallest)) }
    }),
    departments: departmentLines(ownSums, ownAsked, departments, survey),
    months: [...Map.groupBy(totals, (each) => each.on.slice(0, 7))].map(([month, lines]) => ({ month, total: show(lines) })),
    days: [...Map.groupBy(ownAsked, (each) => each.on)].map(([on, lines]) => ({ on, asked: sum(lines.map((each) => each.asked)), answered: sum(lines.map((each) => each.answered)), paper: sum(lines.filter((each) => each.way === 'paper').map((each) => each.asked)) })),
    asked: response.asked, answered: response.answered, response, lowResponse: isLow(response),
    ways: ways.flatMap((way) => {
      const own = ownAsked.filter((each) => each.way === way)
      return own.length === 0 ? [] : [{ way, name: wayNames[way], ...responseOf(own) }]
    }),
  }
}

/** By name; where raters compare departments, the best one first and those that are withheld last. */
function departmentLines(sums: readonly SumLine[], asked: readonly Asked[], departments: readonly { readonly id: string; readonly name: string }[], { smallest, audience }: Survey) {
  const ids = [...new Set([...asked.map((each) => each.departmentId), ...sums.map((each) => each.departmentId)])]
  const nameFor = (departmentId: string | null) => departments.find((each) => each.id === departmentId)?.name ?? ''
  return ids
    .map((departmentId) => {
      const own = asked.filter((each) => each.departmentId === departmentId)
      return { departmentId, name: nameFor(departmentId), ...responseOf(own), total: showSum(addSums(sums.filter((each) => each.departmentId === departmentId && each.dimension === total)), smallest) }
    })
    .sort((a, b) => (audience === 'invited' ? (b.total.score ?? -1) - (a.total.score ?? -1) : 0) || (a.name < b.name ? -1 : 1))
}

export async function viewComments(at: At, institutionId: string, key: string) {
  const body = await readable(at, institutionId)
  await store.loadSurvey(at.read, institutionId, key)
  const decide = refusalOf(mayManage(at.actor, body))
  const [comments, deeds, departments] = await Promise.all([listComments(at.read, institutionId, key, decide === null ? null : 'published', 500), listDeeds(at.read, institutionId, key, 50), departmentsOn(at.read, institutionId, at.today)])
  const rows: z.input<typeof CommentView>[] = comments.map(({ id, departmentId, on, said, state, revision }) => ({ id, departmentName: departments.find((each) => each.id === departmentId)?.name ?? null, on, said, state, revision }))
  return { rows, deeds: deeds.map(({ id, on, said, madeName }) => ({ id, on, said, madeName })), blocked: { decide } }
}

/** Rule SV-19: what waits for the clerk, for the mark in the menu. */
export async function viewWaiting({ read, actor }: Pick<Look, 'read' | 'actor'>): Promise<{ comments: number; drafts: number }> {
  const institutionId = actor.institutionId ?? ''
  const [comments, drafts] = await Promise.all([countComments(read, institutionId), store.countDrafts(read, institutionId)])
  return { comments, drafts }
}
