import { diffDays } from '../../../kernel/calendar.ts'
import type { Fact, FactKind } from '../../../kernel/fact.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import type { Slip } from './slip.ts'

export const factPrefix = 'admission.'
export const slipKind: FactKind = {
  kind: 'admission.slip',
  name: { zh: '入院登记', en: 'Admission slip' },
  fields: { kind: 'text', state: 'text', urgency: 'number', admitted: 'boolean', wait_days: 'number', missed: 'number', declined: 'number' },
}

/** Rule AD-9: a slip is one fact of the day it was written; nothing of the person is part of it. */
export const factOf = (slip: Slip): Fact => ({
  institutionId: slip.institutionId, regionCode: slip.regionCode, kind: slipKind.kind, id: slip.id, on: shanghaiDate(slip.madeAt), departmentId: slip.departmentId, staffIds: [],
  fields: {
    kind: slip.kind, state: slip.state, urgency: slip.urgency, admitted: slip.admittedAt !== null, missed: slip.missed, declined: slip.declined,
    wait_days: slip.admittedAt === null ? 0 : diffDays(shanghaiDate(slip.madeAt), shanghaiDate(slip.admittedAt)),
  },
  title: `入院登记 ${shanghaiDate(slip.madeAt)}`, link: `/admission/slips/${slip.institutionId}/${slip.id}`,
})
