import { refuse, type Refusal } from './refusal.ts'

/** How often the form may be used; what the commission has set. */
export type FormLaw = { readonly addressPerHour: number; readonly devicePerDay: number; readonly phonePerDay: number; readonly leastSeconds: number }
/** How often it was used with this one: null where there is no such thing, like a phone that was not given. */
type FormUses = { readonly address: number; readonly device: number | null; readonly phone: number | null; readonly text: number }

/** Rule PO-2: limits that a whole hospital behind one address keeps within; the same words of the same sender come once a day. */
export function judgeUses(uses: FormUses, law: FormLaw): Refusal | null {
  if (uses.text > 1) return refuse('portal.same_text')
  if (uses.phone !== null && uses.phone > law.phonePerDay) return refuse('portal.too_many_phone')
  if (uses.device !== null && uses.device > law.devicePerDay) return refuse('portal.too_many_device')
  return uses.address > law.addressPerHour ? refuse('portal.too_many_address') : null
}

/** Rule PO-4: programs fill every field and need no time. Whoever is stopped sees why and sends again. */
export function judgeSender(given: { readonly trap: string; readonly openedAtMs: number; readonly nowMs: number }, law: FormLaw): Refusal | null {
  if (given.trap !== '') return refuse('portal.left_blank')
  return given.nowMs - given.openedAtMs < law.leastSeconds * 1000 ? refuse('portal.too_fast') : null
}
