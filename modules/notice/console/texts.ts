import type { Texts } from '../../../ui/texts.ts'

/** Texts of notifications. */
export const texts = {
  title: { zh: '通知', en: 'Notifications' },
  unread: { zh: '未读', en: 'Unread' },
  everything: { zh: '全部', en: 'All' },
  show: { zh: '显示哪些', en: 'Which' },
  readAll: { zh: '全部标为已读', en: 'Mark all as read' },
  markRead: { zh: '标为已读', en: 'Mark as read' },
  newMark: { zh: '未读', en: 'unread' },
  toPost: { zh: '发给岗位：{role}', en: 'to the post: {role}' },
  open: { zh: '去办理', en: 'Open' },
  emptyUnread: { zh: '没有未读通知。', en: 'Nothing unread.' },
  empty: { zh: '还没有通知。有事项到期、材料被退回、会商有结果时，会在这里提醒。', en: 'No notification yet. You will be told of due dates, returns and decisions.' },
  more: { zh: '载入更多', en: 'Load more' },
} as const satisfies Texts
