import { Form } from 'antd'
import { useEffect, useRef } from 'react'
import { deviceStore } from '../../../ui/device-store.ts'
import type { EntryDraft } from './entry-draft.ts'

/** What was typed into the dialog of a move and not sent; files stay only while the page is open. */
export type MoveDraft = { readonly id: string; readonly values: Readonly<Record<string, unknown>> }

const device = deviceStore('huiyin-matters', ['entries', 'moves'])
const moves = device<MoveDraft>('moves')
export const entryShelf = device<EntryDraft>('entries')

export const draftIdOf = (account: string, matterId: string, move: string): string => `${account} ${matterId} ${move}`
export const findMoveDraft = (id: string): Promise<MoveDraft | undefined> => moves.find(id)
export const dropMoveDraft = (id: string): Promise<void> => moves.remove(id)

const isWritten = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '' && value !== false)
const filesAside = new Set(['files', 'before', 'after'])
export const worthKeeping = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([name, value]) => !filesAside.has(name) && isWritten(value)))

/** Keeps what the form around it holds, a moment after the last key. */
export function KeepMoveDraft({ id }: { id: string }): null {
  const form = Form.useFormInstance<Record<string, unknown>>()
  const values = Form.useWatch([], form)
  const touched = useRef(false)
  useEffect(() => {
    if (values === undefined || !(form.isFieldsTouched() || touched.current)) return undefined
    touched.current = true
    const kept = worthKeeping(values)
    const timer = setTimeout(() => void (Object.keys(kept).length === 0 ? moves.remove(id) : moves.put({ id, values: kept })).catch(() => undefined), 300)
    return () => clearTimeout(timer)
  }, [id, values, form])
  return null
}
