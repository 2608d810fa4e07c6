import { z } from 'zod'
import type { Locale } from '../../../kernel/calendar.ts'
import type { FieldFault } from '../rules/validate.ts'

/** Faults of fields as the platform's one kind of "invalid": every place with its sentence, in the reader's language. */
export function throwInvalid(faults: readonly FieldFault[], locale: Locale): void {
  if (faults.length === 0) return
  throw new z.ZodRealError(faults.map((fault) => ({ code: 'custom', path: fault.path.split('.'), message: fault[locale], input: undefined })))
}
