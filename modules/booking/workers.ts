import type { Platform } from '../../server/platform/act.ts'
import type { Schedule, Worker } from '../../server/platform/jobs.ts'
import { placeSchedules, placeWorkers } from './booking-workers.ts'
import { factSchedules, factWorkers } from './fact-workers.ts'
import { pageSchedules, pageWorkers } from './page-workers.ts'
import { scheduleSchedules, scheduleWorkers } from './schedule-workers.ts'

export const bookingWorkers = (platform: Platform): Worker[] => [...placeWorkers(platform), ...factWorkers(platform), ...scheduleWorkers(platform), ...pageWorkers(platform)]

export const bookingSchedules: Schedule[] = [...placeSchedules, ...factSchedules, ...scheduleSchedules, ...pageSchedules]
