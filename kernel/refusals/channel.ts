import type { RefusalEntry } from '../refusal.ts'

/** The no's of mailboxes, sources of orders and feeds. */
export const channelRefusals = {
  'channel.not_yours': { status: 403, zh: '受理渠道只由本单位管理，没有改动。', en: 'Channels are managed by their own body; nothing was changed.' },
  'channel.kind_closed': { status: 409, zh: '这类事项不从这个渠道受理，没有保存；请换一类。', en: 'This kind of matter does not come in by this channel; nothing was kept, choose another.' },
  'channel.mailbox_exists': { status: 409, zh: '这个邮箱地址已经登记过，没有重复登记。', en: 'This address is entered already.' },
  'channel.mailbox_password': { status: 400, zh: '请填写邮箱的密码或授权码；没有保存。', en: 'Give the password of the mailbox; nothing was kept.' },
  'channel.mail_not_ignored': { status: 409, zh: '只有未受理或处理失败的邮件可以重新受理；这封没有改动。', en: 'Only a mail that was passed over or has failed can be taken again.' },
  'channel.reply_sent': { status: 409, zh: '这封回复已经发出或正在等候发送，不用重发。', en: 'This answer is sent already, or waits to be sent.' },
  'channel.source_exists': { status: 409, zh: '已有同名的来源，没有重复登记；请换一个名称。', en: 'There is a source of this name already; choose another name.' },
  'channel.source_closed': { status: 409, zh: '这个来源已停用，没有接收；请先在“受理渠道”里启用。', en: 'This source is switched off; nothing was taken.' },
  'channel.token_wrong': { status: 401, zh: '令牌不对或已作废，没有接收；请向受理单位要新的令牌。', en: 'The token is wrong or was revoked; nothing was taken. Ask the receiving body for a new one.' },
  'channel.order_changed': { status: 409, zh: '这个单号收过，但内容与上次不同，没有改动；补充情况请另起单号或联系受理单位', en: 'This number came before with other content; nothing was changed. Send additions under a number of their own' },
  'channel.order_unknown': { status: 404, zh: '没有收到过这个单号', en: 'No order of this number came in' },
  'channel.order_institution': { status: 422, zh: '没有找到这家机构，没有接收；请写统一社会信用代码或机构全称', en: 'This institution is not known; nothing was taken. Give its unified social credit code or full name' },
  'channel.import_no_heading': { status: 422, zh: '没有找到必需的列，没有导入；请对照模板补上', en: 'Required columns were not found; nothing was imported' },
  'channel.import_no_rows': { status: 422, zh: '表里没有可导入的行，没有导入。', en: 'The sheet holds no rows; nothing was imported.' },
  'channel.import_has_faults': { status: 409, zh: '还有错误的行，不能全部导入；请改好再传，或只导入没有错误的行。', en: 'Some rows are wrong: mend them, or take the right ones only.' },
  'channel.import_nothing': { status: 409, zh: '没有可导入的行。', en: 'There is no row to import.' },
  'channel.import_over': { status: 409, zh: '这次导入已经完成或放弃，没有重复导入。', en: 'This import is over; nothing was taken twice.' },
  'channel.feed_exists': { status: 409, zh: '这个订阅地址已经登记过，没有重复登记。', en: 'This feed is entered already.' },
  'channel.feed_url': { status: 400, zh: '订阅地址要以 http:// 或 https:// 开头，不能带用户名；没有保存', en: 'The address of a feed begins with http or https and holds no user name; nothing was kept' },
  'channel.feed_private': { status: 400, zh: '订阅地址指向内部网络，不能使用；没有保存', en: 'The address of the feed lies inside a private network; nothing was kept' },
  'channel.feed_no_keyword': { status: 400, zh: '请至少写一个两个字以上的关键词；没有保存。', en: 'Give at least one keyword of two characters; nothing was kept.' },
  'channel.candidate_over': { status: 409, zh: '这一条已经处理过，没有重复处理；请刷新查看。', en: 'This one is decided already; look again.' },
} as const satisfies Record<string, RefusalEntry>
