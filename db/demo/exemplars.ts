import { systemActor, type Actor } from '../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { seeded } from '../../kernel/random.ts'
import { fileObjection } from '../../modules/exemplar/commands/object.ts'
import { nominate } from '../../modules/exemplar/commands/nominate.ts'
import { consent, decide, openNotice, publish } from '../../modules/exemplar/commands/steps.ts'
import type { ExemplarKind } from '../../modules/exemplar/rules/exemplar.ts'
import { loadExemplar, type ExemplarKey } from '../../modules/exemplar/store/exemplars.ts'
import { departmentsOn } from '../../modules/directory/public.ts'
import { formLaw } from '../../portal/law.ts'
import { look, type Platform } from '../../server/platform/act.ts'
import { newFormToken } from '../../server/platform/form-token.ts'
import { at, stage, type Cast } from './cast.ts'
import { picture } from './records.ts'

type Nominated = { readonly kind: ExemplarKind; readonly departmentId?: string | null; readonly staffId?: string; readonly title?: string; readonly deeds: string }

const deedsOf = {
  person: '在普通外科病房工作十一年，自编《出院第一周》图文卡片，坚持出院后第三天、第七天两次电话随访。今年随访一千一百余人次，及时发现并处理切口红肿、用药不当等情况四十六例，收到患者来信二十三封。',
  department: '推行“先看诊、后缴费”和诊间预约复诊，平均少跑两趟；把常见骨折的康复动作拍成短视频，扫码即看。三个月内患者满意度由七成二升到八成一，科室核心制度检查连续三月无漏项。',
  project: '由全科医生、护士、药师和村医组成小分队，每月两次为六十五岁以上长期卧床患者上门换药、压疮护理和用药核对，并教会家属翻身和喂食。已服务一百三十八户，三个月内压疮新发由九例降到两例。',
}
const objection = '公示材料里的满意度是三个月的数字，我家老人八月复诊时还是等了一上午，请核实以后再定。'

/** One exemplar published, one in its notice with an objection that nobody has answered, one nomination that waits for the clerk. */
export async function loadExemplars(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const [clerk, head] = [cast.actor('commission', 'commission_clerk'), cast.actor('commission', 'commission_head')]
  const hospital = cast.actor('renmin', 'institution_clerk', 1)
  const nurse = cast.people.staff.find((each) => each.body === 'renmin' && each.role === 'nurse')
  const rooms = await look(platform, hospital, ({ read }) => departmentsOn(read, hospital.institutionId ?? '', today))
  const put = async (by: Actor, day: number, what: Nominated): Promise<ExemplarKey> => {
    let key: ExemplarKey = { institutionId: '', exemplarId: '' }
    const random = seeded(`huiyin demonstration exemplar ${what.kind}`)
    await stage(platform, async (as) => {
      key = await nominate(await as(at(addDays(today, day), 10), by), { departmentId: null, staffId: null, title: '', ...what, uploads: [picture(random, 0), picture(random, 1)] })
    })
    return key
  }
  const revisionOf = async (key: ExemplarKey) => ({ revision: (await look(platform, clerk, ({ read }) => loadExemplar(read, key))).revision })
  const step = (instant: string, who: Actor, run: (act: Parameters<typeof consent>[0]) => Promise<unknown>) => stage(platform, async (as) => void (await run(await as(instant, who))))

  if (nurse !== undefined) {
    const key = await put(hospital, -38, { kind: 'person', staffId: nurse.staffId, deeds: deedsOf.person })
    await step(at(addDays(today, -37), 12), cast.actorOf(nurse), (act) => consent(act, key, { agrees: true }))
    const noticed = await revisionOf(key)
    await step(at(addDays(today, -36), 9), clerk, (act) => openNotice(act, key, noticed))
    const decided = await revisionOf(key)
    await step(at(addDays(today, -15), 15), head, (act) => decide(act, key, { ...decided, chosen: true, reason: '公示期满无异议，事迹经查证属实，患者来信和随访记录齐全。' }))
    const published = await revisionOf(key)
    await step(at(addDays(today, -14), 9), clerk, (act) => publish(act, key, published))
  }
  const noticed = await put(hospital, -4, { kind: 'department', departmentId: rooms.find((room) => room.name === '骨科')?.id ?? null, deeds: deedsOf.department })
  const revision = await revisionOf(noticed)
  await step(at(addDays(today, -2), 9), clerk, (act) => openNotice(act, noticed, revision))
  await step(at(addDays(today, -1), 20), systemActor('portal.exemplar'), async (act) => {
    await fileObjection(act, { exemplarId: noticed.exemplarId, token: newFormToken(act.vault, act.now), said: objection, name: '', phone: '', sender: { address: '198.51.100.20', device: null }, law: await formLaw(act.tx) })
  })
  await put(cast.actor('qingshi', 'institution_clerk'), -1, { kind: 'project', title: '“一老一小”家门口延续护理服务：长期卧床患者上门换药、压疮护理与用药指导示范项目', deeds: deedsOf.project })
  log('典型示范 3 项')
}
