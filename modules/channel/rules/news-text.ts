/** Rule IN-17: that there is news and how to read it; nothing of the matter, since mail is read by others too. */
export function newsText(said: { readonly number: string; readonly body: string; readonly followUrl: string }): { subject: string; text: string } {
  const lines = [
    '您好：',
    '',
    `您反映的 ${said.number} 有新的进展。`,
    `请凭登记时邮件里的查询码查看：${said.followUrl}`,
    '',
    '如需补充，请直接回复本邮件，并保留主题中的编号。',
    '',
    said.body,
    '',
    `There is news on ${said.number}: open it with the code from our first mail, at the address above.`,
    '本邮件由系统自动发出。This mail was sent by a machine.',
  ]
  return { subject: `[${said.number}] 办理有新进展`, text: lines.join('\n') }
}
