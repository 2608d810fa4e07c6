import { App, Button, Checkbox, Form, Input, Radio } from 'antd'
import { useRef, useState } from 'react'
import { newKey } from '../../../ui/device-store.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useDo } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import type { Row } from './kind-names.ts'
import { texts } from './list-texts.ts'

export type Picking = { readonly on: boolean; readonly rows: readonly Row[]; readonly toggle: (row: Row) => void; readonly start: () => void; readonly stop: () => void }

/** Several rows of the work list, picked to become one. */
export function usePicking(): Picking {
  const [on, setOn] = useState(false)
  const [rows, setRows] = useState<readonly Row[]>([])
  return {
    on, rows,
    toggle: (row) => setRows((before) => (before.some((each) => each.id === row.id) ? before.filter((each) => each.id !== row.id) : [...before, row])),
    start: () => setOn(true),
    stop: () => {
      setOn(false)
      setRows([])
    },
  }
}

export function PickBox({ picking, row }: { picking: Picking; row: Row }) {
  const t = useTexts(texts)
  return <Checkbox className="touch" aria-label={t('pickOne', { number: row.number, title: row.title })} checked={picking.rows.some((each) => each.id === row.id)} onChange={() => picking.toggle(row)} />
}

const isAlike = (rows: readonly Row[]): boolean => rows.every((row) => row.kind === rows[0]?.kind && row.institutionId === rows[0]?.institutionId && row.phase === 'open')

/** What was picked, and the button that makes one of it. */
export function PickBar({ picking }: { picking: Picking }) {
  const t = useTexts(texts)
  const [asks, setAsks] = useState(false)
  if (!picking.on) return <p><Button onClick={picking.start}>{t('pickMany')}</Button></p>
  const unlike = !isAlike(picking.rows)
  return (
    <div className="row page-alert" role="status">
      <span>{t('picked', { n: picking.rows.length })}</span>
      <Button type="primary" disabled={picking.rows.length < 2 || unlike} onClick={() => setAsks(true)}>{t('mergeMany')}</Button>
      <Button onClick={picking.stop}>{t('pickStop')}</Button>
      <span className={unlike ? 'late small' : 'soft small'}>{t(unlike ? 'pickUnlike' : 'pickHint')}</span>
      {asks ? <MergeDialog rows={picking.rows} onClose={() => setAsks(false)} onMerged={() => { setAsks(false); picking.stop() }} /> : null}
    </div>
  )
}

type Values = { into?: string; text?: string }

function MergeDialog({ rows, onClose, onMerged }: { rows: readonly Row[]; onClose: () => void; onMerged: () => void }) {
  const t = useTexts(texts)
  const must = useRequired()
  const { message } = App.useApp()
  const merge = useDo(matterContract.mergeMatters)
  const attempt = useRef(newKey())
  const submit = async ({ into, text }: Values) => {
    const main = rows.find((row) => row.id === into)
    if (main === undefined) return
    const others = rows.filter((row) => row.id !== into).map((row) => ({ matterId: row.id, revision: row.revision }))
    try {
      const { merged } = await merge.mutateAsync({ body: { institutionId: main.institutionId, intoId: main.id, others, text: text ?? '' }, key: attempt.current })
      void message.success(t('mergedMany', { n: merged }))
    } catch (caught) {
      attempt.current = newKey()
      throw caught
    }
    onMerged()
  }
  const oldest = rows.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
  return (
    <FormDialog<Values> open title={t('mergeMany')} okText={t('mergeMany')} initial={oldest[0] === undefined ? {} : { into: oldest[0].id }} hint={<p>{t('pickHint')}</p>} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="into" label={t('mergeInto')} rules={[{ required: true, message: must(t('mergeInto')).message }]}>
        <Radio.Group className="stack" options={oldest.map((row) => ({ value: row.id, label: `${row.number} ${row.title}` }))} />
      </Form.Item>
      <Form.Item name="text" label={t('mergeWords')}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} /></Form.Item>
    </FormDialog>
  )
}
