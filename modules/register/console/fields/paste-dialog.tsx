import { Button, Input, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { ariaOf, FieldShell } from '../../../../ui/field-shell.tsx'
import { Fault } from '../../../../ui/page.tsx'
import { useTexts } from '../../../../ui/texts.ts'
import { texts } from '../form-texts.ts'
import { readNames, type Person } from '../paste-names.ts'
import { useRoster } from '../people-search.ts'

/** A list from a sheet or a document, matched against the roster before anything is added. */
export function PasteDialog({ institutionId, onAdd, onClose }: { institutionId: string; onAdd: (people: readonly Person[]) => void; onClose: () => void }) {
  const t = useTexts(texts)
  const roster = useRoster(institutionId, true)
  const [text, setText] = useState('')
  const [which, setWhich] = useState<Readonly<Record<string, readonly string[]>>>({})
  const read = useMemo(() => readNames(text, roster.data ?? []), [text, roster.data])
  const isTold = (said: string, id: string) => (which[said] ?? []).includes(id)
  const told = read.ambiguous.flatMap(({ text: said, people }) => people.filter((person) => isTold(said, person.id)))
  const chosen = [...read.found, ...told]
  const turn = (said: string, id: string) => setWhich({ ...which, [said]: isTold(said, id) ? (which[said] ?? []).filter((each) => each !== id) : [...(which[said] ?? []), id] })
  const add = () => {
    onAdd(chosen)
    onClose()
  }
  return (
    <Modal open title={t('pasteNames')} okText={t('pasteAdd', { n: chosen.length })} okButtonProps={{ disabled: chosen.length === 0 }} onOk={add} onCancel={onClose} destroyOnHidden>
      <FieldShell id="paste-names" label={t('pasteLabel')} hint={t('pasteHint')}>
        {(control) => <Input.TextArea {...ariaOf(control)} autoSize={{ minRows: 5, maxRows: 12 }} value={text} onChange={(event) => setText(event.target.value)} />}
      </FieldShell>
      {roster.error === null ? null : <Fault error={roster.error} retry={() => void roster.refetch()} />}
      <div aria-live="polite">
        {roster.data === undefined ? (roster.error === null ? t('rosterLoading') : null) : text.trim() === '' ? null : <b>{t('pasteFound', { n: read.found.length })}</b>}
        {read.unknown.length === 0 || roster.data === undefined ? null : <p className="field-fault">{t('pasteUnknown', { list: read.unknown.join('、') })}</p>}
      </div>
      {read.ambiguous.map(({ text: said, people }) => (
        <fieldset key={said} className="repeat">
          <legend>{t('pasteWhich', { n: people.length, name: said })}</legend>
          <div className="row paste-which">
            {people.map((person) => <Button key={person.id} type={isTold(said, person.id) ? 'primary' : 'default'} aria-pressed={isTold(said, person.id)} onClick={() => turn(said, person.id)}>{person.note}</Button>)}
          </div>
        </fieldset>
      ))}
    </Modal>
  )
}
