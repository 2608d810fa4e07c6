import { z } from 'zod'
import { endpoint, id, isoDate } from '../../../kernel/contract.ts'
import { relations } from '../rules/visitors.ts'

const text = (most: number) => z.string().overwrite((words) => words.replaceAll('\0', '')).trim().max(most)
/** Numbers are masked: they are the account's own, yet a screen may be read by others. */
export const PersonView = z.object({ id, name: z.string(), idNumber: z.string(), phone: z.string(), bornOn: isoDate.nullable(), relation: z.enum(relations) })

export const peopleContract = {
  listPeople: endpoint({ method: 'GET', path: '/my/people', access: ['citizen'], summary: 'Whom my account books for', reply: z.object({ rows: z.array(PersonView) }) }),
  addPerson: endpoint({ method: 'POST', path: '/my/people', access: ['citizen'], summary: 'Adds somebody, with their consent', body: z.object({ name: text(60), idNumber: text(30), phone: text(30), relation: z.enum(relations), consent: z.boolean() }), reply: PersonView }),
  removePerson: endpoint({ method: 'DELETE', path: '/my/people/:personId', access: ['citizen'], summary: 'Takes somebody out of the list; what was booked stays', params: z.object({ personId: id }) }),
}
