import type { BodyFacts } from './rules/from-directory.ts'
import type { BookingFacts, ClinicFacts, SlotFacts } from './rules/from-booking.ts'

const [a, b, c, d] = ['0198f0a0-0000-7000-8000-00000000000a', '0198f0a0-0000-7000-8000-00000000000b', '0198f0a0-0000-7000-8000-00000000000c', '0198f0a0-0000-7000-8000-00000000000d']
/** 32 bytes as the vault writes an index; the first of them need '-' and '_'. */
export const aPersonIndex = '-_-_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxw'

export const aBody: BodyFacts = { id: a, name: '测试县人民医院', shortName: '县医院', creditCode: '12990121MB0000001X', address: '测试路1号', phone: '0999-1234567', kind: 'general', active: true, revision: 3 }
export const aClinic: ClinicFacts = { id: b, departmentId: c, staffId: d, name: '心内科专家门诊', service: 'visit', room: '门诊楼3层305', feeCents: 2000, brings: '带好以往检查结果', active: true, revision: 2 }
export const aSlot: SlotFacts = { id: c, clinicId: b, startsAt: '2026-03-09T00:30:00.000Z', endsAt: '2026-03-09T00:40:00.000Z', service: 'visit', room: '305', stopped: false, capacity: 3, free: 1, revision: 1 }
export const aBooking: BookingFacts = {
  id: d, slotId: c, pool: 'public', clinicId: b, departmentId: c, staffId: d, service: 'visit', startsAt: '2026-03-09T00:30:00.000Z', endsAt: '2026-03-09T00:40:00.000Z',
  state: 'booked', personIndex: aPersonIndex, madeAt: '2026-03-02T01:00:00.000Z', changedAt: '2026-03-02T01:00:00.000Z', endReason: null, revision: 1,
}
