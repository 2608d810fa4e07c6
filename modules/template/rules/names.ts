import { z } from 'zod'
import type { Target, Unit } from '../../measure/rules/names.ts'
import { showTarget } from '../../measure/rules/show.ts'
import { bindName, type BindType } from './definition.ts'

/** What a name stands for, in plain words, and whether it works today. */
export type Named = {
  readonly name: string
  readonly type: BindType
  readonly zh: string
  readonly en: string
  /** One sentence: what the system does with it. */
  readonly does: string
  readonly live: boolean
  /** Where it is: an address of the console, or null. */
  readonly link: string | null
  /** The step that brings it, for what is planned. */
  readonly step: number | null
  /** The target that a measure's own definition sets; null where it sets none, and for everything else. */
  readonly standard: { readonly zh: string; readonly en: string } | null
}

/** catalog/planned/*.yaml: names that later steps bring. */
export const PlannedNames = z.strictObject({
  module: z.string().regex(/^[a-z]+$/),
  step: z.number().int().min(2).max(9),
  names: z.array(z.strictObject({ name: bindName, zh: z.string().min(1), en: z.string().min(1), does: z.string().min(1) })).min(1),
})
export type PlannedNames = z.output<typeof PlannedNames>

/** catalog/services/*.yaml: services and kinds of matter that modules of this release offer. */
export const OfferedNames = z.strictObject({
  module: z.string().regex(/^[a-z]+$/),
  names: z.array(z.strictObject({ name: bindName, zh: z.string().min(1), en: z.string().min(1), does: z.string().min(1), link: z.string().startsWith('/').optional() })).min(1),
})

/** catalog/live.yaml: what an end-to-end test drives until the verdict changes, and which test. Nothing else is live. */
export const LiveNames = z.strictObject({ names: z.array(z.strictObject({ name: bindName, proof: z.string().regex(/^e2e\/[a-z-]+\.test\.ts$/) })) })

export const typeOf = (name: string): BindType => {
  const [type] = name.split(':')
  // A name was read by its pattern, which begins with one of the types.
  return type as BindType
}

/** The name without its type: what a duty's facts are kept under. */
export const factKeyOf = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Rule TP-1: what is live is proved; of the names that exist, those that no test drives are shown as planned. */
export function nameAll(given: {
  readonly registers: readonly { readonly key: string; readonly name: { zh: string; en: string }; readonly does: { zh: string }; readonly open?: object | undefined }[]
  readonly measures: readonly { readonly key: string; readonly name: { zh: string; en: string }; readonly does: { zh: string }; readonly target?: Target | undefined; readonly unit: Unit }[]
  readonly reports: readonly { readonly key: string; readonly name: { zh: string; en: string }; readonly does: { zh: string } }[]
  readonly offered: readonly z.output<typeof OfferedNames>[]
  readonly planned: readonly PlannedNames[]
  readonly live: ReadonlySet<string>
}): { readonly names: ReadonlyMap<string, Named>; readonly twice: readonly string[] } {
  const names = new Map<string, Named>()
  const twice: string[] = []
  const add = (named: Omit<Named, 'live' | 'type' | 'standard'> & { readonly standard?: Named['standard'] }) => {
    if (names.has(named.name)) twice.push(named.name)
    names.set(named.name, { standard: null, ...named, type: typeOf(named.name), live: given.live.has(named.name) && named.step === null })
  }
  add({ name: 'evidence:file', zh: '佐证材料', en: 'Evidence', does: '单位上传材料，卫生健康委审核，按期审核通过即认定完成。', link: null, step: null })
  for (const { key, name, does, open } of given.registers) {
    add({ name: `register:${key}`, ...name, does: does.zh, link: `/registers/${key}`, step: null })
    if (open !== undefined) add({ name: `public:${key}`, ...name, does: `${name.zh}向群众公开，内容随登记更新，是否公开、是否过期由系统认定。`, link: `/registers/${key}`, step: null })
  }
  for (const { key, name, does, target, unit } of given.measures) add({ name: `measure:${key}`, ...name, does: does.zh, link: `/measures/${key}`, step: null, standard: target === undefined ? null : { zh: showTarget(target, unit, 'zh'), en: showTarget(target, unit, 'en') } })
  for (const { key, name, does } of given.reports) add({ name: `report:${key}`, ...name, does: does.zh, link: '/reports', step: null })
  for (const { names: offered } of given.offered) for (const each of offered) add({ ...each, link: each.link ?? null, step: null })
  for (const { step, names: planned } of given.planned) for (const each of planned) add({ ...each, link: null, step })
  return { names, twice }
}
