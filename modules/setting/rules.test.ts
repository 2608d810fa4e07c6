import { expect, test } from 'vitest'
import { anonymous, type Actor, type StaffRole } from '../../kernel/actor.ts'
import * as rules from './rules.ts'

const actor = (role: StaffRole, regionPrefix: string | null): Actor => ({ ...anonymous, kind: 'staff', regionPrefix, roles: [role] })

test('ST-1 every setting has words in both languages and a standard value within its own bounds', () => {
  expect(rules.settingKeys.length).toBeGreaterThan(10)
  for (const key of rules.settingKeys) {
    const setting: rules.Setting = rules.settings[key]
    expect(setting.label.zh).toMatch(/[一-鿿]/)
    expect(setting.label.en).toMatch(/[a-z]/)
    expect(rules.checkSetting(key, setting.standard)).toBeNull()
  }
})

test.each([[3, null], [20, null], [2, 'setting.out_of_range'], [21, 'setting.out_of_range'], [5.5, 'setting.out_of_range'], ['5', 'setting.out_of_range'], [true, 'setting.out_of_range']])('ST-2 judges %s wrong tries', (value, refused) => {
  expect(rules.checkSetting('identity.lock_after', value)?.refused ?? null).toBe(refused)
})

test('ST-2 what does not fit any more falls back to the standard', () => {
  expect(rules.valueOrStandard('identity.lock_after', 7)).toBe(7)
  for (const kept of [undefined, null, 'seven', 700]) expect(rules.valueOrStandard('identity.lock_after', kept)).toBe(5)
})

test.each([
  ['the only commission', actor('commission_clerk', '990121'), ['990121'], null],
  ['the city above its counties', actor('commission_clerk', '9901'), ['9901', '990121'], null],
  ['a county below a city', actor('commission_head', '990121'), ['9901', '990121'], 'setting.not_top_commission'],
  ['one of two counties', actor('commission_head', '990121'), ['990121', '990122'], null],
  ['a hospital', actor('institution_head', null), ['990121'], 'access.denied'],
])('ST-3 what holds for all: %s', (_, who, prefixes, refused) => {
  expect(rules.mayChangeForAll(who, prefixes)?.refused ?? null).toBe(refused)
})

test('ST-4 the posts a setting names change it, nobody else', () => {
  expect(rules.mayChangeSetting(actor('commission_head', '990121'), 'identity.lock_after', ['990121'])).toBeNull()
  expect(rules.mayChangeSetting(actor('commission_clerk', '990121'), 'identity.lock_after', ['990121'])).toEqual({ refused: 'setting.not_yours' })
})
