import type { Texts } from '../ui/texts.ts'

/** Texts of the shell; each module keeps its own beside its screens. */
export const texts = {
  due: { zh: '待我办理', en: 'Due from me' },
  plans: { zh: '专项行动', en: 'Campaigns' },
  reader: { zh: '方案解读', en: 'Plan reader' },
  groups: { zh: '领导小组与会商', en: 'Leading groups' },
  childplans: { zh: '单位实施方案', en: 'Child plans' },
  directory: { zh: '机构与人员', en: 'Directory' },
  import: { zh: '批量导入', en: 'Import' },
  notices: { zh: '通知', en: 'Notifications' },
  calendar: { zh: '工作日历', en: 'Calendar' },
  accounts: { zh: '账号管理', en: 'Accounts' },
  audit: { zh: '操作留痕', en: 'Audit' },
  settings: { zh: '系统设置', en: 'Settings' },
  account: { zh: '我的账号', en: 'My account' },
  home: { zh: '回音，回到待我办理', en: 'Huiyin, to what is due from me' },
  menu: { zh: '菜单', en: 'Menu' },
  personal: { zh: '个人菜单', en: 'Personal menu' },
  unread: { zh: '通知，{n} 条未读', en: 'Notifications, {n} unread' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  schemeDark: { zh: '深色显示', en: 'Dark' },
  schemeLight: { zh: '浅色显示', en: 'Light' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  demo: { zh: '演示', en: 'Demo' },
  notFound: { zh: '没有这一页', en: 'No such page' },
  notFoundHint: { zh: '地址可能写错了，或者这一项已被移走。', en: 'The address may be mistyped, or the page has moved.' },
} as const satisfies Texts
