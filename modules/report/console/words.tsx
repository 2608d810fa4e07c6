import { useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import type { z } from 'zod'
import { call } from '../../../ui/call.ts'
import { useAppearance } from '../../../ui/look.tsx'
import { Fault } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { reportContract, type FieldView, type PackView } from '../contract.ts'
import { texts } from './texts.ts'

type Pack = z.infer<typeof PackView>
type Field = z.infer<typeof FieldView>
const pauseMs = 1500

/**
 * Saves one field a moment after the last key, when it is left, and when the page is. Each save says what stood there
 * before, so that nobody's words are overwritten unseen; what could not be saved stays in the field with the reason.
 */
function useAutosave(pack: Pack, field: Field) {
  const queries = useQueryClient()
  const [text, setText] = useState(field.text)
  const [kept, setKept] = useState(field.text)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const now = useRef({ text, kept, saving, revision: pack.revision, state: pack.state })
  useEffect(() => {
    now.current = { text, kept, saving, revision: pack.revision, state: pack.state }
  })
  // What somebody else wrote meanwhile is shown, unless something of ours waits to be saved.
  useEffect(() => {
    if (now.current.text !== now.current.kept) return
    setText(field.text)
    setKept(field.text)
  }, [field.text])
  const { institutionId, packId } = pack
  const save = useCallback(async () => {
    const { text: current, kept: before, saving: busy, revision, state } = now.current
    if (busy || current === before) return
    now.current = { ...now.current, saving: true }
    setSaving(true)
    setError(null)
    try {
      const answer = await call(reportContract.writeTexts, { params: { institutionId, packId }, body: { revision, texts: [{ key: field.key, was: before, text: current }] } })
      now.current = { ...now.current, kept: current, saving: false }
      setKept(current)
      // A signature that became void changes the whole page; else the figures may stay as they are.
      if (answer.state !== state || now.current.text === current) await queries.invalidateQueries({ queryKey: [reportContract.loadPack.path] })
    } catch (caught) {
      now.current = { ...now.current, saving: false }
      setError(caught)
    } finally {
      setSaving(false)
    }
  }, [institutionId, packId, field.key, queries])
  useEffect(() => {
    if (text === kept || error !== null) return undefined
    const timer = setTimeout(() => void save(), pauseMs)
    return () => clearTimeout(timer)
  }, [text, kept, error, save])
  useEffect(() => () => void save(), [save])
  return { text, saving, error, isDirty: text !== kept, save, write: (next: string) => { setError(null); setText(next) } }
}

/** One text of the report with its length, a first text from figures, and whether it is saved. */
export function WordField({ pack, field }: { pack: Pack; field: Field }) {
  const t = useTexts(texts)
  const name = useName()
  const own = useId()
  const { text, saving, error, isDirty, save, write } = useAutosave(pack, field)
  const length = [...text.trim()].length
  const mayWrite = pack.blocked.write === null
  return (
    <div className="words">
      <label className="words-label" htmlFor={own}>{name(field.label)}</label>
      {mayWrite ? (
        <>
          <Input.TextArea id={own} value={text} onChange={(event) => write(event.target.value)} onBlur={() => void save()} autoSize={{ minRows: 3, maxRows: 16 }} maxLength={field.max} aria-describedby={`${own}-note`} />
          <div className="words-note" id={`${own}-note`}>
            <span className={length < field.min ? 'late number' : 'soft number'}>{field.min === 0 ? length : `${length} · ${t('least', { n: field.min })}`}</span>
            <span className="soft" role="status">{saving ? t('saving') : isDirty ? t('unsaved') : text === '' ? '' : t('saved')}</span>
          </div>
          {error === null ? null : <Fault error={error} />}
          {error === null ? null : <Button onClick={() => void save()}>{t('retrySave')}</Button>}
          {field.suggestion === '' || text.includes(field.suggestion) ? null : (
            <div className="words-first">
              <div><span className="soft">{t('fillInHint')}</span> {field.suggestion}</div>
              <Button size="small" onClick={() => write(text.trim() === '' ? field.suggestion : `${text.trim()}\n${field.suggestion}`)}>{t('fillIn')}</Button>
            </div>
          )}
        </>
      ) : <p id={own} className="prewrap lead-text">{text === '' ? '—' : text}</p>}
    </div>
  )
}

/** A remark beside a figure: one line, saved like any text; on a phone only where one is wanted. */
export function NoteField({ pack, field, line }: { pack: Pack; field: Field; line: string }) {
  const t = useTexts(texts)
  const { text, saving, error, isDirty, save, write } = useAutosave(pack, field)
  const { narrow } = useAppearance()
  const [isWanted, setWanted] = useState(false)
  if (pack.blocked.write !== null) return <span className="prewrap">{text}</span>
  if (narrow && text === '' && !isWanted) return <Button type="link" size="small" className="note-add" onClick={() => setWanted(true)}>{t('addNote')}<span className="unseen">{` ${line}`}</span></Button>
  return (
    <>
      <Input value={text} onChange={(event) => write(event.target.value)} onBlur={() => void save()} maxLength={field.max} aria-label={t('noteOf', { line })} placeholder={t('note')} suffix={<span className="soft small" role="status">{saving ? '…' : isDirty ? t('unsaved') : ''}</span>} />
      {error === null ? null : <Fault error={error} retry={() => void save()} />}
    </>
  )
}
