import { addDays, weekday, type IsoDate } from '../../kernel/calendar.ts'
import { fewAtOnce } from '../../kernel/few-at-once.ts'
import { systemActor } from '../../kernel/actor.ts'
import { seeded } from '../../kernel/random.ts'
import { departmentsOn } from '../../modules/directory/public.ts'
import { drawRechecks } from '../../modules/matter/commands/recheck.ts'
import type { Platform } from '../../server/platform/act.ts'
import { at, bodiesAtOnce, stage, type Cast } from './cast.ts'
import { complaints, enquiries, helps, opinions, praises, suggestions } from './matter-texts.ts'
import { playComplaint, playLedger, playOpinion, playPraise, playSimple, playSuggestion, playTip } from './matter-turns.ts'
import { has, newCourse, type As, type Scene } from './matter-stage.ts'
import { playStories } from './matter-stories.ts'

/** How many complaints each body has had in eight weeks; the rest of what people bring goes by it. */
const brought: Readonly<Record<string, number>> = { renmin: 12, zhongyi: 6, fuyou: 4, renhe: 6, qingshi: 2, chengdong: 1, binhe: 1 }
const weeks = 8

/** Eight weeks of what people brought and what the houses found, through the commands a person's form uses, told as they went. */
export async function loadMatters(platform: Platform, cast: Cast, today: IsoDate, log: (line: string) => void): Promise<void> {
  const now = platform.clock.now().toISOString()
  let count = 0
  const scenes = await Promise.all(Object.keys(brought).map(async (key): Promise<Scene> => {
    const id = cast.people.institutions.get(key)?.id ?? ''
    const rooms = await platform.database.read(systemActor('demo'), (read) => departmentsOn(read, id, today))
    return { key, id, cast, random: seeded(`huiyin demonstration matters ${key}`), rooms, now, today }
  }))
  await fewAtOnce(scenes, bodiesAtOnce, async (scene) => {
    const plays = playsOf(scene).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    // A matter is told to its end before the next begins; ten of them are one transaction.
    for (let n = 0; n < plays.length; n += 10) {
      await stage(platform, async (as) => {
        for (const play of plays.slice(n, n + 10)) await play.run(as)
      })
    }
    count += plays.length
    log(`${cast.people.institutions.get(scene.key)?.body.shortName ?? scene.key}：累计 ${count} 件来件和问题`)
  })
  const renmin = scenes.find((scene) => scene.key === 'renmin')
  if (renmin !== undefined) await playStories(platform, renmin, () => drawRechecks(platform))
}

type Play = { readonly on: string; run(as: As): Promise<void> }

/** A day of the past weeks and an hour at which people write; offices are closed at the weekend, people are not. */
function someTime(scene: Scene, from: number, to: number): string {
  const day = addDays(scene.today, -scene.random.int(to, from))
  return at(day, weekday(day) > 5 ? scene.random.int(9, 20) : scene.random.int(8, 21) + scene.random.int(0, 9) / 10)
}

function playsOf(scene: Scene): Play[] {
  const { random } = scene
  const many = brought[scene.key] ?? 0
  const some = (share: number) => Math.round(many * share)
  const play = (from: number, to: number, turn: (course: ReturnType<typeof newCourse>) => Promise<void>): Play => {
    const on = someTime(scene, from, to)
    return { on, run: (as) => turn(newCourse(as, scene, on)) }
  }
  const each = (count: number, make: (n: number) => Play): Play[] => Array.from({ length: count }, (_, n) => make(n))
  const all = weeks * 7
  return [
    ...each(many, (n) => play(all, 1, (course) => playComplaint(course, scene, complaints[(n * 3 + scene.key.length) % complaints.length] ?? random.pick(complaints)))),
    ...each(some(0.5), (n) => play(all, 2, (course) => playSuggestion(course, scene, suggestions[n % suggestions.length] ?? random.pick(suggestions)))),
    ...each(some(0.5), (n) => play(all, 1, (course) => playSimple(course, scene, 'enquiry', enquiries[n % enquiries.length] ?? random.pick(enquiries)))),
    ...each(some(0.2), (n) => play(all, 2, (course) => playSimple(course, scene, 'help-request', helps[n % helps.length] ?? random.pick(helps)))),
    ...each(some(0.25), (n) => play(all, 2, (course) => playPraise(course, scene, praises[n % praises.length] ?? random.pick(praises)))),
    ...(has(scene, 'discipline_officer') ? each(some(0.13), (n) => play(all, 6, (course) => playTip(course, scene, n))) : []),
    ...each(some(0.13), (n) => play(all, 3, (course) => playOpinion(course, scene, opinions[n % opinions.length] ?? random.pick(opinions)))),
    ...each(some(0.5), (n) => play(all, 4, (course) => playLedger(course, scene, 'problem', n))),
    ...each(some(0.2), (n) => play(all, 6, (course) => playLedger(course, scene, 'finding', n))),
  ]
}
