import type { Fact, FactKind } from '../../kernel/fact.ts'
import type { FactHolder } from '../../server/platform/facts.ts'
import { formOf, reportCatalogue } from './forms.ts'
import { everyForm, factFields, factKindOf, factsOf, type Reported } from './rules/timing.ts'
import { listFacts, type ListedPack } from './store/packs.ts'

const prefix = 'report.'

const everyKind: FactKind = { kind: everyForm, name: { zh: '应报报表', en: 'Report packs' }, fields: factFields }

/** A pack as the rule of its facts sees it. */
export const asReported = (pack: Pick<ListedPack, 'institutionId' | 'regionCode' | 'packId' | 'formKey' | 'dueOn' | 'standing' | 'onTime' | 'fromOn' | 'toOn'>): Reported => ({
  institutionId: pack.institutionId, regionCode: pack.regionCode, id: pack.packId, formKey: pack.formKey, dueOn: pack.dueOn, standing: pack.standing, onTime: pack.onTime,
  title: `${formOf(pack.formKey)?.name.zh ?? pack.formKey}（${pack.fromOn}—${pack.toOn}）`,
})

/** Rule RP-14: where the facts of kinds 'report.<form>' and 'report.all' are kept. */
export const reportFacts: FactHolder = {
  prefix,
  kinds: () => [everyKind, ...[...reportCatalogue().forms.values()].map((form) => ({ kind: factKindOf(form.key), name: form.name, fields: factFields }))],
  async read(read, ask, page): Promise<readonly Fact[]> {
    const formKey = ask.kind === everyForm ? null : ask.kind.slice(prefix.length)
    const rows = await listFacts(read, { institutionId: ask.institutionId, formKey, from: ask.from, to: ask.to }, page)
    return rows.map((row) => factsOf(asReported(row))[formKey === null ? 1 : 0])
  },
}
