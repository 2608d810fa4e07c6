import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { placeOf, useKinds, type Matter } from './kind-names.ts'
import { DueMark, limitOf, MatterState, untilOf } from './marks.tsx'
import { texts as matterTexts } from './matter-texts.ts'
import { SignOffSteps } from './signoff.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...matterTexts }
const certainties = ['law', 'secondary', 'plan', 'memory', 'house'] as const

/** How certain a source is, in words. */
export function useCertainty(): (certainty: string | null) => string {
  const t = useTexts(texts)
  return (certainty) => {
    const known = certainties.find((each) => each === certainty)
    return known === undefined ? (certainty ?? '') : t(`cert_${known}`)
  }
}

/** The limit, and how it came about. */
export function DeadlineCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const name = useName()
  const certainty = useCertainty()
  const { deadline, chase } = matter
  if (deadline === null && chase === null) return null
  const source = deadline === null ? '' : [deadline.source, certainty(deadline.certainty)].filter(Boolean).join(' · ')
  return (
    <Card title={t('deadline')}>
      {deadline === null ? null : (
        <>
          <div className="row"><DueMark limit={{ ...limitOf(matter), dueAt: deadline.dueAt, overdue: deadline.overdue, paused: deadline.paused }} /><b className="number">{untilOf(deadline.dueAt)}</b>{deadline.extended ? <StatusMark tone="warn" compact>{t('extended')}</StatusMark> : null}</div>
          <p className="card-text"><b>{name(deadline.name)}</b></p>
          <p className="card-text"><span className="soft">{t('how')}：</span>{name(deadline.explained)}</p>
          {source === '' ? null : <p className="soft small">{`${t('source')}：${source}`}</p>}
        </>
      )}
      {chase === null ? null : <Alert type={chase.answeredAt === null ? 'warning' : 'info'} showIcon title={chase.answeredAt === null ? t('chaseUntil', { at: untilOf(chase.dueAt) }) : t('chaseAnswered', { at: showInstant(chase.answeredAt) })} description={<span className="prewrap">{chase.text}</span>} />}
    </Card>
  )
}

/** Facts of a matter: where from, since when, whose. */
export function AboutCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const name = useName()
  const { of } = useKinds()
  const category = of(matter.kind)?.categories.find((each) => each.key === matter.category)
  const timed = (at: string | null, inTime: boolean | null) => (at === null ? null : <span className="number">{showInstant(at)}{inTime === null ? null : <> <StatusMark tone={inTime ? 'good' : 'bad'} compact>{t(inTime ? 'inTime' : 'notInTime')}</StatusMark></>}</span>)
  const yesNo = (value: boolean | null) => (value === null ? null : t(value ? 'yes' : 'no'))
  return (
    <Card title={t('about')}>
      <Facts
        items={[
          [t('channel'), t(`c_${matter.channel}`)],
          [t('category'), category === undefined ? null : name(category)],
          [t('place'), [matter.department?.name, matter.place].filter(Boolean).join(' · ')],
          [t('receivedAt'), <span key="received" className="number">{showInstant(matter.receivedAt)}</span>],
          [t('holder'), [matter.holderDepartment, matter.handler].filter(Boolean).join(' · ')],
          [t('first'), [matter.first.department, matter.first.staff].filter(Boolean).join(' · ')],
          [t('enteredBy'), matter.enteredBy],
          [t('refusals'), matter.refusals === 0 ? null : t('times', { n: matter.refusals })],
          [t('subjects'), matter.subjects.map((each) => each.name).join('、')],
          [t('joinedReason'), matter.joinedReason],
          [t('origin'), matter.originNumber],
          [t('plan'), matter.planId === null ? null : <Link key="plan" to="/plans/$planId" params={{ planId: matter.planId }}>{t('seePlan')}</Link>],
          [t('acceptedAt'), timed(matter.acceptedAt, matter.acceptedInTime)],
          [t('firstResponseAt'), timed(matter.firstResponseAt, null)],
          [t('answeredAt'), timed(matter.answeredAt, matter.answeredInTime)],
          [t('closedAt'), timed(matter.closedAt, null)],
          [t('solved'), yesNo(matter.solved)],
          [t('satisfied'), yesNo(matter.satisfied)],
        ]}
      />
    </Card>
  )
}

/** Owner, measure, limit and the steps to the sign-off. */
export function LedgerCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const day = (at: string | null) => (at === null ? null : showInstant(at).slice(0, 10))
  return (
    <Card title={t('ledger')}>
      <Facts items={[[t('measure'), matter.measure === '' ? null : <span key="measure" className="prewrap">{matter.measure}</span>], [t('limitOn'), matter.limitOn === null ? null : showDate(matter.limitOn, locale, { weekday: true })]]} />
      <div className="card-action"><SignOffSteps steps={{ rectified: day(matter.rectifiedAt), checked: day(matter.checkedAt), signedOff: day(matter.signedOffAt), recheckOn: day(matter.recheckedAt ?? matter.recheckAt), recheckHeld: matter.recheckHeld }} /></div>
    </Card>
  )
}

/** Departments that were joined, each with its part. */
export function PartsCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  if (matter.parts.length === 0) return null
  return (
    <Card title={t('parts')}>
      <ul className="lines">
        {matter.parts.map((part) => (
          <li key={part.departmentId}>
            <div className="row"><b>{part.department}</b><StatusMark tone={part.answer === null ? 'wait' : 'good'} compact>{t(part.answer === null ? 'partWaiting' : 'partDone')}</StatusMark></div>
            {part.task === '' ? null : <p className="card-text prewrap"><span className="soft">{t('partTask')}：</span>{part.task}</p>}
            {part.answer === null ? null : <p className="remark prewrap">{part.answer}<span className="soft number">{` — ${part.answeredBy ?? ''} ${showInstant(part.answeredAt)}`}</span></p>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

type Other = Matter['linked'][number]

function OtherLine({ other, extra }: { other: Other; extra?: string }) {
  const { of } = useKinds()
  return (
    <>
      <Link {...placeOf(other)}>{other.title}</Link>
      <div className="row small"><span className="soft number">{`${other.number} · ${showInstant(other.receivedAt).slice(0, 10)}`}</span><MatterState kind={of(other.kind)} state={other.state} compact />{extra === undefined || extra === '' ? null : <span className="soft">{extra}</span>}</div>
    </>
  )
}

/** Matters that look alike, and those this one came from, was split into, merged into or linked with. */
export function OthersCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const related: (readonly [string, Other])[] = [
    ...(matter.mergedInto === null ? [] : [[t('rel_mergedInto'), matter.mergedInto] as const]), ...(matter.parent === null ? [] : [[t('rel_parent'), matter.parent] as const]),
    ...matter.children.map((other) => [t('rel_children'), other] as const), ...matter.linked.map((other) => [t('rel_linked'), other] as const),
  ]
  return (
    <>
      {related.length === 0 ? null : <Card title={t('related')}><ul className="lines">{related.map(([says, other]) => <li key={`${says}${other.id}`}><span className="soft">{says} </span>{other.institutionId === matter.institutionId ? null : <span>{other.institutionName} </span>}<OtherLine other={other} /></li>)}</ul></Card>}
      {matter.duplicates.length === 0 ? null : (
        <Card title={t('duplicates')}>
          <p className="soft small">{t('duplicatesHint')}</p>
          <ul className="lines">{matter.duplicates.map((other) => <li key={other.id}><OtherLine other={other} extra={[t('likeness', { n: Math.round(other.likeness * 100) }), other.sameCaller ? t('sameCaller') : ''].filter(Boolean).join(' · ')} /></li>)}</ul>
        </Card>
      )}
    </>
  )
}
