import type { StaffRole } from '../../kernel/actor.ts'
import { inventCitizenId, inventMobile } from '../../kernel/invented.ts'
import { seeded } from '../../kernel/random.ts'
import type { Act } from '../../server/platform/act.ts'
import { demoCounty } from './bodies.ts'
import { inventName } from './names.ts'
import { insertAll, type DemoPeople } from './people.ts'

export const demoPassword = 'Huiyin-demo-1'

/** The accounts shown on the sign-in page of the demonstration, in the order a visitor tries them. */
export const demoAccounts: readonly { login: string; body: string; role: StaffRole; nth?: number; says: string }[] = [
  { login: 'jingban', body: 'commission', role: 'commission_clerk', says: '卫健委经办人' },
  { login: 'zhuren', body: 'commission', role: 'commission_head', says: '卫健委主任' },
  { login: 'jiandu', body: 'commission', role: 'inspector', says: '监督员' },
  { login: 'shenji', body: 'commission', role: 'auditor', says: '审计员' },
  { login: 'renmin', body: 'renmin', role: 'institution_clerk', nth: 1, says: '县人民医院经办人' },
  { login: 'renmin-yuanzhang', body: 'renmin', role: 'institution_head', says: '县人民医院院长' },
  { login: 'renmin-keshi', body: 'renmin', role: 'department_head', says: '县人民医院科主任' },
  { login: 'renmin-yisheng', body: 'renmin', role: 'doctor', says: '县人民医院医师' },
  { login: 'renmin-hushi', body: 'renmin', role: 'nurse', says: '县人民医院护士' },
  { login: 'renmin-yaoshi', body: 'renmin', role: 'pharmacist', says: '县人民医院药师' },
  { login: 'renmin-tousu', body: 'renmin', role: 'complaint_officer', says: '县人民医院投诉专员' },
  { login: 'renmin-jijian', body: 'renmin', role: 'discipline_officer', says: '县人民医院纪检监察员' },
  { login: 'renmin-chuangkou', body: 'renmin', role: 'desk_clerk', says: '县人民医院窗口人员' },
  { login: 'zhongyi', body: 'zhongyi', role: 'institution_clerk', says: '县中医院经办人' },
  { login: 'fuyou', body: 'fuyou', role: 'institution_clerk', says: '县妇幼保健院经办人' },
  { login: 'renhe', body: 'renhe', role: 'institution_clerk', says: '仁和医院（民营）经办人' },
  { login: 'qingshi', body: 'qingshi', role: 'institution_clerk', says: '青石镇中心卫生院经办人' },
  { login: 'chengdong', body: 'chengdong', role: 'institution_clerk', says: '城东社区经办人' },
]

/** Accounts for the visitors' list; the other staff have none until they are invited. */
export async function loadAccounts(act: Act, people: DemoPeople, hash: (password: string) => Promise<string>): Promise<void> {
  const at = act.now.toISOString()
  const rows: object[] = []
  for (const account of demoAccounts) {
    const person = people.staff.filter((each) => each.body === account.body && each.role === account.role)[account.nth ?? 0]
    if (person === undefined) throw new Error(`the demonstration has nobody for ${account.login}`)
    rows.push({ account_id: act.newId(), kind: 'staff', login_name: account.login, display_name: person.name, institution_id: person.institutionId, staff_id: person.staffId, password_hash: await hash(demoPassword), password_changed_at: at, created_at: at })
  }
  await insertAll(act, 'account', rows)
}

export const demoCitizens = 40_000

/** Citizens with sealed names, phones and id numbers, from the same fixed seed on every machine. */
export async function loadCitizens(act: Act, count: number = demoCitizens): Promise<void> {
  const random = seeded('huiyin demonstration citizens')
  const at = act.now.toISOString()
  for (let from = 0; from < count; from += 2000) {
    const accounts: object[] = []
    const citizens: object[] = []
    for (let n = from; n < Math.min(from + 2000, count); n++) {
      const id = act.newId()
      const phone = inventMobile(1_000_000 + n)
      const idNumber = inventCitizenId(1_000_000 + n)
      accounts.push({ account_id: id, kind: 'citizen', display_name: '', created_at: at })
      citizens.push({
        account_id: id, phone: act.vault.seal(phone), phone_index: act.vault.blindIndex('phone', phone), name: act.vault.seal(inventName(random)), id_number: act.vault.seal(idNumber),
        id_number_index: act.vault.blindIndex('id_number', idNumber), region_code: demoCounty, born_year: Number(idNumber.slice(6, 10)), created_at: at,
      })
    }
    await insertAll(act, 'account', accounts)
    await insertAll(act, 'citizen', citizens)
  }
}
