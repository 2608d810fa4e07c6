import type { Bed, Ward } from './rules/beds.ts'
import type { Slip } from './rules/slip.ts'

export const aSlip = (id: string, given: Partial<Slip> = {}): Slip => ({
  institutionId: 'house', id, regionCode: '990121', departmentId: 'surgery', kind: 'ward', diagnosis: '胆囊结石', urgency: 4, stayDays: 5, infection: false, sex: 'female', bornYear: 1960, personIndex: id, sealed: Buffer.from(''), tailIndex: null, tests: 'none', examOrderId: null, note: '',
  madeBy: 'desk', madeName: '窗口', madeAt: '2026-03-02T01:00:00.000Z', lineAt: '2026-03-02T01:00:00.000Z', state: 'waiting', bedId: null, wardId: null, offeredAt: null, answerBy: null, comeOn: null, missed: 0, declined: 0, admittedAt: null, dischargedAt: null, endReason: null, revision: 1, ...given,
})
export const aWard = (id: string, given: Partial<Ward> = {}): Ward => ({ id, departmentId: id, nearDepartments: [], name: id, sex: 'any', isolation: false, reserve: 0, active: true, ...given })
export const aBed = (id: string, wardId: string, given: Partial<Bed> = {}): Bed => ({ id, wardId, label: id, room: '', state: 'free', slipId: null, sex: null, ...given })
