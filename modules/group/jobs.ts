import { job } from '../../server/platform/jobs.ts'

/** A consultation was put to another body's group: that body's obligations are ruled anew by the system, since the asker cannot reach them. */
export const putElsewhere = job<{ institutionId: string; regionCode: string; on: string }>('group.put-elsewhere')
