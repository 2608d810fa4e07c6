import type { IsoDate } from '../../../kernel/calendar.ts'
import { sayFault } from '../../../kernel/identifier-fault.ts'
import { checkCitizenId, checkMobile } from '../../../kernel/identifiers.ts'

export const relations = ['self', 'child', 'parent', 'spouse', 'other'] as const
export type Relation = (typeof relations)[number]
/** A family with its parents, children and somebody they look after; more are booked for at the desk. */
export const mostVisitors = 8

type Words = { readonly zh: string; readonly en: string }
type VisitorField = 'name' | 'idNumber' | 'phone' | 'relation' | 'consent'
export type VisitorFaults = Partial<Record<VisitorField, Words>>
export type ReadVisitor = { readonly name: string; readonly idNumber: string; readonly phone: string; readonly bornOn: IsoDate | null; readonly relation: Relation }

const says = (zh: string, en: string): Words => ({ zh, en })
const clean = (text: string | undefined): string => (text ?? '').replaceAll('\0', '').normalize('NFKC').replaceAll(/\s+/g, ' ').trim()

/** Rule TG-4: the real name, the number of the identity card, a phone that can be reached, and the consent of whoever is booked for; each fault is said at its field. */
export function readVisitor(typed: Readonly<Record<string, string>>, today: IsoDate): { readonly visitor: ReadVisitor; readonly faults: VisitorFaults } {
  const faults: VisitorFaults = {}
  // As it was written: rare characters of a name must not be taken for others.
  const name = (typed['name'] ?? '').replaceAll('\0', '').replaceAll(/\s+/g, ' ').trim().replaceAll(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
  if (Array.from(name).length < 2) faults.name = says('请填身份证上的姓名，至少两个字。', 'Write the name as on the identity card, at least two characters.')
  else if (Array.from(name).length > 60) faults.name = says('姓名最多60个字，请核对。', 'A name has 60 characters at most; look it over.')
  else if (/[\d<>@]/.test(name)) faults.name = says('姓名里有数字或符号，请按身份证上的写。', 'There are digits or signs in the name; write it as on the identity card.')
  const card = checkCitizenId(clean(typed['idNumber']), today)
  if (!card.ok) faults.idNumber = clean(typed['idNumber']) === '' ? says('请填身份证号码，共18位。', 'Write the number of the identity card, eighteen characters.') : says(`身份证号码不对：${sayFault(card.reason, 'zh')}。`, `This is no identity card number: ${sayFault(card.reason, 'en')}.`)
  const phone = checkMobile(clean(typed['phone']))
  if (!phone.ok) faults.phone = says('请填能接到短信的手机号，11位数字。孩子、老人没有手机的，填您自己的。', 'Write a mobile number of eleven digits. For somebody without one, give yours.')
  const relation = relations.find((each) => each === typed['relation'])
  if (relation === undefined) faults.relation = says('请选就诊人是您的什么人。', 'Choose who this is to you.')
  if (typed['consent'] !== '1') faults.consent = says('请在这里打勾，表示就诊人（14岁以下由监护人）同意。没有同意不能代他人预约。', 'Tick here that the person (for under 14 the guardian) consents. Nobody is booked for without consent.')
  return { visitor: { name, idNumber: card.ok ? card.value : '', phone: phone.ok ? phone.value : '', bornOn: card.ok ? card.bornOn : null, relation: relation ?? 'other' }, faults }
}
