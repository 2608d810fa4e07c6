import { roleNames, staffRoles } from '../../../../kernel/actor.ts'
import { departmentKindNames, institutionKindNames, institutionLevelNames, ownershipNames } from '../kinds.ts'

export type ImportKind = 'institutions' | 'departments' | 'staff'

export type ImportColumn = {
  readonly key: string
  readonly title: string
  /** The row cannot be new without it. */
  readonly required: boolean
  readonly synonyms: readonly string[]
  /** Shown masked wherever it is shown. */
  readonly personal?: 'phone' | 'id_number'
  readonly example: string
  readonly width: number
  /** What may be typed, for the template's explanation. */
  readonly choice?: readonly string[]
}

const zh = (names: Readonly<Record<string, { readonly zh: string }>>) => Object.values(names).map((each) => each.zh)
const column = (key: string, title: string, example: string, width: number, more: Partial<ImportColumn> = {}): ImportColumn => ({ key, title, example, width, required: false, synonyms: [], ...more })
const must = { required: true } as const

const body = column('body', '机构', '', 30, { synonyms: ['机构名称', '单位', '单位名称', '所在机构', '所属机构', '医疗机构', '统一社会信用代码'] })

/** Rule DIR-20: the columns of each import; a heading is matched without blanks, width, brackets and stars, or by a synonym. */
export const importColumns: Readonly<Record<ImportKind, readonly ImportColumn[]>> = {
  institutions: [
    column('name', '机构名称', '云溪县示例医院', 32, { ...must, synonyms: ['名称', '单位名称', '医疗机构名称', '机构全称'] }),
    column('shortName', '简称', '示例医院', 18, { synonyms: ['机构简称', '单位简称'] }),
    column('creditCode', '统一社会信用代码', '12990121115024123N', 24, { ...must, synonyms: ['社会信用代码', '信用代码', '统一信用代码'] }),
    column('region', '行政区划代码', '990121', 16, { ...must, synonyms: ['区划代码', '行政区划', '地区代码', '所在地区代码'] }),
    column('kind', '机构类别', '综合医院', 18, { ...must, synonyms: ['类别', '机构类型', '医院类型', '类型'], choice: zh(institutionKindNames).filter((name) => name !== institutionKindNames.commission.zh) }),
    column('level', '级别', '二级', 12, { synonyms: ['机构级别', '医院级别', '医院等级', '等级'], choice: zh(institutionLevelNames) }),
    column('ownership', '所有制', '公立', 12, { synonyms: ['所有制形式', '公立民营', '经济类型', '办医性质'], choice: zh(ownershipNames) }),
    column('beds', '床位数', '120', 10, { synonyms: ['床位', '编制床位', '编制床位数', '实有床位数', '开放床位数'] }),
    column('address', '地址', '云溪县健康大道1号', 30, { synonyms: ['详细地址', '机构地址', '单位地址', '通讯地址'] }),
    column('phone', '电话', '0990-5550100', 18, { synonyms: ['联系电话', '机构电话', '单位电话', '办公电话'] }),
  ],
  departments: [
    body,
    column('name', '科室名称', '呼吸内科', 24, { ...must, synonyms: ['科室', '部门', '部门名称', '名称'] }),
    column('kind', '科室类别', '临床', 14, { ...must, synonyms: ['类别', '科室类型', '科室性质', '类型'], choice: zh(departmentKindNames) }),
    column('subject', '诊疗科目代码', '03.01', 18, { synonyms: ['诊疗科目', '科目代码', '诊疗科目编码', '诊疗科目名称'] }),
  ],
  staff: [
    body,
    column('employeeNumber', '工号', '00123', 14, { ...must, synonyms: ['职工号', '员工编号', '人员编号', '职工编号', '员工号', '编号'] }),
    column('name', '姓名', '（示例）甲某', 14, { ...must, synonyms: ['人员姓名', '职工姓名', '名字'] }),
    column('title', '职称', '主治医师', 16, { synonyms: ['专业技术职称', '技术职称', '专业技术职务'] }),
    column('phone', '手机号', '15400000000', 18, { personal: 'phone', synonyms: ['手机', '手机号码', '联系电话', '移动电话', '电话', '联系方式'] }),
    column('idNumber', '身份证号', '', 24, { personal: 'id_number', synonyms: ['身份证', '身份证号码', '居民身份证号', '公民身份号码', '证件号码'] }),
    column('joinedOn', '入职日期', '2024-03-01', 14, { synonyms: ['入职时间', '参加工作日期', '到岗日期', '进院日期', '到院日期'] }),
    column('department', '科室', '呼吸内科', 18, { synonyms: ['科室名称', '部门', '所在科室', '所属科室'] }),
    column('role', '角色', '医师', 16, { synonyms: ['岗位类型', '岗位类别', '系统角色', '人员类别'], choice: staffRoles.map((role) => roleNames[role].zh) }),
    column('post', '岗位', '住院医师', 18, { synonyms: ['岗位名称', '职务', '职务名称', '行政职务'] }),
    column('heldFrom', '任职日期', '2024-03-01', 14, { synonyms: ['任职时间', '上岗日期', '任现职日期', '任职开始日期'] }),
  ],
}

export const importNames: Readonly<Record<ImportKind, string>> = { institutions: '机构', departments: '科室', staff: '人员及岗位' }

/** Without blanks, width, case, stars and what stands in brackets: '床位数（张）*' is '床位数'. */
const plain = (heading: string) => heading.normalize('NFKC').toLowerCase().replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '').replaceAll(/[\s\p{P}\p{S}]/gu, '')

export type Matched = {
  readonly line: number
  /** Column key → place in the row. */
  readonly at: ReadonlyMap<string, number>
  readonly headings: readonly { readonly column: string; readonly heading: string }[]
  readonly ignored: readonly string[]
  readonly missing: readonly string[]
}

/** Judges one line as headings. An exact title wins over a synonym, so that 电话 and 手机号 side by side both find their place. */
export function matchHeadings(kind: ImportKind, cells: readonly string[], line: number): Matched {
  const columns = importColumns[kind]
  const at = new Map<string, number>()
  const taken = new Set<number>()
  const headings: { column: string; heading: string }[] = []
  const take = (column: ImportColumn, place: number) => {
    if (place < 0) return
    at.set(column.key, place)
    taken.add(place)
    headings.push({ column: column.title, heading: cells[place] ?? '' })
  }
  const find = (wanted: readonly string[]) => cells.findIndex((cell, place) => !taken.has(place) && wanted.includes(plain(cell)))
  for (const column of columns) take(column, find([plain(column.title)]))
  for (const column of columns) if (!at.has(column.key)) take(column, find(column.synonyms.map(plain)))
  const ignored = cells.filter((cell, place) => cell !== '' && !taken.has(place))
  return { line, at, headings, ignored, missing: columns.filter((each) => each.required && !at.has(each.key)).map((each) => each.title) }
}

/** The best of the first ten lines: titles may stand above the headings. */
export function findHeadings(kind: ImportKind, lines: readonly { readonly cells: readonly string[] }[]): Matched | null {
  const judged = lines.slice(0, 10).map((each, line) => matchHeadings(kind, each.cells, line))
  const best = judged.reduce<Matched | null>((found, each) => (each.at.size > (found?.at.size ?? 0) ? each : found), null)
  return best !== null && best.at.size >= 2 ? best : null
}
