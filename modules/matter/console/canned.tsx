import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { showInstant } from '../../../ui/dates.ts'
import { SearchField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { matterContract, type CannedAnswer } from '../contract.ts'
import { texts as deskTexts } from './desk-texts.ts'
import { useKinds } from './kind-names.ts'
import { MatterNav } from './matter-nav.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...deskTexts }
type Canned = z.output<typeof CannedAnswer>
type Values = { title: string; text: string; kind?: string | null }

/** Ready words for answers, kept by the body itself. */
export function CannedScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { modal } = App.useApp()
  const { of } = useKinds()
  const found = useRead(matterContract.listCanned)
  const remove = useDo(matterContract.removeCanned)
  const [open, setOpen] = useState<Canned | 'new' | null>(null)
  const [words, setWords] = useState('')
  if (found.isPending) return <Loading />
  const rows = (found.data?.rows ?? []).filter((row) => words === '' || row.title.includes(words) || row.text.includes(words))
  const ask = (row: Canned) => void modal.confirm({ title: t('removeSure', { title: row.title }), okText: t('remove'), cancelText: t('cancel'), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync({ params: { cannedId: row.id } }).catch(() => undefined) })
  return (
    <Page title={t('cannedTitle')} lead={t('cannedLead')} actions={<Button type="primary" onClick={() => setOpen('new')}>{t('cannedAdd')}</Button>}>
      <MatterNav />
      {found.error === null ? null : <Fault error={found.error} retry={() => void found.refetch()} />}
      {remove.error === null ? null : <Fault error={remove.error} />}
      <div className="filters"><SearchField label={t('search')} value={words} onSearch={setWords} /></div>
      {found.error !== null ? null : rows.length === 0 ? <Card><Nothing>{t(words === '' ? 'cannedNone' : 'noneFound')}</Nothing></Card> : (
        <ul className="card-list" aria-label={t('cannedTitle')}>
          {rows.map((row) => {
            const kind = row.kind === null ? undefined : of(row.kind)
            return (
              <li key={row.id}>
                <div className="line-split">
                  <div>
                    <div className="row"><b>{row.title}</b><StatusMark tone="quiet" compact>{kind === undefined ? t('anyKind') : name(kind.name)}</StatusMark></div>
                    <p className="card-text prewrap">{row.text}</p>
                    <span className="soft small number">{t('changed', { name: row.changedBy, at: showInstant(row.changedAt) })}</span>
                  </div>
                  <div className="row touch">
                    <Button aria-label={t('cannedEditOf', { title: row.title })} onClick={() => setOpen(row)}>{t('cannedEdit')}</Button>
                    <Button aria-label={t('removeOf', { title: row.title })} onClick={() => ask(row)}>{t('remove')}</Button>
                  </div>
                </div>
              </li>
            )
          })}
        </ul>
      )}
      {open === null ? null : <CannedDialog canned={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function CannedDialog({ canned, onClose }: { canned: Canned | null; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const { kinds } = useKinds()
  const add = useDo(matterContract.addCanned, onClose)
  const change = useDo(matterContract.changeCanned, onClose)
  const save = ({ title, text, kind }: Values) => {
    const body = { title, text, kind: kind ?? null }
    return canned === null ? add.mutateAsync({ body }) : change.mutateAsync({ params: { cannedId: canned.id }, body: { ...body, revision: canned.revision } })
  }
  return (
    <FormDialog<Values> open title={t(canned === null ? 'cannedAdd' : 'cannedEdit')} okText={t('save')} initial={canned ?? {}} onCancel={onClose} onSubmit={save}>
      <Form.Item name="title" label={t('cannedHeading')} rules={[required(t('cannedHeading'))]}><Input maxLength={80} /></Form.Item>
      <Form.Item name="kind" label={t('cannedKind')}><Select allowClear placeholder={t('anyKind')} options={kinds.filter((kind) => kind.hasAuthor).map((kind) => ({ value: kind.key, label: name(kind.name) }))} /></Form.Item>
      <Form.Item name="text" label={t('cannedText')} rules={[required(t('cannedText'))]}><Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={4000} showCount /></Form.Item>
    </FormDialog>
  )
}
