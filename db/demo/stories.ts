import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { RefusedError } from '../../kernel/refusal.ts'
import { fileChildplan, decideChildplan } from '../../modules/childplan/commands.ts'
import { askConsult, conveneConsult, decideConsult } from '../../modules/group/commands.ts'
import { closePhase } from '../../modules/plan/commands/gates.ts'
import type { Platform } from '../../server/platform/act.ts'
import { systemActor } from '../../kernel/actor.ts'
import { at, stage, type Cast } from './cast.ts'
import { planText, type DemoPlan } from './plan-text.ts'

/** A child plan that keeps the plan's words, or leaves clauses out and lowers a figure. */
function childText(plan: DemoPlan, today: IsoDate, institution: string, weak: boolean): string {
  const lines = planText(plan, today).split('\n').filter((line) => !/^附件|联系|^组|^副组|^成/.test(line))
  const own = lines.map((line) => line.replaceAll('各二级医院', '各科室').replaceAll('各医院', '各科室').replaceAll('各单位', '各科室'))
  const kept = weak ? own.filter((line) => !/绿化率|价格|牵头|号源/.test(line)).map((line) => line.replace('60%以上', '50%以上').replace('不少于100张', '不少于50张')) : own
  return `${institution}${kept.join('\n').trim()}`
}

/** The turns that make the region a story: child plans, a consultation that became a duty, closed phases. */
export async function loadStories(platform: Platform, cast: Cast, plans: ReadonlyMap<DemoPlan, string>, today: IsoDate): Promise<void> {
  const ten = plans.get('ten-actions')
  if (ten === undefined) return
  const judge = cast.actor('commission', 'commission_clerk')
  const filings = [['renmin', false], ['zhongyi', true], ['fuyou', false], ['qingshi', false], ['taoyuan', true]] as const
  for (const [key, weak] of filings) {
    const body = cast.people.institutions.get(key)
    if (body === undefined) continue
    await stage(platform, async (as) => {
      const day = addDays(today, weak ? -137 : -142)
      const filed = await fileChildplan(await as(at(day, 15), cast.actor(key, 'institution_clerk')), { planId: ten, uploads: [{ field: 'file', name: `${body.body.shortName}实施方案.txt`, bytes: Buffer.from(childText('ten-actions', today, body.body.name, weak)) }] })
      const decision = weak ? ({ state: 'returned', remark: '漏了基层号源和费用公示两条，预约率指标低于县里要求，请补充后重报。' } as const) : ({ state: 'accepted', remark: '' } as const)
      await decideChildplan(await as(at(addDays(day, 2), 10), judge), { ...filed, ...decision })
    })
  }
  await loadConsult(platform, cast, ten, today)
  await closeWhatIsDone(platform, cast)
}

async function loadConsult(platform: Platform, cast: Cast, planId: string, today: IsoDate): Promise<void> {
  const group = await platform.database.read(systemActor('demo'), async (read) => read.selectFrom('leading_group').select(['institution_id', 'id']).where('plan_id', '=', planId).executeTakeFirst())
  if (group === undefined) return
  const key = { institutionId: group.institution_id, groupId: group.id }
  const head = cast.actor('renmin', 'institution_head')
  const office = cast.actor('commission', 'commission_clerk')
  await stage(platform, async (as) => {
    const asked = await askConsult(await as(at(addDays(today, -34), 16), head), { ...key, question: '医院周边早高峰停车涉及交警、城管，院内挖潜后仍缺约120个车位，请求会商。', background: '院内已增设车位86个，早8点至10点仍排队到主路。', clauseId: null })
    await conveneConsult(await as(at(addDays(today, -31), 9), office), { ...asked, version: 1, meetingOn: addDays(today, -28), place: '县卫生健康委二楼会议室' })
    await decideConsult(await as(at(addDays(today, -28), 17), office), {
      ...asked, version: 2, attendees: '顾云澜、沈竹、方远、陆知秋、韩筱', minutes: '县人民医院介绍情况；各成员认为应错峰就诊与共享车位并举。', decision: '一是与相邻单位共享夜间和周末车位；二是两家医院试行错峰预约。',
      duties: [{ text: '与相邻单位签订车位共享协议，并在门诊公示共享车位的位置和时间。', dueOn: addDays(today, 6), institutionIds: ['renmin', 'zhongyi'].flatMap((body) => cast.people.institutions.get(body)?.id ?? []) }],
    })
    await askConsult(await as(at(addDays(today, -3), 11), cast.actor('fuyou', 'institution_clerk')), { ...key, question: '新生儿转运与县人民医院的交接时限不一致，请求会商统一标准。', background: '', clauseId: null })
  })
}

/** Phases that are over and have nothing open are closed, as the clerk would have. */
async function closeWhatIsDone(platform: Platform, cast: Cast): Promise<void> {
  const now = platform.clock.now().toISOString()
  const phases = await platform.database.read(systemActor('demo'), async (read) => read.selectFrom('phase').select(['plan_id', 'id']).where('ends_on', '<', now.slice(0, 10)).where('closed_at', 'is', null).orderBy('ordinal').execute())
  for (const phase of phases) {
    await stage(platform, async (as) => closePhase(await as(now, cast.actor('commission', 'commission_clerk')), { planId: phase.plan_id, phaseId: phase.id })).catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error
    })
  }
}
