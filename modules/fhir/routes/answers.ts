import { z } from 'zod'
import { refuse, refusals, type Refusal } from '../../../kernel/refusal.ts'
import { refusalFrom } from '../../../server/platform/errors.ts'
import type { PageLook } from '../../../server/platform/pages.ts'
import { outcome, outcomeOf } from '../rules/outcome.ts'
import type { Resource } from '../rules/resource.ts'

export type Request = PageLook['request']
export type Reply = PageLook['reply']

const localeOf = (request: Request): 'zh' | 'en' => (request.headers['accept-language']?.startsWith('en') === true ? 'en' : 'zh')

export const send = (reply: Reply, body: Resource, status = 200): Reply =>
  reply.status(status).header('cache-control', 'private, no-store').type('application/fhir+json; charset=utf-8').send(JSON.stringify(body))

/** Rule FH-6: only JSON is spoken; who asks for nothing in particular gets it. */
export function mustTakeJson(request: Request): Refusal | null {
  const query: unknown = request.query
  const format = typeof query === 'object' && query !== null && '_format' in query ? String(query._format) : ''
  const accept = format === '' ? (request.headers.accept ?? '*/*') : format
  return /json|\*\/\*|application\/\*|text\/html/i.test(accept) ? null : refuse('fhir.json_only')
}

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '')
const statusOf = (error: unknown): number => (typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500)

/** What of an error can be told as a refusal. */
function told(error: unknown): Refusal | null {
  if (codeOf(error) === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return refuse('fhir.json_only_taken')
  const refusal = refusalFrom(error)
  // What was read is no longer what stands there: a precondition, in the words of the standard.
  if (refusal?.refused === 'request.stale') return refuse('fhir.stale')
  if (refusal !== null) return refusal
  return statusOf(error) >= 400 && statusOf(error) < 500 ? refuse('fhir.shape') : null
}

/** Rule FH-6: the only place where an error of the facade becomes a status and an OperationOutcome. */
export function answerFault(error: unknown, request: Request, reply: Reply): Reply {
  const locale = localeOf(request)
  if (error instanceof z.ZodError) {
    const says = refusals['fhir.shape'][locale]
    const issues = error.issues.slice(0, 20).map((issue) => {
      const where = issue.path.map(String).join('.')
      return { code: 'structure', says: `${says}${locale === 'zh' ? '：' : ': '}${where} ${issue.message}`, where, key: 'fhir.shape' }
    })
    return send(reply, outcome(issues), 400)
  }
  const refusal = told(error)
  if (refusal !== null) {
    const { status, body } = outcomeOf(refusal, locale)
    if (status === 401) void reply.header('www-authenticate', 'Bearer realm="fhir"')
    return send(reply, body, status)
  }
  request.log.error({ err: error, requestId: request.id, url: request.url.split('?')[0] }, 'fault of the facade')
  const says = locale === 'zh' ? `系统出错了，没有保存；请稍后重试，并把编号 ${request.id} 告诉管理员。` : `Something failed and nothing was kept; try again, and give the administrator number ${request.id}.`
  return send(reply, outcome([{ code: 'exception', says }], 'fatal'), 500)
}
