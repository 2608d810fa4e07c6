import { serviceSource } from '../plan/public.ts'
import * as store from './store.ts'

/** Facts of `service` duties bound to the filing of a body's own plan. */
export const childplanServices = serviceSource('childplan', '/childplans', {
  'child-plan': {
    zh: '单位实施方案报备与比对', en: 'Child plans',
    uses: async (read, institutionId, from, to) => (await store.listFiled(read, institutionId, from, to)).map((row) => ({ at: row.filedAt, title: row.title, link: `/childplans/${institutionId}/${row.id}` })),
  },
})
