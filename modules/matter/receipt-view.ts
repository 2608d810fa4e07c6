import type { z } from 'zod'
import { explainDeadline } from '../../kernel/explain-deadline.ts'
import { addMs, shanghaiDate } from '../../kernel/instant.ts'
import { anonymous } from '../../kernel/actor.ts'
import type { Look } from '../../server/platform/act.ts'
import { currentCalendar } from '../../server/platform/calendar-store.ts'
import { loadDeadlineRules } from '../../server/platform/deadline-rules.ts'
import { institutionNames } from '../directory/public.ts'
import { keyOfWay, type Way } from './commands/receipt.ts'
import type { ReceiptMatter } from './contract.ts'
import { loadKind } from './kinds.ts'
import type { Mover } from './rules/authority.ts'
import { citizenAnswer, citizenState, citizenSteps } from './rules/citizen.ts'
import { mayMove } from './rules/decide.ts'
import { choiceOf } from './rules/kind.ts'
import { isPartOf, type Matter, type MatterKey } from './rules/matter.ts'
import { childrenOf, findMatter, loadMatter } from './store/matters.ts'
import { receiptsOfAccount } from './store/receipts.ts'
import { listEvents, listFiles } from './store/timeline.ts'

export type ReceiptView = z.output<typeof ReceiptMatter>
type Asking = Pick<Look, 'read' | 'now' | 'platform'>

const author: Mover = { actor: anonymous, staffId: null, author: true }

/** Rule MT-26: what the author sees, from the receipt; nothing of who handles it, and no inner note. */
export const followReceipt = async (look: Asking, way: Way): Promise<ReceiptView> => viewForAuthor(look, await keyOfWay(look, way))

type One = Omit<ReceiptView, 'elsewhere' | 'parts'>

/** Rules MT-25, MT-38: the matter, what other bodies do of it, and what was split off it. */
export async function viewForAuthor(look: Asking, key: MatterKey): Promise<ReceiptView> {
  const [{ matter, shown }, children] = await Promise.all([viewOne(look, key), childrenOf(look.read, key)])
  const away = children.filter((each) => each.institutionId !== key.institutionId)
  const split = children.filter((each) => isPartOf(each, matter)).sort((a, b) => (a.number < b.number ? -1 : 1))
  const [names, parts] = await Promise.all([away.length === 0 ? new Map<string, string>() : institutionNames(look.read, away.map((each) => each.institutionId)), Promise.all(split.map((each) => viewOne(look, { institutionId: each.institutionId, matterId: each.id })))])
  return {
    ...shown, parts: parts.map((part) => part.shown),
    elsewhere: away.map((child) => ({ institutionName: names.get(child.institutionId) ?? '', state: citizenState(loadKind(child.kind), child, []), answer: citizenAnswer(child), answeredAt: child.answeredAt })),
  }
}

async function viewOne(look: Asking, key: MatterKey): Promise<{ matter: Matter; shown: One }> {
  const { institutionId } = key
  // All in one flight: to ask for files that may not be there costs less than to wait until that is known.
  const [matter, events, files, calendar, names] = await Promise.all([
    loadMatter(look.read, key), listEvents(look.read, key), listFiles(look.read, { institutionId, id: key.matterId, files: 1 }), currentCalendar(look.read), institutionNames(look.read, [institutionId]),
  ])
  const kind = loadKind(matter.kind)
  const merged = matter.mergedInto === null ? undefined : await findMatter(look.read, { institutionId, matterId: matter.mergedInto })
  const setting = { now: look.now.toISOString(), calendar, rules: loadDeadlineRules(), parts: [], cameFrom: null, answeredElsewhere: merged !== undefined && merged.answeredAt !== null }
  // Whoever was merged into another gets its answer.
  const answering = merged ?? matter
  const shown: One = {
    institutionId: matter.institutionId, institutionName: names.get(matter.institutionId) ?? '', matterId: matter.id, number: matter.number, kind: matter.kind, kindName: kind.name, title: matter.title, body: matter.body, receivedAt: matter.receivedAt,
    phase: matter.phase, state: citizenState(kind, matter, events), ...dueForAuthor(matter), answer: citizenAnswer(answering), answeredAt: answering.answeredAt, verdict: citizenAnswer(answering) === null ? null : verdictOf(answering), solved: matter.solved, satisfied: matter.satisfied,
    steps: citizenSteps(kind, events), files: files.filter((file) => file.open).map(({ id, name, mediaType, size, role }) => ({ id, name, mediaType, size, mine: role === 'author' })),
    moves: kind.moves.filter((move) => mayMove(kind, matter, move, author, setting) === null).map(({ key: move, name, effect, requires, offers }) => ({ key: move, name, effect, requires, offers })), revision: matter.revision,
  }
  return { matter, shown }
}

function verdictOf(matter: Matter): { zh: string; en: string } | null {
  const found = choiceOf(loadKind(matter.kind).verdicts, matter.verdict)
  return found === undefined ? null : { zh: found.zh, en: found.en }
}

/** The last day in time and how it came about, while something is owed. */
function dueForAuthor(matter: Matter): Pick<ReceiptView, 'dueOn' | 'deadline'> {
  if (matter.phase !== 'open' || matter.settleDueAt === null) return { dueOn: null, deadline: null }
  return { dueOn: shanghaiDate(addMs(matter.settleDueAt, -1)), deadline: matter.deadline === null ? null : { zh: explainDeadline(matter.deadline, 'zh'), en: explainDeadline(matter.deadline, 'en') } }
}

/** What somebody who is signed in brought forward, newest first. */
export async function mattersOfAccount(look: Pick<Look, 'read'>, ask: { readonly accountId: string }) {
  const receipts = await receiptsOfAccount(look.read, ask.accountId)
  const matters = (await Promise.all(receipts.map((each) => findMatter(look.read, each)))).flatMap((each) => each ?? [])
  const names = await institutionNames(look.read, matters.map((each) => each.institutionId))
  return matters.map((matter) => ({
    institutionId: matter.institutionId, institutionName: names.get(matter.institutionId) ?? '', matterId: matter.id, number: matter.number, kind: matter.kind, title: matter.title, state: citizenState(loadKind(matter.kind), matter, []), phase: matter.phase, receivedAt: matter.receivedAt,
  }))
}
