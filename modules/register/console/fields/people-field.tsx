import { CloseOutlined, SnippetsOutlined, TeamOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Combobox } from '../../../../ui/combobox.tsx'
import { FieldShell } from '../../../../ui/field-shell.tsx'
import { useName, useTexts } from '../../../../ui/texts.ts'
import { texts } from '../form-texts.ts'
import type { Person } from '../paste-names.ts'
import { optionOf, useMyself, usePeople } from '../people-search.ts'
import { DepartmentDialog } from './department-dialog.tsx'
import { listOf, shellOf, type FieldProps } from './field-props.ts'
import { PasteDialog } from './paste-dialog.tsx'

/** So many names are shown before the rest folds away. */
const mostShown = 40

/** Many people: one after another by name, a whole department at a stroke, or a list pasted from elsewhere. */
export function PeopleField(props: FieldProps) {
  const { field, form } = props
  const t = useTexts(texts)
  const name = useName()
  const [typed, setTyped] = useState('')
  const [dialog, setDialog] = useState<'department' | 'paste' | null>(null)
  const { people, loading, offline } = usePeople(form.ask.institutionId, typed)
  const myself = useMyself(form.ask.institutionId)
  const { institutionId } = form.ask
  const chosen = listOf(form, field.key)
  const add = (more: readonly Person[]) => form.setValue(field.key, [...new Set([...chosen, ...more.map((person) => person.id)])], Object.fromEntries(more.map((person) => [person.id, person.name])))
  return (
    <FieldShell {...shellOf(props, name)}>
      {(control) => (
        <>
          <Combobox
            control={control}
            several
            shown=""
            placeholder={t('addPerson')}
            options={people.filter((person) => !chosen.includes(person.id)).map(optionOf)}
            loading={loading}
            note={offline ? t('offlinePeople') : undefined}
            onQuery={setTyped}
            onPick={(option) => {
              const person = people.find((each) => each.id === option.value)
              if (person !== undefined) add([person])
            }}
          />
          <div className="row people-acts touch">
            <Button icon={<TeamOutlined />} aria-describedby={control.labelId} onClick={() => setDialog('department')}>{t('wholeDepartment')}</Button>
            <Button icon={<SnippetsOutlined />} aria-describedby={control.labelId} onClick={() => setDialog('paste')}>{t('pasteNames')}</Button>
            {myself === null || chosen.includes(myself.id) ? null : <Button type="text" aria-describedby={control.labelId} onClick={() => add([myself])}>{t('me')}</Button>}
          </div>
          <Chosen props={props} chosen={chosen} />
          {dialog === 'department' ? <DepartmentDialog institutionId={institutionId} onAdd={add} onClose={() => setDialog(null)} /> : null}
          {dialog === 'paste' ? <PasteDialog institutionId={institutionId} onAdd={add} onClose={() => setDialog(null)} /> : null}
        </>
      )}
    </FieldShell>
  )
}

function Chosen({ props: { field, form }, chosen }: { props: FieldProps; chosen: readonly string[] }) {
  const t = useTexts(texts)
  const [all, setAll] = useState(false)
  if (chosen.length === 0) return null
  const shown = all ? chosen : chosen.slice(0, mostShown)
  return (
    <>
      <div className="row people-count">
        <b aria-live="polite" className="number">{t('chosenPeople', { n: chosen.length })}</b>
        {chosen.length > 3 ? <Button type="link" size="small" onClick={() => form.setValue(field.key, [])}>{t('removeAll')}</Button> : null}
      </div>
      <ul className="chips">
        {shown.map((id) => {
          const person = form.filled.names[id] ?? '—'
          return (
            <li key={id} className="chip">
              <span>{person}</span>
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('removeOne', { name: person })} onClick={() => form.setValue(field.key, chosen.filter((each) => each !== id))} />
            </li>
          )
        })}
        {shown.length < chosen.length ? <li><Button onClick={() => setAll(true)}>{t('showAll', { n: chosen.length })}</Button></li> : null}
      </ul>
    </>
  )
}
