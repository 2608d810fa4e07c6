/** Refusals of the kernel's deadlines and recurrences. */
export const timeRefusals = {
  'deadline.not_pausable': { status: 409, zh: '这类期限不能暂停计时，没有改动。', en: 'This kind of deadline cannot be stopped; nothing was changed.' },
  'deadline.already_paused': { status: 409, zh: '期限已处于暂停状态，没有改动。', en: 'The deadline is stopped already; nothing was changed.' },
  'deadline.not_paused': { status: 409, zh: '期限没有暂停，无需恢复。', en: 'The deadline is not stopped, so it cannot be resumed.' },
  'deadline.wrong_order': { status: 409, zh: '时间早于期限的开始或上一次暂停，没有改动；请核对时间。', en: 'The time lies before the start of the deadline or of its last stop; nothing was changed. Check the time.' },
  'deadline.past_due': { status: 409, zh: '期限已过，不能再暂停或延长。', en: 'The deadline has passed; it can no longer be stopped or extended.' },
  'deadline.not_extendable': { status: 409, zh: '这类期限不能延长，没有改动。', en: 'This kind of deadline cannot be extended; nothing was changed.' },
  'deadline.extension_used': { status: 409, zh: '期限只能延长一次，已经用过。', en: 'A deadline is extended once only, and this one has been.' },
  'deadline.wrong_approver': { status: 403, zh: '延长期限须由规定的负责人批准，没有改动。', en: 'The rule names another approver for the extension; nothing was changed.' },
  'recurrence.not_understood': { status: 422, zh: '重复规则不在系统支持的范围内，请改写。', en: 'This recurrence rule is not one the system can follow; write it another way.' },
  'recurrence.too_many': { status: 422, zh: '一次最多生成2000期，请缩短起止日期。', en: 'At most 2,000 periods are made at once; choose a shorter span of dates.' },
} as const
