import type { StaffRole } from '../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { inventCitizenId, inventCreditCode, inventMobile } from '../../kernel/invented.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { pinyinOf } from '../../modules/directory/pinyin.ts'
import type { Act } from '../../server/platform/act.ts'
import { demoBodies, demoCounty, demoRegions, type DemoBody } from './bodies.ts'
import { inventName, titlesOf } from './names.ts'

export type DemoStaff = { institutionId: string; staffId: string; name: string; role: StaffRole; body: string; departmentId: string | null }
export type DemoPeople = { institutions: ReadonlyMap<string, { id: string; body: DemoBody }>; staff: readonly DemoStaff[] }

type Rows = {
  institution: object[]
  department: object[]
  staff: object[]
  post: object[]
  post_holding: object[]
}

const lead: Record<string, readonly { name: string; role: StaffRole; title: string; department: string }[]> = {
  commission: [
    { name: '顾云澜', role: 'commission_head', title: '党组书记、主任', department: '办公室' },
    { name: '方远', role: 'commission_clerk', title: '医政股股长', department: '医政股' },
    { name: '尹若川', role: 'commission_clerk', title: '基层卫生股股长', department: '基层卫生股' },
    { name: '郁菲', role: 'inspector', title: '政策法规股股长', department: '政策法规股' },
    { name: '白露', role: 'auditor', title: '办公室主任', department: '办公室' },
  ],
  renmin: [{ name: '陆知秋', role: 'institution_head', title: '院长', department: '院办公室' }],
  zhongyi: [{ name: '韩筱', role: 'institution_head', title: '院长', department: '院办公室' }],
  fuyou: [{ name: '颜书墨', role: 'institution_head', title: '院长', department: '院办公室' }],
}

/** The posts every institution has beside doctors and nurses: role, title, how many. */
const offices = (body: DemoBody): readonly { role: StaffRole; title: string; count: number }[] =>
  body.kind === 'commission'
    ? [{ role: 'inspector', title: '卫生监督员', count: 4 }, { role: 'commission_clerk', title: '科员', count: 9 }]
    : [
        { role: 'institution_head', title: body.level === 'two' ? '院长' : '主任', count: 1 },
        { role: 'institution_clerk', title: '医务科专干', count: body.level === 'two' ? 2 : 1 },
        { role: 'complaint_officer', title: '患者关系专员', count: 1 },
        ...(body.level === 'two' ? [{ role: 'discipline_officer' as const, title: '纪检监察室主任', count: 1 }] : []),
        { role: 'desk_clerk', title: '服务台工作人员', count: body.level === 'two' ? 6 : 1 },
        { role: 'pharmacist', title: '药师', count: body.level === 'two' ? 6 : 1 },
      ]

const departmentKind = (name: string) => (/办公|医务|护理部|股$|服务/.test(name) ? 'office' : /药/.test(name) ? 'pharmacy' : /检验|影像|放射/.test(name) ? 'technical' : 'clinical')

/** The demonstration county's bodies, departments, staff and posts, from one fixed seed. */
export async function loadPeople(act: Act, today: IsoDate): Promise<DemoPeople> {
  const random = seeded('huiyin demonstration county')
  for (const region of demoRegions) {
    await act.tx.insertInto('region').values({ code: region.code, name: region.name, parent_code: region.parentCode, level: region.level }).onConflict((c) => c.doNothing()).execute()
  }
  const rows: Rows = { institution: [], department: [], staff: [], post: [], post_holding: [] }
  const institutions = new Map<string, { id: string; body: DemoBody }>()
  const staff: DemoStaff[] = []
  let seed = 1
  for (const [at, body] of demoBodies.entries()) {
    const id = act.newId()
    institutions.set(body.key, { id, body })
    rows.institution.push({
      id, region_code: demoCounty, region_prefix: body.kind === 'commission' ? demoCounty : null, name: body.name, short_name: body.shortName, pinyin: pinyinOf(body.name), kind: body.kind, level: body.level, ownership: body.ownership,
      beds: body.beds, credit_code: inventCreditCode(at + 1), address: body.address, phone: `0990-555${String(100 + at).padStart(4, '0')}`, created_at: act.now.toISOString(),
    })
    seed = loadBody(act, { id, body, rows, staff, random, today, seed })
  }
  await insertAll(act, 'institution', rows.institution)
  await insertAll(act, 'department', rows.department)
  await insertAll(act, 'staff', rows.staff)
  await insertAll(act, 'post', rows.post)
  await insertAll(act, 'post_holding', rows.post_holding)
  return { institutions, staff }
}

function loadBody(act: Act, into: { id: string; body: DemoBody; rows: Rows; staff: DemoStaff[]; random: Seeded; today: IsoDate; seed: number }): number {
  const { id, body, rows, random, today } = into
  const key = { institution_id: id, region_code: demoCounty }
  const departments = body.departments.map((name) => {
    const department = { ...key, id: act.newId(), name, subject_code: null, kind: departmentKind(name) }
    rows.department.push(department)
    return department
  })
  let seed = into.seed
  const hire = (role: StaffRole, title: string, given: { name?: string; departmentId?: string | null; to?: IsoDate; from?: IsoDate; postId?: string } = {}) => {
    const staffId = act.newId()
    const name = given.name ?? inventName(random)
    const mobile = inventMobile(seed)
    const idNumber = inventCitizenId(seed)
    seed += 1
    const joined = given.from ?? addDays(today, -random.int(400, 8000))
    const professional = role === 'doctor' || role === 'department_head' ? random.pick(titlesOf.doctor) : role === 'nurse' ? random.pick(titlesOf.nurse) : role === 'pharmacist' ? random.pick(titlesOf.pharmacist) : random.pick(titlesOf.other)
    rows.staff.push({
      ...key, id: staffId, name, pinyin: pinyinOf(name), employee_number: String(10000 + seed), title: professional, joined_on: joined, left_on: null,
      phone: act.vault.seal(mobile), phone_index: act.vault.blindIndex('phone', mobile), id_number: act.vault.seal(idNumber), id_number_index: act.vault.blindIndex('id_number', idNumber),
    })
    const postId = given.postId ?? act.newId()
    if (given.postId === undefined) rows.post.push({ ...key, id: postId, role, title, department_id: given.departmentId ?? null })
    rows.post_holding.push({ ...key, id: act.newId(), post_id: postId, staff_id: staffId, from_on: joined, to_on: given.to ?? null })
    into.staff.push({ institutionId: id, staffId, name, role, body: body.key, departmentId: given.departmentId ?? null })
    return { postId }
  }
  const before = into.staff.length
  for (const named of lead[body.key] ?? []) hire(named.role, named.title, { name: named.name, departmentId: departments.find((each) => each.name === named.department)?.id ?? null })
  for (const office of offices(body)) {
    const alreadyNamed = (lead[body.key] ?? []).some((named) => named.role === office.role && office.count === 1)
    for (let n = 0; n < (alreadyNamed ? 0 : office.count); n++) {
      // Story: the county hospital's clerk changed post 40 days ago; what was open passed on to the successor.
      if (body.key === 'renmin' && office.role === 'institution_clerk' && n === 0) {
        const { postId } = hire(office.role, office.title, { name: '秦望舒', to: addDays(today, -41) })
        hire(office.role, office.title, { name: '苏怀瑾', from: addDays(today, -40), postId })
      } else {
        hire(office.role, office.title)
      }
    }
  }
  if (body.kind !== 'commission') {
    for (const department of departments.filter((each) => each.kind !== 'office')) hire('department_head', `${department.name}主任`, { departmentId: department.id })
  }
  while (into.staff.length - before < body.staff) {
    const clinical = departments.filter((each) => body.kind === 'commission' || each.kind !== 'office')
    const department = random.pick(clinical)
    const role: StaffRole = body.kind === 'commission' ? 'commission_clerk' : department.kind === 'pharmacy' ? 'pharmacist' : random.int(0, 99) < 45 ? 'doctor' : 'nurse'
    hire(role, role === 'doctor' ? '医师' : role === 'nurse' ? '护士' : role === 'pharmacist' ? '药师' : '科员', { departmentId: department.id })
  }
  return seed
}

/** Rows of one table in statements of bounded size. */
export async function insertAll(act: Act, table: 'institution' | 'department' | 'staff' | 'post' | 'post_holding' | 'account' | 'citizen', rows: readonly object[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) {
    // The rows were built for this table just above; Kysely cannot tie a computed table name to its row type.
    await act.tx.insertInto(table).values(rows.slice(at, at + 500)).execute()
  }
}
