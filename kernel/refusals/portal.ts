/** Refusals of the public form. */
export const portalRefusals = {
  'portal.too_many_address': { status: 429, zh: '这里的网络一小时内提交得太多，这一件还没有提交；您写的内容都还在，请过一会儿再按“提交”，或打医院公布的投诉电话。', en: 'Too much was sent from this network within the hour; this was not sent. What you wrote is still here: send it again later, or ring the hospital.' },
  'portal.too_many_device': { status: 429, zh: '这台设备今天提交的件数已到上限，这一件还没有提交；请明天再交，或打医院公布的投诉电话。', en: 'This device has sent as many matters as a day allows; this was not sent. Send it tomorrow, or ring the hospital.' },
  'portal.too_many_phone': { status: 429, zh: '这个手机号今天提交的件数已到上限，这一件还没有提交；请明天再交，或打医院公布的投诉电话。', en: 'This phone number has sent as many matters as a day allows; this was not sent. Send it tomorrow, or ring the hospital.' },
  'portal.same_text': { status: 409, zh: '同样的内容今天已经提交过，没有重复提交；可以用上次的回执查进度，或把要补充的话写进去再交。', en: 'The same words were sent today already and were not sent twice; follow that one with its receipt, or add what is new.' },
  'portal.too_fast': { status: 409, zh: '还没有提交：请再看一遍，确认后再按一次“提交”，您写的内容都还在。', en: 'Not sent yet: look it over once more and send it again. What you wrote is still here.' },
  'portal.left_blank': { status: 400, zh: '还没有提交：“请留空”一栏里有字，请清空后再按“提交”。', en: 'Not sent yet: the field to be left blank has something in it. Empty it and send again.' },
  'portal.form_changed': { status: 409, zh: '这一页刚才已经提交过一件，这次的内容和上次不同，还没有提交；如果这是另外一件事，请再按一次“提交”。', en: 'This page has sent a matter already and now says something else; it was not sent. If it is another matter, send it once more.' },
  'portal.page_old': { status: 409, zh: '这一页打开得太久，还没有提交；您写的内容都还在，请再按一次“提交”。', en: 'This page has been open for too long; it was not sent. What you wrote is still here: send it again.' },
  'portal.upload_cut': { status: 400, zh: '网络中断，没有收完整，没有保存；请按返回键回到刚才的页面，再按一次“提交”。', en: 'The connection broke before all of it arrived; nothing was kept. Go back and send again.' },
} as const
