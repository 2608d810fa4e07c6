import type { App, Options } from '../../server/platform/app.ts'
import * as commands from './commands/accounts.ts'
import { identityContract } from './contract.ts'
import { listKept } from './store/accounts.ts'
import { viewAccount, viewKept } from './views.ts'

/** Accounts of staff, kept by heads and clerks (Rule AU-8). */
export function accountRoutes(app: App, asIdentity: Options, withSecret: Options): void {
  app.query(
    identityContract.listAccounts,
    async ({ read, actor, now, today, query }) => {
      const found = await listKept(read, actor, today, now.toISOString(), { search: query.search, institutionId: query.institutionId, state: query.state, before: cursorOf(query.after), limit: query.limit + 1 })
      const rows = found.slice(0, query.limit)
      return { rows: rows.map((row) => viewAccount(row, actor, now)), next: found.length > query.limit ? (rows.at(-1)?.accountId ?? null) : null }
    },
    asIdentity,
  )
  app.command(
    identityContract.inviteAccount,
    async ({ body, ...act }) => {
      const { accountId, initialPassword } = await commands.inviteAccount(act, body)
      return { account: await viewKept(act, accountId), initialPassword }
    },
    withSecret,
  )
  app.command(
    identityContract.changeAccount,
    async ({ params, body, ...act }) => {
      await commands.changeAccount(act, { ...params, ...body })
      return viewKept(act, params.accountId)
    },
    asIdentity,
  )
  app.command(
    identityContract.resetAccount,
    async ({ params, body, ...act }) => {
      const { initialPassword } = await commands.resetAccount(act, { ...params, ...body })
      return { account: await viewKept(act, params.accountId), initialPassword }
    },
    withSecret,
  )
  app.command(
    identityContract.unlockAccount,
    async ({ params, ...act }) => {
      await commands.unlockAccount(act, params)
      return viewKept(act, params.accountId)
    },
    asIdentity,
  )
  app.command(
    identityContract.disableAccount,
    async ({ params, body, ...act }) => {
      await commands.disableAccount(act, { ...params, ...body })
      return viewKept(act, params.accountId)
    },
    asIdentity,
  )
  app.command(
    identityContract.enableAccount,
    async ({ params, ...act }) => {
      await commands.enableAccount(act, params)
      return viewKept(act, params.accountId)
    },
    asIdentity,
  )
}

/** The list runs by account id, newest first; anything else in `after` begins at the top. */
const cursorOf = (after: string | undefined): string | undefined => (after !== undefined && /^[0-9a-f-]{36}$/.test(after) ? after : undefined)
