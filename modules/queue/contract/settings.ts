import { z } from 'zod'
import { endpoint, id } from '../../../kernel/contract.ts'
import { deskRoles, keeperRoles } from '../rules/authority.ts'
import { usualKiosk } from '../rules/kiosk.ts'
import { queueKinds } from '../rules/queue.ts'
import { WindowView } from './shapes.ts'

const access = [...keeperRoles]
const text = (most: number) => z.string().trim().min(1).max(most)
const minute = z.number().int().min(0).max(1440)

export const RuleShape = z.object({
  priorityMost: z.number().int().min(1).max(10),
  priorityPer: z.number().int().min(2).max(20),
  returnEvery: z.number().int().min(1).max(10),
  earlyMinutes: z.number().int().min(0).max(480),
  lateMinutes: z.number().int().min(0).max(240),
  hours: z.array(z.object({ from: minute, to: minute })).min(1).max(4),
})
const given = {
  departmentId: id, name: text(40), kind: z.enum(queueKinds), letter: z.string().regex(/^[A-Z]{1,2}$/), area: z.string().trim().max(40).default(''), clinicIds: z.array(id).max(200).default([]), rule: RuleShape, usualMinutes: z.number().min(0.5).max(240), active: z.boolean().default(true),
}
export const QueueView = z.object({ ...given, id, department: z.string(), windows: z.array(WindowView), revision: z.number().int() })
export const ScreenView = z.object({ id, area: z.string(), queueIds: z.array(id), speaks: z.boolean(), kioskMost: z.number().int(), kioskMinutes: z.number().int(), active: z.boolean(), revision: z.number().int(), url: z.string(), kioskUrl: z.string() })
const kiosk = { kioskMost: z.number().int().min(1).max(500).default(usualKiosk.kioskMost), kioskMinutes: z.number().int().min(1).max(120).default(usualKiosk.kioskMinutes) }
const screenGiven = { area: text(40), queueIds: z.array(id).min(1).max(20), speaks: z.boolean().default(true), ...kiosk }

export const settingsContract = {
  listSettings: endpoint({ method: 'GET', path: '/queue-settings', access: [...deskRoles], summary: 'Queues with their rules and windows, and the screens', reply: z.object({ queues: z.array(QueueView), screens: z.array(ScreenView) }) }),
  createQueue: endpoint({ method: 'POST', path: '/queues', access, summary: 'Set a queue up with its windows', body: z.object({ ...given, windows: z.array(text(40)).min(1).max(60) }), reply: z.object({ id }) }),
  changeQueue: endpoint({ method: 'PUT', path: '/queues/:queueId', access, summary: 'Change a queue or its rule', params: z.object({ queueId: id }), body: z.object({ ...given, revision: z.number().int() }), reply: z.object({ id }) }),
  addWindow: endpoint({ method: 'POST', path: '/queues/:queueId/windows', access, summary: 'One more window', params: z.object({ queueId: id }), body: z.object({ name: text(40) }), reply: z.object({ id }) }),
  setWindow: endpoint({ method: 'PUT', path: '/queue-windows/:windowId', access, summary: 'A window in or out of use', params: z.object({ windowId: id }), body: z.object({ active: z.boolean() }) }),
  createScreen: endpoint({ method: 'POST', path: '/call-screens', access, summary: 'A display over an area, with an address of its own', body: z.object(screenGiven), reply: ScreenView }),
  changeScreen: endpoint({ method: 'PUT', path: '/call-screens/:screenId', access, summary: 'Change a display or end its address', params: z.object({ screenId: id }), body: z.object({ ...screenGiven, active: z.boolean(), revision: z.number().int() }), reply: ScreenView }),
}
