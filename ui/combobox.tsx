import { CloseOutlined } from '@ant-design/icons'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { ariaOf, type Control } from './field-shell.tsx'
import { useTexts } from './texts.ts'

const texts = {
  clear: { zh: '清除', en: 'Clear' },
  list: { zh: '可选项', en: 'Choices' },
  none: { zh: '没有找到', en: 'Nothing found' },
  loading: { zh: '正在查找', en: 'Searching' },
  count: { zh: '{n} 项可选', en: '{n} to choose from' },
} as const

export type ComboOption = { readonly value: string; readonly label: string; /** A second line that tells namesakes apart. */ readonly note?: string }
type Props = {
  control: Control
  /** The words of what is chosen; '' for nothing. After a pick of several kept empty, so that the next name can be typed. */
  shown: string
  options: readonly ComboOption[]
  onQuery: (text: string) => void
  onPick: (option: ComboOption) => void
  onClear?: (() => void) | undefined
  /** What was typed and is none of the options is kept by the one who asks. */
  onFree?: (text: string) => void
  /** Few options that nobody would search: a phone shows no keyboard. */
  short?: boolean
  /** Stays open after a pick, for choosing many. */
  several?: boolean
  loading?: boolean
  placeholder?: string | undefined
  note?: string | undefined
}

/** One typed name or a choice from a list that opens below (the combobox pattern of ARIA): by thumb, mouse or keyboard. */
export function Combobox({ control, shown, options, onQuery, onPick, onClear, onFree, short = false, several = false, loading = false, placeholder, note }: Props) {
  const t = useTexts(texts)
  const [open, setOpen] = useState(false)
  const [text, setText] = useState<string | null>(null)
  const [at, setAt] = useState(-1)
  const holder = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const composing = useRef(false)
  const listId = `${control.id}-list`
  const active = at >= 0 && at < options.length ? at : -1

  useEffect(() => {
    if (active >= 0) list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  useEffect(() => {
    if (open) list.current?.scrollIntoView({ block: 'nearest' })
  }, [open])

  const search = (typed: string) => {
    setText(typed)
    setOpen(true)
    setAt(-1)
    if (!composing.current) onQuery(typed.trim())
  }
  const close = () => {
    setOpen(false)
    setText(null)
    setAt(-1)
  }
  const pick = (option: ComboOption) => {
    onPick(option)
    onQuery('')
    setText(several ? '' : null)
    setAt(-1)
    if (!several) setOpen(false)
  }
  const leave = () => {
    const typed = text?.trim() ?? ''
    // What was typed out in full is meant, though nobody pressed Enter.
    const same = options.filter((option) => option.label === typed)
    const [only] = same
    if (typed !== '' && only !== undefined && same.length === 1) pick(only)
    else if (typed !== '' && onFree !== undefined) onFree(typed)
    else if (text === '' && !several && shown !== '') onClear?.()
    if (text !== null) onQuery('')
    close()
  }
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move !== undefined) {
      event.preventDefault()
      setOpen(true)
      if (options.length > 0) setAt((active + move + options.length + (active === -1 && move === -1 ? 1 : 0)) % options.length)
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      const chosen = options[active === -1 && options.length === 1 ? 0 : active]
      if (chosen !== undefined) pick(chosen)
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation()
      close()
    }
  }

  return (
    <div className="combo" ref={holder} onBlur={(event) => { if (!holder.current?.contains(event.relatedTarget)) leave() }}>
      <input
        {...ariaOf(control)}
        className="combo-input"
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active === -1 ? undefined : `${listId}-${active}`}
        autoComplete="off"
        inputMode={short && window.matchMedia('(pointer: coarse)').matches ? 'none' : undefined}
        placeholder={placeholder}
        value={text ?? shown}
        onChange={(event) => search(event.target.value)}
        onClick={() => setOpen(true)}
        onFocus={(event) => event.target.select()}
        onKeyDown={key}
        onCompositionStart={() => (composing.current = true)}
        onCompositionEnd={(event) => {
          composing.current = false
          search(event.currentTarget.value)
        }}
      />
      {onClear !== undefined && shown !== '' && text === null ? (
        <button type="button" className="combo-clear" aria-label={t('clear')} aria-describedby={control.labelId} onClick={() => { onClear(); onQuery('') }}><CloseOutlined aria-hidden /></button>
      ) : null}
      <div className="combo-pop" hidden={!open}>
        <div id={listId} role="listbox" ref={list} className="combo-list" aria-label={t('list')} hidden={!open || options.length === 0}>
          {open ? options.map((option, index) => (
            // The keyboard stays in the field: it moves along the options by aria-activedescendant.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div key={option.value} id={`${listId}-${index}`} role="option" aria-selected={index === active} title={option.label} tabIndex={-1} className={index === active ? 'combo-option combo-option-on' : 'combo-option'} onMouseDown={(event) => event.preventDefault()} onClick={() => pick(option)}>
              <span>{option.label}</span>
              {option.note === undefined || option.note === '' ? null : <small>{option.note}</small>}
            </div>
          )) : null}
        </div>
        {open ? <div role="status" className={options.length === 0 || note !== undefined ? 'combo-says' : 'unseen'}>{loading && options.length === 0 ? t('loading') : (note ?? (options.length === 0 ? t('none') : t('count', { n: options.length })))}</div> : null}
      </div>
    </div>
  )
}
