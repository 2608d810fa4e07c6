import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import type { Finding as FindingShape } from '../contract/shapes.ts'
import { problemCodes } from '../rules/codes.ts'
import { ItemMark, ReviewNav } from './marks.tsx'
import { PrescriptionSheet } from './sheet.tsx'
import { texts } from './texts.ts'

type Finding = z.infer<typeof FindingShape>

/** What was found on one's own prescriptions. */
export function MineScreen() {
  const t = useTexts(texts)
  const mine = useRead(reviewContract.listFindings)
  return (
    <Page title={t('mine')} lead={t('mineLead')}>
      <ReviewNav />
      {mine.error === null ? null : <Fault error={mine.error} retry={() => void mine.refetch()} />}
      {mine.data === undefined ? (mine.error === null ? <Loading /> : null) : mine.data.rows.length === 0 ? <Card><Nothing>{t('noMine')}</Nothing></Card> : mine.data.rows.map((row) => <OneFinding key={row.id} row={row} />)}
    </Page>
  )
}

function OneFinding({ row }: { row: Finding }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const [objecting, setObjecting] = useState(false)
  const answer = useDo(reviewContract.answerFinding)
  const params = { institutionId: row.institutionId, itemId: row.id }
  return (
    <Card title={`${row.month.slice(0, 7)} · ${t('no')} ${row.no}`} extra={<ItemMark state={row.state} />}>
      <ul className="plain">{row.codes.length === 0 ? <li>{t('reasonable')}</li> : row.codes.map((code) => <li key={code}><b>{code}</b> {name(problemCodes[code])}</li>)}</ul>
      <Facts items={[[t('noteOf'), row.notes.join('；')], [t('objected'), row.reply], [t('accepted'), row.acceptedAt === null ? null : showInstant(row.acceptedAt)]]} />
      <PrescriptionSheet sheet={row} />
      {answer.error === null ? null : <Fault error={answer.error} />}
      {row.blocked !== null ? null : (
        <div className="review-actions">
          <span className="soft">{t('until', { on: showDate(row.replyDueOn, locale) })}</span>
          <ActButton type="primary" blocked={row.blocked} loading={answer.isPending} onClick={() => answer.mutate({ params, body: { answer: 'accept' } })}>{t('accept')}</ActButton>
          <ActButton blocked={row.blocked} onClick={() => setObjecting(true)}>{t('object')}</ActButton>
        </div>
      )}
      <AskForWords open={objecting} title={t('object')} label={t('objectLabel')} okText={t('object')} minLength={10} onCancel={() => setObjecting(false)} onSubmit={async (text) => { await answer.mutateAsync({ params, body: { answer: 'object', text } }); setObjecting(false) }} />
    </Card>
  )
}
