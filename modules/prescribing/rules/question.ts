import type { IsoDate } from '../../../kernel/calendar.ts'
import { refuse, type Refusal } from '../../../kernel/refusal.ts'
import { nextMonth } from './rank.ts'

/** What a free question groups by; each is one expression that every engine reads alike. */
export const dimensions = ['month', 'day', 'institution', 'department', 'kind', 'visit', 'item', 'prescriber'] as const
export type Dimension = (typeof dimensions)[number]
export const figures = ['amount', 'selfPay', 'quantity', 'lines', 'prescriptions'] as const
export type Figure = (typeof figures)[number]

export type FreeQuestion = {
  /** First days of the first and the last month. */
  readonly from: IsoDate
  readonly to: IsoDate
  readonly by: readonly Dimension[]
  readonly figures: readonly Figure[]
  readonly where: { readonly kind?: string | undefined; readonly visit?: string | undefined; readonly departmentId?: string | undefined; readonly itemCode?: string | undefined }
  /** The first so many, by these figures one after the other, of all or of each group of `within`; which are dimensions of `by`. */
  readonly top: { readonly count: number; readonly orders: readonly Figure[]; readonly within: readonly Dimension[] }
}
export const mostRows = 2000
const mostMonths = 36

/** Rule PR-77: what a question may ask. */
export function questionFault(question: Pick<FreeQuestion, 'from' | 'to'>): Refusal | null {
  return question.from > question.to || nextMonth(question.from, mostMonths) <= question.to ? refuse('prescribing.question_too_wide') : null
}

/** Where lines are read from, and what differs there. */
export type Engine = { readonly table: string; /** Text in the order of its bytes. */ readonly plain: string }

const dimensionOf: Readonly<Record<Dimension, string>> = {
  month: "cast(date_trunc('month', on_date) as date)", day: 'on_date', institution: 'cast(institution_id as varchar)', department: "coalesce(cast(department_id as varchar), '')", kind: 'kind', visit: 'visit_kind', item: 'item_code',
  prescriber: "coalesce(cast(staff_id as varchar), 'code ' || prescriber_code)",
}
const figureOf: Readonly<Record<Figure, string>> = {
  amount: 'cast(sum(amount_cents) as bigint)', selfPay: 'cast(sum(self_pay_cents) as bigint)', quantity: 'cast(sum(quantity) as decimal(24, 4))', lines: 'count(*)',
  prescriptions: "count(distinct case when prescription_no <> '' then cast(institution_id as varchar) || prescription_no end)",
}

/** A text as SQL says it; nothing else of what somebody typed reaches a statement. */
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** Rule PR-77: one statement that PostgreSQL and DuckDB read alike: sums by group, the first of each, in an order that leaves nothing to chance. */
export function statementOf(question: FreeQuestion, institutionIds: readonly string[] | null, { table, plain }: Engine): string {
  const by = [...new Set(question.by)]
  const asked = [...new Set([...question.figures, ...question.top.orders])]
  const isPlainText = (dimension: Dimension) => dimension !== 'month' && dimension !== 'day'
  const ordered = (dimension: Dimension) => (isPlainText(dimension) ? `"${dimension}"${plain}` : `"${dimension}"`)
  const wheres = [
    `on_date >= date ${text(question.from)} and on_date < date ${text(nextMonth(question.to))}`,
    ...(institutionIds === null ? [] : [`institution_id in (${institutionIds.map(text).join(', ') || text('00000000-0000-0000-0000-000000000000')})`]),
    ...(question.where.kind === undefined ? [] : [`kind = ${text(question.where.kind)}`]), ...(question.where.visit === undefined ? [] : [`visit_kind = ${text(question.where.visit)}`]),
    ...(question.where.departmentId === undefined ? [] : [`department_id = ${text(question.where.departmentId)}`]), ...(question.where.itemCode === undefined ? [] : [`item_code = ${text(question.where.itemCode)}`]),
  ]
  const label = by.includes('item') ? [`min(item_name${plain}) as "itemName"`] : []
  const sums = `select ${[...by.map((each) => `${dimensionOf[each]} as "${each}"`), ...asked.map((each) => `${figureOf[each]} as "${each}"`), ...label].join(', ')} from ${table} where ${wheres.join(' and ')}${by.length === 0 ? '' : ` group by ${by.map((_, at) => at + 1).join(', ')}`}`
  const within = question.top.within.filter((each) => by.includes(each))
  const rest = by.filter((each) => !within.includes(each)).map(ordered)
  const places = question.top.orders.map((order) => `row_number() over (${within.length === 0 ? '' : `partition by ${within.map((each) => `"${each}"`).join(', ')} `}order by ${[`"${order}" desc`, ...question.top.orders.filter((each) => each !== order).map((each) => `"${each}" desc`), ...rest].join(', ')}) as "place_${order}"`)
  const first = question.top.orders[0] ?? 'amount'
  const shown = [...by.map((each) => `cast("${each}" as varchar) as "${each}"`), ...asked.map((each) => `cast("${each}" as varchar) as "${each}"`), ...(label.length === 0 ? [] : ['"itemName"']), ...question.top.orders.map((order) => `"place_${order}"`)]
  const order = [...within.map(ordered), `"place_${first}"`, ...rest].join(', ')
  return `select ${shown.join(', ')} from (select *, ${places.join(', ')} from (${sums}) sums) placed where ${question.top.orders.map((each) => `"place_${each}" <= ${question.top.count}`).join(' or ')} order by ${order}`
}
