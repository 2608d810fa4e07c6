import type { Actor, StaffRole } from '../../kernel/actor.ts'
import type { Fact } from '../../kernel/fact.ts'
import type { Exemplar } from './rules/exemplar.ts'

export const anActor = (role: StaffRole, given: Partial<Actor> = {}): Actor => {
  const ofCommission = role === 'commission_head' || role === 'commission_clerk' || role === 'inspector'
  return { kind: 'staff', id: `account-${role}`, name: role, institutionId: ofCommission ? 'commission' : 'house', regionPrefix: ofCommission ? '990121' : null, roles: [role], posts: [], ...given }
}
export const anExemplar = (given: Partial<Exemplar> = {}): Exemplar => ({ institutionId: 'house', regionCode: '990121', kind: 'hospital', state: 'nominated', staffId: null, consent: null, nominatedBy: 'nominator', nominatedFrom: null, noticedBy: null, noticeUntil: null, ...given })
export const aPerson = (given: Partial<Exemplar> = {}): Exemplar => anExemplar({ kind: 'person', staffId: 'nominee', ...given })
export const aFact = (kind: string, given: Partial<Fact> = {}): Fact => ({ institutionId: 'house', regionCode: '990121', kind, id: 'f', on: '2026-02-01', departmentId: null, staffIds: [], fields: {}, title: '一条事实', link: null, ...given })
