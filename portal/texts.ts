export type Lang = 'zh' | 'en'
export type Words = { readonly zh: string; readonly en: string }

/** The words of the frame around every page. */
export const frameTexts = {
  brand: { zh: '回音', en: 'Huiyin' },
  skip: { zh: '跳到正文', en: 'Skip to the content' },
  often: { zh: '常用', en: 'Often used' },
  elder: { zh: '长辈版', en: 'Large type' },
  standard: { zh: '标准版', en: 'Standard' },
  otherLang: { zh: 'English', en: '中文' },
  signIn: { zh: '登录', en: 'Sign in' },
  mine: { zh: '我的', en: 'Mine' },
  motto: { zh: '件件有落实，事事有回音', en: 'Every voice gets an answer' },
  staff: { zh: '工作人员入口', en: 'For staff' },
  outbox: { zh: '演示短信', en: 'Demonstration messages' },
  home: { zh: '回首页', en: 'Back to the first page' },
  notFound: { zh: '没有找到这一页', en: 'This page is not here' },
  notFoundTitle: { zh: '没有找到', en: 'Not found' },
  failed: { zh: '这一步没有办成', en: 'This step was not done' },
  failedTitle: { zh: '办不了', en: 'Not done' },
  noAddress: { zh: '这个地址没有内容，可能输错了或已经移走。', en: 'There is nothing at this address; it may be mistyped or moved.' },
  readAloud: { zh: '读给我听', en: 'Read to me' },
  stopReading: { zh: '停止朗读', en: 'Stop reading' },
} as const satisfies Record<string, Words>
