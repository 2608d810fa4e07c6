import { bookingFacts, onBookingsChanged, scheduleFacts } from '../modules/booking/public.ts'
import { bulletinPublications, holdWorkSources } from '../modules/bulletin/public.ts'
import { childplanServices } from '../modules/childplan/public.ts'
import { appraisalFacts, rankingLookedAt, rankingPublications } from '../modules/appraisal/public.ts'
import { admissionFacts } from '../modules/admission/public.ts'
import { exemplarPublications } from '../modules/exemplar/public.ts'
import { examFacts, followExams } from '../modules/exam/public.ts'
import { foundGroups, groupMatters, groupServices } from '../modules/group/public.ts'
import { mailNews } from '../modules/channel/public.ts'
import { lookedAt, matterFacts, onAuthorTold } from '../modules/matter/public.ts'
import { countFacts, holdStarts, listFactLines as listMeasureFacts, measureNames, measureValues, type Told } from '../modules/measure/public.ts'
import { dutyFilterFault, measureStarts, planServices, registerFactNames, registerFactSource, registerLaunchStep, reportManyFacts, type FactSource, type Question, type ReportedFact } from '../modules/plan/public.ts'
import { followBookings } from '../modules/payment/public.ts'
import { figureFacts, prescribingFacts, purchaseFacts } from '../modules/prescribing/public.ts'
import { queueFacts } from '../modules/queue/public.ts'
import { checkFiltersWith } from '../modules/reader/public.ts'
import { countRecords, filterFieldsOf, hasOpenRegister, hasRegister, listFactLines as listEntries, publishedAround, registerFacts, registerNames } from '../modules/register/public.ts'
import { reportFacts, reportSource } from '../modules/report/public.ts'
import { surveyFacts } from '../modules/survey/public.ts'
import { reviewFacts, reviewLookedAt, reviewPublications, reviewServices, reviewTalks } from '../modules/review/public.ts'
import { templateCatalog } from '../modules/template/public.ts'
import type { FactChange } from '../kernel/fact.ts'
import type { Act } from './platform/act.ts'
import { bulletinWork } from './bulletin-sources.ts'
import { bookingLookedAt, bookingPublications, bookingServices, orderedServices } from './booking-sources.ts'
import { matterServices, settleMatters } from './matter-sources.ts'
import { holdFacts, onFacts } from './platform/facts.ts'
import { figurePublications, prescribingLookedAt } from './prescribing-sources.ts'
import { surveyLookedAt, surveyPublications, surveyServices } from './survey-sources.ts'

/**
 * What modules do when another one acts; said once, before anything acts. A fact is told by whoever records it; counters
 * follow, then every obligation that the fact or a figure made of it can change, all in the same transaction.
 */
export function connect(): void {
  registerLaunchStep('leading groups', foundGroups)
  holdFacts(registerFacts)
  holdFacts(reportFacts)
  holdFacts(matterFacts)
  onAuthorTold('mail', mailNews)
  holdFacts(bookingFacts)
  holdFacts(scheduleFacts)
  holdFacts(examFacts)
  holdFacts(admissionFacts)
  holdFacts(queueFacts)
  holdFacts(reviewFacts)
  holdFacts(prescribingFacts)
  holdFacts(figureFacts)
  holdFacts(purchaseFacts)
  holdFacts(surveyFacts)
  holdFacts(appraisalFacts)
  onFacts('measures and verdicts', follow)
  onBookingsChanged('payment', followBookings)
  onBookingsChanged('exam', followExams)
  holdStarts(measureStarts)
  checkFiltersWith(dutyFilterFault)
  registerFactSource('record', records)
  registerFactSource('publish', publications)
  registerFactSource('publish', bulletinPublications)
  holdWorkSources(bulletinWork)
  registerFactSource('publish', exemplarPublications)
  registerFactSource('measure', measures)
  registerFactSource('report', reportSource)
  registerFactSource('service', planServices)
  registerFactSource('service', groupServices)
  registerFactSource('service', childplanServices)
  registerFactSource('service', matterServices)
  registerFactSource('service', bookingServices)
  registerFactSource('service', orderedServices)
  registerFactSource('service', surveyServices)
  registerFactSource('publish', bookingPublications)
  registerFactSource('publish', surveyPublications)
  registerFactSource('publish', rankingPublications)
  registerFactSource('publish', figurePublications)
  registerFactSource('service', reviewServices)
  registerFactSource('publish', reviewPublications)
  registerFactSource('settle', reviewTalks)
  registerFactSource('settle', groupMatters)
  registerFactSource('settle', settleMatters)
  nameWhatIsPlanned()
}

/** All that a transaction's facts moved is ruled at once, body by body in one order, so that two transactions never wait for each other in a circle. */
async function follow(act: Act, changes: readonly FactChange[]): Promise<void> {
  const figures = await countFacts(act, changes)
  const entries = changes.flatMap(({ before, after }) => [before, after]).flatMap((fact) => (fact === null || !fact.kind.startsWith(registerFacts.prefix) ? [] : [{ ...fact, key: fact.kind.slice(registerFacts.prefix.length) }]))
  await ruleAnew(act, [
    ...entries.map((each) => ({ ...bodyOf(each), kind: 'record' as const, factKey: each.key, on: each.on })),
    ...entries.filter((each) => hasOpenRegister(each.key)).map((each) => ({ ...bodyOf(each), kind: 'publish' as const, factKey: each.key, on: each.on, until: act.today })),
    ...changes.flatMap((change) => lookedAt(change, act.today)),
    ...changes.flatMap((change) => bookingLookedAt(change, act.today)),
    ...changes.flatMap((change) => reviewLookedAt(change, act.today)),
    ...changes.flatMap(surveyLookedAt),
    ...changes.flatMap(rankingLookedAt),
    ...changes.flatMap(prescribingLookedAt),
    ...figures.map(asMoved),
  ])
}

const bodyOf = ({ institutionId, regionCode }: { institutionId: string; regionCode: string }) => ({ institutionId, regionCode })
const asMoved = (figure: Parameters<Told>[1][number]): ReportedFact => ({ ...bodyOf(figure), kind: 'measure', factKey: figure.measureKey, on: figure.on, until: figure.until })

async function ruleAnew(act: Act, moved: readonly ReportedFact[]): Promise<void> {
  const bodies = [...Map.groupBy(moved, (each) => each.institutionId).values()].sort((a, b) => ((a[0]?.institutionId ?? '') < (b[0]?.institutionId ?? '') ? -1 : 1))
  for (const own of bodies) {
    const [first] = own
    if (first === undefined) continue
    const once = new Map(own.map(({ kind, factKey, on, until }) => [`${kind} ${factKey} ${on} ${until ?? ''}`, until === undefined ? { kind, factKey, on } : { kind, factKey, on, until }]))
    await reportManyFacts(act, bodyOf(first), [...once.values()])
  }
}

/** Values that moved without a fact (a definition counted afresh, a roster that changed): verdicts follow them too. */
export const measuresMoved: Told = (act, touched) => ruleAnew(act, touched.map(asMoved))

const keyOf = (question: Question): string => question.factKey ?? ''

const records: FactSource = {
  name: 'register',
  answers: hasRegister,
  filterFields: filterFieldsOf,
  names: () => registerNames().map(({ key, zh, en }) => ({ key, zh, en, live: true })),
  async ask(read, institutionId, questions) {
    const counts = await countRecords(read, institutionId, questions.map((question) => ({ ...question, registerKey: keyOf(question) })))
    return new Map([...counts].map(([periodId, count]) => [periodId, { kind: 'record', ...count }] as const))
  },
  lines: (read, institutionId, question) => listEntries(read, institutionId, { ...question, registerKey: keyOf(question) }),
}

/** What a register shows to citizens is a public item: each entry is published when it begins to count, whatever day it tells of. */
const publications: FactSource = {
  name: 'register',
  answers: hasOpenRegister,
  place: (key) => `/registers/${key}`,
  names: () => registerNames().filter((each) => each.open).map(({ key, zh, en }) => ({ key, zh, en, live: true })),
  async ask(read, institutionId, questions) {
    const instants = await publishedAround(read, institutionId, questions.map((question) => ({ periodId: question.periodId, publicKey: keyOf(question), dueAt: question.dueAt })))
    return new Map([...instants].map(([periodId, published]) => [periodId, { kind: 'publish', published }] as const))
  },
  // What must be kept fresh is renewed after its period, too.
  lines: (read, institutionId, question) => listEntries(read, institutionId, { ...question, registerKey: keyOf(question), toOn: question.freshDays === null ? question.toOn : '9999-12-31' }),
}

const measures: FactSource = {
  name: 'measure',
  answers: (key) => measureNames().some((each) => each.key === key),
  names: measureNames,
  async ask(read, institutionId, questions) {
    const values = await measureValues(read, institutionId, questions.map((question) => ({ ...question, measureKey: keyOf(question) })))
    return new Map([...values].map(([periodId, answer]) => [periodId, { kind: 'measure', ...answer }] as const))
  },
  lines: (read, institutionId, question) => listMeasureFacts(read, institutionId, { ...question, measureKey: keyOf(question) }),
}

/** Names of later steps, so that a duty can be bound to them before their module comes. */
function nameWhatIsPlanned(): void {
  const kinds = { register: 'record', measure: 'measure', report: 'report', public: 'publish', service: 'service', matter: 'settle' } as const
  for (const [type, kind] of Object.entries(kinds)) {
    registerFactNames(kind, 'planned', () => [...templateCatalog().names.values()].flatMap((named) => (named.type === type && named.step !== null ? [{ key: named.name.slice(type.length + 1), zh: named.zh, en: named.en, live: false }] : [])))
  }
}
