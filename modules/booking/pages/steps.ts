import type { ComponentChildren } from 'preact'
import { isUuid } from '../../../kernel/ids.ts'
import { maskPhone } from '../../../kernel/identifiers.ts'
import { RefusedError } from '../../../kernel/refusal.ts'
import { frameOf } from '../../../portal/frame.ts'
import type { Words } from '../../../portal/texts.ts'
import { look, type Look } from '../../../server/platform/act.ts'
import type { PageAct, PageAnswer, PageLang, PageLook, PageRefused, Pages } from '../../../server/platform/pages.ts'
import { ownPhone } from '../../identity/public.ts'
import { addVisitor, openVisitor, type OpenVisitor } from '../commands/visitors.ts'
import { newFormKey, readFormKey } from '../form-key.ts'
import { bookTexts as t } from '../portal/book-texts.ts'
import { confirmPage, whoPage, type AboutShown, type NearShown, type WhoShown } from '../portal/step-pages.tsx'
import { readVisitor } from '../rules/visitors.ts'
import { findVisitor, visitorsOf } from '../store/visitors.ts'
import { accountOf, asPortal, enterFirst } from './way.ts'

type Fields = Readonly<Record<string, string>>
/** What is booked, waited for or entered, as its steps show it. */
export type About = AboutShown & {
  readonly title: string
  readonly button: Words
  readonly notes: readonly string[]
  readonly asks: ComponentChildren
  /** Why it can be done no more, or not yet; null where it can. */
  readonly over: string | null
}
/** The reading side of the steps: each page asks anew what it is about. */
type Seen = Pick<Look, 'read' | 'now' | 'today' | 'platform'> & { readonly lang: PageLang; readonly params: Fields; readonly query?: Fields; readonly form?: Fields }

type Steps = {
  /** The address of the third step; the fourth lies under it. */
  readonly at: string
  readonly about: (seen: Seen) => Promise<About>
  readonly nearest: (seen: Seen, who: string) => Promise<readonly NearShown[]>
  /** Does what was confirmed, once per key, in transactions of its own; answers where it is seen. */
  readonly take: (visit: PageRefused, given: { readonly accountId: string; readonly person: OpenVisitor; readonly key: string }) => Promise<PageAnswer>
}

type Visit = Pick<PageLook, 'elder' | 'lang' | 'session' | 'platform' | 'params'>

/** For whom, and the confirmation: the same two steps for a time, a wait and a draw. Everything chosen stands in the address by its id, so each step survives a reload and the way back. */
export function personSteps(pages: Pages, steps: Steps): void {
  pages.get(
    steps.at,
    async (visit) => {
      const about = await steps.about(visit)
      const accountId = accountOf(visit)
      if (accountId === null) return enterFirst(about.at)
      return { html: await who(visit, about, accountId, { typed: { phone: await ownPhone(visit.read, visit.platform.vault, accountId) }, sentence: about.over }) }
    },
    asPortal,
  )
  pages.post(steps.at, (act) => takePerson(act, steps), (visit, sentence) => againWho(visit, steps, sentence), asPortal)
  pages.get(
    `${steps.at}/confirm`,
    async (visit) => {
      const about = await steps.about(visit)
      const accountId = accountOf(visit)
      if (accountId === null) return enterFirst(`${about.at}/confirm?${new URLSearchParams({ who: visit.query['who'] ?? '' }).toString()}`)
      const person = await personOf(visit, accountId, visit.query['who'])
      if (person === null) return { redirect: about.at }
      return { html: await confirm(visit, steps, about, { person, key: visit.query['key'], sentence: about.over, isOver: about.over !== null }) }
    },
    asPortal,
  )
  pages.step(`${steps.at}/confirm`, (visit) => takeConfirmed(visit, steps), (visit, sentence) => againConfirm(visit, steps, sentence))
}

async function who(visit: Visit & { readonly read: Look['read'] }, about: About, accountId: string, given: Partial<Pick<WhoShown, 'typed' | 'faults' | 'sentence'>>): Promise<string> {
  const known = (await visitorsOf(visit.read, accountId)).map((each) => openVisitor(visit.platform.vault, each))
  return whoPage(frameOf(visit, t.who[visit.lang], about.at), visit.lang, { about, known, typed: given.typed ?? {}, faults: given.faults ?? {}, sentence: given.sentence ?? null })
}

async function personOf({ read, platform }: Pick<Look, 'read' | 'platform'>, accountId: string, id: string | undefined): Promise<OpenVisitor | null> {
  const found = isUuid(id ?? '') ? await findVisitor(read, accountId, id ?? '') : undefined
  return found === undefined ? null : openVisitor(platform.vault, found)
}

async function takePerson(act: PageAct, steps: Steps): Promise<PageAnswer> {
  const { form, tx, platform } = act
  const seen = { ...act, read: tx }
  const about = await steps.about(seen)
  const accountId = accountOf(act)
  if (accountId === null) return enterFirst(about.at)
  const onward = (person: OpenVisitor): PageAnswer => ({ redirect: `${about.at}/confirm?${new URLSearchParams({ who: person.id, key: newFormKey(platform.vault, about.at) }).toString()}` })
  if (form['who'] !== 'new') {
    const person = await personOf(seen, accountId, form['who'])
    return person === null ? { html: await who(seen, about, accountId, { typed: form, faults: { who: t.whoMissing } }), status: 422 } : onward(person)
  }
  const asked = readVisitor(form, act.today)
  if (Object.keys(asked.faults).length > 0) return { html: await who(seen, about, accountId, { typed: form, faults: asked.faults }), status: 422 }
  return onward(await addVisitor(act, accountId, asked.visitor))
}

const againWho = (visit: PageRefused, steps: Steps, sentence: string): Promise<string> =>
  look(visit.platform, asPortal.as, async (each) => {
    const seen = { ...visit, ...each }
    return who(seen, await steps.about(seen), accountOf(visit) ?? '', { typed: visit.form, sentence })
  })

type Confirming = { readonly person: OpenVisitor; readonly key: string | undefined; readonly sentence: string | null; readonly isOver: boolean }
async function confirm(seen: Seen & Visit, steps: Steps, about: About, given: Confirming): Promise<string> {
  const { vault } = seen.platform
  const key = readFormKey(vault, given.key, about.at) === null ? newFormKey(vault, about.at) : (given.key ?? '')
  const path = `${about.at}/confirm?${new URLSearchParams({ who: given.person.id, key }).toString()}`
  return confirmPage(frameOf(seen, t.confirmTitle[seen.lang], path), seen.lang, {
    about: { ...about, step: about.step + 1 }, person: given.person, phone: maskPhone(given.person.phone), key, button: about.button, notes: about.notes, asks: about.asks, sentence: given.sentence, isOver: given.isOver, nearest: given.sentence === null ? [] : await steps.nearest(seen, given.person.id),
  })
}

async function takeConfirmed(visit: PageRefused, steps: Steps): Promise<PageAnswer> {
  const accountId = accountOf(visit)
  const { form, platform } = visit
  const found = await look(platform, asPortal.as, async (each) => {
    const about = await steps.about({ ...visit, ...each })
    return { about, person: accountId === null ? null : await personOf(each, accountId, form['who']) }
  })
  if (accountId === null) return enterFirst(`${found.about.at}/confirm?${new URLSearchParams({ who: form['who'] ?? '' }).toString()}`)
  if (found.person === null) return { redirect: found.about.at }
  const key = readFormKey(platform.vault, form['key'], found.about.at)
  if (key === null) return { html: await againConfirm(visit, steps, t.pageOld[visit.lang]), status: 409 }
  return steps.take(visit, { accountId, person: found.person, key })
}

/** Rule TG-6: refused, everything that was chosen is still there, and the nearest free times with the same person. */
const againConfirm = (visit: PageRefused, steps: Steps, sentence: string): Promise<string> =>
  look(visit.platform, asPortal.as, async (each) => {
    const seen = { ...visit, ...each }
    const about = await steps.about(seen)
    const person = await personOf(each, accountOf(visit) ?? '', visit.form['who'])
    if (person === null) throw new RefusedError('not_found')
    return confirm(seen, steps, about, { person, key: visit.form['key'], sentence, isOver: about.over !== null })
  })
