import type { StaffRole } from '../../../kernel/actor.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { statement, type ReadTx } from '../../../server/platform/database.ts'
import type { RoleHolder } from '../rules/subjects.ts'

/** Who holds any of these roles at a body on a day. */
export const holdersAmong = (read: ReadTx, institutionId: string, roles: readonly StaffRole[], on: IsoDate): Promise<RoleHolder[]> => held(read, [institutionId, [...roles], on])
const held = statement<RoleHolder>(`select h.staff_id as "staffId", p.role, p.department_id as "departmentId" from post p
  join post_holding h on h.institution_id = p.institution_id and h.post_id = p.id and h.from_on <= $3::date and (h.to_on is null or h.to_on >= $3::date)
  where p.institution_id = $1 and p.role = any ($2::text[]) and (p.abolished_on is null or p.abolished_on > $3::date)`)
