import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { guideContract, type GuideView } from '../contract/guide.ts'
import { PortalDaysCard } from './guide-days.tsx'
import { SignGuideDialog, WithdrawDialog } from './guide-dialogs.tsx'
import { texts } from './guide-texts.ts'
import { ScheduleNav } from './schedule-nav.tsx'

type Guide = z.output<typeof GuideView>
type Review = Guide['reviews'][number]
type Symptom = Guide['symptoms'][number]

/** Rule TG-10: a physician reads the guide through and signs this version of it; beneath it what the portal was used for. */
export function GuideScreen() {
  const t = useTexts(texts)
  const guide = useRead(guideContract.loadGuide)
  return (
    <Page title={t('title')} lead={t('lead')}>
      <ScheduleNav />
      {guide.error === null ? null : <Fault error={guide.error} retry={() => void guide.refetch()} />}
      {guide.data === undefined ? (guide.error === null ? <Loading /> : null) : <Signing guide={guide.data} />}
      <PortalDaysCard />
      {guide.data === undefined ? null : <Content symptoms={guide.data.symptoms} always={guide.data.always} />}
    </Page>
  )
}

const short = (version: string): string => version.slice(0, 8)

function Signing({ guide }: { guide: Guide }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const [isSigning, setSigning] = useState(false)
  const [leaving, setLeaving] = useState<Review | null>(null)
  const standing = guide.reviews.find((each) => each.isCurrent && each.withdrawnAt === null)
  const by = (review: Review) => [review.institution, review.name, review.post].filter((part) => part !== '').join(' ')
  const state = (review: Review) => <StatusMark tone={review.withdrawnAt !== null ? 'bad' : review.isCurrent ? 'good' : 'quiet'} compact>{review.withdrawnAt === null ? t(review.isCurrent ? 'current' : 'old') : t('gone', { why: review.withdrawnWhy ?? '' })}</StatusMark>
  const act = (review: Review) => (review.blocked.withdraw === null ? <Button onClick={() => setLeaving(review)}>{t('withdraw')}</Button> : null)
  return (
    <>
      <Card extra={isForbidden(guide.blocked.sign) ? undefined : <ActButton type="primary" blocked={guide.blocked.sign} onClick={() => setSigning(true)}>{t('sign')}</ActButton>} title={t('reviews')}>
        <Alert className="guide-stand" type={standing === undefined ? 'warning' : 'success'} showIcon title={standing === undefined ? t('unsigned', { version: short(guide.version) }) : t('signedBy', { version: short(guide.version), by: by(standing), on: showDate(shanghaiDate(standing.signedAt), locale) })} />
        <ListTable<Review>
          label={t('reviews')} rows={guide.reviews} rowKey={(review) => review.id} empty={t('reviewsNone')}
          columns={[
            { title: t('who'), width: 260, render: (_, review) => <><b>{by(review)}</b>{review.remark === '' ? null : <div className="soft">{review.remark}</div>}</> },
            { title: t('at'), width: 170, render: (_, review) => showInstant(review.signedAt) },
            { title: t('version'), width: 200, render: (_, review) => <span className="row"><code>{short(review.version)}</code>{state(review)}</span> },
            { title: '', width: 120, render: (_, review) => act(review) },
          ]}
          card={(review) => (
            <>
              <b>{by(review)}</b>
              <div className="row"><code>{short(review.version)}</code>{state(review)}</div>
              <div className="soft">{showInstant(review.signedAt)}</div>
              {review.remark === '' ? null : <div className="soft">{review.remark}</div>}
              <div className="card-action touch">{act(review)}</div>
            </>
          )}
        />
      </Card>
      {isSigning ? <SignGuideDialog version={guide.version} onClose={() => setSigning(false)} /> : null}
      {leaving === null ? null : <WithdrawDialog review={leaving} onClose={() => setLeaving(null)} />}
    </>
  )
}

function Content({ symptoms, always }: { symptoms: readonly Symptom[]; always: Symptom['flags'] }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const [text, setText] = useState('')
  const list = (names: readonly { zh: string; en: string }[]) => (names.length === 0 ? '—' : names.map((each) => name(each)).join(locale === 'zh' ? '、' : ', '))
  const say = (flags: Symptom['flags']) => flags.map((flag) => `${flag.level === 'call' ? '120 ' : ''}${name(flag.name)}`).join(locale === 'zh' ? '；' : '; ')
  const flags = (symptom: Symptom) => say(symptom.flags)
  const rows = symptoms.filter((symptom) => [symptom.name.zh, symptom.name.en.toLowerCase()].some((said) => said.includes(text.trim().toLowerCase())))
  return (
    <Card flush title={t('content', { n: symptoms.length })} extra={<Input.Search aria-label={t('search')} placeholder={t('search')} allowClear value={text} onChange={(event) => setText(event.target.value)} style={{ maxWidth: 220 }} />}>
      <p className="card-lead">{t('always', { flags: say(always) })}</p>
      <ListTable<Symptom>
        label={t('content', { n: symptoms.length })} rows={rows} rowKey={(symptom) => symptom.key} empty={t('contentNone')}
        columns={[
          { title: t('symptom'), width: 150, render: (_, symptom) => <b>{name(symptom.name)}</b> },
          { title: t('adult'), width: 170, render: (_, symptom) => list(symptom.adult) },
          { title: t('child'), width: 150, render: (_, symptom) => list(symptom.child) },
          { title: t('flags'), width: 480, render: (_, symptom) => flags(symptom) },
        ]}
        card={(symptom) => (
          <>
            <b>{name(symptom.name)}</b>
            <div>{`${t('adult')} ${list(symptom.adult)}`}</div>
            <div>{`${t('child')} ${list(symptom.child)}`}</div>
            <div className="soft">{flags(symptom)}</div>
          </>
        )}
      />
    </Card>
  )
}
