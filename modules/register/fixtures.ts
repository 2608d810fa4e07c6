import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { anonymous, type Actor, type StaffRole } from '../../kernel/actor.ts'
import type { Body } from './rules/authority.ts'
import { RegisterDefinition } from './rules/definition.ts'
import type { Entry } from './rules/entry.ts'

type Given = Partial<z.input<typeof RegisterDefinition>>

/** A register of the kind that departments keep week by week. */
export const aRegister = (given: Given = {}): RegisterDefinition =>
  RegisterDefinition.parse({
    key: 'talks', name: { zh: '健康讲座', en: 'Talks' }, why: { zh: '让患者听得到', en: 'So that patients hear it' }, does: { zh: '按周登记', en: 'Week by week' },
    group: 'education', scope: 'department', period: 'week', expect: 1, remind: [2, 0], departments: ['clinical'], enter: ['department_head', 'nurse', 'institution_clerk'], correct: ['department_head', 'nurse', 'institution_clerk'],
    day: { label: { zh: '开展日期', en: 'Held on' }, late: 14 }, evidence: { files: 'optional', pictures: true },
    fields: [
      { key: 'topic', label: { zh: '主题', en: 'Topic' }, type: 'text', required: true, min: 2, max: 60, list: true },
      { key: 'theme', label: { zh: '类别', en: 'Theme' }, type: 'choice', required: true, list: true, filter: true, options: [{ value: 'diet', zh: '膳食', en: 'Diet' }, { value: 'drugs', zh: '用药', en: 'Drugs' }, { value: 'other', zh: '其他', en: 'Other' }] },
      { key: 'which', label: { zh: '其他说明', en: 'Which' }, type: 'text', when: "theme == 'other'", required: true },
      { key: 'speaker', label: { zh: '主讲人', en: 'Speaker' }, type: 'person', required: true, filter: true },
      { key: 'helpers', label: { zh: '协助人员', en: 'Helpers' }, type: 'people', max: 5 },
      { key: 'attended', label: { zh: '听讲人数', en: 'Attended' }, type: 'number', required: true, min: 1, max: 500, unit: { zh: '人', en: 'people' }, list: true },
      { key: 'asked', label: { zh: '提问人数', en: 'Asked' }, type: 'number', min: 0 },
      { key: 'scene', label: { zh: '现场照片', en: 'Picture' }, type: 'picture', max: 3 },
      { key: 'phone', label: { zh: '患者联系电话', en: 'Phone of a patient' }, type: 'text', personal: true, pattern: { regex: '^1\\d{10}$', says: { zh: '请填 11 位手机号', en: 'a mobile number has 11 digits' } } },
    ],
    checks: [{ expr: 'asked <= attended', says: { zh: '提问人数不能多于听讲人数', en: 'More asked than attended' } }],
    totals: ['attended'], title: 'topic', source: { zh: '测试', certainty: 'house' },
    ...given,
  })

/** As the catalogue would have read it. */
export const catalogued = (definition: RegisterDefinition) => ({ definition, sha256: createHash('sha256').update(JSON.stringify(definition)).digest('hex') })

export const ward = '01890000-0000-7000-8000-00000000000a'
export const otherWard = '01890000-0000-7000-8000-00000000000b'
export const hospital: Body = { institutionId: '01890000-0000-7000-8000-000000000001', regionCode: '990121', kind: 'general', level: 'two', active: true }

export const anActor = (role: StaffRole, given: Partial<Actor> & { departmentId?: string | null } = {}): Actor => {
  const { departmentId = null, ...rest } = given
  return { ...anonymous, kind: 'staff', id: `01890000-0000-7000-8000-0000000000${role.length.toString().padStart(2, '0')}`, name: role, institutionId: hospital.institutionId, roles: [role], posts: [{ postId: 'p', role, title: role, departmentId }], ...rest }
}

const at = '2026-03-02T01:00:00.000Z'
export const anEntry = (given: Partial<Entry> = {}): Entry => ({
  institutionId: hospital.institutionId, regionCode: hospital.regionCode, id: '01890000-0000-7000-8000-0000000000e1', registerKey: 'talks', version: 1, on: '2026-03-02', departmentId: ward, state: 'entered', revision: 1,
  values: { topic: '少盐', theme: 'diet', which: null, speaker: null, helpers: null, attended: 20, asked: null, scene: null }, staffIds: [], title: '少盐', sealed: [], files: 0,
  entered: { id: 'author', name: '甲', at }, confirmed: null, changed: { id: 'author', name: '甲', at }, withdrawn: null, countedAt: at,
  ...given,
})
