import { timeRefusals } from './time.ts'

/** Refusals of the platform itself: requests, sessions, files, jobs. */
export const platformRefusals = {
  ...timeRefusals,
  'request.invalid': { status: 400, zh: '填写的内容有误，请按提示修改后再提交。', en: 'Some fields are not right; correct them as shown and send again.' },
  'request.too_large': { status: 413, zh: '提交的内容超过大小限制，没有保存。', en: 'What you sent is larger than allowed; nothing was kept.' },
  'request.torn': { status: 400, zh: '提交的内容没有传完，没有保存；请重新提交。', en: 'What was sent broke off on the way and nothing was kept; send it again.' },
  'request.key_reused': { status: 409, zh: '同一提交编号用在了不同的内容上，没有保存；请刷新页面后重试。', en: 'This idempotency key was used for another request; nothing was kept. Reload and try again.' },
  'request.foreign_origin': { status: 403, zh: '请求来自其他网站，已拒绝。', en: 'The request came from another site and was refused.' },
  'request.busy': { status: 409, zh: '同一内容正被别人修改，没有保存；请稍后重试。', en: 'Somebody else is changing the same thing; nothing was kept. Try again shortly.' },
  'request.stale': { status: 409, zh: '页面内容已被更新，没有保存；请刷新后再改。', en: 'The page is out of date; nothing was kept. Reload and change it again.' },
  'not_found': { status: 404, zh: '没有找到这一项，或您无权查看。', en: 'There is no such thing, or you may not see it.' },
  'access.sign_in': { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  'access.denied': { status: 403, zh: '您的岗位不能做这件事。', en: 'Your post may not do this.' },
  'file.too_large': { status: 413, zh: '文件超过大小限制，没有保存。', en: 'The file is larger than allowed; it was not kept.' },
  'file.type_not_allowed': { status: 415, zh: '文件类型不在允许范围内（按内容识别），没有保存。', en: 'This type of file is not allowed (judged by its content); it was not kept.' },
  'file.empty': { status: 400, zh: '文件是空的，没有保存。', en: 'The file is empty; it was not kept.' },
  'file.missing': { status: 400, zh: '没有收到文件，请选择文件后再提交。', en: 'No file arrived; choose one and send again.' },
} as const
