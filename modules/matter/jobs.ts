import { job } from '../../server/platform/jobs.ts'
import type { Receiver } from './rules/definition.ts'

/** After each step: whoever the kind names is told; who holds which post is asked then, by the system. */
export const tellJob = job<{ institutionId: string; matterId: string; seq: number; tells: readonly Receiver[] }>('matter.tell')
/** Every few minutes: the next rung of every ladder that is due, answers nobody has contradicted, what is ripe for a second look. */
export const remindJob = job<Record<string, never>>('matter.remind')
/** A matter that belongs to another body: its child there is made once, whatever happens in between. */
export const redirectJob = job<{ institutionId: string; matterId: string; toInstitutionId: string; words: string }>('matter.redirect')
/** The child was answered: its parent hears of it. */
export const reportBackJob = job<{ institutionId: string; matterId: string }>('matter.report-back')
/** A matter into which others were merged ended without an answer: each of them is handled by itself. */
export const aloneJob = job<{ institutionId: string; matterId: string }>('matter.alone')
/** Daily: what was signed off some weeks ago is drawn for a second look. */
export const recheckJob = job<Record<string, never>>('matter.recheck')
