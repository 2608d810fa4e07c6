import type { z } from 'zod'
import { toUtc } from '../../../kernel/instant.ts'
import type { matterContract } from '../contract.ts'
import type { Channel } from '../rules/definition.ts'
import type { Kind } from './kind-names.ts'
import type { Person } from './move-values.ts'

/** What stands in the form of a new matter. Times as the field shows them, in Shanghai. */
export type Entry = {
  readonly channel: Channel; readonly kind: string; readonly institutionId: string | null
  readonly phone: string; readonly name: string; readonly idNumber: string; readonly address: string; readonly anonymous: boolean
  readonly title: string; readonly body: string; readonly category: string | null; readonly place: string; readonly departmentId: string | null; readonly harm: boolean
  readonly receivedAt: string; readonly originNumber: string; readonly subjects: readonly Person[]
  readonly ownerDepartmentId: string | null; readonly owner: readonly Person[]; readonly measure: string; readonly limitOn: string; readonly planId: string | null
  readonly files: readonly File[]
}
/** Kept on the device; its id is also what makes the same form the same matter. */
export type EntryDraft = { readonly id: string; readonly account: string; readonly entry: Entry; readonly savedAt: string }

export const emptyEntry = (channel: Channel, kind: string): Entry => ({
  channel, kind, institutionId: null, phone: '', name: '', idNumber: '', address: '', anonymous: false, title: '', body: '', category: null, place: '', departmentId: null, harm: false,
  receivedAt: '', originNumber: '', subjects: [], ownerDepartmentId: null, owner: [], measure: '', limitOn: '', planId: null, files: [],
})

export const isWritten = (entry: Entry): boolean =>
  [entry.phone, entry.name, entry.idNumber, entry.address, entry.title, entry.body, entry.place, entry.originNumber, entry.measure].some((words) => words.trim() !== '') || entry.files.length > 0 || entry.subjects.length > 0

const digitsOf = (phone: string): string => phone.replaceAll(/[\s\-()（）+]/g, '')
/** Long enough to be somebody's number: worth asking what came from it before. */
export const isWholePhone = (phone: string): boolean => /^\d{7,20}$/.test(digitsOf(phone)) && (!/^1[3-9]/.test(digitsOf(phone)) || digitsOf(phone).length >= 11)

export type EntryFault = 'w_body' | 'w_kind' | 'w_phone' | 'w_author' | 'w_authorMust' | 'w_institution' | 'w_origin'
type Place = 'body' | 'kind' | 'phone' | 'institutionId' | 'originNumber'
const broughtByOthers: readonly Channel[] = ['hotline', 'petition']

/** An instant of the form's field, which is in Shanghai time. */
export const receivedOf = (field: string): string | null => (field === '' ? null : toUtc(`${field}:00+08:00`))

/** What keeps it from being sent, by the field where it is mended, in the order of the form. */
export function faultsOf(entry: Entry, kind: Kind | undefined, about: { readonly needsInstitution: boolean }): Partial<Record<Place, EntryFault>> {
  const { phone } = entry
  const unnamed = kind?.hasAuthor === true && !entry.anonymous && phone.trim() === '' && entry.name.trim() === ''
  return {
    ...(about.needsInstitution && entry.institutionId === null ? { institutionId: 'w_institution' as const } : {}),
    ...(kind === undefined ? { kind: 'w_kind' as const } : {}),
    ...(broughtByOthers.includes(entry.channel) && entry.originNumber.trim() === '' ? { originNumber: 'w_origin' as const } : {}),
    ...(phone.trim() !== '' && !/^\d{5,20}$/.test(digitsOf(phone)) ? { phone: 'w_phone' as const } : unnamed && entry.channel !== 'box' ? { phone: kind.anonymous ? ('w_author' as const) : ('w_authorMust' as const) } : {}),
    ...(entry.body.trim().length < 2 ? { body: 'w_body' as const } : {}),
  }
}

/** The request of a form that is right. */
export function filingOf(entry: Entry, kind: Kind, submissionKey: string): { body: z.input<(typeof matterContract.enterMatter)['body']>; files: File[] } {
  const isNamed = kind.hasAuthor && !entry.anonymous && [entry.name, entry.phone, entry.idNumber, entry.address].some((words) => words.trim() !== '')
  const owner = kind.ledger ? { ownerDepartmentId: entry.ownerDepartmentId, ownerStaffId: entry.owner[0]?.staffId ?? null, measure: entry.measure, limitOn: entry.limitOn === '' ? null : entry.limitOn, planId: entry.planId } : {}
  return {
    body: {
      ...owner, submissionKey, kind: kind.key, channel: entry.channel, title: entry.title, body: entry.body, category: entry.category, place: entry.place, departmentId: entry.departmentId, harm: entry.harm,
      author: isNamed ? { name: entry.name, phone: entry.phone, idNumber: entry.idNumber, address: entry.address } : null,
      subjectStaffIds: entry.subjects.flatMap((person) => person.staffId ?? []), receivedAt: receivedOf(entry.receivedAt), originNumber: entry.originNumber.trim() === '' ? null : entry.originNumber.trim(),
      ...(entry.institutionId === null ? {} : { institutionId: entry.institutionId }),
    },
    files: [...entry.files],
  }
}
