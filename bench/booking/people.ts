import { dateOfDayNumber } from '../../kernel/calendar.ts'
import { citizenCheckCharacter } from '../../kernel/identifiers.ts'

const perDay = 1000
/** Days from 1950 on; enough for twenty million people who do not exist. */
const firstDay = -7305

/** The n-th person: a document that fits its check, a telephone, a name. */
export function personOf(n: number): { readonly name: string; readonly phone: string; readonly idNumber: string } {
  const born = dateOfDayNumber(firstDay + (Math.floor(n / perDay) % 20_000)).replaceAll('-', '')
  const body = `990121${born}${String(n % perDay).padStart(3, '0')}`
  return { name: '周晓芸', phone: `139${String(n % 100_000_000).padStart(8, '0')}`, idNumber: `${body}${citizenCheckCharacter(body)}` }
}
