type Topic = { readonly zh: string; readonly en: string }

/** The sentence of each topic; {names} are filled from the notice's params. Reminders say what, how many and when. */
export const topics: Readonly<Record<string, Topic>> = {
  'plan.launched': { zh: '《{title}》已下达，本单位有 {obligations} 项应办事项。', en: '"{title}" was launched; your institution has {obligations} obligations.' },
  'plan.launch_finished': { zh: '《{title}》下达完成：{institutions} 个机构，{obligations} 项应办事项。', en: '"{title}" is launched: {institutions} institutions, {obligations} obligations.' },
  'plan.duty_added': { zh: '《{title}》新增任务“{duty}”，{dueOn} 前完成。', en: '"{title}" has a new duty, "{duty}", due {dueOn}.' },
  'plan.redated': { zh: '工作日历有调整：{log}', en: 'The calendar changed: {logEn}' },
  'plan.due_in_3': { zh: '《{title}》有 {count} 项将在 3 天后（{dueOn}）到期：{duty}。', en: '{count} obligations of "{title}" are due in three days ({dueOn}): {duty}.' },
  'plan.due_in_1': { zh: '《{title}》有 {count} 项明天（{dueOn}）到期：{duty}。', en: '{count} obligations of "{title}" are due tomorrow ({dueOn}): {duty}.' },
  'plan.due_today': { zh: '《{title}》有 {count} 项今天到期：{duty}。', en: '{count} obligations of "{title}" are due today: {duty}.' },
  'plan.overdue': { zh: '《{title}》有 {count} 项已逾期（应于 {dueOn} 完成）：{duty}。', en: '{count} obligations of "{title}" are overdue since {dueOn}: {duty}.' },
  'plan.escalated_head': { zh: '本单位《{title}》有 {count} 项逾期 3 天仍未完成：{duty}，请负责人督促。', en: '{count} obligations of "{title}" in your institution are three days overdue: {duty}.' },
  'plan.escalated_commission': { zh: '{institution}《{title}》有 {count} 项逾期 7 天仍未完成：{duty}。', en: '{institution} has {count} obligations of "{title}" seven days overdue: {duty}.' },
  'plan.evidence_submitted': { zh: '{institution} 提交了“{duty}”的佐证材料（第 {revision} 次），请审核。', en: '{institution} handed in evidence for "{duty}" (revision {revision}); please decide.' },
  'plan.evidence_accepted': { zh: '“{duty}”的佐证材料已通过。', en: 'The evidence for "{duty}" was accepted.' },
  'plan.evidence_returned': { zh: '“{duty}”的佐证材料被退回：{remark}', en: 'The evidence for "{duty}" was returned: {remark}' },
  'plan.verdict_overridden': { zh: '“{duty}”的结论由卫健委人工认定为“{verdict}”：{reason}', en: 'The commission set the verdict of "{duty}" to "{verdict}": {reason}' },
  'plan.override_revoked': { zh: '“{duty}”的人工认定已撤销，恢复由事实自动判定：{reason}', en: 'The verdict of "{duty}" is computed from facts again: {reason}' },
  'plan.check_not_confirmed': { zh: '“{duty}”抽查未予确认：{remark}', en: 'A check did not confirm "{duty}": {remark}' },
  'plan.obligation_extended': { zh: '“{duty}”的期限延长至 {dueOn}：{reason}', en: '"{duty}" is extended to {dueOn}: {reason}' },
  'booking.appealed': { zh: '有人对暂停网上预约（至 {until}）提出申诉，请处理。', en: 'Somebody appealed against a pause of booking online (until {until}); please decide.' },
  'consult.asked': { zh: '{by} 提请会商：{question}', en: '{by} asks for a consultation: {question}' },
  'consult.convened': { zh: '会商定于 {on} 在 {place} 召开。', en: 'The consultation meets on {on} at {place}.' },
  'consult.decided': { zh: '会商已有决定：{decision}', en: 'The consultation decided: {decision}' },
  'consult.declined': { zh: '会商未予受理：{reason}', en: 'The consultation was declined: {reason}' },
  'childplan.filed': { zh: '{institution} 报送了《{plan}》的实施方案，有 {dropped} 条未落实到位，请审核。', en: '{institution} filed its plan for "{plan}"; {dropped} clauses are missing in it.' },
  'childplan.accepted': { zh: '本单位《{plan}》实施方案已通过。{remark}', en: 'Your plan for "{plan}" was accepted. {remark}' },
  'childplan.returned': { zh: '本单位《{plan}》实施方案被退回：{remark}', en: 'Your plan for "{plan}" was returned: {remark}' },
  'register.missing': { zh: '{unit}“{register}”{period} 还缺 {missing} 次登记，请在 {to} 前完成。', en: '{unit}: {missing} entries of "{registerEn}" are missing for {periodEn}; enter them by {to}.' },
  'register.missing_units': { zh: '“{register}”{period} 还差 {count} 个没有登记：{units}，请督促在 {to} 前完成。', en: '{count} have not entered into "{registerEn}" for {periodEn}: {units}. It ends on {to}.' },
  'register.waiting': { zh: '“{register}”{period} 有 {count} 条记录等您审核，审核后才计入，请在 {to} 前完成。', en: '{count} entries of "{registerEn}" for {periodEn} wait for your confirmation and count only then; it ends on {to}.' },
  'register.corrected': { zh: '您审核过的“{register}”记录“{title}”由 {by} 更正：{reason}', en: '{by} corrected the entry "{title}" of "{registerEn}" that you confirmed: {reason}' },
  'report.opened': { zh: '{form}（{days}）已自动生成，请核对数据、补写文字，{dueOn} 前报送。', en: 'The report "{form}" ({days}) is filled in; check it, add your words, and hand it in by {dueOn}.' },
  'report.to_sign': { zh: '{by} 提请您签字：{form}（{days}）。', en: '{by} asks for your signature: "{form}" ({days}).' },
  'report.submitted': { zh: '{institution} 报送了{form}（{days}，第 {revision} 版），请审核。', en: '{institution} handed in "{form}" ({days}, revision {revision}); please decide.' },
  'report.accepted': { zh: '{form}（{days}）已通过。{remark}', en: '"{form}" ({days}) was accepted. {remark}' },
  'report.returned': { zh: '{form}（{days}）被退回：{remark}', en: '"{form}" ({days}) was returned: {remark}' },
  'report.still_to_sign': { zh: '{form}（{days}）等您签字，{dueOn} 到期。', en: '"{form}" ({days}) waits for your signature; it is due {dueOn}.' },
  'report.still_to_submit': { zh: '{form}（{days}）已签字还没有报送，{dueOn} 到期。', en: '"{form}" ({days}) is signed but not handed in; it is due {dueOn}.' },
  'report.still_returned': { zh: '{form}（{days}）被退回后还没有重新报送，请尽快修改。', en: '"{form}" ({days}) was returned and not handed in again.' },
  'appraisal.published': { zh: '{issuer}公布了{name}（{period}），请看本单位的得分和名次。', en: '{issuer} published the {nameEn} ({periodEn}); please see where you stand.' },
  'bulletin.to_approve': { zh: '{by} 提请您审签：{title}。', en: '{by} asks you to approve: {title}.' },
  'bulletin.returned': { zh: '{title}被退回修改：{remark}', en: '{title} was returned: {remark}' },
  'bulletin.approved': { zh: '{title}已审签，可以发布。', en: '{title} is approved and can be published.' },
  'bulletin.published': { zh: '{issuer}发布了{title}（{number}），请查看并签收。', en: '{issuer} published {title} ({number}); please read and sign for it.' },
  'bulletin.corrected': { zh: '{issuer}更正了{title}（{number}，第 {version} 版），请重新签收。更正说明：{note}', en: '{issuer} corrected {title} ({number}, version {version}); please sign for it again. {note}' },
  'bulletin.still_to_receive': { zh: '{title}（{number}）还没有签收，请查看后签收。', en: '{title} ({number}) waits for your receipt.' },
  'channel.opinion_found': { zh: '“{feed}”有 {count} 条含关键词的新内容，请判断是否要办。', en: '{count} new entries of "{feed}" hold a keyword; please judge them.' },
  'matter.received': { zh: '收到{kind}{number}{title}，请在时限内受理。', en: '{kindEn} {number} came in: {title}.' },
  'matter.step': { zh: '{kind}{number}{title}：{by} {move}{words}', en: '{kindEn} {number} {title}: {by}, {moveEn}{words}' },
  'matter.other': { zh: '{kind}{number}{title}有变化{words}', en: '{kindEn} {number} {title} changed{words}' },
  'matter.due_soon': { zh: '{kind}{number}{title}将于 {due} 到期，请抓紧办理。', en: '{kindEn} {number} {title} is due {due}.' },
  'matter.late_handler': { zh: '{kind}{number}{title}今天（{due}）到期，请办结。', en: '{kindEn} {number} {title} is due {due}; please finish it.' },
  'matter.late_holder': { zh: '本科室办理的{kind}{number}{title}今天（{due}）到期。', en: '{kindEn} {number} {title}, with your department, is due {due}.' },
  'matter.late_officer': { zh: '{kind}{number}{title}已超过时限（{due}），请督促办理。', en: '{kindEn} {number} {title} is late, it was due {due}; please see to it.' },
  'matter.late_head': { zh: '本单位{kind}{number}{title}超过时限（{due}）仍未办结，请负责人过问。', en: '{kindEn} {number} {title} of your body is late, it was due {due}.' },
  'matter.late_commission': { zh: '{kind}{number}{title}超期仍未办结（{due}），已列入督办清单。', en: '{kindEn} {number} {title} is still late, it was due {due}; it is on the chase list.' },
  'matter.drawn': { zh: '{kind}{number}{title}抽中回头看，请复查是否反弹。', en: '{kindEn} {number} {title} was drawn for a re-check.' },
  'queue.helpers_wanted': { zh: '“{queue}”有 {waiting} 人候诊，其中 {beyond} 人等得比告知的久，请到现场导引。', en: '"{queue}": {waiting} wait, {beyond} of them longer than they were told. Please help there.' },
  'queue.second_called': { zh: '“{queue}”主岗{first}{reason}，{waiting}人候诊，请备岗{second}在叫号页点“接替”。', en: '"{queue}": {first} {reasonEn}, {waiting} wait. The second, {second}, please take over on the call panel.' },
  'queue.second_again': { zh: '“{queue}”主岗{first}{reason}已10分钟，备岗{second}没有回应，请科室安排医师接替。', en: '"{queue}": {first} {reasonEn}, and {second} has not answered for ten minutes. Please send a doctor.' },
  'queue.second_taken': { zh: '“{queue}”由{by}在{window}接替{first}，队列已转过去。', en: '"{queue}": {by} stands in for {first} at {window}; the line goes on there.' },
  'queue.second_declined': { zh: '“{queue}”备岗{by}不能接替{first}：{remark}。请科室另行安排。', en: '"{queue}": {by} cannot stand in for {first}: {remark}. Please send somebody else.' },
  'queue.second_lapsed': { zh: '“{queue}”主岗{first}已到岗，不用接替了。', en: '"{queue}": {first} is there; nobody need stand in.' },
  'queue.second_returned': { zh: '“{queue}”主岗{first}已回岗，{by}的接替结束；手上还有人的请看完后关窗。', en: '"{queue}": {first} is back and takes over from {by}. Finish with whoever is at your window, then close it.' },
  'queue.second_ended': { zh: '“{queue}”{first}的接替已结束（本段出诊结束或接替人已离开）。', en: '"{queue}": standing in for {first} has ended (the session is over, or whoever stood in has left).' },
  'queue.no_doctor': { zh: '{department} 在工作时间没有医师在岗，{waiting} 人候诊，请主岗或备岗立即到岗。', en: '{department} has no doctor in its working hours; {waiting} wait. Please take over now.' },
  'payment.person': { zh: '{about} 收到的付款与挂号费不符，请核对后退款或保留。', en: 'The payment for {about} is not the fee; look into it, then pay it back or keep it.' },
  'payment.refund_failed': { zh: '{about} 的退款没有成功，请查看原因后重试。', en: 'The refund for {about} failed; see why and try again.' },
  'payment.bill_differs': { zh: '{on} 的支付账单有 {count} 处与本系统不符，请核对。', en: 'The bill of {on} differs from ours in {count} places; please look.' },
  'booking.clinic_stopped': { zh: '{clinic} {on} 停诊（{reason}），已通知预约群众，请在服务台协助改约。', en: '{clinic} is stopped on {on} ({reason}); everyone who booked was told. Please help at the desk.' },
  'review.to_read': { zh: '{month}处方点评分给您 {count} 张，请在点评台完成。', en: '{count} prescriptions of {month} are yours to review.' },
  'review.to_decide': { zh: '{month}处方点评有 {count} 张两位药师意见不一致，请专家组决定。', en: '{count} prescriptions of {month} wait for the expert group.' },
  'review.objection': { zh: '{month}处方点评有医师提出异议，请专家组决定。', en: 'A prescriber objected to a finding of {month}; please decide.' },
  'review.finding': { zh: '您{month}有 {count} 张处方点评为不合理，请在 {dueOn} 前确认或提出异议。', en: '{count} of your prescriptions of {month} were found unreasonable; agree or object by {dueOn}.' },
  'review.published': { zh: '{month}处方点评结果已在院内公布。', en: 'The review of {month} is published in the hospital.' },
  'review.proposed': { zh: '{month}处方点评后有 {count} 项对医师的处理建议等您决定。', en: '{count} proposals wait for your decision after the review of {month}.' },
  'review.talk_due': { zh: '有 {count} 位医师待约谈（{month}处方点评），{dueOn} 前完成。', en: '{count} prescribers are to be talked with (review of {month}) by {dueOn}.' },
  'review.follow_due': { zh: '处方约谈（{heldOn}）满 {days} 天，请回访是否改进。', en: 'The talk of {heldOn} was {days} days ago; please follow up.' },
  'review.talk_late': { zh: '处方约谈已过期限（{dueOn}），请尽快完成。', en: 'A talk with a prescriber is late since {dueOn}.' },
  'directory.post_passed_on': { zh: '岗位“{post}”由 {from} 交接给 {to}，未办事项一并移交。', en: 'The post "{post}" passed from {from} to {to}, with everything open.' },
  'identity.account_locked': { zh: '您的账号因连续输错曾被锁定至 {until}；如不是本人操作，请修改密码。', en: 'Your account was locked until {until} after wrong tries; if that was not you, change your password.' },
  'calendar.changed': { zh: '工作日历已调整：{day} {name}。', en: 'The calendar was changed: {day} {name}.' },
  'prescribing.month_closed': { zh: '{month} 双十排名已定榜，用量异动药品 {alarms} 个，请查看并公示', en: 'The double-ten of {month} is closed; {alarms} drugs grew too fast. Look at it and publish it' },
  'prescribing.export_requested': { zh: '{who} 申请导出按处方人查询的结果，用途：{purpose}，请决定是否同意', en: '{who} asks to take figures by prescriber out for: {purpose}. Please decide' },
}

/** Codes that stand in params, as people say them. */
const words: Readonly<Record<string, Topic>> = {
  met: { zh: '已完成', en: 'met' },
  unmet: { zh: '未完成', en: 'unmet' },
  waived: { zh: '免除', en: 'waived' },
}

const fill = (sentence: string, params: Readonly<Record<string, unknown>>, locale: 'zh' | 'en'): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (typeof value !== 'string' && typeof value !== 'number') return '—'
    return name === 'verdict' ? (words[value]?.[locale] ?? String(value)) : String(value)
  })

/** Rule NT-1: a notice is one sentence in both languages; an unknown topic is shown by its code and never hidden. */
export function sayTopic(topic: string, params: Readonly<Record<string, unknown>>): { zh: string; en: string } {
  const said = topics[topic]
  return said === undefined ? { zh: topic, en: topic } : { zh: fill(said.zh, params, 'zh'), en: fill(said.en, params, 'en') }
}
