import { randomUUID } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { registers } from '../../modules/register/definitions.ts'
import { columnsOf } from '../../modules/register/rules/import/columns.ts'
import { sessionCookie } from '../../server/platform/session.ts'
import { writeXlsx } from '../../server/platform/xlsx.ts'
import type { Figure } from './lists.ts'
import { tokenOf } from './arrange.ts'
import type { BenchBodies } from './bodies.ts'

const key = 'bench-2'
const kinds = ['第1类', '第2类', '第3类', '第4类', '其他']

/** A year's records of one body as somebody would have kept them in a spreadsheet. */
function sheetOf(rows: number, staff: number, days: readonly string[]): Uint8Array {
  const definition = registers().get(key)?.definition
  if (definition === undefined) throw new Error(`there is no register '${key}'`)
  const columns = columnsOf(definition)
  const cells: Readonly<Record<string, (at: number) => string | number>> = {
    '#on': (at) => days[at % days.length] ?? '', subject: (at) => `补登事项${at + 1}`, sort: (at) => kinds[at % 4] ?? '', done_by: (at) => String((at % staff) + 1), amount: (at) => (at % 400) + 1, passed: (at) => (at % 7 === 0 ? '否' : '是'), remark: (at) => (at % 5 === 0 ? '按要求落实，已复核。' : ''),
  }
  return writeXlsx({ columns: columns.map((column) => ({ key: column.key, title: column.title })), rows: Array.from({ length: rows }, (_, at) => Object.fromEntries(columns.map((column) => [column.key, cells[column.key]?.(at) ?? '']))) })
}

/** A spreadsheet of so many rows through the real routes, the preview and the taking, and how long the server answered nobody else meanwhile. */
export async function measureImport(address: string, bodies: BenchBodies, ask: { rows: number; days: readonly string[]; say: (line: string) => void }): Promise<Figure[]> {
  // A hospital without a plan, so that nothing else is in the way.
  const body = bodies.institutions.find((each) => each.kind === 'specialist') ?? bodies.city
  const bytes = sheetOf(ask.rows, body.staff.length, ask.days)
  ask.say(`importing ${ask.rows} rows, ${(bytes.length / 1e6).toFixed(1)} MB …`)
  const post = async (path: string, content: { readonly body: FormData | string; readonly json: boolean }): Promise<{ id: string; counts: { good: number; bad: number }; taken: number | null }> => {
    const answer = await fetch(`${address}/api${path}`, { method: 'POST', body: content.body, headers: { cookie: `${sessionCookie}=${tokenOf(body)}`, 'idempotency-key': randomUUID(), ...(content.json ? { 'content-type': 'application/json' } : {}) } })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 300)}`)
    return JSON.parse(text) as { id: string; counts: { good: number; bad: number }; taken: number | null }
  }
  const form = new FormData()
  form.append('body', '{}')
  form.append('file', new Blob([Buffer.from(bytes)]), '补登.xlsx')
  const stall = monitorEventLoopDelay({ resolution: 5 })
  stall.enable()
  const begin = performance.now()
  const preview = await post(`/registers/${key}/imports`, { body: form, json: false })
  const previewed = performance.now()
  if (preview.counts.good !== ask.rows) throw new Error(`${preview.counts.good} of ${ask.rows} rows were good`)
  const taken = await post(`/registers/${key}/imports/${body.id}/${preview.id}/taking`, { body: JSON.stringify({ rows: 'all' }), json: true })
  const done = performance.now()
  stall.disable()
  if (taken.taken !== ask.rows) throw new Error(`${taken.taken} of ${ask.rows} rows were taken`)
  return [
    ['import_rows', ask.rows, 'rows'],
    ['import_preview_s', (previewed - begin) / 1000, 's'],
    ['import_take_s', (done - previewed) / 1000, 's'],
    ['import_longest_stall_ms', stall.max / 1e6, 'ms'],
  ]
}
