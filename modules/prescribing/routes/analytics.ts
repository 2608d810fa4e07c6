import { RefusedError, refusalOf } from '../../../kernel/refusal.ts'
import type { Look } from '../../../server/platform/act.ts'
import type { App } from '../../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType } from '../../../server/platform/xlsx.ts'
import { departmentNames, departmentsOn, institutionNames, listInstitutions, staffNames } from '../../directory/public.ts'
import { isThere } from '../analytics/folder.ts'
import { findRunning, runningOf, startQuestion, stopQuestion, type AnswerRow, type Running } from '../analytics/questions.ts'
import { analyticsContract as contract } from '../contract/analytics.ts'
import { mayAskByPrescriber } from '../rules/purpose.ts'
import { mostRows, questionFault, type FreeQuestion } from '../rules/question.ts'
import * as exports from '../store/exports.ts'
import { houseOf } from './house.ts'

type Scope = Pick<Look, 'read' | 'actor'>
/** The bodies whose lines the asker may see: the own, or those of the region. */
async function bodiesFor({ read, actor }: Scope): Promise<string[]> {
  if (actor.regionPrefix !== null) return (await listInstitutions(read, { regionPrefix: actor.regionPrefix })).map((each) => each.id)
  return actor.institutionId === null ? [] : [actor.institutionId]
}
/** Months of the bodies in scope, and whether their file is missing or behind the lines. */
const coverage = async (read: Look['read'], bodies: readonly string[], from: string, to: string) =>
  (await exports.coverage(read, bodies, from, to)).map((part) => ({ ...part, isBehind: part.isBehind || !isThere(part.regionCode, part.month) }))

const longAgo = '2000-01-01'
const farAhead = '2199-12-01'

export function analyticsRoutes(app: App): void {
  app.query(contract.questionChoices, async (at) => {
    const house = await houseOf(at, undefined)
    const [parts, departments] = await Promise.all([coverage(at.read, await bodiesFor(at), longAgo, farAhead), departmentsOn(at.read, house.id, at.today)])
    const months = [...new Set(parts.map((part) => part.month))].sort((a, b) => (a < b ? 1 : -1))
    return { months, departments: departments.map(({ id, name }) => ({ id, name })), behind: [...new Set(parts.filter((part) => part.isBehind).map((part) => part.month))], blocked: { prescriber: refusalOf(mayAskByPrescriber(at.actor, { institutionId: house.id, regionCode: house.regionCode }, '—'.repeat(10))) } }
  })
  app.command(contract.startQuestion, async ({ body, ...act }) => {
    const { purpose, ...question } = body
    const house = await houseOf({ read: act.tx, actor: act.actor }, undefined)
    const place = { institutionId: house.id, regionCode: house.regionCode }
    const no = questionFault(question) ?? (question.by.includes('prescriber') ? mayAskByPrescriber(act.actor, place, purpose) : null)
    if (no !== null) throw new RefusedError(no.refused)
    if (runningOf(act.actor.id) !== undefined) throw new RefusedError('prescribing.question_running')
    const bodies = await bodiesFor({ read: act.tx, actor: act.actor })
    const parts = await coverage(act.tx, bodies, question.from, question.to)
    if (parts.length > 0 && parts.every((part) => part.madeAt === null || !isThere(part.regionCode, part.month))) throw new RefusedError('prescribing.lines_not_exported')
    const id = act.newId()
    await act.record({ ...place, kind: 'prescribing.asked_freely', subjectId: id, detail: { by: question.by, from: question.from, to: question.to, purpose } })
    void startQuestion({ id, askedBy: act.actor.id, question, institutionIds: bodies, parts }, performance.now()).ended
    return { id }
  })
  app.query(contract.readQuestion, async ({ params, ...at }) => {
    const running = found(params.id, at.actor.id)
    const parts = await coverage(at.read, await bodiesFor(at), running.question.from, running.question.to)
    const rows = running.rows.slice(0, mostRows)
    return {
      id: running.id, state: running.state, progress: running.progress, ms: running.ms, columns: columnsOf(running.question), rows: await named(at, rows), isCut: running.rows.length > mostRows,
      behind: [...new Set(parts.filter((part) => part.isBehind).map((part) => part.month))], asOf: parts.flatMap((part) => part.madeAt ?? []).sort()[0] ?? null,
    }
  })
  app.command(contract.stopQuestion, async ({ params, actor }) => {
    found(params.id, actor.id)
    stopQuestion(params.id, actor.id)
    return {}
  })
  app.query(contract.questionSheet, async ({ params, ...at }) => {
    const running = found(params.id, at.actor.id)
    // Rule PR-75: by prescriber nothing leaves the system this way.
    if (running.question.by.includes('prescriber')) throw new RefusedError('prescribing.export_not_agreed')
    const rows = await named(at, running.rows.slice(0, mostRows))
    return {
      name: `明细查询 ${running.question.from.slice(0, 7)}至${running.question.to.slice(0, 7)}.xlsx`, mediaType: xlsxMediaType,
      bytes: writeXlsx({ sheet: '结果', title: '处方费用明细查询', columns: columnsOf(running.question).map(({ key, kind }) => ({ key, title: headings[key] ?? key, width: 18, ...(kind === 'dimension' ? {} : { type: 'number' as const }) })), rows: rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, cellOf(key, row, value)]))) }),
    }
  })
}

function found(id: string, askedBy: string): Running {
  const running = findRunning(id, askedBy)
  if (running === undefined) throw new RefusedError('not_found')
  return running
}

const columnsOf = (question: FreeQuestion) => [
  ...question.by.map((key) => ({ key, kind: 'dimension' as const })), ...[...new Set([...question.figures, ...question.top.orders])].map((key) => ({ key, kind: 'figure' as const })), ...question.top.orders.map((order) => ({ key: `place_${order}`, kind: 'place' as const })),
]
const headings: Readonly<Record<string, string>> = { month: '月份', day: '日期', institution: '机构', department: '科室', kind: '类别', visit: '就诊类型', item: '项目', prescriber: '处方人', amount: '金额（元）', selfPay: '自付（元）', quantity: '数量', lines: '行数', prescriptions: '处方数', place_amount: '金额名次', place_selfPay: '自付名次', place_quantity: '数量名次', place_lines: '行数名次', place_prescriptions: '处方数名次' }
const cents: ReadonlySet<string> = new Set(['amount', 'selfPay'])
const cellOf = (key: string, row: AnswerRow, value: string | null) => (cents.has(key) ? Number(value) / 100 : key in headings && !dimensionKeys.has(key) ? Number(value) : (row[`${key}Name`] ?? value))
const dimensionKeys: ReadonlySet<string> = new Set(['month', 'day', 'institution', 'department', 'kind', 'visit', 'item', 'prescriber'])

/** Ids with their names beside them, looked up in the scope of who asks. */
async function named({ read, actor }: Scope, rows: readonly AnswerRow[]): Promise<Record<string, string | null>[]> {
  const all = (key: string) => [...new Set(rows.flatMap((row) => row[key] ?? []))].filter((each) => /^[0-9a-f-]{36}$/.test(each))
  const [bodies, people, units] = await Promise.all([institutionNames(read, all('institution')), staffNames(read, all('prescriber')), all('department').length === 0 ? new Map<string, string>() : departmentNames(read, await bodiesFor({ read, actor }), all('department'))])
  return rows.map((row) => ({
    ...row,
    ...(row['institution'] === undefined ? {} : { institutionName: bodies.get(row['institution'] ?? '') ?? null }), ...(row['prescriber'] === undefined ? {} : { prescriberName: people.get(row['prescriber'] ?? '') ?? (row['prescriber'] ?? '').replace('code ', '工号 ') }),
    ...(row['department'] === undefined ? {} : { departmentName: row['department'] === '' ? '未对应科室' : (units.get(row['department'] ?? '') ?? null) }),
  }))
}
