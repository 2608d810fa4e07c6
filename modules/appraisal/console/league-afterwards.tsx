import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Card } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import type { LeagueObjectionView, LeagueView } from '../contract.ts'
import { sayChange } from '../rules/corrected.ts'
import { AnswerDialog, DecideDialog, ObjectDialog } from './objection-dialogs.tsx'
import { texts } from './texts.ts'

type View = z.output<typeof LeagueView>
type Row = z.output<typeof LeagueObjectionView>

/** What became of a league: withdrawn, replaced, or a correction of an earlier one. */
export function Afterwards({ view }: { view: View }) {
  const t = useTexts(texts)
  const name = useName()
  const { withdrawn, supersededBy, content: { corrects } } = view
  const to = (leagueId: string, words: string) => <Link to="/leagues/$institutionId/$leagueId" params={{ institutionId: view.institutionId, leagueId }}>{words}</Link>
  return (
    <>
      {withdrawn === null ? null : <Alert className="page-alert" type="error" showIcon title={t('withdrawnBy', { name: withdrawn.name, at: showInstant(withdrawn.at), reason: withdrawn.reason })} />}
      {supersededBy === null || withdrawn !== null ? null : <Alert className="page-alert" type="warning" showIcon title={t('superseded')} action={to(supersededBy, t('toNewest'))} />}
      {corrects === undefined ? null : (
        <Card title={t('corrects')} extra={to(corrects.leagueId, t('toEarlier'))}>
          {view.state === 'draft' ? <p>{t('correctsDraft')}</p> : null}
          <h3>{t('correctsWhy')}</h3>
          <ul>{corrects.whys.map((why) => <li key={why} className="prewrap">{why}</li>)}</ul>
          <h3>{t('correctsChanges')}</h3>
          {corrects.changes.length === 0 ? <p className="soft">{t('noChangeYet')}</p> : <ul>{corrects.changes.map((change) => <li key={change.id}>{name(sayChange(change))}</li>)}</ul>}
        </Card>
      )}
    </>
  )
}

/** Objections: an institution's own, all of them for the commission that published. */
export function LeagueObjections({ view }: { view: View }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [isObjecting, setObjecting] = useState(false)
  const [answering, setAnswering] = useState<Row | null>(null)
  const [deciding, setDeciding] = useState<Row | null>(null)
  const { objections, blocked, objectionsUntil } = view
  const isOffice = view.revision !== null
  if (view.state === 'draft' || view.content.of !== 'institutions' || (objections.length === 0 && !isOffice && isForbidden(blocked.object))) return null
  const order = objections.toSorted((a, b) => Number(a.decided !== null) - Number(b.decided !== null))
  return (
    <Card title={t('objections')} extra={isForbidden(blocked.object) ? null : <ActButton blocked={blocked.object} onClick={() => setObjecting(true)}>{t('object')}</ActButton>}>
      {objectionsUntil === null || view.state !== 'published' ? null : <p className="soft">{t('objectionsUntil', { until: showDate(objectionsUntil, locale) })}</p>}
      {objections.length === 0 ? <p className="soft">{t('noObjections')}</p> : null}
      <ul className="lines">
        {order.map((row) => (
          <li key={row.objectionId}>
            <Objection row={row} />
            {isOffice && row.decided === null ? (
              <div className="row card-action">
                <ActButton blocked={row.blocked.draft} {...(row.answer === null ? { type: 'primary' as const } : {})} onClick={() => setAnswering(row)}>{t('draftAnswer')}</ActButton>
                {row.answer === null ? null : <ActButton blocked={row.blocked.decide} type="primary" onClick={() => setDeciding(row)}>{t('decide')}</ActButton>}
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {isObjecting ? <ObjectDialog leagueId={view.leagueId} onClose={() => setObjecting(false)} /> : null}
      {answering === null ? null : <AnswerDialog leagueId={view.leagueId} row={answering} onClose={() => setAnswering(null)} />}
      {deciding === null ? null : <DecideDialog leagueId={view.leagueId} row={deciding} onClose={() => setDeciding(null)} />}
    </Card>
  )
}

function Objection({ row }: { row: Row }) {
  const t = useTexts(texts)
  const { answer, decided } = row
  return (
    <>
      <div><b>{row.institutionName}</b></div>
      <p className="prewrap">{row.reason}</p>
      <div className="soft">{t('objectEvidence')}</div>
      <p className="prewrap">{row.evidence}</p>
      <div className="soft number">{t('signedAt', { name: row.filed.name, at: showInstant(row.filed.at) })}</div>
      {answer === null ? null : (
        <div className="remark">
          <span className="row">
            <StatusMark tone={answer.upheld ? 'warn' : 'quiet'} compact>{t(answer.upheld ? 'upheldYes' : 'upheldNo')}</StatusMark>
            {decided === null ? <span className="soft">{t('drafted')}</span> : null}
          </span>
          <p className="prewrap">{answer.said}</p>
          {answer.correction === null ? null : <><div className="soft">{t('correction')}</div><p className="prewrap">{answer.correction}</p></>}
          <div className="soft number">{decided === null ? t('signedAt', { name: answer.name, at: showInstant(answer.at) }) : t('signedAt', { name: decided.name, at: showInstant(decided.at) })}</div>
        </div>
      )}
    </>
  )
}
