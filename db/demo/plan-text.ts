import { readFileSync } from 'node:fs'
import path from 'node:path'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { projectRoot } from '../../server/platform/root.ts'

export const demoPlans = ['ten-actions', 'business-climate', 'fewer-trips', 'rectification', 'ethics'] as const
export type DemoPlan = (typeof demoPlans)[number]

/**
 * The demonstration's plan documents carry dates as `{{d:-30:md}}`: days from today, printed as a plan prints them
 * (ymd 2026年7月9日, md 7月9日, y 2026), so that the region is alive on whatever day it is loaded.
 */
export const datedFrom = (text: string, today: IsoDate): string =>
  text.replaceAll(/\{\{d:(-?\d+):(ymd|md|y)\}\}/g, (_whole, days: string, shape: string) => {
    const [year = '', month = '', day = ''] = addDays(today, Number(days)).split('-')
    if (shape === 'y') return year
    return `${shape === 'ymd' ? `${year}年` : ''}${Number(month)}月${Number(day)}日`
  })

export const planText = (plan: DemoPlan, today: IsoDate): string => datedFrom(readFileSync(path.join(projectRoot(), 'db', 'demo', 'plans', `${plan}.txt`), 'utf8'), today)
