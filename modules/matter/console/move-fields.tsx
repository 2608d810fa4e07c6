import { Button, Checkbox, Form, Input, Radio, Select } from 'antd'
import { CloseOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { Combobox } from '../../../ui/combobox.tsx'
import { DateField } from '../../../ui/fields.tsx'
import type { Control } from '../../../ui/field-shell.tsx'
import { FilePicks } from '../../../ui/file-picks.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { isPicture, shrinkPicture } from '../../../ui/shrink-picture.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { planContract } from '../../plan/contract.ts'
import { matterContract } from '../contract.ts'
import type { Input as Asked } from '../rules/definition.ts'
import { CannedPick } from './canned-pick.tsx'
import type { Kind, Matter, Move } from './kind-names.ts'
import { texts } from './move-texts.ts'
import type { Person } from './move-values.ts'

type Held<Value> = { id?: string; value?: Value; onChange?: (value: Value) => void }
/** In a form of antd the label is tied by the id; elsewhere the shell around the field gives its control. */
type Labelled = { label: string; control?: Control }
const plain = (id: string): Control => ({ id, labelId: `${id}-label`, describedBy: undefined, invalid: false, required: false })
const mostFiles = 10

/** Evidence of a move: chosen, dropped or taken with the camera; pictures are made smaller, which also drops where they were taken. */
export function FilesField({ id = 'files', value = [], onChange, label, control, most = mostFiles }: Held<File[]> & Labelled & { most?: number }) {
  const t = useTexts(texts)
  const [busy, setBusy] = useState(false)
  const [says, setSays] = useState('')
  const add = async (files: File[]) => {
    setBusy(true)
    const remarks: string[] = []
    const made = await Promise.all(files.map(async (file) => (!isPicture(file) ? file : shrinkPicture(file).catch(() => {
      remarks.push(t('filesNot', { name: file.name }))
      return null
    }))))
    const next = [...value, ...made.filter((file) => file !== null)]
    if (next.length > most) remarks.push(t('mostFiles'))
    setSays(remarks.join(' '))
    setBusy(false)
    onChange?.(next.slice(0, most))
  }
  const picks = value.map((file, index) => ({ id: String(index), name: file.name, size: file.size, blob: file, picture: isPicture(file) }))
  return (
    <>
      {control === undefined ? <span id={`${id}-label`} className="unseen">{label}</span> : null}
      <FilePicks control={control ?? plain(id)} picks={picks} camera busy={busy} onAdd={(files) => void add(files)} onRemove={(index) => onChange?.(value.filter((_, at) => String(at) !== index))} />
      <div role="status" className="late small">{says}</div>
    </>
  )
}

/** Several people by name; one who is not on the roster is taken as written. */
export function PeopleField({ id = 'people', value = [], onChange, institutionId, label, control, onlyStaff = false }: Held<Person[]> & Labelled & { institutionId: string; onlyStaff?: boolean }) {
  const t = useTexts(texts)
  const [typed, setTyped] = useState('')
  const found = useRead(directoryContract.listStaff, { query: { institutionId, limit: 20, ...(typed === '' ? {} : { search: typed }) } })
  const options = (found.data?.rows ?? []).filter((row) => !value.some((each) => each.staffId === row.id)).map((row) => ({ value: row.id, label: row.name, note: [row.posts[0]?.departmentName, row.posts[0]?.title, row.employeeNumber].filter(Boolean).join(' · ') }))
  return (
    <>
      {control === undefined ? <span id={`${id}-label`} className="unseen">{label}</span> : null}
      <Combobox
        control={control ?? plain(id)}
        shown="" options={options} several loading={found.isFetching}
        onQuery={setTyped}
        onPick={(option) => onChange?.([...value, { staffId: option.value, name: option.label }])}
        {...(onlyStaff ? {} : { onFree: (name: string) => onChange?.([...value, { staffId: null, name }]) })}
      />
      {value.length === 0 ? null : (
        <ul className="chips">
          {value.map((person, index) => (
            <li key={`${person.staffId ?? ''}${person.name}`} className="chip">
              <span>{person.name}</span>
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('remove', { name: person.name })} onClick={() => onChange?.(value.filter((_, at) => at !== index))} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function YesNo({ id, value, onChange, label }: Held<boolean> & { label: string }) {
  const t = useTexts(texts)
  return <Radio.Group {...(id === undefined ? {} : { id })} aria-label={label} value={value ?? null} onChange={(event) => onChange?.(event.target.value as boolean)} options={[{ value: true, label: t('yesWord') }, { value: false, label: t('noWord') }]} optionType="button" buttonStyle="solid" />
}

type Props = { input: Asked; required: boolean; matter: Matter; move: Move; kind: Kind | undefined }

/** One input of a move as a field, with what can be chosen there. */
export function MoveField({ input, required, matter, move, kind }: Props) {
  const t = useTexts(texts)
  const name = useName()
  const mustFill = useRequired()
  const isPublish = move.effect === 'publish'
  // Words that go with a verdict are the answer; before a second person has read it nobody outside does.
  const isAnswer = move.effect === 'answer' || move.requires.includes('verdict') || move.public === null
  const label = {
    text: isPublish ? t('i_textPublish') : t(move.requires.includes('publicText') || move.offers.includes('publicText') ? 'i_text' : 'i_textOnly'),
    publicText: t(isPublish ? 'i_publicTextPublish' : isAnswer ? 'i_publicTextAnswer' : 'i_publicText'),
    date: t(move.effect === 'chase' ? 'i_dateChase' : 'i_date'),
  }[input as string] ?? t(`i_${input}`)
  const isChoice = !['text', 'publicText', 'measure', 'title', 'date'].includes(input)
  const rules = !required ? [] : isChoice ? [{ required: true, message: mustFill(label).message }] : [mustFill(label)]
  const extra = { text: move.public === null || isPublish ? undefined : t('hintInternal'), publicText: isPublish ? undefined : t(move.public === null ? 'hintDraft' : 'hintPublic'), responsible: t('hintPeople'), other: t('hintOther'), subjects: t('hintSubjects') }[input as string]
  const item = { name: input, label, rules, ...(extra === undefined ? {} : { extra }) }
  const choices = (rows: readonly { key: string; zh: string; en: string }[]) => rows.map((row) => ({ value: row.key, label: name(row) }))
  const named = (rows: readonly { id: string; name: string }[]) => rows.map((row) => ({ value: row.id, label: row.name }))
  const search = { showSearch: { optionFilterProp: 'label' }, allowClear: true } as const
  switch (input) {
    case 'text': return <Form.Item {...item}><Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={4000} /></Form.Item>
    case 'publicText': return <>{isPublish ? null : <CannedPick kind={matter.kind} field="publicText" />}<Form.Item {...item}><Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={8000} /></Form.Item></>
    case 'measure': return <Form.Item {...item}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} /></Form.Item>
    case 'title': return <Form.Item {...item}><Input maxLength={120} /></Form.Item>
    case 'date': return <Form.Item {...item}><DateField className="short-input" /></Form.Item>
    case 'reason': return <Form.Item {...item}><Select {...search} options={choices(move.reasons)} /></Form.Item>
    case 'verdict': return <Form.Item {...item}><Radio.Group options={choices(move.verdicts)} /></Form.Item>
    case 'category': return <Form.Item {...item}><Select {...search} options={choices(kind?.categories ?? [])} /></Form.Item>
    case 'department': return <Form.Item {...item}><Select {...search} options={named(move.departments)} notFoundContent={t('noDepartment')} /></Form.Item>
    case 'departments': return <Form.Item {...item}><Select {...search} mode="multiple" options={named(move.departments)} notFoundContent={t('noDepartment')} /></Form.Item>
    case 'staff': return <Form.Item {...item}><Select {...search} options={named(move.staff)} notFoundContent={t('noStaff')} /></Form.Item>
    case 'responsible': return <Form.Item {...item}><PeopleField institutionId={matter.institutionId} label={label} /></Form.Item>
    case 'subjects': return <Form.Item {...item}><PeopleField institutionId={matter.institutionId} label={label} onlyStaff /></Form.Item>
    case 'files': case 'before': case 'after': return <Form.Item {...item}><FilesField label={label} /></Form.Item>
    case 'satisfied': case 'solved': return <Form.Item {...item}><YesNo label={label} /></Form.Item>
    case 'harm': return <Form.Item name="harm" valuePropName="checked"><Checkbox>{label}</Checkbox></Form.Item>
    case 'institution': return <Form.Item {...item}><RemoteSelect endpoint={directoryContract.listInstitutions} query={(typed) => ({ search: typed, limit: 50 })} options={(reply) => named(reply.rows.filter((row) => row.id !== matter.institutionId))} /></Form.Item>
    case 'plan': return <Form.Item {...item}><RemoteSelect endpoint={planContract.listPlans} query={() => ({})} allowClear options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.title }))} /></Form.Item>
    case 'other': return <Form.Item {...item}><OtherField matter={matter} sameKind={move.effect === 'merge'} /></Form.Item>
    default: return input satisfies never
  }
}

/** Another matter of the body: those that look alike stand first. */
function OtherField({ matter, sameKind, ...field }: Held<string> & { matter: Matter; sameKind: boolean }) {
  const alike = matter.duplicates.filter((each) => each.institutionId === matter.institutionId)
  return (
    <RemoteSelect
      {...field as { id?: string; value?: string; onChange?: (value: string | undefined) => void }}
      endpoint={matterContract.listMatters}
      query={(typed) => ({ institutionId: matter.institutionId, phase: sameKind ? ('open' as const) : ('all' as const), ...(sameKind ? { kind: matter.kind } : {}), sort: 'received' as const, limit: 30, ...(typed.length < 2 ? {} : { text: typed }) })}
      options={(reply) => {
        const rows = [...alike, ...reply.rows.filter((row) => !alike.some((each) => each.id === row.id))].filter((row) => row.id !== matter.id)
        return rows.map((row) => ({ value: row.id, label: `${row.number} ${row.title}` }))
      }}
    />
  )
}
