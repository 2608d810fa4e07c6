import { z } from 'zod'
import { endpoint, id, isoInstant, pageOf, pageQuery } from '../../../kernel/contract.ts'

/** A place where the poster of the form hangs. */
export const SpotView = z.object({
  institutionId: id,
  institutionName: z.string(),
  id,
  code: z.string(),
  departmentId: id.nullable(),
  department: z.string().nullable(),
  place: z.string(),
  active: z.boolean(),
  revision: z.number().int(),
  createdBy: z.string(),
  createdAt: isoInstant,
  /** The address in the picture, for a person who types it. */
  url: z.string(),
})
export const SpotPoster = SpotView.extend({ qrSvg: z.string() })

const keepers = ['complaint_officer', 'institution_clerk', 'institution_head', 'commission_clerk', 'commission_head'] as const
const readers = [...keepers, 'department_head', 'desk_clerk', 'inspector', 'auditor'] as const
const place = z.string().trim().min(1).max(60)
const spotKey = z.object({ institutionId: id, spotId: id })

export const spotContract = {
  listSpots: endpoint({ method: 'GET', path: '/matter-spots', access: [...readers], summary: 'Places with a poster of the form', query: z.object({ institutionId: id.optional(), ...pageQuery }), reply: pageOf(SpotView) }),
  createSpots: endpoint({
    method: 'POST', path: '/matter-spots', access: [...keepers], summary: 'Adds places, up to two hundred at a time',
    body: z.object({ institutionId: id.optional(), spots: z.array(z.object({ departmentId: id.nullable().default(null), place })).min(1).max(200) }),
    reply: z.object({ rows: z.array(SpotView) }),
  }),
  loadSpot: endpoint({ method: 'GET', path: '/matter-spots/:institutionId/:spotId', access: [...readers], summary: 'One place with the picture for its poster', params: spotKey, reply: SpotPoster }),
  changeSpot: endpoint({ method: 'PUT', path: '/matter-spots/:institutionId/:spotId', access: [...keepers], summary: 'Changes a place, or takes its poster out of use', params: spotKey, body: z.object({ departmentId: id.nullable(), place, active: z.boolean(), revision: z.number().int() }), reply: SpotView }),
}
