import type { WhyCode } from './facts.ts'

type Params = Readonly<Record<string, string | number | null>>

const texts: Record<WhyCode, { zh: string; en: string }> = {
  nothing_handed_in: { zh: '尚未提交材料', en: 'Nothing was handed in yet' },
  waiting: { zh: '已按时提交，等待卫健委审核', en: 'Handed in on time, waiting for the commission' },
  waiting_late: { zh: '逾期后才提交，等待审核；通过后记为迟办', en: 'Handed in late, waiting for the commission; it will count as done, but late' },
  returned: { zh: '材料被退回，需重新提交', en: 'The evidence was returned and must be handed in again' },
  accepted: { zh: '按时提交并审核通过', en: 'Handed in on time and accepted' },
  late: { zh: '已完成，但晚于期限', en: 'Done, but late' },
  verified_by_hand: { zh: '按时提交，由卫健委人工核实', en: 'Handed in on time and verified by hand' },
  count_reached: { zh: '已登记{count}条，达到要求的{need}条', en: '{count} entries, {need} needed' },
  count_running: { zh: '已登记{count}条，要求{need}条', en: '{count} of {need} entries so far' },
  count_short: { zh: '只登记{count}条，要求{need}条', en: 'Only {count} of {need} entries' },
  units_reached: { zh: '应达标{expected}个，全部按时达到{need}条', en: 'All {expected} reached {need} in time' },
  units_running: { zh: '应达标{expected}个，已有{reached}个达到{need}条；还差：{missing}', en: '{reached} of {expected} reached {need} so far; missing: {missing}' },
  units_short: { zh: '应达标{expected}个，只有{reached}个达到{need}条；缺：{missing}', en: 'Only {reached} of {expected} reached {need}; missing: {missing}' },
  units_none: { zh: '名册上没有应统计的科室或人员，无法认定；请先登记科室和人员', en: 'The roster holds no department or person to count; enter them first' },
  value_running: { zh: '目前为{value}，目标{comparator}{target}', en: 'Now {value}, target {comparator} {target}' },
  no_value: { zh: '本期没有数据', en: 'No value in this period' },
  target_reached: { zh: '本期为{value}，达到目标{comparator}{target}', en: '{value}, target {comparator} {target} reached' },
  target_missed: { zh: '本期为{value}，未达到目标{comparator}{target}', en: '{value}, target {comparator} {target} missed' },
  published: { zh: '已公开', en: 'Published' },
  not_fresh: { zh: '公开内容已超过{freshDays}天未更新', en: 'What was published is older than {freshDays} days' },
  service_used: { zh: '服务已开通，本期使用{used}次', en: 'The service is on and was used {used} times' },
  service_off: { zh: '服务尚未开通', en: 'The service is not switched on' },
  service_not_used: { zh: '服务已开通，本期还没有使用', en: 'The service is on but was not used in this period' },
  settle_running: { zh: '超时未办结{overdueOpen}件', en: '{overdueOpen} matters beyond their time limit' },
  all_settled: { zh: '没有超时未办结的事项', en: 'No matter is beyond its time limit' },
  matters_overdue: { zh: '有{overdueOpen}件事项超时未办结', en: '{overdueOpen} matters are beyond their time limit' },
  override: { zh: '人工认定：{reason}', en: 'Set by hand: {reason}' },
}

/** The sentence under a verdict, from its code and figures. */
export function sayWhy(why: { readonly code: string; readonly params: Params }, locale: 'zh' | 'en'): string {
  const sentence = why.code in texts ? texts[why.code as WhyCode][locale] : why.code
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(why.params[name] ?? '—'))
}
