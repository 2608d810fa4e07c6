import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showDate } from '../../../ui/dates.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { surveyContract, type CommentView } from '../contract.ts'
import { SurveyNav, useSurveyKey } from './pieces.tsx'
import { texts } from './texts.ts'

type Comment = z.infer<typeof CommentView>
const tones = { waiting: 'wait', published: 'good', withheld: 'quiet' } as const

/** What was written, without names: read by a person before anybody else; and what the house did about it. */
export function SurveyCommentsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const key = useSurveyKey()
  const survey = useRead(surveyContract.loadSurvey, { params: key })
  const comments = useRead(surveyContract.listComments, { params: key })
  const [deciding, setDeciding] = useState<Comment | null>(null)
  const [saying, setSaying] = useState(false)
  const say = useDo(surveyContract.sayDeed, () => setSaying(false))
  if (survey.isPending) return <Loading />
  if (survey.data === undefined) return <Page title={t('title')}><Fault error={survey.error} /></Page>
  const mayDecide = comments.data?.blocked.decide === null
  const place = (row: Comment) => [showDate(row.on, locale), row.departmentName ?? t('noDepartment')].join(' · ')
  return (
    <Page title={name(survey.data.name)} lead={t('comments')} actions={mayDecide ? <Button type="primary" onClick={() => setSaying(true)}>{t('sayDeed')}</Button> : undefined}>
      <SurveyNav {...key} mayManage={survey.data.blocked.manage === null} mayEnter={survey.data.blocked.enter === null} />
      {comments.error === null ? null : <Fault error={comments.error} retry={() => void comments.refetch()} />}
      <Card title={t('said')} flush>
        <ListTable<Comment>
          label={t('said')}
          rows={comments.data?.rows ?? []}
          rowKey={(row) => row.id}
          loading={comments.isPending}
          empty={t('commentsNone')}
          columns={[
            { title: t('said'), width: 420, render: (_, row) => <span className="prewrap">{row.said}</span> },
            { title: t('department'), width: 220, render: (_, row) => place(row) },
            { title: t('state'), width: 120, render: (_, row) => <StatusMark tone={tones[row.state]}>{t(`c_${row.state}`)}</StatusMark> },
            { title: '', width: 100, render: (_, row) => (mayDecide ? <Button size="small" aria-label={`${t('decide')} ${row.said.slice(0, 20)}`} onClick={() => setDeciding(row)}>{t('decide')}</Button> : null) },
          ]}
          card={(row) => (
            <div>
              <div className="row"><StatusMark tone={tones[row.state]}>{t(`c_${row.state}`)}</StatusMark><span className="soft">{place(row)}</span></div>
              <div className="prewrap">{row.said}</div>
              {mayDecide ? <Button size="small" aria-label={`${t('decide')} ${row.said.slice(0, 20)}`} onClick={() => setDeciding(row)}>{t('decide')}</Button> : null}
            </div>
          )}
        />
      </Card>
      <Card title={t('deeds')}>
        {comments.data?.deeds.length === 0 ? <Nothing>{t('deedsNone')}</Nothing> : null}
        <ul className="plain">
          {comments.data?.deeds.map((deed) => <li key={deed.id}>{deed.said} <span className="soft">{`${showDate(deed.on, locale)} · ${deed.madeName}`}</span></li>)}
        </ul>
      </Card>
      {deciding === null ? null : <Decide comment={deciding} surveyKey={key.key} onClose={() => setDeciding(null)} />}
      <AskForWords open={saying} title={t('sayDeed')} label={t('deed')} hint={t('deedHint')} okText={t('sayDeed')} minLength={5} onCancel={() => setSaying(false)} onSubmit={(said) => say.mutateAsync({ params: { key: key.key }, body: { said } })} />
    </Page>
  )
}

function Decide({ comment, surveyKey, onClose }: { comment: Comment; surveyKey: string; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const decide = useDo(surveyContract.decideComment, onClose)
  const send = (said: string, publish: boolean) => decide.mutateAsync({ params: { key: surveyKey, commentId: comment.id }, body: { revision: comment.revision, said, publish } })
  return (
    <FormDialog<{ said: string }> open title={t('decide')} okText={t('publishComment')} hint={t('saidHint')} initial={{ said: comment.said }} onCancel={onClose} onSubmit={({ said }) => send(said, true)}>
      <Form.Item name="said" label={t('said')} rules={[required(t('said'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} /></Form.Item>
      <Button loading={decide.isPending} onClick={() => void send(comment.said, false).catch(() => undefined)}>{t('withhold')}</Button>
      {decide.error === null ? null : <Fault error={decide.error} />}
    </FormDialog>
  )
}
