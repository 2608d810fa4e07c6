import { refusals, sayRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Resource } from './resource.ts'

type Issue = { readonly code: string; readonly says: string; readonly where?: string; readonly key?: string }

/** Rule FH-6: every no is one OperationOutcome whose text is one clear sentence. */
export const outcome = (issues: readonly Issue[], severity: 'error' | 'fatal' = 'error'): Resource => ({
  resourceType: 'OperationOutcome',
  issue: issues.map(({ code, says, where, key }) => ({
    severity,
    code,
    details: { ...(key === undefined ? {} : { coding: [{ system: 'urn:huiyin:refusal', code: key }] }), text: says },
    diagnostics: says,
    ...(where === undefined || where === '' ? {} : { expression: [where] }),
  })),
})

/** The issue type that FHIR has for a status. */
const types: Readonly<Record<number, string>> = { 400: 'invalid', 401: 'login', 403: 'forbidden', 404: 'not-found', 405: 'not-supported', 406: 'not-supported', 409: 'conflict', 412: 'conflict', 413: 'too-long', 415: 'not-supported', 422: 'business-rule', 423: 'lock-error', 429: 'throttled' }
const issueType = (status: number): string => types[status] ?? 'processing'

export function outcomeOf(refusal: Refusal, locale: 'zh' | 'en'): { readonly status: number; readonly body: Resource } {
  const { status } = refusals[refusal.refused]
  return { status, body: outcome([{ code: issueType(status), says: sayRefusal(refusal, locale), key: refusal.refused }]) }
}
