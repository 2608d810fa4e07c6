/** Refusals of paying online, of refunds and of the merchant's settings. */
export const paymentRefusals = {
  'payment.not_online': { status: 409, zh: '这家医院还没有开通网上交费，没有下单；请在时限内到窗口交费。', en: 'This hospital takes no fees online yet; nothing was ordered. Pay at the desk in time.' },
  'payment.not_held': { status: 409, zh: '这个预约不是待交费状态，没有下单；请刷新后查看。', en: 'This booking does not wait for a fee; nothing was ordered. Reload to see it.' },
  'payment.too_late': { status: 409, zh: '离释放不到两分钟，来不及网上交费，没有下单；请到窗口交费或重新预约。', en: 'Less than two minutes are left, too little for paying online; nothing was ordered. Pay at the desk or book again.' },
  'payment.free': { status: 409, zh: '这个门诊不收挂号费，没有下单。', en: 'This clinic costs nothing; nothing was ordered.' },
  'payment.channel_down': { status: 409, zh: '支付渠道暂时连不上，没有扣款，号还为您留着；请稍后再试，或到窗口交费。', en: 'The payment channel cannot be reached; nothing was paid and the place is still held. Try again, or pay at the desk.' },
  'payment.not_yours': { status: 403, zh: '只有本机构的负责人、经办人可以设置收款和退款，没有保存。', en: 'Head and clerk of the body alone set up payments and refunds; nothing was kept.' },
  'payment.not_found': { status: 404, zh: '没有这笔交费。', en: 'There is no such payment.' },
  'payment.not_paid': { status: 409, zh: '这笔没有交成，没有可退的钱。', en: 'This was not paid; there is nothing to pay back.' },
  'payment.refunded_already': { status: 409, zh: '这笔已退款或正在退款，没有重复退。', en: 'This is paid back already, or is being paid back; nothing was done twice.' },
  'payment.refund_done': { status: 409, zh: '这笔退款已完成，不用再试。', en: 'This refund is done; nothing needs to be tried again.' },
  'payment.key_unreadable': { status: 422, zh: '密钥读不出来，没有保存；请把整个文件的内容（含 BEGIN、END 两行）贴进来', en: 'The key cannot be read; nothing was kept. Paste the whole file with its BEGIN and END lines' },
  'payment.key_missing': { status: 422, zh: '第一次设置，或换了商户号，要填全部密钥；没有保存。缺', en: 'All keys are asked for at first and when the merchant changes; nothing was kept. Missing' },
  'payment.no_merchant': { status: 409, zh: '还没有设置收款商户；请先保存设置。', en: 'No merchant is set up yet; keep the settings first.' },
  'payment.difference_settled': { status: 409, zh: '这条差异已处理，没有改动；请刷新后查看。', en: 'This difference is settled; nothing was changed. Reload to see it.' },
} as const
