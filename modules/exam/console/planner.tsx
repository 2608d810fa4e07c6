import { Alert, Button, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { CallError } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { DateField } from '../../../ui/fields.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts, type Text } from '../../../ui/texts.ts'
import { examContract, type OrderView, type PlanView, type Proposals } from '../contract.ts'
import { checkPlaces } from '../rules/check.ts'
import type { Place, Wish } from '../rules/problem.ts'
import { sayBreach } from '../rules/say.ts'
import { useExams } from './exam-names.ts'
import { sayTime, type Chosen } from './placement.ts'
import { PlannerBoard } from './planner-board.tsx'
import { texts } from './texts.ts'

type Order = z.infer<typeof OrderView>
type Plan = z.infer<typeof PlanView>

/** Proposals over what is free, the board to change them, and what a change breaks, said at once. */
export function Planner({ order }: { order: Order }) {
  const t = useTexts(texts)
  const [wish, setWish] = useState<Wish>(order.wish)
  const params = { institutionId: order.institutionId, orderId: order.id }
  const proposals = useRead(examContract.proposePlans, { params, query: { from: wish.from, to: wish.to, mornings: wish.mornings ? 'true' : 'false', weekdays: wish.weekdays.join(',') } })
  const [own, setOwn] = useState<Chosen | null>(order.items.length === 0 ? null : chosenOf(order.items))
  const [best] = proposals.data?.plans ?? []
  const chosen: Chosen = own ?? chosenOf(best?.places ?? [])
  return (
    <>
      <Card title={t('wish')}><WishForm wish={wish} onChange={(next) => { setWish(next); if (order.items.length === 0) setOwn(null) }} /></Card>
      {proposals.error === null ? null : <Fault error={proposals.error} retry={() => void proposals.refetch()} />}
      {proposals.data === undefined ? null : <Suggested proposals={proposals.data} onUse={(plan) => setOwn(chosenOf(plan.places))} />}
      {proposals.data === undefined ? null : <Board order={order} wish={proposals.data.wish} places={proposals.data.places} chosen={chosen} onChoose={(place) => setOwn(new Map([...chosen, [place.exam, place]]))} onAgain={() => { setOwn(null); void proposals.refetch() }} />}
    </>
  )
}

const chosenOf = (places: readonly Place[]): Chosen => new Map(places.map((place) => [place.exam, place]))

function WishForm({ wish, onChange }: { wish: Wish; onChange: (wish: Wish) => void }) {
  const t = useTexts(texts)
  const days = [1, 2, 3, 4, 5, 6, 7] as const
  return (
    <div className="exam-wish">
      <label><span>{t('from')}</span><DateField value={wish.from} onChange={(from) => { if (from !== '') onChange({ ...wish, from }) }} /></label>
      <label><span>{t('to')}</span><DateField value={wish.to} onChange={(to) => { if (to !== '') onChange({ ...wish, to }) }} /></label>
      <Select<number[]> mode="multiple" aria-label={t('weekdays')} placeholder={t('anyWeekday')} value={[...wish.weekdays]} onChange={(weekdays) => onChange({ ...wish, weekdays })} options={days.map((day) => ({ value: day, label: t(`d${day}`) }))} />
      <div className="row"><Switch checked={wish.mornings} onChange={(mornings) => onChange({ ...wish, mornings })} aria-label={t('mornings')} /><span>{t('mornings')}</span></div>
    </div>
  )
}

function Says({ title, reasons }: { title: string; reasons: readonly Text[] }) {
  const name = useName()
  return reasons.length === 0 ? null : <div className="exam-why exam-says"><span className="soft">{title}</span><ul>{reasons.map((reason) => <li key={reason.zh}>{name(reason)}</li>)}</ul></div>
}

function Suggested({ proposals, onUse }: { proposals: z.infer<typeof Proposals>; onUse: (plan: Plan) => void }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const name = useName()
  if (proposals.plans.length === 0) return <Card title={t('proposals')}><Alert type="warning" showIcon title={t('whyNone')} description={<ul className="plain">{proposals.whyNone.map((reason) => <li key={reason.zh}>{name(reason)}</li>)}</ul>} /></Card>
  return (
    <Card title={t('proposals')}>
      <ol className="exam-plans">
        {proposals.plans.map((plan, at) => (
          <li key={plan.places.map((place) => place.slotId).join(' ')}>
            <div>
              <b>{t('proposalN', { n: at + 1 })}</b>
              <div>{t('sums', { trips: plan.trips, waiting: plan.waiting, day: showDate(plan.lastOn, locale, { weekday: true }), time: sayTime(plan.finish) })}</div>
              <StatusMark tone={plan.proven && at === 0 ? 'good' : 'wait'} compact>{!plan.proven ? t('bestFound') : at === 0 ? t('proven') : t('otherDay')}</StatusMark>
            </div>
            <Button onClick={() => onUse(plan)} aria-label={`${t('use')} ${t('proposalN', { n: at + 1 })}`}>{t('use')}</Button>
            <Says title={t('whyNotFewer')} reasons={plan.whyNotFewer} />
            <Says title={t('whyNotSooner')} reasons={plan.whyNotSooner} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Board({ order, wish, places, chosen, onChoose, onAgain }: { order: Order; wish: Wish; places: readonly Place[]; chosen: Chosen; onChoose: (place: Place) => void; onAgain: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const { byKey, names, nameOf } = useExams()
  const book = useDo(examContract.bookPlan)
  const exams = order.exams.flatMap((key) => byKey.get(key) ?? [])
  const breaches = checkPlaces(exams, [...chosen.values()], wish)
  const hard = breaches.filter((each) => each.hard)
  const soft = breaches.filter((each) => !each.hard)
  const wrong = new Set(hard.flatMap((each) => ('exam' in each ? [each.exam] : [each.first, each.second])))
  const isWhole = order.exams.every((exam) => chosen.has(exam))
  const isGone = book.error instanceof CallError && book.error.code === 'exam.place_gone'
  const submit = () => book.mutate({ params: { institutionId: order.institutionId, orderId: order.id }, body: { places: [...chosen.values()].map(({ exam, slotId }) => ({ exam, slotId })), wish: { ...wish, weekdays: [...wish.weekdays] }, revision: order.revision } })
  return (
    <Card title={t('board')}>
      <PlannerBoard exams={order.exams} places={places} chosen={chosen} wrong={wrong} nameOf={nameOf} onChoose={onChoose} />
      <div aria-live="polite" className="exam-says">
        {hard.length > 0 ? <Alert type="error" showIcon title={t('breaks')} description={<ul>{hard.map((each) => sayBreach(each, names)).map((said) => <li key={said.zh}>{name(said)}</li>)}</ul>} /> : null}
        {soft.length > 0 ? <Alert type="warning" showIcon title={t('against')} description={<ul>{soft.map((each) => sayBreach(each, names)).map((said) => <li key={said.zh}>{name(said)}</li>)}</ul>} /> : null}
        {isWhole && hard.length === 0 ? <StatusMark tone="good">{t('fine')}</StatusMark> : null}
      </div>
      {book.error === null ? null : <Fault error={book.error} />}
      <div className="row">
        <Button type="primary" disabled={!isWhole || hard.length > 0} loading={book.isPending} onClick={submit}>{order.state === 'planned' ? t('change') : t('bookAll')}</Button>
        {isGone ? <Button onClick={() => { book.reset(); onAgain() }}>{t('reload')}</Button> : null}
      </div>
    </Card>
  )
}
