import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { RefusedError, refusals, refuse, sayRefusal, type Refusal, type RefusalCode } from '../../kernel/refusal.ts'

z.config(z.locales.zhCN())

/** The database's own no: a named constraint maps to a code of the catalogue. Modules add theirs here. */
const constraints: Readonly<Record<string, RefusalCode>> = {
  post_holding_no_overlap: 'directory.post_taken',
  institution_credit_code_key: 'directory.credit_code_taken',
  department_institution_id_name_key: 'directory.department_exists',
  staff_institution_id_employee_number_key: 'directory.employee_number_taken',
  account_login_name_key: 'identity.login_name_taken',
  account_oidc_subject_key: 'identity.subject_taken',
  account_of_staff: 'identity.account_exists',
  matter_origin_once: 'matter.origin_known',
  mailbox_address_once: 'channel.mailbox_exists',
  intake_source_name_once: 'channel.source_exists',
  feed_url_once: 'channel.feed_exists',
  fhir_client_name_once: 'fhir.client_exists',
  fhir_name_once: 'fhir.ambiguous',
  clinic_name_once: 'booking.clinic_exists',
  admission_person_once: 'admission.already_waiting',
  bed_slip_once: 'admission.bed_taken',
  queue_post_once: 'queue.post_twice',
}

export type ErrorBody = { error: string; message: string; detail?: string; issues?: { path: string; message: string }[]; requestId?: string }

const field = (error: unknown, name: string): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined
  const value: unknown = Reflect.get(error, name)
  return typeof value === 'string' ? value : undefined
}

/** Citus adds the shard's number to constraint names. */
const withoutShard = (name: string) => name.replace(/_\d{6,}$/, '')

/** The named constraint that the database says no with; null where it says something else. */
export function brokenConstraint(error: unknown): string | null {
  const constraint = field(error, 'constraint')
  return constraint === undefined ? null : withoutShard(constraint)
}

export function refusalFrom(error: unknown): Refusal | null {
  if (error instanceof RefusedError) return error.refusal
  const code = field(error, 'code')
  if (code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_FILES_LIMIT') return refuse('file.too_large')
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_PARTS_LIMIT' || code === 'FST_FIELDS_LIMIT') return refuse('request.too_large')
  // The parser of forms gives this fault no code.
  if (field(error, 'message') === 'Unexpected end of multipart data') return refuse('request.torn')
  if (code === '42501') return refuse('not_found')
  // A zero byte in a text: nothing that a person types.
  if (code === '22021' || code === '22P05') return refuse('request.invalid')
  if (code === '40001' || code === '40P01' || code === '55P03') return refuse('request.busy')
  const constraint = field(error, 'constraint')
  const known = constraint === undefined ? undefined : constraints[withoutShard(constraint)]
  return known === undefined ? null : refuse(known)
}

/** The only place where an error becomes a status and a body. */
export async function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const locale = request.headers['accept-language']?.startsWith('en') === true ? 'en' : 'zh'
  if (error instanceof z.ZodError) {
    const issues = error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }))
    return reply.status(400).send({ error: 'request.invalid', message: refusals['request.invalid'][locale], issues } satisfies ErrorBody)
  }
  const refusal = refusalFrom(error)
  if (refusal !== null) {
    const body: ErrorBody = { error: refusal.refused, message: sayRefusal(refusal, locale), ...(refusal.detail === undefined ? {} : { detail: refusal.detail }) }
    return reply.status(refusals[refusal.refused].status).send(body)
  }
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) {
    return reply.status(status).send({ error: 'request.invalid', message: refusals['request.invalid'][locale] } satisfies ErrorBody)
  }
  request.log.error({ err: error, requestId: request.id, url: request.url.split('?')[0] }, 'fault')
  const message = locale === 'zh' ? `系统出错了，没有保存；请稍后重试，并把编号 ${request.id} 告诉管理员。` : `Something failed and nothing was kept; try again, and give the administrator number ${request.id}.`
  return reply.status(500).send({ error: 'fault', message, requestId: request.id } satisfies ErrorBody)
}
