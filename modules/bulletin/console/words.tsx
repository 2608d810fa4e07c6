import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import type { z } from 'zod'
import { call } from '../../../ui/call.ts'
import { Fault } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { bulletinContract, type FieldView } from '../contract.ts'
import { fieldNames } from '../rules/names.ts'
import { texts } from './texts.ts'

type Field = z.infer<typeof FieldView>
const pauseMs = 1500
const short: readonly string[] = ['title', 'numberWord']

/**
 * Saves one field a moment after the last key, when it is left, and when the page is. Each save says what stood there
 * before, so that nobody's words are overwritten unseen; what could not be saved stays in the field with the reason.
 */
function useAutosave(bulletinId: string, field: Field) {
  const queries = useQueryClient()
  const [text, setText] = useState(field.text)
  const [kept, setKept] = useState(field.text)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const now = useRef({ text, kept, saving })
  useEffect(() => {
    now.current = { text, kept, saving }
  })
  // What somebody else wrote, or figures that moved, are shown unless something of ours waits to be saved.
  useEffect(() => {
    if (now.current.text !== now.current.kept) return
    setText(field.text)
    setKept(field.text)
  }, [field.text])
  const send = useCallback(
    async (next: string | null) => {
      const before = now.current.kept
      now.current = { ...now.current, saving: true }
      setSaving(true)
      setError(null)
      try {
        await call(bulletinContract.writeTexts, { params: { bulletinId }, body: { texts: [{ key: field.key, was: before, text: next }] } })
        const stands = next ?? field.drafted
        now.current = { ...now.current, kept: stands, saving: false }
        setKept(stands)
        if (next === null) setText(stands)
        await queries.invalidateQueries({ queryKey: [bulletinContract.loadBulletin.path] })
      } catch (caught) {
        now.current = { ...now.current, saving: false }
        setError(caught)
      } finally {
        setSaving(false)
      }
    },
    [bulletinId, field.key, field.drafted, queries],
  )
  const save = useCallback(async () => {
    const { text: current, kept: before, saving: busy } = now.current
    if (!busy && current !== before) await send(current)
  }, [send])
  useEffect(() => {
    if (text === kept || error !== null) return undefined
    const timer = setTimeout(() => void save(), pauseMs)
    return () => clearTimeout(timer)
  }, [text, kept, error, save])
  // Only when the field goes away: a new `save` is no reason to send what is still being typed.
  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  useEffect(() => () => void latest.current(), [])
  return { text, saving, error, isDirty: text !== kept, save, send, write: (next: string) => { setError(null); setText(next) } }
}

/** One field of the bulletin, with the drafted words beside what was written. */
export function WordField({ bulletinId, field }: { bulletinId: string; field: Field }) {
  const t = useTexts(texts)
  const name = useName()
  const own = useId()
  const { text, saving, error, isDirty, save, send, write } = useAutosave(bulletinId, field)
  const { most } = fieldNames[field.key]
  const shared = { id: own, value: text, maxLength: most, onBlur: () => void save(), 'aria-describedby': `${own}-note` }
  return (
    <div className="words">
      <label className="words-label" htmlFor={own}>{name(fieldNames[field.key])}</label>
      {short.includes(field.key) ? <Input {...shared} onChange={(event) => write(event.target.value)} /> : <Input.TextArea {...shared} onChange={(event) => write(event.target.value)} autoSize={{ minRows: 2, maxRows: 16 }} />}
      <div className="words-note" id={`${own}-note`}>
        <span className="soft number">{field.edited || isDirty ? [...text].length : t('drafted')}</span>
        <span className="soft" role="status">{saving ? t('saving') : isDirty ? t('unsaved') : field.edited ? t('saved') : ''}</span>
      </div>
      {error === null ? null : <Fault error={error} />}
      {error === null ? null : <Button onClick={() => void save()}>{t('retrySave')}</Button>}
      {field.edited && field.key !== 'changeNote' ? (
        <div className={field.outdated ? 'words-first words-old' : 'words-first'}>
          <div><span className={field.outdated ? 'late' : 'soft'}>{t(field.outdated ? 'outdated' : 'drafted')}</span> {field.drafted}</div>
          <div className="row">
            {field.outdated ? <Button size="small" type="primary" loading={saving} onClick={() => void send(text)}>{t('checked')}</Button> : null}
            <Button size="small" loading={saving} onClick={() => void send(null)}>{t('useDrafted')}</Button>
          </div>
        </div>
      ) : null}
    </div>
  )
}
