import { job } from '../../server/platform/jobs.ts'

/** Reads the lines of one file; goes on where it stopped. */
export const readFileJob = job<{ institutionId: string; fileId: string }>('prescribing.read-file')
/** Every minute: files whose reading nobody follows any more, after a restart or a full disk. */
export const readWaitingJob = job<Record<string, never>>('prescribing.read-waiting')
/** Tells measures and verdicts the days of an institution whose sums changed. */
export const tellDaysJob = job<{ institutionId: string }>('prescribing.facts')
/** Puts lines at the departments and persons that codes stand for now. */
export const placeCodesJob = job<{ institutionId: string }>('prescribing.place-codes')
/** Adds up anew the months that hold a drug whose entry in the catalogue changed. */
export const followCatalogueJob = job<{ changedAt: string }>('prescribing.catalogue')
