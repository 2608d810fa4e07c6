import { figureItems, figuresPublished } from '../modules/prescribing/public.ts'
import type { FactSource, ReportedFact } from '../modules/plan/public.ts'
import { templateCatalog } from '../modules/template/public.ts'
import type { FactChange } from '../kernel/fact.ts'
import { shanghaiDate } from '../kernel/instant.ts'

const named = (key: string) => templateCatalog().names.get(`public:${key}`)

/** Rules PR-76 and PR-79: drug use and the ranking of departments by ratio, as a house made them public of a closed month, and what it bought. */
export const figurePublications: FactSource = {
  name: 'prescribing',
  answers: (key) => figureItems.some((each) => each === key),
  place: (key) => (key === 'purchase' ? '/prescribing/purchases' : '/prescribing/double-ten'),
  names: () => figureItems.flatMap((key) => {
    const found = named(key)
    return found === undefined ? [] : [{ key, zh: found.zh, en: found.en, live: true }]
  }),
  async ask(read, institutionId, questions) {
    const found = await figuresPublished(read, institutionId, questions.map(({ periodId, factKey, dueAt }) => ({ periodId, key: factKey ?? '', dueAt })))
    return new Map([...found].map(([periodId, published]) => [periodId, { kind: 'publish', published }] as const))
  },
  async lines(read, institutionId, { periodId, factKey, dueAt }) {
    const key = factKey ?? ''
    const instants = [...new Set((await figuresPublished(read, institutionId, [{ periodId, key, dueAt }])).get(periodId))].sort().toReversed()
    return { total: instants.length, rows: instants.map((at) => ({ on: shanghaiDate(at), title: named(key)?.zh ?? key, department: null, link: key === 'purchase' ? '/prescribing/purchases' : '/prescribing/double-ten', inTime: at < dueAt })) }
  },
}

/** What duties look at when something was made public. */
export const prescribingLookedAt = ({ before, after }: FactChange): ReportedFact[] =>
  before !== null || after === null || after.kind !== 'druguse.public' ? [] : [{ institutionId: after.institutionId, regionCode: after.regionCode, kind: 'publish', factKey: String(after.fields['item']), on: after.on }]
