/** Refusals of the draw and of the people an account books for. */
export const drawRefusals = {
  'draw.not_open_yet': { status: 409, zh: '抽签报名还没有开始，没有登记；请到公布的时间再来。', en: 'Entries are not taken yet; nothing was entered. Come back at the time that is published.' },
  'draw.closed': { status: 409, zh: '抽签报名已经截止，没有改动；没有抽出去的号会对所有人开放。', en: 'Entries are closed; nothing was changed. What is not drawn opens to everybody.' },
  'draw.entered_already': { status: 409, zh: '这位就诊人已经报名过这次抽签，没有重复报名；要改志愿请先撤回。', en: 'This person has entered this draw already and was not entered twice; withdraw first to change the wishes.' },
  'draw.no_wish': { status: 422, zh: '还没有报名：请至少选一个想要的时间。', en: 'Not entered yet: choose one time at least.' },
  'draw.wish_gone': { status: 409, zh: '还没有报名：选的时间已经停诊或不在这次抽签里，请重新选。', en: 'Not entered yet: a time you chose was stopped or is not part of this draw; choose again.' },
  'draw.not_drawn': { status: 404, zh: '这次抽签还没有结果。', en: 'This draw has not been made yet.' },
  'visitor.not_readable': { status: 422, zh: '就诊人的信息有误，没有添加。', en: 'What was given of the person cannot be used; nobody was added.' },
  'visitor.too_many': { status: 409, zh: '一个账号最多添加8位就诊人，没有添加；请先移除不再需要的，或到窗口预约。', en: 'An account books for eight people at most; nobody was added. Remove somebody first, or book at the desk.' },
  'visitor.self_once': { status: 409, zh: '“本人”已经填过，没有改动；这一位请选别的关系。', en: 'You have entered yourself already; nothing was changed. Choose what this person is to you.' },
} as const
