// bench: exams: the exact plan of eight examinations over the free places of two weeks
import os from 'node:os'
import process from 'node:process'
import { addDays } from '../kernel/calendar.ts'
import { seeded, type Seeded } from '../kernel/random.ts'
import { loadExams } from '../modules/exam/catalog.ts'
import { planExams } from '../modules/exam/rules/plan.ts'
import type { Ask, Place } from '../modules/exam/rules/problem.ts'
import { quantile } from './registers/lists.ts'

// Eight examinations of the catalogue that hinder each other in every way there is; clinics in two buildings with a place
// every half hour, of which a tenth to seven tenths are free. One thread, no database: what the planner itself costs.
const size = { cases: 150, warmUp: 15, days: 14 }
const limits: Readonly<Record<string, number>> = { plan_ms: 200 }
const json = process.argv.includes('--json')
const from = '2026-03-03'
const keys = ['blood-fasting', 'ultrasound-pelvis', 'gastroscopy', 'barium-meal', 'ct-contrast', 'mri-plain', 'ecg', 'xray-chest']
const shares = [0.1, 0.3, 0.7]

function placesOf(random: Seeded, share: number): Place[] {
  return keys.flatMap((exam) => {
    const site = { building: random.pick(['A', 'B']), floor: random.int(1, 4) }
    return Array.from({ length: size.days }, (_, day) => day).flatMap((day) =>
      Array.from({ length: 18 }, (_, at) => 480 + at * 30 + (at >= 8 ? 120 : 0))
        .filter(() => random.next() < share)
        .map((start): Place => ({ exam, slotId: `${exam} ${day} ${start}`, clinicId: exam, clinicName: exam, departmentId: exam, room: '', site, onDate: addDays(from, day), start, end: start + 30 })),
    )
  })
}

const taken: number[] = []
const spent: number[] = []
const trips = new Map<number, number>()
let unproven = 0
for (let n = 0; n < size.cases + size.warmUp; n += 1) {
  const random = seeded(`exams ${n}`)
  const ask: Ask = { exams: loadExams(keys), places: placesOf(random, shares[n % shares.length] ?? 0.3), wish: { from, to: addDays(from, size.days - 1), mornings: false, weekdays: [] } }
  const before = process.cpuUsage()
  const begin = performance.now()
  const plan = planExams(ask)
  const ms = performance.now() - begin
  const cpu = process.cpuUsage(before)
  if (n < size.warmUp) continue
  spent.push((cpu.user + cpu.system) / 1000)
  taken.push(ms)
  trips.set(plan?.trips ?? 0, (trips.get(plan?.trips ?? 0) ?? 0) + 1)
  if (plan !== null && !plan.proven) unproven += 1
}

const figures: readonly (readonly [string, number, string])[] = [
  ['plan_ms', quantile(taken, 0.95), 'ms'], ['plan_median_ms', quantile(taken, 0.5), 'ms'], ['plan_cpu_p95_ms', quantile(spent, 0.95), 'ms'], ['unproven', unproven, 'plans'],
  ...[...trips].sort(([a], [b]) => a - b).map(([days, cases]) => [days === 0 ? 'without_a_plan' : `in_${days}_days`, cases, 'cases'] as const),
]
if (!json) process.stdout.write(`${size.cases} cases of ${keys.length} examinations over ${size.days} days, ${os.cpus()[0]?.model ?? 'unknown processor'} × ${os.cpus().length}\n`)
for (const [figure, value, unit] of figures) {
  const rounded = Math.round(value * 10) / 10
  const limit = limits[figure]
  process.stdout.write(json ? `${JSON.stringify({ bench: 'exams', figure, value: rounded, unit })}\n` : `${figure.padEnd(20)} ${String(rounded).padStart(10)} ${unit.padEnd(9)}${limit === undefined ? '' : ` limit ${limit}, ratio ${(value / limit).toFixed(2)}`}\n`)
}
