import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { instantOf } from '../../../kernel/instant.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import type { Act } from '../../../server/platform/act.ts'
import type { Vault } from '../../../server/platform/crypto.ts'
import { departmentsOn, findInstitution, readMobile } from '../../directory/public.ts'
import { fileMatter, type Filed } from '../../matter/public.ts'
import { useCallBack } from '../store/words.ts'

const Ticket = z.strictObject({ institutionId: z.uuid(), departmentId: z.uuid().nullable(), nonce: z.string(), until: z.iso.datetime() })
type Ticket = z.output<typeof Ticket>
const hourMs = 3_600_000

/** An invitation to be called, for an hour: it says which department, and nothing of the sheet or its token. */
export const callTicket = (vault: Vault, of: { readonly institutionId: string; readonly departmentId: string | null }, now: Date): string =>
  vault.seal(JSON.stringify({ institutionId: of.institutionId, departmentId: of.departmentId, nonce: randomBytes(16).toString('base64url'), until: instantOf(now.getTime() + hourMs) } satisfies Ticket)).toString('base64url')

export function readTicket(vault: Vault, given: string): Ticket {
  try {
    return Ticket.parse(JSON.parse(vault.open(Buffer.from(given, 'base64url'))))
  } catch {
    throw new RefusedError('survey.call_back_expired')
  }
}

const phoneShape = /^(?:0\d{2,3}-?)?\d{7,8}$/
function phoneOf(typed: string): string {
  const mobile = readMobile(typed)
  if ('value' in mobile) return mobile.value
  const plain = typed.normalize('NFKC').replaceAll(/[\s()]/g, '')
  if (!phoneShape.test(plain)) throw new RefusedError('survey.phone_wrong')
  return plain
}

/** Rule SV-10: only whoever asks to be called and leaves a number is known, by a complaint of their own; the sheet stays nobody's. */
export async function askCallBack(act: Act, ask: { readonly ticket: string; readonly name: string; readonly phone: string; readonly text: string }): Promise<Filed> {
  const ticket = readTicket(act.vault, ask.ticket)
  if (ticket.until < act.now.toISOString()) throw new RefusedError('survey.call_back_expired')
  const body = await findInstitution(act.tx, ticket.institutionId)
  if (body === undefined) throw new RefusedError('survey.call_back_expired')
  const phone = phoneOf(ask.phone)
  if (!(await useCallBack(act.tx, { institutionId: body.id, regionCode: body.regionCode }, act.vault.blindIndex('code', `survey call ${ticket.nonce}`), act.today))) throw new RefusedError('survey.call_back_used')
  const department = (await departmentsOn(act.tx, body.id, act.today)).find((each) => each.id === ticket.departmentId)
  const text = ask.text.trim().slice(0, 500)
  return fileMatter(act, {
    institutionId: body.id, kind: 'complaint', channel: 'portal', title: `满意度很低，请回访${department === undefined ? '' : `（${department.name}）`}`,
    body: `患者在满意度调查中给分很低，同意医院回访并留了电话。${text === '' ? '没有另写情况，请打电话问清。' : `患者说：${text}`}`,
    category: 'other', place: '', departmentId: department?.id ?? null, harm: false, author: { name: ask.name.trim().slice(0, 60), phone, idNumber: '', address: '' }, accountId: null, submissionKey: ticket.nonce, files: [], originNumber: null, receivedAt: null,
  })
}
