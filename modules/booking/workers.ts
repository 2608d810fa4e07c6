import type { Platform } from '../../server/platform/act.ts'
import type { Schedule, Worker } from '../../server/platform/jobs.ts'
import { scheduleSchedules, scheduleWorkers } from './schedule-workers.ts'

export const bookingWorkers = (platform: Platform): Worker[] => [...scheduleWorkers(platform)]

export const bookingSchedules: Schedule[] = [...scheduleSchedules]
