import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { exemplarContract, type ExemplarView, type ObjectionView } from '../contract.ts'
import { mostWords } from '../rules/exemplar.ts'
import { texts } from './texts.ts'

type View = z.infer<typeof ExemplarView>
type Row = z.infer<typeof ObjectionView>
const keyOf = (view: View, row: Row) => ({ institutionId: view.institutionId, exemplarId: view.exemplarId, objectionId: row.objectionId })

/** Objections, what waits for an answer first. */
export function Objections({ view, rows }: { view: View; rows: readonly Row[] }) {
  const t = useTexts(texts)
  const [answering, setAnswering] = useState<Row | null>(null)
  const [reading, setReading] = useState<Row | null>(null)
  const order = rows.toSorted((a, b) => Number(a.answer !== null) - Number(b.answer !== null))
  return (
    <Card title={t('objections')}>
      {rows.length === 0 ? <p className="soft">{t('noObjections')}</p> : null}
      <ul className="lines">
        {order.map((row) => (
          <li key={row.objectionId}>
            <p className="prewrap">{row.said}</p>
            <div className="soft number">{`${showInstant(row.filedAt)} · ${t(row.named ? 'named' : 'nameless')}`}</div>
            {row.answer === null ? null : (
              <div className="remark">
                <StatusMark tone={row.answer.founded ? 'warn' : 'quiet'} compact>{t(row.answer.founded ? 'yes' : 'no')}</StatusMark>
                <p className="prewrap">{row.answer.said}</p>
                <div className="soft number">{t('signedAt', { name: row.answer.name, at: showInstant(row.answer.at) })}</div>
              </div>
            )}
            <div className="row card-action">
              {row.answer === null ? <ActButton blocked={row.blocked.answer} type="primary" onClick={() => setAnswering(row)}>{t('answer')}</ActButton> : null}
              {row.named ? <ActButton blocked={row.answer === null ? row.blocked.answer : null} onClick={() => setReading(row)}>{t('readObjector')}</ActButton> : null}
            </div>
          </li>
        ))}
      </ul>
      {answering === null ? null : <AnswerDialog view={view} row={answering} onClose={() => setAnswering(null)} />}
      {reading === null ? null : <ReadDialog view={view} row={reading} onClose={() => setReading(null)} />}
    </Card>
  )
}

function AnswerDialog({ view, row, onClose }: { view: View; row: Row; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const answer = useDo(exemplarContract.answerObjection, onClose)
  return (
    <FormDialog<{ founded: boolean; answer: string }> open title={t('answer')} okText={t('answer')} hint={<><p className="prewrap">{row.said}</p><p className="soft">{t('answerHint')}</p></>} onCancel={onClose} onSubmit={(body) => answer.mutateAsync({ params: keyOf(view, row), body })}>
      <Form.Item name="founded" label={t('founded')} rules={[{ required: true, message: t('founded') }]}><Radio.Group options={[{ value: true, label: t('yes') }, { value: false, label: t('no') }]} /></Form.Item>
      <Form.Item name="answer" label={t('answer')} rules={[required(t('answer'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={mostWords} showCount /></Form.Item>
    </FormDialog>
  )
}

/** Who objected is asked for with a reason, and is gone from the screen when the dialog closes. */
function ReadDialog({ view, row, onClose }: { view: View; row: Row; onClose: () => void }) {
  const t = useTexts(texts)
  const read = useDo(exemplarContract.readObjector)
  const { data } = read
  if (data === undefined) return <AskForWords open title={t('readObjector')} label={t('why')} okText={t('readObjector')} minLength={4} onCancel={onClose} onSubmit={(why) => read.mutateAsync({ params: keyOf(view, row), body: { why } })} />
  return (
    <Modal open title={t('readObjector')} okText={t('close')} onOk={onClose} onCancel={onClose} cancelButtonProps={{ hidden: true }} destroyOnHidden>
      <Facts items={[[t('objector'), data.name], [t('phone'), <span key="phone" className="number">{data.phone}</span>]]} />
    </Modal>
  )
}
