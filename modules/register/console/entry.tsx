import { Link, useParams } from '@tanstack/react-router'
import { Alert, App } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { registerContract, type EntryView } from '../contract.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EntryFiles } from './entry-files.tsx'
import type { EntryParams } from './entry-params.ts'
import { EntryValues } from './entry-values.tsx'
import { EntryVersions } from './entry-versions.tsx'
import { EntryMark } from './marks.tsx'
import { texts } from './texts.ts'

type Entry = z.output<typeof EntryView>

/** One entry: what it says, its files, who wrote it when, and what may be done with it. */
export function EntryScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const params = useParams({ strict: false }) as EntryParams
  const found = useRead(registerContract.loadEntry, { params })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('entry')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const entry = found.data
  const { definition } = entry
  return (
    <Page
      title={entry.title}
      lead={<span className="row"><EntryMark row={entry} /><Link to="/registers/$key" params={{ key: params.key }}>{name(definition.name)}</Link><span>{[entry.institutionName, entry.departmentName].filter(Boolean).join(' · ')}</span></span>}
      actions={<Acts entry={entry} params={params} />}
    >
      {entry.withdrawn === null ? null : <Alert className="page-alert" type="warning" showIcon title={t('withdrawnSays', { name: entry.withdrawn.byName, at: showInstant(entry.withdrawn.at), reason: entry.withdrawn.reason })} />}
      <div className="two">
        <div>
          <EntryValues entry={entry} params={params} />
          <EntryFiles entry={entry} params={params} />
        </div>
        <div>
          <Card>
            <Facts
              items={[
                [name(definition.day.label), showDate(entry.on, locale, { weekday: true })],
                [t('counts'), t(entry.counts ? 'countsYes' : 'countsNo')],
                [t('enteredBy'), entry.enteredByName],
                [t('enteredAt'), showInstant(entry.enteredAt)],
                [t('confirmedBy'), entry.confirmedByName],
                [t('confirmedAt'), entry.confirmedAt === null ? null : showInstant(entry.confirmedAt)],
                [t('changedAt'), entry.versions.length === 0 ? null : showInstant(entry.changedAt)],
              ]}
            />
          </Card>
        </div>
      </div>
      <EntryVersions entry={entry} />
    </Page>
  )
}

function Acts({ entry, params }: { entry: Entry; params: EntryParams }) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [withdrawing, setWithdrawing] = useState(false)
  const confirm = useDo(registerContract.confirmEntry, () => void message.success(t('confirmed')))
  const withdraw = useDo(registerContract.withdrawEntry, () => setWithdrawing(false))
  const { blocked, revision } = entry
  // Of an entry that is over every button would repeat the same reason.
  if (entry.state === 'withdrawn') return null
  return (
    <>
      {blocked.withdraw === null ? <ActButton blocked={null} onClick={() => setWithdrawing(true)}>{t('withdraw')}</ActButton> : <ActButton blocked={blocked.withdraw}>{t('withdraw')}</ActButton>}
      {blocked.correct === null ? <ButtonLink to="/registers/$key/$institutionId/$entryId/correct" params={params}>{t('correct')}</ButtonLink> : <ActButton blocked={blocked.correct}>{t('correct')}</ActButton>}
      {entry.definition.confirm.length === 0 || entry.state === 'confirmed' ? null : <ActButton blocked={blocked.confirm} type="primary" loading={confirm.isPending} onClick={() => confirm.mutate({ params, body: { revision } })}>{t('confirm')}</ActButton>}
      {confirm.error === null ? null : <Fault error={confirm.error} />}
      <AskForWords
        open={withdrawing}
        title={t('withdraw')}
        label={t('withdrawReason')}
        hint={<p className="dialog-hint">{t('withdrawHint')}</p>}
        okText={t('withdraw')}
        danger
        minLength={4}
        onCancel={() => setWithdrawing(false)}
        onSubmit={(reason) => withdraw.mutateAsync({ params, body: { revision, reason } })}
      />
    </>
  )
}
