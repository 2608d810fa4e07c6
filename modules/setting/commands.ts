import { orThrow, RefusedError } from '../../kernel/refusal.ts'
import type { Act } from '../../server/platform/act.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

/** Changes one setting; the old and the new value stay on the record with the reason. */
export async function saveSetting(act: Act, ask: { key: string; value: rules.SettingValue; reason: string }): Promise<void> {
  if (!rules.isSettingKey(ask.key)) throw new RefusedError('setting.unknown')
  const no = rules.mayChangeSetting(act.actor, ask.key, await store.listCommissionPrefixes(act.tx)) ?? rules.checkSetting(ask.key, ask.value)
  orThrow(no)
  const [kept] = await store.listKept(act.tx, [ask.key])
  await store.saveValue(act.tx, { key: ask.key, value: ask.value, by: act.actor, at: act.now.toISOString() })
  await act.record({
    institutionId: act.actor.institutionId ?? act.actor.id,
    regionCode: act.actor.regionPrefix ?? '',
    kind: 'setting.changed',
    subjectId: ask.key,
    detail: { from: rules.valueOrStandard(ask.key, kept?.value), to: ask.value, reason: ask.reason },
  })
}
