import { Link } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { surveyContract, type SurveyRow } from '../contract.ts'
import { sayRate } from './pieces.tsx'
import { texts } from './texts.ts'

type Row = z.infer<typeof SurveyRow>

function StateMark({ row }: { row: Row }) {
  const t = useTexts(texts)
  return <StatusMark tone={row.active ? 'good' : row.takenUp ? 'warn' : 'quiet'}>{t(row.active ? 's_on' : row.takenUp ? 's_off' : 's_new')}</StatusMark>
}

/** Questionnaires in use at the body, and those of the catalogue it could begin with. */
export function SurveysScreen() {
  const t = useTexts(texts)
  const name = useName()
  const me = useRead(identityContract.me)
  const institutionId = me.data?.actor.institutionId ?? ''
  const surveys = useRead(surveyContract.listSurveys)
  const takeUp = useDo(surveyContract.takeUp)
  const mayManage = surveys.data?.blocked.manage === null
  const mayEnter = opens(surveyContract.enterSheet, me.data?.actor.roles)
  const title = (row: Row) => (row.takenUp ? <Link to="/surveys/$institutionId/$key" params={{ institutionId, key: row.key }}>{name(row.name)}</Link> : <span>{name(row.name)}</span>)
  const about = (row: Row) => [t(`a_${row.audience}`), t('itemsN', { n: row.items }), row.takenUp ? t('versionN', { n: row.version }) : '', row.draft ? t('hasDraft') : ''].filter(Boolean).join(' · ')
  const total = (row: Row) => (row.total.score === null ? '—' : row.total.score.toFixed(1))
  const act = (row: Row) => (row.takenUp ? <ClaimButton row={row} /> : mayManage ? <Button size="small" loading={takeUp.isPending && takeUp.variables.body?.key === row.key} aria-label={`${t('takeUp')} ${name(row.name)}`} onClick={() => takeUp.mutate({ body: { key: row.key } })}>{t('takeUp')}</Button> : null)
  return (
    <Page title={t('title')} lead={t('lead')} actions={mayEnter ? <ButtonLink to="/surveys/enter">{t('enter')}</ButtonLink> : undefined}>
      {surveys.error === null ? null : <Fault error={surveys.error} retry={() => void surveys.refetch()} />}
      {takeUp.error === null ? null : <Fault error={takeUp.error} />}
      <Card flush>
        <ListTable<Row>
          label={t('title')}
          rows={surveys.data?.rows ?? []}
          rowKey={(row) => row.key}
          loading={surveys.isPending}
          empty={t('empty')}
          columns={[
            { title: t('survey'), width: 300, render: (_, row) => <>{title(row)}<div className="soft">{about(row)}</div></> },
            { title: t('state'), width: 120, render: (_, row) => <StateMark row={row} /> },
            { title: t('asked'), width: 90, render: (_, row) => <span className="number">{row.asked}</span> },
            { title: t('answered'), width: 90, render: (_, row) => <span className="number">{row.answered}</span> },
            { title: t('rate'), width: 90, render: (_, row) => <span className="number">{sayRate(row.asked, row.answered)}</span> },
            { title: t('waiting'), width: 100, render: (_, row) => <span className="number">{row.waiting}</span> },
            { title: t('score'), width: 90, render: (_, row) => <b className="number">{total(row)}</b> },
            { title: '', width: 130, render: (_, row) => act(row) },
          ]}
          card={(row) => (
            <div>
              <div className="row">{title(row)}<StateMark row={row} /></div>
              <div className="soft">{about(row)}</div>
              {row.takenUp ? <div>{`${t('score')} ${total(row)} · ${t('answered')} ${row.answered}/${row.asked} · ${t('waiting')} ${row.waiting}`}</div> : null}
              {act(row)}
            </div>
          )}
        />
      </Card>
    </Page>
  )
}

/** A member of staff fetches the code of the own sheet, as often as wanted: it is always the same. */
function ClaimButton({ row }: { row: Row }) {
  const t = useTexts(texts)
  const name = useName()
  const [sheet, setSheet] = useState<{ code: string; url: string } | null>(null)
  const claim = useDo(surveyContract.claimSheet, setSheet)
  if (row.audience !== 'staff' || !row.active) return null
  return (
    <>
      <Button size="small" loading={claim.isPending} aria-label={`${t('claim')} ${name(row.name)}`} onClick={() => claim.mutate({ params: { key: row.key } })}>{t('claim')}</Button>
      {claim.error === null ? null : <Fault error={claim.error} />}
      <Modal open={sheet !== null} title={t('claimed')} onCancel={() => setSheet(null)} footer={<Button onClick={() => setSheet(null)}>{t('close')}</Button>}>
        <p>{t('claimedHint')}</p>
        <p className="number"><b>{sheet?.code}</b></p>
        <p><a href={sheet === null ? '#' : `/survey/${sheet.code}`} target="_blank" rel="noreferrer">{t('open')}</a></p>
      </Modal>
    </>
  )
}
