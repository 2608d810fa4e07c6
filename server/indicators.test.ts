import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Fact, FactValue } from '../kernel/fact.ts'
import { readMeasures } from '../modules/measure/catalog.ts'
import { readCounting } from '../modules/measure/rules/counting.ts'
import { figureOf } from '../modules/measure/rules/value.ts'
import { connect } from './connect.ts'
import { factKinds } from './platform/facts.ts'
import { projectRoot } from './platform/root.ts'

connect()
const entries = readMeasures()
const measures = new Map(entries.map(({ definition }) => [definition.key, definition]))

/** The 28 of the level-two list in their order, and those of the tertiary list that flow through a hospital; several where one asks for several. */
const list: readonly (readonly [string, readonly string[]])[] = [
  ['1', ['surgery-share']], ['2', ['minimally-invasive-share']], ['3', ['third-level-surgery-share']], ['4', ['surgical-complications']], ['5', ['low-risk-mortality']], ['6', ['antibiotic-use']], ['7', ['essential-purchase-share']],
  ['8', ['central-procurement']], ['9', ['key-monitored-share']], ['10', ['high-value-share']], ['11', ['emr-grade']], ['12', ['eqa-participation', 'eqa-pass-rate']], ['13', ['mean-stay']], ['14', ['medical-surplus']], ['15', ['debt-ratio']],
  ['16', ['staff-cost-share']], ['17', ['energy-cost']], ['18', ['insurance-share']], ['19', ['medical-service-share']], ['20', ['medical-income', 'medical-income-growth']], ['21', ['cost-per-visit-growth', 'cost-per-discharge-growth']],
  ['22', ['drug-cost-per-visit', 'drug-cost-per-discharge', 'drug-cost-per-visit-growth', 'drug-cost-per-discharge-growth']], ['23', ['nurse-ratio']], ['24', ['scarce-doctors-share']], ['25', ['training-spend-share']], ['26', ['specialty-capacity']],
  ['27', ['satisfaction']], ['28', ['staff-satisfaction']],
  ['tertiary 2', ['down-referrals']], ['tertiary 15', ['quality-nursing-coverage']], ['tertiary 18', ['essential-visit-share']], ['tertiary 19', ['essential-discharge-share']], ['tertiary 20', ['essential-item-share']], ['tertiary 21', ['winning-use-share']],
  ['tertiary 22', ['booking-rate']], ['tertiary 23', ['slot-wait']], ['tertiary 52', ['credit-grade']],
]

test.each(list)('indicator %s is counted by a definition', (_, keys) => {
  expect(keys.filter((key) => !measures.has(key))).toEqual([])
})

const figures = {
  discharges: 400, surgical_discharges: 120, minimally_invasive: 48, third_level: 30, complications: 3, low_risk_cases: 200, low_risk_deaths: 1, bed_days: 2800, outpatient_visits: 5000, essential_visits: 2600, essential_discharges: 260,
  down_referrals: 17, eqa_available: 80, eqa_joined: 72, eqa_passed: 69, emr_grade: 4, credit_grade: 1, doctors: 100, nurses: 145, scarce_doctors: 18, specialty_score: 61.5,
}
const accounts = {
  medical_income: 8_000_000, medical_cost: 7_600_000, total_income: 10_000_000, total_cost: 9_500_000, business_cost: 9_000_000, drug_income: 3_000_000, material_cost: 900_000, staff_cost: 3_600_000, energy_cost: 123_450, training_cost: 95_000, insurance_income: 4_400_000,
  liabilities: 30_000_000, assets: 80_000_000, drug_purchase: 2_000_000, essential_purchase: 1_100_000, drug_items: 500, essential_items: 210, same_quantity: 8000, winning_quantity: 6000,
}
const day = {
  medicalCents: 100_000_00, drugCents: 30_000_00, materialCents: 12_000_00, examCents: 15_000_00, labCents: 13_000_00, keyMonitoredCents: 1_500_00, highValueCents: 3_000_00, outpatientDrugCents: 18_000_00, inpatientDrugCents: 12_000_00,
  outpatientVisits: 280, emergencyVisits: 20, discharges: 40,
}

// Worked out by hand from the formulas of the list.
test.each<[string, Readonly<Record<string, FactValue>>, number]>([
  ['surgery-share', figures, 30], ['minimally-invasive-share', figures, 40], ['third-level-surgery-share', figures, 25], ['surgical-complications', figures, 2.5], ['low-risk-mortality', figures, 0.5], ['mean-stay', figures, 7],
  ['emr-grade', figures, 4], ['eqa-participation', figures, 90], ['eqa-pass-rate', figures, (69 / 72) * 100], ['nurse-ratio', figures, 1.45], ['scarce-doctors-share', figures, 18], ['specialty-capacity', figures, 61.5],
  ['down-referrals', figures, 17], ['essential-visit-share', figures, 52], ['essential-discharge-share', figures, 65], ['credit-grade', figures, 1],
  ['medical-surplus', accounts, 5], ['debt-ratio', accounts, 37.5], ['staff-cost-share', accounts, 40], ['energy-cost', accounts, 123.45], ['consumables-per-hundred', accounts, 18], ['insurance-share', accounts, 55], ['training-spend-share', accounts, 1], ['essential-purchase-share', accounts, 55],
  ['essential-item-share', accounts, 42], ['winning-use-share', accounts, 75],
  ['key-monitored-share', day, 5], ['high-value-share', day, 25], ['medical-service-share', day, 30], ['medical-income', day, 100_000], ['drug-ratio', { ...day, herbalCents: 5_000_00 }, 25],
  ['drug-ratio-local', { ...day, herbalCents: 5_000_00, negotiatedCents: 4_000_00, centralCents: 3_000_00, bothCents: 1_000_00 }, 19], ['drug-cost-per-visit', day, 60], ['drug-cost-per-discharge', day, 300],
])('%s comes to what its formula says', (key, fields, expected) => {
  expect(valueOf(key, fields)).toBeCloseTo(expected, 9)
})

test.each(['surgery-share', 'essential-visit-share', 'staff-cost-share', 'energy-cost', 'debt-ratio', 'nurse-ratio'])('%s counts no month that lacks one of its numbers', (key) => {
  for (const missing of ['surgical_discharges', 'essential_visits', 'staff_cost', 'energy_cost', 'liabilities', 'doctors']) {
    const value = valueOf(key, { ...figures, ...accounts, [missing]: null })
    const isNeeded = { 'surgery-share': 'surgical_discharges', 'essential-visit-share': 'essential_visits', 'staff-cost-share': 'staff_cost', 'energy-cost': 'energy_cost', 'debt-ratio': 'liabilities', 'nurse-ratio': 'doctors' }[key] === missing
    expect(value === null).toBe(isNeeded)
  }
})

test('ME-32 what is kept of a measure holds the sets it leaves out, so that its version changes with them; any other goes by its file alone', () => {
  const of = (key: string) => {
    const entry = entries.find(({ definition }) => definition.key === key)
    if (entry === undefined) throw new Error(`no measure ${key}`)
    const text = readFileSync(path.join(projectRoot(), entry.file), 'utf8')
    return { sets: entry.definition.sets?.map((set) => set.key), isByFile: entry.sha256 === createHash('sha256').update(text).digest('hex') }
  }
  expect(of('drug-ratio-local')).toEqual({ sets: ['central', 'herbal-slices', 'negotiated'], isByFile: false })
  expect(of('consumables-ratio')).toEqual({ sets: undefined, isByFile: true })
})

function valueOf(key: string, fields: Readonly<Record<string, FactValue>>): number | null {
  const definition = measures.get(key)
  if (definition === undefined) throw new Error(`no measure ${key}`)
  const counting = readCounting(definition, factKinds())
  if ('faults' in counting) throw new Error(counting.faults.map((each) => each.reason).join('; '))
  const fact = (kind: string): Fact => ({ institutionId: 'one', regionCode: '990121', kind, id: 'x', on: '2026-03-31', departmentId: null, staffIds: [], fields, title: '', link: null })
  const period = { from: '2026-03-01', to: '2026-03-31' }
  if (counting.shape === 'state') {
    const value = counting.value.worth(fact(counting.value.kind))
    return figureOf(definition, value === null ? null : { numerator: value, denominator: counting.outOf?.worth(fact(counting.outOf.kind)) ?? null, facts: 1, countedAt: null }, period).value
  }
  if (counting.shape !== 'ratio' && counting.shape !== 'sum') throw new Error(`${key} is a ${counting.shape}`)
  const numerator = counting.numerator.worth(fact(counting.numerator.kind))
  const denominator = counting.denominator === null ? null : (counting.denominator.worth(fact(counting.denominator.kind)) ?? 0n)
  return figureOf(definition, { numerator: numerator ?? 0n, denominator, facts: numerator === null ? 0 : 1, countedAt: null }, period).value
}
