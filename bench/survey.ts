// bench: survey: answers a minute from one address, page by page as phones send them, and the counting at night
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { surveys } from '../modules/survey/catalog.ts'
import { emptyBoxes } from '../modules/survey/commands/empty.ts'
import { itemsOfPage, pagesOf, type SurveyDefinition } from '../modules/survey/rules/form.ts'
import type { Platform } from '../server/platform/act.ts'
import { fixedClock } from '../server/platform/clock.ts'
import { openVault } from '../server/platform/crypto.ts'
import { openDatabase } from '../server/platform/database.ts'
import { startEmbedded } from '../server/platform/embedded.ts'
import { migrate } from '../server/platform/migrate.ts'
import type { World } from '../server/testing/api.ts'
import './matters/tsx.ts'

// Loaded here, after what reads pages is in place.
const { assemble } = await import('../server/assemble.ts')
const { api, newInstitution } = await import('../server/testing/api.ts')
const { prepareCatalogues } = await import('../server/prepare.ts')

// Durability is on. Every patient opens the link, turns four pages and sends: six requests for one answer, all from one address. Phones
// send what the form holds, hidden fields as well.
const { values: given } = parseArgs({ args: process.argv.slice(2), options: { json: { type: 'boolean' }, answers: { type: 'string' }, phones: { type: 'string' } } })
const json = given.json === true
const answers = Math.max(20, Number(given.answers ?? 1000))
const phones = Math.max(1, Number(given.phones ?? 16))
const atMost = 200
const quantile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

type Taken = { readonly refused: number; readonly requests: readonly number[]; readonly sends: readonly number[] }

/** One patient after the other on one phone: the page, its questions, the next page, at last the whole sheet. */
async function phone(port: number, form: SurveyDefinition, codes: readonly string[], choice: number): Promise<Taken> {
  let refused = 0
  const [requests, sends]: [number[], number[]] = [[], []]
  const timed = async (ask: () => Promise<Response>, into: readonly number[][]): Promise<string> => {
    const from = performance.now()
    const answer = await ask()
    const text = await answer.text()
    for (const list of into) list.push(performance.now() - from)
    if (answer.status !== 200) refused += 1
    return /name="carried" value="([^"]*)"/.exec(text)?.[1] ?? ''
  }
  for (const code of codes) {
    const url = `http://127.0.0.1:${port}/survey/${code}`
    const typed = new URLSearchParams({ carried: await timed(() => fetch(url), [requests]) })
    for (let page = 0; page < pagesOf(form); page += 1) {
      for (const item of itemsOfPage(form, page)) typed.set(`q-${item.key}`, String(choice))
      const isLast = page === pagesOf(form) - 1
      typed.set('page', String(page))
      typed.set('do', isLast ? 'send' : 'next')
      typed.set('carried', await timed(() => fetch(url, { method: 'POST', body: typed }), isLast ? [requests, sends] : [requests]))
    }
  }
  return { refused, requests, sends }
}

async function measure(world: World, port: number): Promise<(readonly [string, number, string])[]> {
  const house = await newInstitution(world)
  const clerk = api(world, await house.person('institution_clerk'))
  await clerk.post('/surveys', { key: 'outpatient' })
  const form = surveys().get('outpatient')
  if (form === undefined) throw new Error('the questionnaire is gone')
  const codes: string[] = []
  while (codes.length < answers) {
    const made = await clerk.post('/surveys/outpatient/sheets', { batchId: randomUUID(), count: Math.min(atMost, answers - codes.length), departmentId: null })
    codes.push(...made.body.sheets.map((sheet: { code: string }) => sheet.code))
  }
  const from = performance.now()
  const taken = await Promise.all(Array.from({ length: phones }, (_, at) => phone(port, form, codes.filter((_code, n) => n % phones === at), at % 4)))
  const seconds = (performance.now() - from) / 1000
  const began = performance.now()
  const { sheets } = await emptyBoxes(world.platform)
  const emptied = performance.now() - began
  if (sheets !== answers) throw new Error(`${answers} were sent and ${sheets} counted`)
  const requests = taken.flatMap((each) => each.requests)
  const sends = taken.flatMap((each) => each.sends)
  return [
    ['answers_per_minute', (answers / seconds) * 60, ''], ['refused', taken.reduce((sum, each) => sum + each.refused, 0), ''], ['send_p95_ms', quantile(sends, 0.95), 'ms'], ['send_p50_ms', quantile(sends, 0.5), 'ms'],
    ['page_p95_ms', quantile(requests, 0.95), 'ms'], ['answers', sheets, ''], ['requests', requests.length, ''], ['counted_in_ms', emptied, 'ms'], ['phones', phones, ''],
  ]
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'huiyin-bench-'))
  const cluster = await startEmbedded({ dataDir })
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, appRole: 'huiyin_app' })
    const clock = fixedClock('2026-10-14T01:00:00.000Z')
    const platform: Platform = { database: openDatabase(cluster.appUrl, { max: 20 }), clock, vault: openVault(cluster.keyRing), log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }), demo: false, publicUrl: 'http://127.0.0.1' }
    const app = await assemble(platform)
    await prepareCatalogues(platform)
    const port = Number(new URL(await app.http.listen({ host: '127.0.0.1', port: 0 })).port)
    const world: World = { app, platform, clock, ownerUrl: cluster.ownerUrl, superUrl: cluster.superUrl, close: async () => undefined }
    try {
      const loads = () => os.loadavg()[0] ?? 0
      const before = loads()
      const figures = await measure(world, port)
      for (const [figure, value, unit] of [...figures, ['load_at_begin', before, ''] as const, ['load_at_end', loads(), ''] as const]) {
        const rounded = Math.round(value * 10) / 10
        const bound = figure === 'answers_per_minute' ? ` limit ≥ 1000, ratio ${(value / 1000).toFixed(2)}` : figure === 'refused' ? ' limit 0' : ''
        process.stdout.write(json ? `${JSON.stringify({ bench: 'survey', figure, value: rounded, unit })}\n` : `${figure.padEnd(22)} ${String(rounded).padStart(10)} ${unit}${bound}\n`)
      }
    } finally {
      await app.http.close()
      await platform.database.close()
    }
  } finally {
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

await main()
