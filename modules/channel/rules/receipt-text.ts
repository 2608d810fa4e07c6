type Said = { readonly number: string; readonly kind: string; readonly body: string; readonly code: string | null; readonly followUrl: string; readonly left: readonly string[]; readonly added: boolean }

/** Rule IN-8: the receipt says the number, how to follow it, how to add to it, and what could not be kept; nothing of what was written is repeated. */
export function receiptText(said: Said): { subject: string; text: string } {
  const lines = [
    '您好：',
    '',
    said.added ? `您的补充已收到，并入 ${said.number}，办理人员会一并查看。` : `您的来信已收到并登记，编号 ${said.number}（${said.kind}）。`,
    ...(said.code === null ? [] : [`查询码：${said.code}`, `查询办理情况：${said.followUrl}`, '查询码只告诉您一人，凭它可以查看进度、补充情况，请妥善保存。']),
    ...(said.left.length === 0 ? [] : ['', '有附件没有保留：', ...said.left]),
    '',
    '如需补充，请直接回复本邮件，并保留主题中的编号。',
    '',
    said.body,
    '',
    said.added ? `Your addition was put to ${said.number}. To add more, reply to this mail and keep the number in the subject.` : `Your letter is registered as ${said.number}. To add to it, reply to this mail and keep the number in the subject.`,
    '本邮件由系统自动发出。This mail was sent by a machine.',
  ]
  return { subject: said.added ? `[${said.number}] 补充已收到` : `[${said.number}] 来信已登记`, text: lines.join('\n') }
}
