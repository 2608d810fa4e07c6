import { Form, Input, InputNumber, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { showInstant } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { settingContract, type SettingRow } from '../contract.ts'
import { texts } from './texts.ts'

type Row = z.infer<typeof SettingRow>

function useValue(): (row: Row, value: Row['value']) => string {
  const t = useTexts(texts)
  const name = useName()
  return (row, value) => {
    if (typeof value === 'boolean') return t(value ? 'on' : 'off')
    return row.unit === null ? String(value) : `${value} ${name(row.unit)}`
  }
}

/** Settings in their groups, each with its standard value and who changed it. */
export function SettingsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const found = useRead(settingContract.listSettings)
  const [editing, setEditing] = useState<Row | null>(null)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { rows } = found.data
  const groups = [...new Map(rows.map((row) => [row.group, row.groupName]))]
  return (
    <Page title={t('title')} lead={t('lead')}>
      {rows.length === 0 ? <Card><Nothing>{t('empty')}</Nothing></Card> : null}
      {groups.map(([group, words]) => (
        <Card key={group} title={name(words)}>
          <ul className="lines">{rows.filter((row) => row.group === group).map((row) => <Line key={row.key} row={row} onChange={() => setEditing(row)} />)}</ul>
        </Card>
      ))}
      {editing === null ? null : <EditSetting row={editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function Line({ row, onChange }: { row: Row; onChange: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const show = useValue()
  const differs = row.value !== row.standard
  return (
    <li className="line-split setting">
      <div>
        <b>{name(row.label)}</b>
        <div className="soft small">{name(row.hint)}</div>
        {row.changedAt === null ? null : <div className="soft small">{t('changed', { name: row.changedByName ?? '', at: showInstant(row.changedAt) })}</div>}
      </div>
      <div className="setting-value">
        <span className="number">{show(row, row.value)}</span>
        {differs ? <StatusMark tone="wait" compact>{`${t('isChanged')} · ${t('standard', { value: show(row, row.standard) })}`}</StatusMark> : null}
      </div>
      <ActButton blocked={row.blocked.change} aria-label={`${t('change')}：${name(row.label)}`} onClick={onChange}>{t('change')}</ActButton>
    </li>
  )
}

function EditSetting({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const required = useRequired()
  const show = useValue()
  const save = useDo(settingContract.saveSetting, onClose)
  const range = row.min === null || row.max === null ? '' : t('range', { min: row.min, max: row.max })
  const field =
    row.kind === 'boolean' ? (
      <Switch checkedChildren={t('on')} unCheckedChildren={t('off')} />
    ) : row.kind === 'number' ? (
      <InputNumber style={{ width: '100%' }} {...(row.min === null ? {} : { min: row.min })} {...(row.max === null ? {} : { max: row.max })} {...(row.unit === null ? {} : { suffix: name(row.unit) })} />
    ) : (
      <Input maxLength={2000} />
    )
  return (
    <FormDialog<{ value: Row['value']; reason: string }>
      open
      title={name(row.label)}
      okText={t('save')}
      hint={name(row.hint)}
      width={460}
      initial={{ value: row.value }}
      onCancel={onClose}
      onSubmit={(body) => save.mutateAsync({ params: { key: row.key }, body })}
    >
      <Form.Item name="value" label={t('newValue')} extra={[range, t('standard', { value: show(row, row.standard) })].filter(Boolean).join('；')} {...(row.kind === 'boolean' ? { valuePropName: 'checked' } : { rules: [{ required: true, message: required(t('newValue')).message }] })}>{field}</Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[required(t('reason'))]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} /></Form.Item>
    </FormDialog>
  )
}
