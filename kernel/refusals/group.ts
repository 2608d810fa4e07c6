/** Refusals of leading groups, consultations and child plans. */
export const groupRefusals = {
  'group.not_a_member': { status: 403, zh: '只有领导小组成员或本单位负责人、经办人可以提出会商。', en: 'Only a member of the group, or the head or clerk of a body, may ask for a consultation.' },
  'group.not_the_office': { status: 403, zh: '只有领导小组办公室可以办理会商。', en: "Only the group's office may act on a consultation." },
  'group.no_members': { status: 409, zh: '领导小组还没有成员，没有保存；请先登记成员。', en: 'The group has no members yet; nothing was kept. Enter its members first.' },
  'group.member_left': { status: 409, zh: '该成员已经离任，没有保存。', en: 'This member has already left; nothing was kept.' },
  'consult.not_open': { status: 409, zh: '这次会商已经办结，没有保存。', en: 'This consultation is closed; nothing was kept.' },
  'consult.not_convened': { status: 409, zh: '还没有召集会议，不能登记决定；请先登记会议时间。', en: 'No meeting was convened yet; enter the date of the meeting first.' },
  'consult.meeting_before_question': { status: 400, zh: '会议日期早于会商提出日期，没有保存。', en: 'The meeting is dated before the question; nothing was kept.' },
  'consult.meeting_in_future': { status: 409, zh: '会议日期还没有到，不能登记决定。', en: 'The meeting lies in the future; no decision can be entered yet.' },
  'consult.duty_without_plan': { status: 409, zh: '这个领导小组没有对应的专项行动，决定不能转为任务。', en: 'This group belongs to no campaign; its decision cannot become a duty.' },
  'childplan.not_a_participant': { status: 409, zh: '本单位不在这项行动的范围内。', en: 'Your institution takes no part in this campaign.' },
  'childplan.nothing_read': { status: 422, zh: '没有从文件中读出任何条款，没有保存；请换一份带编号条款的文件。', en: 'No clause could be read from the file; nothing was kept. Send a document with numbered clauses.' },
  'childplan.not_filed': { status: 409, zh: '这份实施方案不在待审状态，没有保存。', en: 'This child plan is not waiting for a decision; nothing was kept.' },
  'childplan.accepted_already': { status: 409, zh: '已有通过的实施方案；如需更换，请先联系卫健委退回。', en: 'A child plan was accepted already; ask the commission to return it first.' },
} as const
