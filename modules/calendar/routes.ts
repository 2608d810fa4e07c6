import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { isIsoDate } from '../../kernel/calendar.ts'
import { computeDeadline } from '../../kernel/deadline.ts'
import { ruleInForce, type CatalogDeadlineRule } from '../../kernel/deadline-catalog.ts'
import { explainDeadline } from '../../kernel/explain-deadline.ts'
import { shanghaiDate } from '../../kernel/instant.ts'
import { refusalOf, RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import { currentCalendar } from '../../server/platform/calendar-store.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import { commissionPrefixes } from '../setting/public.ts'
import { mayChangeForAll } from '../setting/rules.ts'
import * as commands from './commands.ts'
import { calendarContract, type RuleRow, type YearView } from './contract.ts'
import { loadDeadlineRules } from './deadline-rules.ts'
import * as store from './store.ts'

export function calendarRoutes(app: App): void {
  app.query(calendarContract.loadYear, async ({ read, actor, params }) => viewYear(read, actor, params.year))
  app.command(calendarContract.saveDay, async ({ params, body, ...act }) => {
    await commands.saveDay(act, { ...params, ...body })
    return viewYear(act.tx, act.actor, Number(params.day.slice(0, 4)))
  })
  app.command(calendarContract.removeDay, async ({ params, body, ...act }) => {
    await commands.removeDay(act, { ...params, ...body })
    return viewYear(act.tx, act.actor, Number(params.day.slice(0, 4)))
  })
  app.command(calendarContract.saveYear, async ({ params, body, ...act }) => {
    await commands.saveYear(act, { ...params, ...body })
    return viewYear(act.tx, act.actor, params.year)
  })
  app.query(calendarContract.listRules, async ({ today }) => {
    const rules = loadDeadlineRules()
    const codes = [...new Set(rules.map((rule) => rule.code))]
    return { rows: codes.flatMap((code) => viewRule(ruleInForce(rules, code, today)) ?? []) }
  })
  app.query(calendarContract.explain, async ({ read, query }) => {
    const rule = ruleInForce(loadDeadlineRules(), query.rule, isIsoDate(query.start) ? query.start : shanghaiDate(query.start))
    const row = viewRule(rule)
    if (rule === null || row === null) throw new RefusedError('calendar.no_such_rule')
    const deadline = computeDeadline(rule, query.start, await currentCalendar(read))
    return { rule: row, deadline: { ...deadline, skipped: [...deadline.skipped], counted: [...deadline.counted], unofficialYears: [...deadline.unofficialYears], pauses: [] }, zh: explainDeadline(deadline, 'zh'), en: explainDeadline(deadline, 'en') }
  })
}

function viewRule(rule: CatalogDeadlineRule | null): z.infer<typeof RuleRow> | null {
  if (rule === null) return null
  const { code, name, source, article, certainty, amount, unit } = rule
  return { code, name, source, article, certainty, amount, unit }
}

async function viewYear(read: ReadTx, actor: Actor, year: number): Promise<z.infer<typeof YearView>> {
  const years = await store.listYears(read)
  const known = years.find((row) => row.year === year)
  return {
    year,
    official: known?.official ?? false,
    source: known?.source ?? '',
    days: await store.listDays(read, year),
    knownYears: years.map((row) => ({ year: row.year, official: row.official })),
    blocked: { change: refusalOf(mayChangeForAll(actor, await commissionPrefixes(read))) },
  }
}
