import type { Fact, FactKind } from '../../kernel/fact.ts'
import type { Act } from '../../server/platform/act.ts'
import { holdFacts, tellFacts } from '../../server/platform/facts.ts'
import type { MeasureEntry } from './catalog.ts'
import { readCounting, type Measure } from './rules/counting.ts'
import { MeasureDefinition } from './rules/definition.ts'

/** Kinds of facts as a register would declare them. */
export const trialKinds: readonly FactKind[] = [
  { kind: 'trial.session', name: { zh: '健康教育', en: 'Sessions' }, fields: { theme: 'text', attended: 'number', passed: 'number', days: 'number' } },
  { kind: 'trial.check', name: { zh: '检查', en: 'Checks' }, fields: { theme: 'text', checked: 'number', passed: 'number' } },
  { kind: 'trial.away', name: { zh: '请假', en: 'Leave' }, fields: { from_on: 'date', to_on: 'date', reason: 'text' } },
]

type Given = Readonly<Record<string, unknown>>
const shared = {
  key: 'trial', name: { zh: '试验指标', en: 'A trial' }, why: { zh: '为了试验', en: 'To try' }, does: { zh: '试一试', en: 'Tries' }, unit: 'percent', direction: 'up', period: 'week',
  owner: { zh: '科教科', en: 'Education office' }, validFrom: '2026-01-01', source: { zh: '自定', certainty: 'house' },
}

export const shapesGiven: Readonly<Record<'ratio' | 'sum' | 'state' | 'coverage' | 'accumulation' | 'change', Given>> = {
  ratio: { shape: 'ratio', numerator: { of: 'trial.session', add: 'passed' }, denominator: { of: 'trial.session', add: 'attended' } },
  sum: { shape: 'sum', unit: 'count', numerator: { of: 'trial.session', where: "theme == 'diet'" } },
  state: { shape: 'state', of: 'trial.session', value: 'passed', outOf: 'attended' },
  coverage: { shape: 'coverage', of: 'trial.session', unitOf: 'department', departments: ['clinical'] },
  change: { shape: 'change', unit: 'percent-points', of: 'pass-rate', against: 'previous', as: 'difference' },
  accumulation: { shape: 'accumulation', of: 'trial.session', add: 'days', over: 'career', reach: 365 },
}

export const aDefinition = (shape: keyof typeof shapesGiven, given: Given = {}): MeasureDefinition => MeasureDefinition.parse({ ...shared, ...shapesGiven[shape], ...given })

export function aMeasure(shape: keyof typeof shapesGiven, given: Given = {}, version = 1): Measure {
  const definition = aDefinition(shape, given)
  const counting = readCounting(definition, trialKinds)
  if ('faults' in counting) throw new Error(counting.faults.map((each) => each.reason).join('; '))
  return { key: definition.key, version, validFrom: definition.validFrom, sha256: `sha of ${definition.key} ${version}`, definition, counting }
}

export const hospital = '00000000-0000-7000-8000-00000000000a'

export const aFact = (given: Partial<Fact> = {}): Fact => ({
  institutionId: hospital, regionCode: '990121', kind: 'trial.session', id: '00000000-0000-7000-8000-0000000000f1', on: '2026-03-02', departmentId: null, staffIds: [], fields: {}, title: '合理膳食', link: null, ...given,
})

/** Facts in memory, told on the bus as a module with tables of its own would; what follows is put together by server/connect.ts. */
export function trialRegister() {
  const kept = new Map<string, Fact>()
  holdFacts({
    prefix: 'trial.',
    kinds: () => trialKinds,
    async read(_, ask, page) {
      const place = (fact: { on: string; id: string }) => `${fact.on} ${fact.id}`
      const after = page.after === null ? '' : place(page.after)
      return [...kept.values()]
        .filter((fact) => fact.institutionId === ask.institutionId && fact.kind === ask.kind && fact.on >= ask.from && fact.on <= ask.to && place(fact) > after)
        .sort((a, b) => (place(a) < place(b) ? -1 : 1))
        .slice(0, page.limit)
    },
  })
  // A transaction that is tried again finds here what its first try left, and must go by what was there before.
  const gone = new Map<string, Fact>()
  const earlier = new WeakMap<Fact, Fact | null>()
  const formerly = (id: string, after: Fact | null): Fact | null => {
    const known = kept.get(id) ?? null
    if (after === null) return known ?? gone.get(id) ?? null
    return known === after ? (earlier.get(after) ?? null) : known
  }
  const change = async (act: Act, id: string, after: Fact | null): Promise<void> => {
    const before = formerly(id, after)
    if (after === null && before !== null) gone.set(id, before)
    else if (after !== null) earlier.set(after, before)
    if (after === null) kept.delete(id)
    else kept.set(id, after)
    await tellFacts(act, [{ before, after }])
  }
  return { kept, change, put: (act: Act, fact: Fact) => change(act, fact.id, fact) }
}

let files = 0
export const anEntry = (definition: MeasureDefinition): MeasureEntry => ({ file: `catalog/measures/${definition.key}.yaml`, sha256: `sha ${(files += 1)}`, definition })
