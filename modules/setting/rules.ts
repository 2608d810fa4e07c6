import { commissionRoles, hasRole, type Actor, type StaffRole } from '../../kernel/actor.ts'
import { refuse, type Refusal } from '../../kernel/refusal.ts'

type Words = { readonly zh: string; readonly en: string }
export type SettingValue = number | boolean | string
/** What a setting is: everything a screen or a rule needs to know of it. */
export type Setting<Value extends SettingValue = SettingValue> = {
  readonly group: keyof typeof groups
  readonly label: Words
  readonly hint: Words
  readonly standard: Value
  readonly min: number | null
  readonly max: number | null
  readonly unit: Words | null
  readonly mayChange: readonly StaffRole[]
}

export const groups = {
  identity: { zh: '登录与安全', en: 'Signing in' },
  session: { zh: '在线时长', en: 'Sessions' },
  citizen: { zh: '群众登录', en: 'Citizens' },
  portal: { zh: '群众提交', en: 'What citizens send' },
  booking: { zh: '预约挂号', en: 'Booking' },
} as const satisfies Record<string, Words>

const units = {
  times: { zh: '次', en: 'times' },
  minutes: { zh: '分钟', en: 'minutes' },
  hours: { zh: '小时', en: 'hours' },
  days: { zh: '天', en: 'days' },
  characters: { zh: '个字符', en: 'characters' },
  passwords: { zh: '个', en: 'passwords' },
  sessions: { zh: '处', en: 'sessions' },
  seconds: { zh: '秒', en: 'seconds' },
  matters: { zh: '件', en: 'matters' },
  years: { zh: '岁', en: 'years' },
} as const

const heads = ['commission_head'] as const
const amount = (group: Setting['group'], unit: keyof typeof units, standard: number, min: number, max: number, label: Words, hint: Words): Setting<number> => ({ group, label, hint, standard, min, max, unit: units[unit], mayChange: heads })

/** Rule ST-1: every setting has a standard value and bounds; what nobody changed follows the release. */
export const settings = {
  'identity.lock_after': amount('identity', 'times', 5, 3, 20, { zh: '连续输错几次后锁定', en: 'Wrong tries in a row before the lock' }, { zh: '密码和动态验证码合并计数，完整登录一次后清零。', en: 'Password and second factor count together; a complete sign-in starts afresh.' }),
  'identity.lock_minutes': amount('identity', 'minutes', 15, 1, 1440, { zh: '锁定时长', en: 'Length of the lock' }, { zh: '到时自动解除，管理员也可提前解锁。', en: 'Ends by itself; an administrator may lift it earlier.' }),
  'identity.password_days': amount('identity', 'days', 90, 1, 3650, { zh: '密码有效期', en: 'Age of a password' }, { zh: '到期后登录须先修改密码。', en: 'An older password must be changed at sign-in.' }),
  'identity.password_length': amount('identity', 'characters', 10, 8, 64, { zh: '密码最短长度', en: 'Shortest password' }, { zh: '只对新设的密码生效。', en: 'Holds for new passwords.' }),
  'identity.password_history': amount('identity', 'passwords', 5, 1, 24, { zh: '不得重复最近几个密码', en: 'Passwords not to be used again' }, { zh: '包括当前密码。', en: 'The current one counts.' }),
  'identity.idle_minutes': amount('session', 'minutes', 480, 5, 1440, { zh: '无操作多久后退出', en: 'Idle time before signing out' }, { zh: '医院窗口整天开着页面，默认8小时。', en: 'A counter keeps its page open all day, so eight hours.' }),
  'identity.session_hours': amount('session', 'hours', 24, 1, 720, { zh: '一次登录最长多久', en: 'Longest session of staff' }, { zh: '到时须重新登录。', en: 'Then one signs in again.' }),
  'identity.max_sessions': amount('session', 'sessions', 5, 1, 50, { zh: '同时在线上限', en: 'Sessions at the same time' }, { zh: '超出时最早的一处退出。', en: 'One more ends the oldest.' }),
  'citizen.session_days': amount('citizen', 'days', 30, 1, 365, { zh: '群众一次登录最长多久', en: 'Longest session of a citizen' }, { zh: '仍受无操作时长限制。', en: 'The idle time holds as well.' }),
  'citizen.code_minutes': amount('citizen', 'minutes', 5, 1, 30, { zh: '短信验证码有效期', en: 'Life of a one-time code' }, { zh: '', en: '' }),
  'citizen.code_attempts': amount('citizen', 'times', 5, 1, 10, { zh: '每个验证码可试几次', en: 'Tries per code' }, { zh: '', en: '' }),
  'citizen.codes_per_hour': amount('citizen', 'times', 5, 1, 50, { zh: '每个号码每小时最多几条', en: 'Codes per phone and hour' }, { zh: '', en: '' }),
  'citizen.resend_seconds': amount('citizen', 'seconds', 60, 10, 600, { zh: '重新发送间隔', en: 'Pause before sending again' }, { zh: '', en: '' }),
  'portal.address_per_hour': amount('portal', 'matters', 60, 5, 5000, { zh: '同一网络地址每小时最多几件', en: 'Matters per address and hour' }, { zh: '医院的无线网络是几百人共用一个地址，不要设得太小。', en: "Hundreds of people share a hospital's wireless network: do not set it low." }),
  'portal.device_per_day': amount('portal', 'matters', 20, 2, 500, { zh: '同一台设备每天最多几件', en: 'Matters per device and day' }, { zh: '导诊台的公用设备也按一台计算。', en: 'A shared device at a desk counts as one.' }),
  'portal.phone_per_day': amount('portal', 'matters', 10, 1, 100, { zh: '同一手机号每天最多几件', en: 'Matters per phone number and day' }, { zh: '', en: '' }),
  'portal.least_seconds': amount('portal', 'seconds', 3, 0, 60, { zh: '打开表单后至少多久才能提交', en: 'Least time between opening and sending the form' }, { zh: '比人手更快的多半是程序；被拦下的再按一次提交即可。', en: 'What is faster than a hand is mostly a program; whoever is stopped sends again.' }),
  'booking.hold_minutes': amount('booking', 'minutes', 15, 5, 120, { zh: '收费号保留多久等候缴费', en: 'How long a place with a fee waits to be paid' }, { zh: '到时未缴费自动放出；改动在一分钟内生效。', en: 'Unpaid, it is given back by then; a change holds within a minute.' }),
  'booking.cancel_hours': amount('booking', 'hours', 0, 0, 168, { zh: '就诊日零时前几小时截止取消', en: 'Hours before the day when cancelling ends' }, { zh: '0 表示就诊日零时前都可取消；到期后仍可请医院取消。', en: 'With 0 one cancels until the day begins; afterwards the hospital still does.' }),
  'booking.late_minutes': amount('booking', 'minutes', 30, 0, 240, { zh: '号段结束后多久内报到仍有效', en: 'How long after the slot an arrival counts' }, { zh: '再晚到的在现场取号，不影响就医。', en: 'Whoever comes later takes a number on site.' }),
  'booking.return_minutes': amount('booking', 'minutes', 30, 0, 240, { zh: '退号最长多久后放出', en: 'Longest delay before a returned place is free' }, { zh: '在此时间内随机放出，候补的人优先。', en: 'Within it at random; whoever waits comes first.' }),
  'booking.block_after': amount('booking', 'times', 3, 0, 20, { zh: '爽约几次后暂停网上预约', en: 'Missed visits before booking online is paused' }, { zh: '0 表示不暂停；现场挂号和急诊从不受影响。', en: '0 pauses nobody; care on site and emergency care are never affected.' }),
  'booking.block_window_days': amount('booking', 'days', 180, 7, 730, { zh: '爽约按最近多少天计算', en: 'Days within which missed visits count' }, { zh: '', en: '' }),
  'booking.block_days': amount('booking', 'days', 90, 1, 365, { zh: '暂停网上预约多少天', en: 'Days for which booking online is paused' }, { zh: '本人可以申诉，由医院工作人员处理。', en: 'An appeal is open, and a person decides it.' }),
  'booking.exempt_age': amount('booking', 'years', 80, 60, 120, { zh: '多少岁以上不因爽约暂停', en: 'Age from which nobody is paused' }, { zh: '', en: '' }),
} as const satisfies Record<string, Setting>

export type SettingKey = keyof typeof settings
type Widen<Value> = Value extends number ? number : Value extends boolean ? boolean : string
export type ValueOf<Key extends SettingKey> = Widen<(typeof settings)[Key]['standard']>

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settings, key)
export const settingKeys = Object.keys(settings).filter(isSettingKey)

/** Rule ST-2: a value has the type of its standard value and lies within the bounds. */
export function checkSetting(key: SettingKey, value: unknown): Refusal | null {
  const { standard, min, max }: Setting = settings[key]
  if (typeof value !== typeof standard) return refuse('setting.out_of_range', key)
  if (typeof value !== 'number') return null
  if (!Number.isInteger(value) || (min !== null && value < min) || (max !== null && value > max)) return refuse('setting.out_of_range', `${min}–${max}`)
  return null
}

/** What is kept may come from another release: a value that does not fit any more falls back to the standard. */
export const valueOrStandard = <Key extends SettingKey>(key: Key, kept: unknown): ValueOf<Key> =>
  (checkSetting(key, kept) === null ? kept : settings[key].standard) as ValueOf<Key>

/**
 * Rule ST-3: settings and the calendar hold for every region, so only a commission of the highest level present
 * changes them; `prefixes` are those of all active commissions.
 */
export function mayChangeForAll(actor: Actor, prefixes: readonly string[]): Refusal | null {
  if (actor.kind === 'system') return null
  if (actor.regionPrefix === null || !hasRole(actor, ...commissionRoles)) return refuse('access.denied')
  const own = actor.regionPrefix.length
  return prefixes.every((prefix) => prefix.length >= own) ? null : refuse('setting.not_top_commission')
}

/** Rule ST-4: each setting names the posts that may change it. */
export function mayChangeSetting(actor: Actor, key: SettingKey, prefixes: readonly string[]): Refusal | null {
  const { mayChange }: Setting = settings[key]
  if (actor.kind !== 'system' && !hasRole(actor, ...mayChange)) return refuse('setting.not_yours')
  return mayChangeForAll(actor, prefixes)
}
