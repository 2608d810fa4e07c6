import { Form, Input, Radio } from 'antd'
import type { z } from 'zod'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { appraisalContract, type LeagueObjectionView } from '../contract.ts'
import { fewestReason, mostEvidence, mostReason } from '../rules/objections.ts'
import { NeedsFactor, ProofFields } from './league-dialogs.tsx'
import { texts } from './texts.ts'

type Row = z.output<typeof LeagueObjectionView>
type OfRow = { leagueId: string; row: Row; onClose: () => void }
const keyOf = ({ leagueId, row }: Pick<OfRow, 'leagueId' | 'row'>) => ({ leagueId, institutionId: row.institutionId, objectionId: row.objectionId })

export function ObjectDialog({ leagueId, onClose }: { leagueId: string; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const object = useDo(appraisalContract.objectToLeague, onClose)
  return (
    <FormDialog<{ reason: string; evidence: string }> open title={t('object')} okText={t('object')} hint={<p>{t('objectHint')}</p>} onCancel={onClose} onSubmit={(body) => object.mutateAsync({ params: { leagueId }, body })}>
      <Form.Item name="reason" label={t('objectReason')} extra={t('atLeast', { n: fewestReason })} rules={[required(t('objectReason'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={mostReason} showCount /></Form.Item>
      <Form.Item name="evidence" label={t('objectEvidence')} extra={t('objectEvidenceHint')} rules={[required(t('objectEvidence'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={mostEvidence} showCount /></Form.Item>
    </FormDialog>
  )
}

type Answer = { upheld: boolean; answer: string; correction?: string }

export function AnswerDialog({ leagueId, row, onClose }: OfRow) {
  const t = useTexts(texts)
  const required = useRequired()
  const draft = useDo(appraisalContract.draftLeagueAnswer, onClose)
  const { answer } = row
  return (
    <FormDialog<Answer>
      open title={t('draftAnswer')} okText={t('save')} hint={<p>{t('answerHint')}</p>} onCancel={onClose}
      initial={answer === null ? {} : { upheld: answer.upheld, answer: answer.said, correction: answer.correction ?? '' }}
      onSubmit={({ upheld, answer: said, correction }) => draft.mutateAsync({ params: keyOf({ leagueId, row }), body: { revision: row.revision, upheld, answer: said, correction: correction ?? '' } })}
    >
      <Form.Item name="upheld" label={t('isUpheld')} rules={[{ required: true, type: 'boolean', message: required(t('isUpheld')).message }]}><Radio.Group options={[{ value: true, label: t('upheldYes') }, { value: false, label: t('upheldNo') }]} /></Form.Item>
      <Form.Item name="answer" label={t('answer')} extra={t('atLeast', { n: fewestReason })} rules={[required(t('answer'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={mostReason} showCount /></Form.Item>
      <Form.Item noStyle dependencies={['upheld']}>
        {({ getFieldValue }) => (getFieldValue('upheld') === true ? <Form.Item name="correction" label={t('correction')} extra={t('atLeast', { n: fewestReason })} rules={[required(t('correction'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={mostReason} showCount /></Form.Item> : null)}
      </Form.Item>
    </FormDialog>
  )
}

/** The head decides as drafted, with password and second factor. */
export function DecideDialog({ leagueId, row, onClose }: OfRow) {
  const t = useTexts(texts)
  const decide = useDo(appraisalContract.decideLeagueObjection, onClose)
  const { answer } = row
  return (
    <FormDialog<{ password: string; code: string }>
      open title={t('decide')} okText={t('decide')} onCancel={onClose}
      hint={
        <>
          <p>{t('decideHint')}</p>
          {answer === null ? null : <p className="prewrap"><b>{t(answer.upheld ? 'upheldYes' : 'upheldNo')}</b>{`：${answer.said}`}</p>}
          <NeedsFactor />
        </>
      }
      onSubmit={(proof) => decide.mutateAsync({ params: keyOf({ leagueId, row }), body: { revision: row.revision, ...proof } })}
    >
      <ProofFields />
    </FormDialog>
  )
}
