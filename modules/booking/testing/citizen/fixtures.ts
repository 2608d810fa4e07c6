import { randomInt } from 'node:crypto'
import { citizenCheckCharacter } from '../../../../kernel/identifiers.ts'
import { newToken, tokenHash } from '../../../../server/platform/crypto.ts'
import { sessionCookie } from '../../../../server/platform/session.ts'
import { arrange, type World } from '../../../../server/testing/api.ts'
import { newVisitor } from '../../../../server/testing/visitor.ts'

/** The number of somebody who does not exist, with a check character that fits. */
export function idNumber(bornOn = '1990-03-07'): string {
  const body = `110101${bornOn.replaceAll('-', '')}${String(randomInt(1000)).padStart(3, '0')}`
  return `${body}${citizenCheckCharacter(body)}`
}
export const mobile = (): string => `139${String(randomInt(100_000_000)).padStart(8, '0')}`

/** A citizen who is signed in, with a browser without scripts. */
export async function newCitizen(world: World) {
  const phone = mobile()
  const { accountId, token } = await arrange(world, async (act) => {
    const [id, made] = [act.newId(), newToken()]
    const at = act.now.toISOString()
    await act.tx.insertInto('account').values({ account_id: id, kind: 'citizen', display_name: '', created_at: at }).execute()
    await act.tx.insertInto('citizen').values({ account_id: id, phone: act.vault.seal(phone), phone_index: act.vault.blindIndex('phone', phone), created_at: at }).execute()
    await act.tx.insertInto('session').values({ token_hash: tokenHash(made), id: act.newId(), account_id: id, created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z' }).execute()
    return { accountId: id, token: made }
  })
  return { ...newVisitor(world, { cookies: { [sessionCookie]: token } }), accountId, phone }
}
export type Citizen = Awaited<ReturnType<typeof newCitizen>>

/** Goes to the confirmation of a path as a new person, and answers with its address and what its form holds. */
export async function asNewPerson(citizen: Citizen, path: string, more: Record<string, string> = {}): Promise<{ readonly at: string; readonly html: string; readonly form: Record<string, string> }> {
  const sent = await citizen.post(path, { who: 'new', name: '欧阳明', idNumber: idNumber(), phone: citizen.phone, relation: 'self', consent: '1', ...more })
  if (sent.status !== 303 || sent.location === undefined) throw new Error(`the person was not taken: ${sent.status} ${sent.text.slice(0, 4000)}`)
  const page = await citizen.get(sent.location)
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? ''
  return { at: sent.location, html: page.text, form: { key: field('key'), who: field('who') } }
}
