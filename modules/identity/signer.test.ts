import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RefusedError } from '../../kernel/refusal.ts'
import { anonymous, type Actor } from '../../kernel/actor.ts'
import { act } from '../../server/platform/act.ts'
import { codeAt, newSecret } from '../../server/platform/authenticator.ts'
import { arrange, newInstitution, newWorld, type Person, type World } from '../../server/testing/api.ts'
import { signIn, withPassword, goodPassword } from '../../server/testing/sign-in.ts'
import { proveSigner } from './public.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const actorOf = (person: Person): Actor => ({ ...anonymous, kind: 'staff', id: person.accountId, name: 'head', institutionId: person.institutionId, roles: [person.role] })

async function head(given: { factor?: boolean; password?: boolean } = {}) {
  const person = await (await newInstitution(world)).person('institution_head')
  const { loginName } = given.password === false ? { loginName: '' } : await withPassword(world, person)
  const secret = newSecret()
  if (given.factor !== false) await arrange(world, ({ tx, now, vault }) => tx.updateTable('account').set({ totp_secret: vault.seal(secret), totp_enabled_at: now.toISOString() }).where('account_id', '=', person.accountId).execute())
  /** In the scope of the person's own request: row security has to let the proof through. */
  const prove = async (password: string, code: string): Promise<string | null> => {
    const answer: RefusedError | null = await act(world.platform, actorOf(person), (as) => proveSigner(as, { password, code })).catch((error: unknown) => error as RefusedError)
    return answer === null ? null : answer.refusal.refused
  }
  const failed = async () => (await arrange(world, ({ tx }) => tx.selectFrom('account').select('failed_count').where('account_id', '=', person.accountId).executeTakeFirstOrThrow())).failed_count
  return { person, loginName, prove, failed, code: () => codeAt(secret, world.clock.now()) }
}

test('AU-12 both factors right sign, each code once; either wrong is counted, and only both right start afresh', async () => {
  const one = await head()
  expect(await one.prove('wrong', one.code())).toBe('identity.wrong_password')
  expect(await one.prove(goodPassword, '000000')).toBe('identity.wrong_code')
  expect(await one.failed()).toBe(2)
  expect(await one.prove(goodPassword, one.code())).toBe(null)
  expect(await one.failed()).toBe(0)
  expect(await one.prove(goodPassword, one.code())).toBe('identity.wrong_code')
})

test('AU-12 wrong codes after a right password lock the account like a wrong sign-in, for signing and signing in alike', async () => {
  const one = await head()
  const tries: (string | null)[] = []
  for (let n = 0; n < 5; n += 1) tries.push(await one.prove(goodPassword, '000000'))
  expect(tries).toEqual([...Array.from({ length: 4 }, () => 'identity.wrong_code'), 'identity.locked'])
  expect(await one.prove(goodPassword, one.code())).toBe('identity.locked')
  expect((await signIn(world, one.loginName, goodPassword)).reply.body).toMatchObject({ error: 'identity.locked' })
  const events = await arrange(world, ({ tx }) => tx.selectFrom('event').select('kind').where('subject_id', '=', one.person.accountId).where('kind', '=', 'identity.second_factor_failed').execute())
  expect(events).toHaveLength(5)
})

test('AU-12 without a second factor, or without a password, nobody signs, and the sentence says where to turn it on', async () => {
  const plain = await head({ factor: false })
  expect(await plain.prove(goodPassword, '123456')).toBe('identity.signing_needs_second_factor')
  const outside = await head({ password: false })
  expect(await outside.prove(goodPassword, outside.code())).toBe('identity.signing_needs_password')
  expect(await plain.failed()).toBe(0)
})
