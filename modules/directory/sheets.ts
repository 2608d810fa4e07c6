import { roleNames } from '../../kernel/actor.ts'
import type { z } from 'zod'
import type { Download } from '../../server/platform/app.ts'
import { writeXlsx, xlsxMediaType, type Sheet } from '../../server/platform/xlsx.ts'
import type { DepartmentView, InstitutionRow, PostView, StaffRow } from './contract.ts'
import { importColumns, importNames, type ImportKind } from './rules/import/columns.ts'
import { departmentKindNames, institutionKindNames, institutionLevelNames, ownershipNames } from './rules/kinds.ts'
import { postsInWords } from './views.ts'

const file = (name: string, sheet: Sheet): Download => ({ name: `${name}.xlsx`, mediaType: xlsxMediaType, bytes: writeXlsx(sheet) })

/** Headings are those of the import, so that an exported list can be corrected and read back. */
export const institutionSheet = (rows: readonly z.infer<typeof InstitutionRow>[], today: string): Download =>
  file(`机构目录-${today}`, {
    title: '机构目录',
    columns: [
      { key: 'name', title: '机构名称', width: 32 }, { key: 'shortName', title: '简称', width: 18 }, { key: 'creditCode', title: '统一社会信用代码', width: 24 }, { key: 'regionCode', title: '行政区划代码', width: 14 },
      { key: 'regionName', title: '行政区划', width: 14 }, { key: 'kind', title: '机构类别', width: 18 }, { key: 'level', title: '级别', width: 10 }, { key: 'ownership', title: '所有制', width: 10 }, { key: 'beds', title: '床位数', width: 10, type: 'integer' },
      { key: 'address', title: '地址', width: 32 }, { key: 'phone', title: '电话', width: 18 }, { key: 'state', title: '状态', width: 10 },
    ],
    rows: rows.map((row) => ({ ...row, kind: institutionKindNames[row.kind].zh, level: institutionLevelNames[row.level].zh, ownership: ownershipNames[row.ownership].zh, state: row.active ? '正常' : '已关闭' })),
  })

export const departmentSheet = (rows: readonly z.infer<typeof DepartmentView>[], today: string): Download =>
  file(`科室目录-${today}`, {
    title: '科室目录',
    columns: [
      { key: 'institutionName', title: '机构', width: 30 }, { key: 'name', title: '科室名称', width: 22 }, { key: 'kind', title: '科室类别', width: 12 }, { key: 'subjectCode', title: '诊疗科目代码', width: 14 },
      { key: 'subjectName', title: '科目全称', width: 24 }, { key: 'staff', title: '在岗人数', width: 10, type: 'integer' }, { key: 'closedOn', title: '撤销日期', width: 14, type: 'date' },
    ],
    rows: rows.map((row) => ({ institutionName: row.institutionName, name: row.name, kind: departmentKindNames[row.kind].zh, subjectCode: row.subjectCode, subjectName: row.subjectName, staff: row.staff, closedOn: row.closedOn })),
  })

export const staffSheet = (rows: readonly z.infer<typeof StaffRow>[], today: string): Download =>
  file(`人员名册-${today}`, {
    title: '人员名册（联系方式已隐去）',
    columns: [
      { key: 'institutionName', title: '机构', width: 30 }, { key: 'employeeNumber', title: '工号', width: 14 }, { key: 'name', title: '姓名', width: 14 }, { key: 'title', title: '职称', width: 16 }, { key: 'posts', title: '现任岗位', width: 36 },
      { key: 'departments', title: '所在科室', width: 22 }, { key: 'maskedPhone', title: '手机号（隐）', width: 16 }, { key: 'joinedOn', title: '入职日期', width: 14, type: 'date' }, { key: 'leftOn', title: '离职日期', width: 14, type: 'date' },
    ],
    rows: rows.map((row) => ({
      institutionName: row.institutionName, employeeNumber: row.employeeNumber, name: row.name, title: row.title, joinedOn: row.joinedOn, leftOn: row.leftOn, maskedPhone: row.phone,
      posts: postsInWords(row.posts), departments: [...new Set(row.posts.flatMap((each) => each.departmentName ?? []))].join('；'),
    })),
  })

export const postSheet = (rows: readonly z.infer<typeof PostView>[], today: string): Download =>
  file(`岗位目录-${today}`, {
    title: '岗位目录',
    columns: [
      { key: 'institutionName', title: '机构', width: 30 }, { key: 'title', title: '岗位', width: 22 }, { key: 'role', title: '角色', width: 16 }, { key: 'departmentName', title: '科室', width: 20 }, { key: 'holder', title: '现任', width: 16 },
      { key: 'fromOn', title: '任职日期', width: 14, type: 'date' }, { key: 'toOn', title: '截止日期', width: 14, type: 'date' }, { key: 'abolishedOn', title: '撤销日期', width: 14, type: 'date' },
    ],
    rows: rows.map((row) => {
      const holder = row.holders.find((each) => each.fromOn <= today)
      return { institutionName: row.institutionName, title: row.title, role: roleNames[row.role].zh, departmentName: row.departmentName, holder: holder?.name ?? '（空缺）', fromOn: holder?.fromOn ?? null, toOn: holder?.toOn ?? null, abolishedOn: row.abolishedOn }
    }),
  })

/** The columns, what may be typed, and an example row that the import passes over. */
export function templateSheet(kind: ImportKind): Download {
  const columns = importColumns[kind]
  const choices = columns.flatMap((each) => (each.choice === undefined ? [] : [`${each.title}：${each.choice.join('、')}`]))
  return file(`${importNames[kind]}导入模板`, {
    sheet: importNames[kind],
    title: `${importNames[kind]}导入模板（带 * 的列必填；示例行不会导入；同一条再次导入时空格保留原值）${choices.length === 0 ? '' : `　${choices.join('；')}`}`,
    columns: columns.map((each) => ({ key: each.key, title: each.required ? `${each.title}*` : each.title, width: each.width })),
    rows: [Object.fromEntries(columns.map((each) => [each.key, each.example]))],
  })
}
