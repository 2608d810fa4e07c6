import { roleNames, staffRoles, type Actor, type StaffRole } from '../../../../kernel/actor.ts'
import type { IsoDate } from '../../../../kernel/calendar.ts'
import { isRefusal } from '../../../../kernel/refusal.ts'
import { mayFill, rolesOf } from '../authority.ts'
import { readCitizenId, readMobile } from '../bodies.ts'
import { bodyFinder, type NamedBody } from './bodies-named.ts'
import { namesakes, readerOf, type Reader, type TypedRow } from './cells.ts'
import type { Department } from './departments.ts'
import { blocksRow, differences, keep, type Judged } from './judged.ts'
import { placeInPost, postPool, type KnownPost, type PostPlace } from './post-places.ts'

/** A person as the database has them: personal values by their blind index only. */
export type KnownPerson = {
  readonly institutionId: string
  readonly id: string
  readonly employeeNumber: string
  readonly name: string
  readonly title: string
  readonly joinedOn: IsoDate
  readonly leftOn: IsoDate | null
  readonly phoneIndex: string | null
  readonly idNumberIndex: string | null
  readonly revision: number
}
export type StaffContext = {
  readonly actor: Actor
  readonly today: IsoDate
  readonly bodies: readonly NamedBody[]
  readonly departments: readonly Department[]
  readonly people: readonly KnownPerson[]
  readonly posts: readonly KnownPost[]
  /** The keyed blind index of a canonical value; handed in, since the key is the server's. */
  readonly indexOf: (purpose: 'phone' | 'id_number', value: string) => string
}
export type StaffEntry = {
  readonly id: string | null
  readonly revision: number
  readonly institutionId: string
  readonly regionCode: string
  readonly employeeNumber: string
  readonly name: string
  readonly title: string
  readonly joinedOn: IsoDate
  /** Null leaves what is there. */
  readonly phone: string | null
  readonly idNumber: string | null
  readonly personChanged: boolean
  readonly post: PostPlace | null
}

const roleNamesOfStaff = Object.fromEntries(staffRoles.map((role) => [role, roleNames[role]])) as Record<StaffRole, { zh: string; en: string }>
const roleSynonyms: Readonly<Record<string, StaffRole>> = {
  医生: 'doctor', 护理人员: 'nurse', 药剂师: 'pharmacist', 科主任: 'department_head', 科室负责人: 'department_head', 院长: 'institution_head', 机构经办: 'institution_clerk', 投诉管理员: 'complaint_officer', 服务台: 'desk_clerk', 窗口: 'desk_clerk',
}

type Read = { row: number; cell: Reader; body: NamedBody | null; employeeNumber: string; phone: string | null; idNumber: string | null }

/** Rules DIR-20 to DIR-23 for staff: found again by institution and employee number; a post is added, never taken away. */
export function judgeStaff(rows: readonly TypedRow[], context: StaffContext): Judged<StaffEntry>[] {
  const bodyOf = bodyFinder(context.bodies, context.actor)
  const people = new Map(context.people.map((each) => [`${each.institutionId}|${each.employeeNumber}`, each]))
  const byIdNumber = new Map(context.people.filter((each) => each.idNumberIndex !== null).map((each) => [`${each.institutionId}|${each.idNumberIndex}`, each]))
  const departments = new Map(context.departments.map((each) => [`${each.institutionId}|${each.name}`, each]))
  const pool = postPool(context.posts)
  const read = rows.map((typed): Read => {
    const cell = readerOf('staff', typed)
    return { row: typed.row, cell, body: bodyOf(cell), employeeNumber: cell.text('employeeNumber', 30).normalize('NFKC'), phone: personal(cell, 'phone', (text) => readMobile(text)), idNumber: personal(cell, 'idNumber', (text) => readCitizenId(text, context.today)) }
  })
  const sameNumber = namesakes(read, (each) => (each.body === null || each.employeeNumber === '' ? null : `${each.body.institutionId}|${each.employeeNumber}`))
  const sameId = namesakes(read, (each) => (each.body === null || each.idNumber === null ? null : `${each.body.institutionId}|${each.idNumber}`))
  return read.map(({ row, cell, body, employeeNumber, phone, idNumber }) => {
    if (employeeNumber === '') cell.fault('employeeNumber', '必填')
    if (sameNumber.has(row)) cell.fault('employeeNumber', `与第 ${sameNumber.get(row)?.join('、')} 行重复`)
    if (sameId.has(row)) cell.fault('idNumber', `与第 ${sameId.get(row)?.join('、')} 行重复`)
    const present = body === null ? undefined : people.get(`${body.institutionId}|${employeeNumber}`)
    const idIndex = idNumber === null ? null : context.indexOf('id_number', idNumber)
    const phoneIndex = phone === null ? null : context.indexOf('phone', phone)
    if (body !== null && idIndex !== null) {
      const holder = byIdNumber.get(`${body.institutionId}|${idIndex}`)
      if (holder !== undefined && holder.id !== present?.id) cell.fault('idNumber', `目录中该身份证号属于工号 ${holder.employeeNumber}`)
    }
    if (present !== undefined && present.leftOn !== null) cell.fault('employeeNumber', `此人已于 ${present.leftOn} 离职`)
    const name = cell.text('name', 60)
    if (name === '') cell.fault('name', '必填')
    const typedTitle = cell.text('title', 60)
    const joinedOn = keep(cell.date('joinedOn'), present?.joinedOn, context.today)
    const wanted = body === null ? null : readPost(cell, body, departments, context, joinedOn)
    if (body === null || blocksRow(cell.faults)) return { row, faults: cell.faults, action: 'unchanged', entry: null, changes: [] }
    const title = keep(typedTitle === '' ? null : typedTitle, present?.title, '')
    const post = wanted === null ? null : placeInPost(pool, { institutionId: body.institutionId, ...wanted }, present?.id ?? null)
    const personChanges = present === undefined ? [] : [
      ...differences([['姓名', present.name, name], ['职称', present.title, title], ['入职日期', present.joinedOn, joinedOn]]),
      ...(phoneIndex !== null && phoneIndex !== present.phoneIndex ? ['手机号：更改'] : []),
      ...(idIndex !== null && idIndex !== present.idNumberIndex ? ['身份证号：更改'] : []),
    ]
    const changes = [...personChanges, ...(present !== undefined && post !== null ? [`任职：${post.title}（${roleNames[post.role].zh}），自 ${post.fromOn} 起`] : [])]
    const entry: StaffEntry = { id: present?.id ?? null, revision: present?.revision ?? 0, institutionId: body.institutionId, regionCode: body.regionCode, employeeNumber, name, title, joinedOn, phone, idNumber, personChanged: personChanges.length > 0, post }
    return { row, faults: cell.faults, action: present === undefined ? 'create' : changes.length > 0 ? 'change' : 'unchanged', entry, changes }
  })
}

function personal(cell: Reader, key: string, read: (text: string) => ReturnType<typeof readMobile>): string | null {
  const written = cell.text(key, 40)
  if (written === '') return null
  const found = read(written)
  if (!isRefusal(found)) return found.value
  cell.fault(key, found.detail ?? '')
  return null
}

/** Role and post go together: a role without a title takes the role's name, a title without a role is a fault. */
function readPost(cell: Reader, body: NamedBody, departments: ReadonlyMap<string, Department>, context: StaffContext, joinedOn: IsoDate) {
  const role = cell.choice('role', roleNamesOfStaff, roleSynonyms)
  const title = cell.text('post', 60)
  const departmentName = cell.text('department', 60)
  const heldFrom = cell.date('heldFrom')
  const department = departmentName === '' ? null : (departments.get(`${body.institutionId}|${departmentName}`) ?? null)
  if (departmentName !== '' && department === null) cell.fault('department', '本机构没有这个科室；请先导入科室')
  if (department !== null && department.closedOn !== null) cell.fault('department', `该科室已于 ${department.closedOn} 撤销`)
  if (role === null) {
    if (title !== '') cell.fault('role', '填写了岗位就必须填写角色')
    return null
  }
  if (!rolesOf(body.kind).includes(role)) cell.fault('role', '这一角色不属于该类单位')
  else if (mayFill(context.actor, role) !== null) cell.fault('role', '您的岗位不能任命这一角色')
  const fromOn = heldFrom ?? joinedOn
  if (fromOn < joinedOn) cell.fault('heldFrom', `早于入职日期 ${joinedOn}`)
  return { role, title: title === '' ? roleNames[role].zh : title, departmentId: department?.id ?? null, fromOn }
}
