/** Refusals of the reader module. */
export const readerRefusals = {
  'reader.unreadable': { status: 422, zh: '文件无法读取，没有保存', en: 'The document cannot be read; nothing was kept' },
  'reader.nothing_read': { status: 422, zh: '没有从文件中读出任何文字条款，没有保存；请确认是方案文件。', en: 'No clause could be read from the document; nothing was kept. Check that it is a plan.' },
  'reader.draft_closed': { status: 409, zh: '这份草稿已经启动或作废，不能再改。', en: 'This draft was launched or put aside; it can no longer be changed.' },
  'reader.item_not_found': { status: 404, zh: '草稿中没有这一项，没有保存；请刷新页面。', en: 'The draft has no such item; nothing was kept. Reload the page.' },
  'reader.not_removable': { status: 409, zh: '原文条款和文件标题不能删除，只能更正。', en: 'A clause of the document cannot be removed, only corrected.' },
  'reader.clause_in_circle': { status: 400, zh: '条款不能放到自己的下级之下，没有保存。', en: 'A clause cannot lie below itself; nothing was kept.' },
  'reader.dates_inverted': { status: 400, zh: '结束日期早于开始日期，没有保存；请更正。', en: 'The end lies before the start; nothing was kept. Correct the dates.' },
  'reader.rhythm_not_understood': { status: 422, zh: '周期规则系统不支持，没有保存；请改写为每日、每周、每月、每季度或每年。', en: 'The system cannot follow this rhythm; nothing was kept. Use daily, weekly, monthly, quarterly or yearly.' },
  'reader.from_template': { status: 409, zh: '这份草稿由模板生成，没有可以更换的原文件；请直接更正条款，或从新版模板另建一份。', en: 'This draft was made from a template and has no document to replace; correct its items, or make a new draft from the newer template.' },
  'reader.filter_does_not_fit': { status: 422, zh: '“只计哪些登记”的条件与绑定的台账不符，没有保存；请从台账的选项中重新选择。', en: 'What is to be counted does not fit the register the duty is bound to; nothing was kept. Choose among what the register knows.' },
  'reader.role_does_not_fit': { status: 400, zh: '办理岗位与责任主体不一致，没有保存：卫健委自身的任务只能单独指定卫健委，并由卫健委岗位办理；其他任务由机构岗位办理。', en: 'Post and body do not fit; nothing was kept. A duty of the commission is for the commission alone and answered by one of its posts, any other by a post of the institutions.' },
} as const
