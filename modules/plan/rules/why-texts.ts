import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import type { WhyCode } from './facts.ts'
import type { StoredWhy } from './why.ts'

type Words = { readonly zh: string; readonly en: string }

/** A verdict's reason in the words that people read. */
const texts: Record<WhyCode, Words> = {
  nothing_handed_in: { zh: '还没有提交材料', en: 'nothing was handed in' },
  waiting: { zh: '材料已提交，等待审核', en: 'handed in, waiting for the decision' },
  waiting_late: { zh: '材料已迟交，等待审核', en: 'handed in late, waiting for the decision' },
  returned: { zh: '材料被退回，需要重新提交', en: 'returned, to be handed in again' },
  accepted: { zh: '材料按时提交并通过', en: 'handed in on time and accepted' },
  late: { zh: '已完成，但是迟交', en: 'done, but late' },
  verified_by_hand: { zh: '由卫健委审核认定', en: 'verified by hand' },
  count_reached: { zh: '记录数已达到', en: 'the count is reached' },
  count_running: { zh: '期间未结束，正在累计', en: 'the period is running' },
  count_short: { zh: '记录数不够', en: 'too few records' },
  units_reached: { zh: '{expected}个科室（人员）全部按时达到{need}条', en: 'all {expected} units reached {need} in time' },
  units_running: { zh: '{expected}个科室（人员）中已有{reached}个达到{need}条；还差：{missing}', en: '{reached} of {expected} units reached {need} so far; missing: {missing}' },
  units_short: { zh: '{expected}个科室（人员）中只有{reached}个达到{need}条；缺：{missing}', en: 'only {reached} of {expected} units reached {need}; missing: {missing}' },
  units_none: { zh: '名册上没有应统计的科室或人员，请先登记', en: 'the roster holds no unit to count; enter departments and people first' },
  value_running: { zh: '期间未结束，指标仍在变化', en: 'the period is running' },
  value_reported: { zh: '指标已按期算出；方案没有写要达到多少，只记为已报数', en: 'the value was computed; the plan names no number to reach, so it counts as reported' },
  no_value: { zh: '没有指标数据', en: 'no value' },
  target_reached: { zh: '指标达到要求', en: 'the target is reached' },
  target_missed: { zh: '指标没有达到要求', en: 'the target is missed' },
  published: { zh: '已公开且在有效期内', en: 'published and fresh' },
  not_in_turn: { zh: '本期还没有更新公开内容', en: 'nothing new was published in this turn' },
  not_fresh: { zh: '公开内容已过期，需要更新', en: 'published, but out of date' },
  service_used: { zh: '服务已开通并使用', en: 'the service is on and used' },
  service_off: { zh: '服务没有开通', en: 'the service is off' },
  service_not_used: { zh: '服务已开通，但没有使用', en: 'the service is on, but unused' },
  settle_running: { zh: '期间未结束', en: 'the period is running' },
  all_settled: { zh: '没有超期未办的事项', en: 'no matter is overdue' },
  matters_overdue: { zh: '有超期未办的事项', en: 'matters are overdue' },
  override: { zh: '改判：{reason}', en: 'set by hand: {reason}' },
}

const isInstant = (value: string | number): value is string => typeof value === 'string' && /^\d{4}-.*Z$/.test(value)

/** The sentence under a verdict, from its code and figures; times as they are in Shanghai. */
export function sayWhy({ code, params }: StoredWhy, locale: 'zh' | 'en'): string {
  const sentence = code in texts ? texts[code as WhyCode][locale] : code
  const filled = sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '—'
    return isInstant(value) ? `${shanghaiDate(value)} ${shanghaiTime(value)}` : String(value)
  })
  const { count, need, value } = params
  if (count !== undefined && count !== null) return `${filled}（${count}${need === undefined || need === null ? '' : ` / ${need}`}）`
  return value === undefined || value === null ? filled : `${filled}（${value}）`
}
