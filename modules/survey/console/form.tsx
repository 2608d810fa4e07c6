import { Button, Form, Input, Modal, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { surveyContract, type FormView } from '../contract.ts'
import type { FormContent, Item } from '../rules/form.ts'
import { SurveyNav, useSurveyKey } from './pieces.tsx'
import { Preview } from './preview.tsx'
import { texts } from './texts.ts'

type Version = z.infer<typeof FormView>

/** Every version of a questionnaire as it looks on a phone; the draft is edited here, and published once and for all. */
export function SurveyFormScreen() {
  const t = useTexts(texts)
  const name = useName()
  const key = useSurveyKey()
  const survey = useRead(surveyContract.loadSurvey, { params: key })
  const [chosen, setChosen] = useState<number | null>(null)
  const [asking, setAsking] = useState<'publish' | 'drop' | null>(null)
  const begin = useDo(surveyContract.beginDraft, () => setChosen(null))
  const publish = useDo(surveyContract.publish, () => setAsking(null))
  const drop = useDo(surveyContract.dropDraft, () => setAsking(null))
  if (survey.isPending) return <Loading />
  if (survey.data === undefined) return <Page title={t('title')}><Fault error={survey.error} retry={() => void survey.refetch()} /></Page>
  const { forms, blocked } = survey.data
  const shown = forms.find((each) => each.version === chosen) ?? forms[0]
  const params = { key: key.key }
  const error = begin.error ?? publish.error ?? drop.error
  return (
    <Page
      title={name(survey.data.name)}
      lead={t('form')}
      actions={(
        <>
          <ActButton blocked={blocked.draft} loading={begin.isPending} onClick={() => begin.mutate({ params })}>{t('begin')}</ActButton>
          {blocked.publish === null ? <Button danger onClick={() => setAsking('drop')}>{t('drop')}</Button> : null}
          {blocked.publish === null ? <Button type="primary" onClick={() => setAsking('publish')}>{t('publish')}</Button> : null}
        </>
      )}
    >
      <SurveyNav {...key} mayManage={blocked.manage === null} mayEnter={blocked.enter === null} />
      {error === null ? null : <Fault error={error} />}
      <div className="filters">
        <Select aria-label={t('version')} value={shown?.version ?? null} onChange={setChosen} options={forms.map((each) => ({ value: each.version, label: `${t('versionN', { n: each.version })} · ${t(each.state)}` }))} />
      </div>
      {shown === undefined ? null : (
        <div className="survey-two">
          <Items key={`${shown.version} ${shown.revision}`} form={shown} surveyKey={key.key} mayEdit={shown.state === 'draft' && blocked.manage === null} />
          <Card title={t('preview')}><Preview content={shown.content} /></Card>
        </div>
      )}
      <Modal open={asking !== null} title={t(asking ?? 'publish')} okText={t(asking ?? 'publish')} okButtonProps={{ danger: asking === 'drop', loading: publish.isPending || drop.isPending }} onCancel={() => setAsking(null)} onOk={() => (asking === 'drop' ? drop : publish).mutate({ params })}>
        <p>{t(asking === 'drop' ? 'dropAsk' : 'publishAsk')}</p>
      </Modal>
    </Page>
  )
}

function Items({ form, surveyKey, mayEdit }: { form: Version; surveyKey: string; mayEdit: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const [editing, setEditing] = useState<Item | 'new' | null>(null)
  const save = useDo(surveyContract.saveDraft)
  const { content } = form
  const keep = (items: readonly Item[]) => save.mutateAsync({ params: { key: surveyKey }, body: { revision: form.revision, content: { ...content, items: [...items] } } })
  const move = (at: number, by: number) => {
    const items = [...content.items]
    const [taken] = items.splice(at, 1)
    if (taken !== undefined) items.splice(at + by, 0, taken)
    save.mutate({ params: { key: surveyKey }, body: { revision: form.revision, content: { ...content, items } } })
  }
  const dimensionOf = (item: Item) => content.dimensions.find((each) => each.key === item.dimension)
  return (
    <Card title={`${t('questions')} (${content.items.length})`} extra={mayEdit ? <Button type="primary" onClick={() => setEditing('new')}>{t('addItem')}</Button> : <StatusMark tone={form.state === 'draft' ? 'wait' : 'good'}>{t(form.state)}</StatusMark>}>
      {save.error === null ? null : <Fault error={save.error} />}
      <ol className="survey-items">
        {content.items.map((item, at) => (
          <li key={item.key}>
            <div>{`${at + 1}. ${name(item.text)}`}</div>
            <div className="soft">{[name(dimensionOf(item)?.name ?? { zh: item.dimension, en: item.dimension }), (content.scales[item.scale] ?? []).map((choice) => name(choice)).join('／'), t(item.official ? 'official' : 'own')].join(' · ')}</div>
            {mayEdit ? (
              <div className="row">
                <Button size="small" disabled={at === 0 || save.isPending} aria-label={`${t('up')} ${name(item.text)}`} onClick={() => move(at, -1)}>{t('up')}</Button>
                <Button size="small" disabled={at === content.items.length - 1 || save.isPending} aria-label={`${t('down')} ${name(item.text)}`} onClick={() => move(at, 1)}>{t('down')}</Button>
                {item.official ? null : <Button size="small" aria-label={`${t('editItem')} ${name(item.text)}`} onClick={() => setEditing(item)}>{t('editItem')}</Button>}
                {item.official ? null : <Button size="small" danger aria-label={`${t('removeItem')} ${name(item.text)}`} onClick={() => void keep(content.items.filter((each) => each.key !== item.key)).catch(() => undefined)}>{t('removeItem')}</Button>}
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      {editing === null ? null : <EditItem content={content} item={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onSave={async (item) => { await keep(editing === 'new' ? [...content.items, item] : content.items.map((each) => (each.key === item.key ? item : each))); setEditing(null) }} />}
    </Card>
  )
}

type Values = { zh: string; en: string; dimension: string; scale: string; notApplicable: boolean }

/** A key of its own, which nobody reads: own-1, own-2, … */
const freeKey = (content: FormContent): string => {
  let n = 1
  while (content.items.some((item) => item.key === `own-${n}`)) n += 1
  return `own-${n}`
}

function EditItem({ content, item, onClose, onSave }: { content: FormContent; item: Item | null; onClose: () => void; onSave: (item: Item) => Promise<void> }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const initial = item === null ? { notApplicable: true, scale: content.items[0]?.scale ?? '', dimension: content.dimensions[0]?.key ?? '' } : { ...item.text, dimension: item.dimension, scale: item.scale, notApplicable: item.notApplicable }
  const submit = ({ zh, en, ...values }: Values) => onSave({ ...values, key: item?.key ?? freeKey(content), text: { zh, en }, official: false })
  return (
    <FormDialog<Values> open title={t(item === null ? 'addItem' : 'editItem')} okText={t('save')} initial={initial} onCancel={onClose} onSubmit={submit}>
      <Form.Item name="zh" label={t('textZh')} rules={[required(t('textZh'))]}><Input maxLength={200} /></Form.Item>
      <Form.Item name="en" label={t('textEn')} rules={[required(t('textEn'))]}><Input maxLength={300} /></Form.Item>
      <Form.Item name="dimension" label={t('dimension')}><Select options={content.dimensions.map((each) => ({ value: each.key, label: name(each.name) }))} /></Form.Item>
      <Form.Item name="scale" label={t('scale')}><Select options={Object.entries(content.scales).map(([value, choices]) => ({ value, label: choices.map((choice) => name(choice)).join('／') }))} /></Form.Item>
      <Form.Item name="notApplicable" label={t('offerNa')} valuePropName="checked"><Switch /></Form.Item>
    </FormDialog>
  )
}
