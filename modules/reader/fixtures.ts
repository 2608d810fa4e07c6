import type { Act } from '../../server/platform/act.ts'
import { understand } from './rules/draft/understand.ts'
import type { Understanding } from './rules/draft/understanding.ts'
import type { PlanReading } from './rules/model.ts'
import { insertDraft } from './store.ts'

/** A small plan of our own wording: one dated task, one weekly report, one publication, one duty without a date. */
export const someReading: PlanReading = {
  title: '青禾市改善就医感受行动方案', issuer: '青禾市卫生健康委员会', number: '青卫发〔2026〕7号', issuedOn: '2026-02-20',
  clauses: [
    { path: '一', printed: '一、', title: '优化门诊', text: '', level: 1, lines: [1, 3], children: [{ path: '一/1', printed: '1.', title: '', text: '3月20日前完成导诊台改造。', level: 2, lines: [2, 3], children: [] }] },
    { path: '二', printed: '二、', title: '按时报告', text: '每周一报送进展。', level: 1, lines: [4, 4], children: [] },
    { path: '三', printed: '三、', title: '信息公开', text: '3月底前公开服务价格；设立便民服务台。', level: 1, lines: [5, 5], children: [] },
  ],
  phases: [{ name: '启动阶段', start: '2026-03-01', end: '2026-03-31', printed: '3月', flags: [], clause: '一', line: 1 }],
  duties: [
    { clause: '一/1', subject: '各医疗机构', inferredSubject: true, kind: 'task', text: '完成导诊台改造', due: { date: '2026-03-20', time: null, printed: '3月20日前', relative: null }, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 2 },
    { clause: '二', subject: '各医疗机构', inferredSubject: true, kind: 'report', text: '报送进展', due: null, cadence: { rrule: 'FREQ=WEEKLY;BYDAY=MO', start: null, until: null, printed: '每周一' }, target: null, products: [], receiver: '市卫健委', responsible: null, line: 4 },
    { clause: '三', subject: '各医疗机构', inferredSubject: true, kind: 'publish', text: '公开服务价格', due: { date: '2026-03-31', time: null, printed: '3月底前', relative: null }, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 5 },
    { clause: '三', subject: '各医疗机构', inferredSubject: true, kind: 'task', text: '设立便民服务台', due: null, cadence: null, target: null, products: [], receiver: null, responsible: null, line: 5 },
  ],
  groups: [{ name: '领导小组', members: [{ role: '组长', name: '甲某', post: '主任' }] }],
  attachments: [], contacts: [], warnings: [],
}

/** A draft of a commission as it stands after reading, without going through a file's extraction. */
export async function arrangeDraft(act: Act, body: { institutionId: string; regionCode: string }, reading: PlanReading = someReading, change: (understanding: Understanding) => Understanding = (same) => same): Promise<string> {
  const fileId = act.newId()
  const key = { institution_id: body.institutionId, region_code: body.regionCode }
  await act.tx.insertInto('file').values({ ...key, id: fileId, sha256: fileId, size: 1, media_type: 'text/plain', name: '方案.txt', purpose: 'draft', created_by: act.actor.id, created_at: act.now.toISOString() }).execute()
  const id = act.newId()
  const ids = new Map(['一', '一/1', '二', '三'].map((path, at) => [path, `c-${at + 1}`]))
  await insertDraft(act.tx, {
    institutionId: body.institutionId, regionCode: body.regionCode, id, fileId, fileName: '方案.txt', sourceText: '一、优化门诊', reading, understanding: change(understand(reading, ids)), confirmed: {}, previousDraftId: null, diff: null,
    at: act.now.toISOString(), by: act.actor.id, byName: 'test',
  })
  return id
}
