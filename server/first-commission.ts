import { systemActor } from '../kernel/actor.ts'
import { createInstitution } from '../modules/directory/commands/institutions.ts'
import { appoint, createPost } from '../modules/directory/commands/posts.ts'
import { createStaff } from '../modules/directory/commands/staff.ts'
import { openFirstAccount } from '../modules/identity/public.ts'
import { act, type Platform } from './platform/act.ts'
import { ConfigError } from './platform/config.ts'

export type FirstCommission = { readonly regionCode: string; readonly name: string; readonly creditCode: string; readonly headName: string; readonly loginName: string }

/**
 * An empty installation knows nobody who could let others in: this sets up its first commission, the post of its head,
 * and an account whose initial password is shown once. Only while no commission exists.
 */
export async function setUpFirstCommission(platform: Platform, ask: FirstCommission): Promise<{ loginName: string; initialPassword: string }> {
  return act(platform, systemActor('setup'), async (step) => {
    const known = await step.tx.selectFrom('institution').select('name').where('kind', '=', 'commission').executeTakeFirst()
    if (known !== undefined) throw new ConfigError(`已有卫生健康委（${known.name}），没有改动；请由它的负责人登录后添加机构和账号。A commission exists already.`)
    const institutionId = await createInstitution(step, { name: ask.name, shortName: ask.name.slice(0, 40), regionCode: ask.regionCode, kind: 'commission', level: 'none', ownership: 'public', beds: 0, creditCode: ask.creditCode, address: '', phone: '' })
    const staffId = await createStaff(step, { institutionId, name: ask.headName, employeeNumber: '0001', title: '', joinedOn: step.today })
    const postId = await createPost(step, { institutionId, role: 'commission_head', title: '主任', departmentId: null })
    await appoint(step, { institutionId, postId, staffId, fromOn: step.today, toOn: null, succeed: false })
    const opened = await openFirstAccount(step, { institutionId, staffId, loginName: ask.loginName })
    return { loginName: ask.loginName, initialPassword: opened.initialPassword }
  })
}
