import { job } from '../../server/platform/jobs.ts'

/** After a change of the calendar: whoever has open deadlines dates them again. */
export const calendarChanged = job<{ stamp: string }>('calendar.changed')
