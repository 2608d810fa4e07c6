/** What a bulletin tells of: complaints and rectification, or how the work goes. One generator makes both. */
export const bulletinKinds = ['complaints', 'work'] as const
export type BulletinKind = (typeof bulletinKinds)[number]

export const bulletinStates = ['draft', 'waiting', 'approved', 'published'] as const
export type BulletinState = (typeof bulletinStates)[number]

export const paperStates = ['none', 'made', 'failed', 'unavailable'] as const
export type PaperState = (typeof paperStates)[number]

/** The passages of a bulletin on complaints, in order; each begins with a text drafted from figures. */
export const passages = ['overview', 'handling', 'rectification', 'gaps', 'demands'] as const
export type Passage = (typeof passages)[number]

/** The passages of a work bulletin, in order. */
export const workPassages = ['progress', 'league', 'prescriptions', 'overdue', 'tasks'] as const
export type WorkPassage = (typeof workPassages)[number]
export const anyPassage = [...passages, ...workPassages] as const
export type AnyPassage = (typeof anyPassage)[number]

export const passagesOf: Readonly<Record<BulletinKind, readonly AnyPassage[]>> = { complaints: passages, work: workPassages }

/** Everything of a bulletin that people write; the last only in a correction. */
export const fieldKeys = ['title', 'numberWord', ...anyPassage, 'changeNote'] as const
export type FieldKey = (typeof fieldKeys)[number]

export const fieldNames: Record<FieldKey, { readonly zh: string; readonly en: string; readonly most: number }> = {
  title: { zh: '标题', en: 'Title', most: 120 },
  numberWord: { zh: '发文字号（机关代字）', en: 'Word of the number', most: 30 },
  overview: { zh: '总体情况', en: 'Overview', most: 4000 },
  handling: { zh: '办理情况', en: 'Handling', most: 4000 },
  rectification: { zh: '整改情况', en: 'Rectification', most: 4000 },
  gaps: { zh: '存在问题', en: 'What is lacking', most: 4000 },
  demands: { zh: '工作要求', en: 'What is asked for', most: 4000 },
  progress: { zh: '任务落实进展', en: 'How the plans go', most: 4000 },
  league: { zh: '评价排名情况', en: 'League', most: 4000 },
  prescriptions: { zh: '处方点评情况', en: 'Prescription review', most: 4000 },
  overdue: { zh: '逾期未落实事项', en: 'What is overdue', most: 4000 },
  tasks: { zh: '下一步要求', en: 'What is asked for next', most: 4000 },
  changeNote: { zh: '更正说明', en: 'What was corrected and why', most: 1000 },
}
