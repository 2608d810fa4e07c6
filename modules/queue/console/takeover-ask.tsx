import { Alert, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Fault } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { queueContract } from '../contract.ts'
import type { OwnTakeover } from '../contract/posts.ts'
import { postTexts } from './post-texts.ts'

type Own = z.output<typeof OwnTakeover>

/** Above the call panel: what I am asked to take over, or what somebody has taken over for me. */
export function TakeoverAsks() {
  const own = useRead(queueContract.ownTakeovers, {}, { refetchInterval: 10_000 })
  return <>{(own.data?.rows ?? []).map((each) => <TakeoverAsk key={each.id} takeover={each} />)}</>
}

function TakeoverAsk({ takeover }: { takeover: Own }) {
  const t = useTexts(postTexts)
  const take = useDo(queueContract.takeOver)
  const back = useDo(queueContract.takeBack)
  const [windowId, setWindowId] = useState<string | undefined>(undefined)
  const [isDeclining, setDeclining] = useState(false)
  const params = { takeoverId: takeover.id }
  const chosen = windowId ?? takeover.windows[0]?.id
  const isAsked = takeover.state !== 'taken'
  const title = isAsked ? t('askTitle', { queue: takeover.queueName, first: takeover.firstName, reason: t(`r_${takeover.reason}`), n: takeover.waiting }) : t('tookTitle', { queue: takeover.queueName, by: takeover.answeredName ?? '', window: takeover.windowName, first: takeover.firstName })
  const error = take.error ?? back.error
  return (
    <>
      <Alert
        className="queue-gap" type={isAsked ? 'warning' : 'info'} showIcon title={title}
        description={
          <>
            {isAsked ? <p>{t('askSecond', { second: takeover.secondName })}</p> : null}
            {takeover.remark === null ? null : <p>{takeover.remark}</p>}
            <div className="row takeover-acts">
              {isAsked && takeover.blocked.take === null && takeover.windows.length > 0 ? <Select aria-label={t('room')} value={chosen ?? null} onChange={setWindowId} options={takeover.windows.map((window) => ({ value: window.id, label: window.name }))} popupMatchSelectWidth={false} /> : null}
              {isAsked && takeover.windows.length === 0 ? <span>{t('noRoom')}</span> : null}
              {isAsked && takeover.windows.length > 0 ? <ActButton type="primary" blocked={takeover.blocked.take} loading={take.isPending} onClick={() => chosen !== undefined && take.mutate({ params, body: { windowId: chosen } })}>{t('take')}</ActButton> : null}
              {isAsked && takeover.blocked.decline === null ? <Button onClick={() => setDeclining(true)}>{t('decline')}</Button> : null}
              {isAsked ? null : <ActButton type="primary" blocked={takeover.blocked.takeBack} loading={back.isPending} onClick={() => back.mutate({ params })}>{t('takeBack')}</ActButton>}
            </div>
          </>
        }
      />
      {error === null ? null : <Fault error={error} />}
      {isDeclining ? <DeclineDialog takeover={takeover} onClose={() => setDeclining(false)} /> : null}
    </>
  )
}

function DeclineDialog({ takeover, onClose }: { takeover: Own; onClose: () => void }) {
  const t = useTexts(postTexts)
  const required = useRequired()
  const decline = useDo(queueContract.declineTakeover, onClose)
  return (
    <FormDialog<{ reason: string }> open title={t('decline')} okText={t('send')} onCancel={onClose} onSubmit={(body) => decline.mutateAsync({ params: { takeoverId: takeover.id }, body })}>
      <Form.Item name="reason" label={t('declineWhy')} rules={[required(t('declineWhy'))]}><Input maxLength={200} /></Form.Item>
    </FormDialog>
  )
}
