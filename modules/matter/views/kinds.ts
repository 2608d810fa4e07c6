import type { z } from 'zod'
import { hasRole, type Actor } from '../../../kernel/actor.ts'
import { ruleInForce } from '../../../kernel/deadline-catalog.ts'
import type { IsoDate } from '../../../kernel/calendar.ts'
import { loadDeadlineRules } from '../../../server/platform/deadline-rules.ts'
import type { KindRow, KindView } from '../contract.ts'
import type { Clock, Words } from '../rules/definition.ts'
import type { Kind } from '../rules/kind.ts'

/** Whether somebody's posts have to do with all matters of a kind at the own body or the bodies below. */
const seesAll = (kind: Kind, actor: Actor): boolean => hasRole(actor, ...kind.officers, ...kind.sees, ...(kind.confidentiality === 'secret' ? [] : kind.heads)) || (actor.regionPrefix !== null && hasRole(actor, ...kind.superiors))

export const viewKindRow = (kind: Kind, actor: Actor): z.output<typeof KindRow> => ({
  key: kind.key, name: kind.name, about: kind.about, prefix: kind.prefix, order: kind.order, confidentiality: kind.confidentiality, channels: kind.channels, anonymous: kind.anonymous, hasAuthor: kind.hasAuthor, publishes: kind.publishes, ledger: kind.ledger, categories: kind.categories,
  states: kind.states.map(({ key, name, tone, phase }) => ({ key, name, tone, phase })), mayEnter: hasRole(actor, ...kind.enters), seesAll: seesAll(kind, actor),
})

const units: Readonly<Record<string, Words>> = { workday: { zh: '个工作日', en: 'working days' }, day: { zh: '天', en: 'days' }, hour: { zh: '小时', en: 'hours' }, minute: { zh: '分钟', en: 'minutes' } }

function viewClock(clock: z.output<typeof Clock>, today: IsoDate): z.output<typeof KindView>['states'][number]['clocks'][number] {
  const rule = clock.rule === undefined ? null : ruleInForce(loadDeadlineRules(), clock.rule, today)
  const unit = rule === null ? undefined : units[rule.unit]
  return {
    when: clock.when, rule: clock.rule ?? null, name: rule?.name ?? null, source: rule === null ? null : `${rule.source}${rule.article ?? ''}`, certainty: rule?.certainty ?? null,
    says: rule === null || unit === undefined ? null : { zh: `${rule.amount}${unit.zh}`, en: `${rule.amount} ${unit.en}` },
  }
}

/** A kind with its life cycle, as the chart is drawn from it. */
export const viewKind = (kind: Kind, actor: Actor, today: IsoDate): z.output<typeof KindView> => ({
  ...viewKindRow(kind, actor), version: kind.version, initial: kind.initial, does: kind.does,
  states: kind.states.map((state) => ({ key: state.key, name: state.name, citizen: state.citizen ?? null, tone: state.tone, phase: state.phase, waits: state.waits, clocks: state.clocks.map((clock) => viewClock(clock, today)) })),
  moves: kind.moves.map((move) => ({ key: move.key, name: move.name, from: [...move.from], to: move.to === 'same' ? null : move.to, by: move.by, not: move.not, requires: move.requires, offers: move.offers, effect: move.effect, tells: move.tells, public: move.public ?? null, weight: move.weight })),
  reasons: kind.reasons, verdicts: kind.verdicts, officers: kind.officers, heads: kind.heads, superiors: kind.superiors, author: kind.author, ladder: kind.ladder,
  closing: kind.closing ?? null, reopen: kind.reopen ?? null, callBack: kind.callBack ?? null, recheck: kind.recheck === undefined ? null : { weeks: kind.recheck.weeks, share: kind.recheck.share }, source: kind.source,
})
