/** Refusals of examinations booked together. */
export const examRefusals = {
  'exam.unknown': { status: 400, zh: '没有这项检查，没有保存；请从目录里选择。', en: 'There is no such examination; nothing was kept. Choose from the catalogue.' },
  'exam.not_yours': { status: 403, zh: '只有本院医师、科室主任可以开检查单。', en: 'Only a doctor or a head of department of the body orders examinations.' },
  'exam.planner_only': { status: 403, zh: '只有本院医务人员可以安排检查。', en: 'Only staff of the body plan examinations.' },
  'exam.setup_only': { status: 403, zh: '只有机构经办人、科室主任可以设置检查门诊。', en: 'Only the clerk of the body or a head of department sets up clinics of examinations.' },
  'exam.too_many': { status: 400, zh: '一张检查单最多十二项，没有保存；请分开开单。', en: 'One order has at most twelve examinations; nothing was kept. Write two orders.' },
  'exam.ended': { status: 409, zh: '这张检查单已经完成或取消，没有保存。', en: 'This order is done or cancelled; nothing was kept.' },
  'exam.places_missing': { status: 400, zh: '还有检查没有排时间，没有预约；请把每一项都排上。', en: 'Some examinations have no time yet; nothing was booked. Give each of them one.' },
  'exam.place_gone': { status: 409, zh: '所选时间已经没有空位，没有预约；已按现有空位重新安排，请再看一遍。', en: 'A chosen time is taken by now; nothing was booked. There is a new plan, please look again.' },
  'exam.breaks': { status: 409, zh: '这样安排不可行，没有预约', en: 'This plan does not work; nothing was booked' },
  'exam.clinic_wrong': { status: 400, zh: '这不是检查类门诊，没有保存；请在排班里把门诊类型设为检查。', en: 'This is no clinic for examinations; nothing was kept. Set its kind to examination in the schedule.' },
  'exam.no_such_booking': { status: 404, zh: '没有找到这个就诊码对应的预约，没有保存；请核对后重试，或直接填写患者信息。', en: 'There is no booking with this code; nothing was kept. Check it, or enter the patient.' },
  'exam.busy': { status: 409, zh: '这张检查单刚被别人改动，没有保存；请刷新后再试。', en: 'Somebody else changed this order just now; nothing was kept. Reload and try again.' },
} as const
