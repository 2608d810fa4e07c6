import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { reviewContract } from '../contract.ts'
import type { ToDecide } from '../contract/shapes.ts'
import { CodePicker } from './codes.tsx'
import { Codes, ItemMark, ReviewNav } from './marks.tsx'
import { PrescriptionSheet } from './sheet.tsx'
import { texts } from './texts.ts'
import { useDraft } from './use-draft.ts'

type Row = z.infer<typeof ToDecide>

/** What waits for the expert group. */
export function ExpertsScreen() {
  const t = useTexts(texts)
  const list = useRead(reviewContract.listToDecide)
  return (
    <Page title={t('experts')} lead={t('expertsLead')}>
      <ReviewNav />
      {list.error === null ? null : <Fault error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (list.error === null ? <Loading /> : null) : list.data.rows.length === 0 ? <Card><Nothing>{t(list.data.member ? 'nothingToDecide' : 'notMember')}</Nothing></Card> : list.data.rows.map((row) => <OneDecision key={`${row.id} ${row.state}`} row={row} />)}
    </Page>
  )
}

function OneDecision({ row }: { row: Row }) {
  const t = useTexts(texts)
  const { draft, set, forget } = useDraft(`${row.id} ${row.state}`)
  const vote = useDo(reviewContract.vote, forget)
  return (
    <Card title={`${row.month.slice(0, 7)} · ${t('no')} ${row.no}`} extra={<ItemMark state={row.state} />}>
      <div className="desk-work">
        <div>
          <PrescriptionSheet sheet={row} />
          <ul className="plain">{row.opinions.map((each) => <li key={`${each.turn} ${each.by} ${each.codes.join()} ${each.note}`}>{each.by}：<Codes codes={each.codes} />{each.note === '' ? null : <span className="soft"> {each.note}</span>}</li>)}</ul>
          {row.reply === null ? null : <p><b>{t('objected')}：</b>{row.reply}</p>}
        </div>
        <div className="desk-side">
          <p className="soft">{t('votesOf', { n: row.votes, k: row.needed })}{row.mine === null ? null : <> · {t('myVote', { codes: row.mine.codes.length === 0 ? t('reasonable') : row.mine.codes.join('、') })}</>}</p>
          <CodePicker hints={row.hints} draft={draft} set={set} />
          {vote.error === null ? null : <Fault error={vote.error} />}
          <ActButton type="primary" blocked={row.blocked} loading={vote.isPending} onClick={() => vote.mutate({ params: { institutionId: row.institutionId, itemId: row.id }, body: { codes: [...draft.codes], note: draft.note } })}>{t('vote')}</ActButton>
        </div>
      </div>
    </Card>
  )
}
