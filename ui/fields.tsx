import { SearchOutlined, UploadOutlined } from '@ant-design/icons'
import { Input, type InputProps } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { useTexts } from './texts.ts'

const texts = { drop: { zh: '也可以把文件拖到这里', en: 'or drop it here' } } as const

/** A date as an ISO string; the browser's own picker is the one every phone and every reader knows. */
export function DateField({ onChange, value, ...input }: Omit<InputProps, 'onChange' | 'value'> & { value?: string; onChange?: (iso: string) => void }) {
  return <Input {...input} type="date" value={value ?? ''} onChange={(event) => onChange?.(event.target.value)} />
}

/** Search as one types, a moment after the last key; Chinese input methods are waited for. */
export function SearchField({ label, value, onSearch }: { label: string; value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value)
  const composing = useRef(false)
  const latest = useRef(onSearch)
  useEffect(() => {
    latest.current = onSearch
  })
  useEffect(() => {
    if (text === value || composing.current) return undefined
    const timer = setTimeout(() => latest.current(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <Input
      className="search-field"
      type="search"
      prefix={<SearchOutlined aria-hidden />}
      aria-label={label}
      placeholder={label}
      value={text}
      allowClear
      onCompositionStart={() => (composing.current = true)}
      onCompositionEnd={(event) => {
        composing.current = false
        setText(event.currentTarget.value)
      }}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => latest.current(text.trim())}
    />
  )
}

const sizeOf = (bytes: number) => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`)

/** Files to send, chosen or dropped; they stay in the form until it is submitted. */
export function FileField({ value, onChange, accept, chooseText, multiple = false, id }: { value?: File[]; onChange?: (files: File[]) => void; accept?: string; chooseText: string; multiple?: boolean; id?: string }) {
  const t = useTexts(texts)
  const own = useId()
  const inputId = id ?? own
  const [over, setOver] = useState(false)
  const take = (list: FileList | null) => onChange?.(list === null ? [] : [...list].slice(0, multiple ? undefined : 1))
  return (
    <div
      className={over ? 'file-field file-field-over' : 'file-field'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <label className="file-button" htmlFor={inputId}>
        <UploadOutlined aria-hidden /> {chooseText}
      </label>
      <span className="soft small">{t('drop')}</span>
      <input id={inputId} type="file" className="unseen" accept={accept} multiple={multiple} onChange={(event) => take(event.target.files)} />
      {(value ?? []).length === 0 ? null : (
        <ul className="plain" aria-live="polite">
          {(value ?? []).map((file) => (
            <li key={file.name}>{`${file.name}（${sizeOf(file.size)}）`}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
