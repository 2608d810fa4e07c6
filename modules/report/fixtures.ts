import { anonymous, type Actor, type Role } from '../../kernel/actor.ts'
import type { LineContent, PackContent } from './rules/content.ts'
import { contentFormat } from './rules/content.ts'
import type { Pack, Terms } from './rules/decisions.ts'

export const aPack = (given: Partial<Pack> = {}): Pack => ({ institutionId: 'a', regionCode: '990121', kind: 'obligation', state: 'draft', revision: 1, standing: 'none', submittedAt: null, onTime: null, ...given })

/** Open since Monday 2 March 2026, due with the end of the 9th in Shanghai. */
export const someTerms = (given: Partial<Terms> = {}): Terms => ({ role: 'institution_clerk', opensAt: '2026-03-01T16:00:00.000Z', dueAt: '2026-03-09T16:00:00.000Z', isRunning: true, phaseClosed: false, settled: false, ...given })

export const anActor = (role: Role, institutionId = 'a', regionPrefix: string | null = role.startsWith('commission') || role === 'inspector' ? '990121' : null): Actor => ({ ...anonymous, kind: 'staff', id: 'me', institutionId, regionPrefix, roles: [role] })

export const aLine = (given: Partial<LineContent> = {}): LineContent => ({
  key: 'health-education', label: { zh: '健康教育次数', en: 'Sessions' }, from: 'register-count:health-education', how: 'sum', times: 1, unit: '次', decimals: 0, period: { value: 12, numerator: 12, denominator: null }, cumulative: { value: 40, numerator: 40, denominator: null }, target: null, note: '', ...given,
})

const hash = 'a'.repeat(64)
export const someContent = (given: Partial<PackContent> = {}): PackContent => ({
  format: contentFormat, kind: 'obligation', form: { key: 'weekly', version: 1, sha256: hash, name: { zh: '周报', en: 'Weekly' }, title: '工作周报告' },
  body: { id: '01900000-0000-7000-8000-00000000000a', name: '县人民医院', regionCode: '990121' }, plan: { id: '01900000-0000-7000-8000-00000000000b', title: '行动方案', number: null, issuer: '县卫生健康委员会' },
  period: { id: '01900000-0000-7000-8000-00000000000c', fromOn: '2026-03-02', toOn: '2026-03-08', dueOn: '2026-03-09' }, window: { fromOn: '2026-03-02', toOn: '2026-03-08', sinceOn: '2026-01-05' }, asOf: '2026-03-09T01:00:00.000Z', revision: 1,
  sections: [{ kind: 'table', key: 'figures', title: { zh: '数据', en: 'Figures' }, lines: [aLine()] }], bodies: null, ...given,
})
