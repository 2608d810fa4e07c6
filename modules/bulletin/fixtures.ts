import type { Actor, StaffRole } from '../../kernel/actor.ts'
import type { Work } from './rules/decisions.ts'
import { noCounts, type Body, type Counts } from './rules/figures.ts'

export const commissionId = '00000000-0000-7000-8000-00000000000c'

export const anActor = (role: StaffRole, given: Partial<Actor> = {}): Actor => ({ kind: 'staff', id: `account-${role}`, name: role, institutionId: commissionId, regionPrefix: null, roles: [role], posts: [], ...given })

export const aWork = (given: Partial<Work> = {}): Work => ({ institutionId: commissionId, state: 'draft', version: 1, month: '2026-02', submittedBy: null, ...given })

export const someCounts = (given: Partial<Counts> = {}): Counts => ({ ...noCounts, ...given })
export const aBody = (n: number, given: Partial<Counts> = {}): Body => ({ institutionId: `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`, name: `第${n}医院`, counts: someCounts(given) })
