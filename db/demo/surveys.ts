import { systemActor, type Actor } from '../../kernel/actor.ts'
import { addDays, type IsoDate } from '../../kernel/calendar.ts'
import { seeded, type Seeded } from '../../kernel/random.ts'
import { departmentsOn } from '../../modules/directory/public.ts'
import { surveys } from '../../modules/survey/catalog.ts'
import { answer } from '../../modules/survey/commands/answer.ts'
import { codeOf, tokenIndexFor } from '../../modules/survey/commands/code.ts'
import { emptyBox } from '../../modules/survey/commands/empty.ts'
import { beginDraft, takeUp } from '../../modules/survey/commands/forms.ts'
import { issueTokens } from '../../modules/survey/commands/issue.ts'
import { decideComment, sayDeed } from '../../modules/survey/commands/words.ts'
import type { Way } from '../../modules/survey/rules/survey.ts'
import { findToken } from '../../modules/survey/store/tokens.ts'
import { listComments } from '../../modules/survey/store/words.ts'
import { look, type Look, type Platform } from '../../server/platform/act.ts'
import { demoBodies, demoCounty } from './bodies.ts'
import { at, stage, type Cast } from './cast.ts'

/** So many days ago patients were asked; what they answered was counted the night after. */
const rounds = [58, 31, 6] as const
type Room = { readonly department: string; readonly asked: number; readonly answered: number; /** Of 100, how often a question gets the best answer. */ readonly pleased: number }
type Asked = { readonly house: string; readonly key: string; readonly way: Way; readonly nth: number; readonly clerk?: number; readonly rooms: readonly Room[] }
const outpatients = { key: 'outpatient', way: 'booking' } as const
/** Children's medicine has too few answers to be shown. */
const asked: readonly Asked[] = [
  ...rounds.map((_, nth): Asked => ({ ...outpatients, house: 'renmin', nth, clerk: 1, rooms: [{ department: '心血管内科', asked: 19, answered: 14, pleased: 62 + nth * 6 }, { department: '呼吸内科', asked: 18, answered: 12, pleased: 55 }, { department: '骨科', asked: 20, answered: 11, pleased: 38 + nth * 9 }, { department: '儿科', asked: 6, answered: 3, pleased: 60 }] })),
  { house: 'renmin', key: 'inpatient', way: 'admission', nth: 1, clerk: 1, rooms: [{ department: '普通外科', asked: 21, answered: 13, pleased: 58 }] },
  { house: 'renmin', key: 'contest', way: 'invited', nth: 1, clerk: 1, rooms: [{ department: '心血管内科', asked: 12, answered: 12, pleased: 74 }, { department: '骨科', asked: 12, answered: 11, pleased: 52 }] },
  { house: 'renmin', key: 'ethics-rating', way: 'invited', nth: 1, clerk: 1, rooms: [{ department: '心血管内科', asked: 12, answered: 10, pleased: 80 }] },
  ...[1, 2].map((nth): Asked => ({ ...outpatients, house: 'zhongyi', nth, rooms: [{ department: '脾胃病科', asked: 16, answered: 11, pleased: 66 }, { department: '针灸推拿科', asked: 15, answered: 12, pleased: 72 }] })),
]
const said = ['取药窗口高峰只开两个，排了快半小时。', '医生讲得很清楚，还画了图。', '指示牌看不懂，问了三个人才找到CT室。', '护士态度好，扶我去做检查。', '停车难，转了三圈。', '希望化验结果能发到手机上。'] as const
const deeds = ['根据评价，门诊药房高峰时段增开两个窗口。', '一楼到影像科的地面贴了引导线，导诊台增加一名志愿者。'] as const

/** Two hospitals that ask their patients: two months of answers, what was done about them, words that wait to be read, and a sheet to try. */
export async function loadSurveys(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const random = seeded('demonstration of surveys')
  const dayOf = (nth: number): IsoDate => addDays(today, -(rounds[nth] ?? 0))
  const began = addDays(today, -70)
  const clerkOf = ({ house, clerk = 0 }: Pick<Asked, 'house' | 'clerk'>): Actor => cast.actor(house, 'institution_clerk', clerk)
  const bodyOf = (house: string) => ({ institutionId: cast.people.institutions.get(house)?.id ?? '', regionCode: demoCounty })
  await stage(platform, async (as) => {
    for (const one of new Map(asked.map((each) => [`${each.house} ${each.key}`, each])).values()) await takeUp(await as(at(began, 9), clerkOf(one)), one.key)
  })
  let sheets = 0
  for (const one of asked.toSorted((a, b) => a.nth - b.nth)) sheets += await askAndAnswer(platform, bodyOf(one.house), { ...one, on: dayOf(one.nth), by: clerkOf(one), random })
  const clerk = clerkOf({ house: 'renmin', clerk: 1 })
  const { institutionId, regionCode } = bodyOf('renmin')
  const comments = await look(platform, clerk, ({ read }) => listComments(read, institutionId, 'outpatient', 'waiting', 100))
  await stage(platform, async (as) => {
    const counted = addDays(dayOf(1), 2)
    for (const comment of comments.filter((each) => each.on < counted)) await decideComment(await as(at(addDays(dayOf(1), 3), 10), clerk), 'outpatient', { commentId: comment.id, revision: comment.revision, said: comment.said, publish: true })
    for (const [nth, deed] of deeds.entries()) await sayDeed(await as(at(addDays(dayOf(1), 8 + nth * 6), 15), clerk), 'outpatient', deed)
    await beginDraft(await as(at(addDays(today, -2), 16), clerk), 'inpatient')
    await issueTokens(await as(platform.clock.now().toISOString(), clerk), { institutionId, regionCode, which: { key: 'outpatient' }, way: 'paper', visits: openVisits.map((visitId) => ({ visitId, departmentId: null, phone: null })) })
  })
  log(`满意度调查 ${sheets} 份答卷`)
}

type Turn = Asked & { readonly on: IsoDate; readonly by: Actor; readonly random: Seeded }

async function askAndAnswer(platform: Platform, body: { readonly institutionId: string; readonly regionCode: string }, turn: Turn): Promise<number> {
  const { key, way, random, on } = turn
  const items = surveys().get(key)?.items ?? []
  let answered = 0
  await stage(platform, async (as) => {
    const rooms = await departmentsOn((await as(at(on, 9), turn.by)).tx, body.institutionId, on)
    for (const room of turn.rooms) {
      const departmentId = rooms.find((each) => each.name === room.department)?.id ?? null
      const visits = Array.from({ length: room.asked }, (_, n) => ({ visitId: `demonstration ${key} ${on} ${room.department} ${n}`, departmentId, phone: null }))
      const issued = await issueTokens(await as(at(on, 11), turn.by), { ...body, which: { key }, way, visits })
      for (const [n, { code }] of issued.slice(0, room.answered).entries()) {
        const typed = Object.fromEntries(items.map((item) => [item.key, choice(random, room.pleased)]))
        await answer(await as(at(on, 19), systemActor('portal.survey')), { code, typed, comment: n === 1 && key === 'outpatient' ? random.pick(said) : '' })
        answered += 1
      }
    }
  })
  await stage(platform, async (as) => void (await emptyBox(await as(at(addDays(on, 1), 2.5), systemActor('survey.boxes')), body.institutionId, key)))
  return answered
}

/** Questions of the demonstration have four choices, the best of them last. */
function choice(random: Seeded, pleased: number): string {
  const dice = random.int(1, 100)
  return dice <= pleased ? '3' : dice <= pleased + 25 ? '2' : dice <= pleased + 34 ? '1' : '0'
}

/** Sheets that wait for whoever looks at the demonstration. */
const openVisits: readonly string[] = Array.from({ length: 40 }, (_, n) => `demonstration open ${n + 1}`)

/** A code of the demonstration that nobody has used yet; null once all are. */
export async function codeToTry({ read, today, platform }: Pick<Look, 'read' | 'today' | 'platform'>): Promise<string | null> {
  const house = demoBodies.find((each) => each.key === 'renmin')
  const row = await read.selectFrom('institution').select('id').where('name', '=', house?.name ?? '').where('region_code', '=', demoCounty).executeTakeFirst()
  for (const visitId of row === undefined ? [] : openVisits) {
    const code = codeOf(platform.vault, { institutionId: row?.id ?? '', way: 'paper', visitId })
    const token = await findToken(read, tokenIndexFor(platform.vault, code))
    if (token !== undefined && !token.spent && token.expiresOn >= today) return code
  }
  return null
}
