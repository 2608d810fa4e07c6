import { Button, DatePicker, Drawer } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useAppearance } from '../../../ui/look.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { texts } from './texts.ts'

/** A date field that speaks ISO strings and takes null for "none". */
export function DateField({ value = null, onChange, id }: { value?: string | null; onChange?: (value: string | null) => void; id?: string }) {
  return <DatePicker {...(id === undefined ? {} : { id })} value={value === null ? null : dayjs(value)} onChange={(_, text) => onChange?.(typeof text === 'string' && text !== '' ? text : null)} style={{ width: '100%' }} />
}

export function Frame({ title, close, children, submit }: { title: string; close: () => void; children: ReactNode; submit: () => void }) {
  const t = useTexts(texts)
  const { narrow } = useAppearance()
  return (
    <Drawer open onClose={close} title={title} size={narrow ? '100%' : 480} footer={<Button type="primary" block onClick={submit}>{t('save')}</Button>}>
      {children}
    </Drawer>
  )
}

/** Options of a select from the texts of one prefix. */
export const optionsOf = (t: (key: keyof typeof texts) => string, prefix: string, names: readonly string[]) => names.map((name) => ({ value: name, label: t(`${prefix}${name}` as keyof typeof texts) }))
