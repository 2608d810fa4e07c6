import type { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { refusalOf, RefusedError } from '../../kernel/refusal.ts'
import type { App } from '../../server/platform/app.ts'
import type { ReadTx } from '../../server/platform/database.ts'
import * as commands from './commands.ts'
import { settingContract, type SettingRow } from './contract.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

export function settingRoutes(app: App): void {
  app.query(settingContract.listSettings, async ({ read, actor }) => ({ rows: await view(read, actor, rules.settingKeys) }))
  app.command(settingContract.saveSetting, async ({ params, body, ...act }) => {
    await commands.saveSetting(act, { ...params, ...body })
    const [row] = await view(act.tx, act.actor, rules.isSettingKey(params.key) ? [params.key] : [])
    if (row === undefined) throw new RefusedError('setting.unknown')
    return row
  })
}

async function view(read: ReadTx, actor: Actor, keys: readonly rules.SettingKey[]): Promise<z.infer<typeof SettingRow>[]> {
  const kept = new Map((await store.listKept(read, keys)).map((row) => [row.key, row]))
  const prefixes = await store.listCommissionPrefixes(read)
  return keys.map((key) => {
    const { group, label, hint, standard, min, max, unit }: rules.Setting = rules.settings[key]
    const row = kept.get(key)
    return {
      key, group, label, hint, min, max, unit, standard,
      groupName: rules.groups[group],
      kind: typeof standard === 'number' ? 'number' : typeof standard === 'boolean' ? 'boolean' : 'text',
      value: rules.valueOrStandard(key, row?.value),
      changedAt: row?.changedAt ?? null,
      changedByName: row?.changedByName ?? null,
      blocked: { change: refusalOf(rules.mayChangeSetting(actor, key, prefixes)) },
    }
  })
}
