import { systemActor } from '../../kernel/actor.ts'
import { act, type Platform } from '../../server/platform/act.ts'
import { newToken, tokenHash } from '../../server/platform/crypto.ts'

/** The head of the commission above every generated house, signed in; answers the token. */
export async function readerSession(platform: Platform): Promise<string> {
  const token = newToken()
  await act(platform, systemActor('bench'), async ({ tx, now, newId }) => {
    const [institution_id, staffId, postId, accountId, at] = [newId(), newId(), newId(), newId(), now.toISOString()]
    const own = { institution_id, region_code: '990100' }
    await tx.insertInto('institution').values({ id: institution_id, region_code: '990100', region_prefix: '9901', name: '云溪市卫生健康委员会', short_name: '云溪市卫健委', kind: 'commission', level: 'none', ownership: 'public', credit_code: institution_id, created_at: at }).execute()
    await tx.insertInto('staff').values({ ...own, id: staffId, name: '陶知远', employee_number: '1', joined_on: '2020-01-01' }).execute()
    await tx.insertInto('post').values({ ...own, id: postId, role: 'commission_head', title: '主任' }).execute()
    await tx.insertInto('post_holding').values({ ...own, id: newId(), post_id: postId, staff_id: staffId, from_on: '2020-01-01' }).execute()
    await tx.insertInto('account').values({ account_id: accountId, kind: 'staff', display_name: '陶知远', institution_id, staff_id: staffId, created_at: at }).execute()
    await tx.insertInto('session').values({ token_hash: tokenHash(token), id: newId(), account_id: accountId, created_at: at, last_seen_at: at, expires_at: '2099-01-01T00:00:00.000Z' }).execute()
  })
  return token
}
