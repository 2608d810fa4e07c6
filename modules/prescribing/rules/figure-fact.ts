import type { Fact, FactKind } from '../../../kernel/fact.ts'

export const figurePrefix = 'druguse.'
export const monthKind: FactKind = { kind: 'druguse.month', name: { zh: '用药月榜', en: 'Month of drug use' }, fields: { alarms: 'number', drugs: 'number' } }
export const publicKind: FactKind = { kind: 'druguse.public', name: { zh: '用药公示', en: 'Drug use made public' }, fields: { item: 'text', version: 'number' } }

type Place = { readonly institutionId: string; readonly regionCode: string; readonly month: string }
const link = (month: string): string => `/prescribing/double-ten?month=${month}`

/** Rule PR-63: a closed month is one fact of its last day, with how many drugs grew too fast; none is a figure as well. */
export const monthFact = ({ institutionId, regionCode, month }: Place, given: { on: string; alarms: number; drugs: number }): Fact => ({
  institutionId, regionCode, kind: monthKind.kind, id: month, on: given.on, departmentId: null, staffIds: [], fields: { alarms: given.alarms, drugs: given.drugs }, title: `${month.slice(0, 7)} 用量异动药品 ${given.alarms} 个`, link: link(month),
})

export const publicFact = ({ institutionId, regionCode, month }: Place, item: string, given: { on: string; version: number }): Fact => ({
  institutionId, regionCode, kind: publicKind.kind, id: `${item}/${month}/${given.version}`, on: given.on, departmentId: null, staffIds: [], fields: { item, version: given.version }, title: `公示 ${month.slice(0, 7)}`, link: item === 'purchase' ? '/prescribing/purchases' : link(month),
})
