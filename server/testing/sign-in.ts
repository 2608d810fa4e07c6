import type { Act } from '../platform/act.ts'
import { hashPassword } from '../platform/passwords.ts'
import { sessionCookie } from '../platform/session.ts'
import { api, arrange, type Person, type Reply, type World } from './api.ts'

export const goodPassword = 'Stille-Wasser-47'

/** The session a reply hands out, as somebody who uses it from now on; null where it hands out none. */
export function personIn(reply: Reply, person?: Partial<Person>): Person | null {
  const cookies = [reply.headers['set-cookie'] ?? []].flat().map(String)
  const token = cookies.map((cookie) => new RegExp(`^${sessionCookie}=([^;]+)`).exec(cookie)?.[1]).find((each) => each !== undefined)
  return token === undefined ? null : { accountId: '', staffId: '', institutionId: '', role: 'nurse', ...person, token }
}

/** Gives a person of a test a sign-in name and a password that is not due. */
export async function withPassword(world: World, person: Person, given: { password?: string; mustChange?: boolean } = {}): Promise<{ loginName: string; password: string }> {
  const password = given.password ?? goodPassword
  const loginName = `p${person.accountId.slice(-12)}`
  const password_hash = await hashPassword(password)
  await arrange(world, (act: Act) =>
    act.tx
      .updateTable('account')
      .set({ login_name: loginName, password_hash, password_changed_at: act.now.toISOString(), must_change_password: given.mustChange ?? false })
      .where('account_id', '=', person.accountId)
      .execute(),
  )
  return { loginName, password }
}

/** Signs in through the door; `as` is the API with the session that came back. */
export async function signIn(world: World, loginName: string, password: string): Promise<{ reply: Reply; as: ReturnType<typeof api>; person: Person | null }> {
  const reply = await api(world, null).post('/session', { loginName, password })
  const person = personIn(reply)
  return { reply, person, as: api(world, person) }
}
