import type { z } from 'zod'
import type { FigureRow } from '../contract/figures.ts'

export type Figure = Omit<z.output<typeof FigureRow>, 'kind' | 'departmentId' | 'department'>
const names = ['received', 'open', 'overdue', 'answerDue', 'answeredInTime', 'calledBack', 'solved', 'rated', 'satisfied'] as const

export const sumOf = (rows: readonly Figure[]): Figure => Object.fromEntries(names.map((name) => [name, rows.reduce((sum, row) => sum + row[name], 0)])) as Figure

/** Below so many a rate says more about single people than about the house. */
export const fewest = 5

export type Rate = { readonly part: number; readonly whole: number; /** In per cent; null where there are too few. */ readonly percent: number | null }
const rate = (part: number, whole: number): Rate => ({ part, whole, percent: whole < fewest ? null : Math.round((part / whole) * 1000) / 10 })

export const ratesOf = (figure: Figure): { response: Rate; solution: Rate; satisfaction: Rate } => ({
  response: rate(figure.answeredInTime, figure.answerDue), solution: rate(figure.solved, figure.calledBack), satisfaction: rate(figure.satisfied, figure.rated),
})

/** Rows of the same name put together, the most first. */
export const groupedBy = <Row extends Figure>(rows: readonly Row[], key: (row: Row) => string): { key: string; figure: Figure }[] =>
  [...Map.groupBy(rows, key).entries()].map(([key, same]) => ({ key, figure: sumOf(same) })).sort((a, b) => b.figure.received - a.figure.received)
