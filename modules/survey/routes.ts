import qrcode from 'qrcode'
import { RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { xlsxMediaType } from '../../server/platform/xlsx.ts'
import { departmentsOn } from '../directory/public.ts'
import { answer, openToken } from './commands/answer.ts'
import * as forms from './commands/forms.ts'
import { claimSheet, handOut, handOutFor } from './commands/hand-out.ts'
import { decideComment, sayDeed } from './commands/words.ts'
import { surveyContract as contract } from './contract.ts'
import { currentForm, loadSurvey } from './store/surveys.ts'
import { resultsBook } from './sheets.ts'
import { readable, viewComments, viewResults, viewSurvey, viewSurveys, viewWaiting } from './views.ts'

/** Codes and answers are secrets: neither they nor what they hash to are kept for a repeat, which a spent token refuses itself. */
const secret = { holdsSecret: true } as const

export function surveyRoutes(app: App): void {
  app.query(contract.listSurveys, async ({ query, ...at }) => viewSurveys(at, query.institutionId ?? at.actor.institutionId ?? ''))
  app.query(contract.loadSurvey, async ({ params, ...at }) => viewSurvey(at, params.institutionId, params.key))
  app.query(contract.readResults, async ({ params, query, ...at }) => {
    const body = await readable(at, params.institutionId)
    return viewResults(at, await loadSurvey(at.read, params.institutionId, params.key), body.name, query)
  })
  app.query(contract.resultsSheet, async ({ params, query, ...at }) => {
    const body = await readable(at, params.institutionId)
    const view = await viewResults(at, await loadSurvey(at.read, params.institutionId, params.key), body.name, query)
    return { name: `${view.name.zh} ${view.institutionName} ${view.from}至${view.to}.xlsx`, mediaType: xlsxMediaType, bytes: resultsBook(view) }
  })
  app.query(contract.countWaiting, viewWaiting)
  app.query(contract.listComments, async ({ params, ...at }) => viewComments(at, params.institutionId, params.key))
  app.command(contract.takeUp, async ({ body, ...act }) => {
    await forms.takeUp(act, body.key)
    return {}
  })
  app.command(contract.switchSurvey, async ({ params, body, ...act }) => {
    await forms.switchSurvey(act, params.key, body)
    return {}
  })
  app.command(contract.beginDraft, async ({ params, ...act }) => {
    await forms.beginDraft(act, params.key)
    return {}
  })
  app.command(contract.saveDraft, async ({ params, body, ...act }) => {
    await forms.saveDraft(act, params.key, body)
    return {}
  })
  app.command(contract.dropDraft, async ({ params, ...act }) => {
    await forms.dropDraft(act, params.key)
    return {}
  })
  app.command(contract.publish, async ({ params, ...act }) => {
    await forms.publish(act, params.key)
    return {}
  })
  app.command(contract.handOut, async ({ params, body, ...act }) => ({ sheets: await Promise.all((await handOut(act, params.key, body)).map((code) => withPicture(addressOf(act, code)))) }), secret)
  app.command(contract.handOutFor, async ({ body, ...act }) => {
    const { code, surveyKey } = await handOutFor(act, body.visit)
    return { name: (await currentForm(act.tx, act.actor.institutionId ?? '', surveyKey)).content.name, sheet: await withPicture(addressOf(act, code)) }
  }, secret)
  app.command(contract.claimSheet, async ({ params, ...act }) => addressOf(act, await claimSheet(act, params.key)), secret)
  app.command(contract.openSheet, async ({ body, ...act }) => {
    const { token, form } = await openOwn(act, body.code)
    const departments = await departmentsOn(act.tx, token.institutionId, act.today)
    return { name: form.content.name, content: form.content, departmentName: departments.find((each) => each.id === token.departmentId)?.name ?? null }
  }, secret)
  app.command(contract.enterSheet, async ({ body, ...act }) => {
    await openOwn(act, body.code)
    await answer(act, { code: body.code, typed: body.answers, comment: body.comment })
    return {}
  }, secret)
  app.command(contract.decideComment, async ({ params, body, ...act }) => {
    await decideComment(act, params.key, { ...body, commentId: params.commentId })
    return {}
  })
  app.command(contract.sayDeed, async ({ params, body, ...act }) => {
    await sayDeed(act, params.key, body.said)
    return {}
  })
}

const addressOf = ({ platform }: Pick<Entering, 'platform'>, code: string) => ({ code, url: `${platform.publicUrl}/survey/${code}` })
const withPicture = async (sheet: { readonly code: string; readonly url: string }) => ({ ...sheet, qrSvg: await qrcode.toString(sheet.url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }) })

type Entering = Parameters<typeof answer>[0]
/** A desk enters the sheets of its own house. */
async function openOwn(act: Entering, code: string) {
  const opened = await openToken({ read: act.tx, today: act.today, platform: act.platform }, code)
  if (opened.token.institutionId !== act.actor.institutionId) throw new RefusedError('survey.token_unknown')
  return opened
}
