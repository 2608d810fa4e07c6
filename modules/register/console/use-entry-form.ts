import { useCallback, useMemo, useState } from 'react'
import { CallError } from '../../../ui/call.ts'
import { useLocale } from '../../../ui/texts.ts'
import { useKept, type Kept } from '../../../ui/use-kept.ts'
import type { FieldValue } from '../rules/values.ts'
import { dropDraft, keepDraft, keepsDrafts, type Definition, type Draft } from './drafts.ts'
import { emptyFilled, isTouched, judge, type Filled, type Judgement, type Picked } from './filled.ts'

export type FormAsk = {
  readonly draft: Draft
  readonly today: string
  readonly institutionId: string
  /** Of a correction: the day before it, the fields whose sealed value stays unless it is touched, and the files that are there. */
  readonly onBefore?: string
  readonly sealed: readonly string[]
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number; readonly mediaType: string; readonly href: string }[]
  readonly needsReason: boolean
}

export type EntryForm = {
  readonly ask: FormAsk
  readonly view: Definition
  readonly filled: Filled
  readonly judged: Judgement
  change(change: Partial<Filled> | ((before: Filled) => Partial<Filled>)): void
  setValue(key: string, value: FieldValue | undefined, names?: Readonly<Record<string, string>>): void
  addFiles(picked: readonly Picked[]): void
  removeFile(id: string): void
  /** The fault of a place, without the name that stands above it anyway. */
  faultAt(path: string): string | undefined
  readonly faultCount: number
  leave(path: string): void
  /** Whether everything is right; marks and focuses what is not. */
  check(): boolean
  takeFaults(error: unknown): void
  startOver(): void
  /** Held while it is being sent: the outbox keeps it, and no draft is written beside. */
  readonly kept: Kept
}

const order = (view: Definition): string[] => ['on', 'departmentId', ...view.definition.fields.map((field) => `values.${field.key}`), 'files', 'reason']

/** The control of a place; of a group its first answer. */
function focusOn(path: string): void {
  const found = document.getElementById(`f-${path}`)
  const control = found?.matches('input, textarea') === true ? found : (found?.querySelector<HTMLElement>('input:checked, input') ?? found)
  control?.focus({ preventScroll: true })
  const field = found?.closest('.field') ?? found
  field?.scrollIntoView({ block: 'center' })
}

/** What stands in one form, what is wrong with it, and its draft on this device. */
export function useEntryForm(ask: FormAsk): EntryForm {
  const locale = useLocale()
  const { draft, today, onBefore, sealed } = ask
  const [filled, setFilled] = useState(draft.filled)
  const [asked, setAsked] = useState(false)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [server, setServer] = useState<Readonly<Record<string, string>>>({})
  const kept = useDraft(draft, filled)
  const { view } = draft
  const { definition } = view

  const about = useMemo(() => ({ today, sealed, ...(onBefore === undefined ? {} : { onBefore }) }), [today, sealed, onBefore])
  const judged = useMemo(() => judge(definition, filled, about, !asked), [definition, filled, about, asked])
  const labels = useMemo(() => new Map<string, string>([['on', definition.day.label[locale]], ...definition.fields.map((field) => [`values.${field.key}`, field.label[locale]] as const)]), [definition, locale])
  const bare = (path: string, fault: string) => {
    const head = `${labels.get(path) ?? ''}${locale === 'zh' ? '：' : ': '}`
    return fault.startsWith(head) ? fault.slice(head.length) : fault
  }
  const reasonMissing = asked && ask.needsReason && filled.reason.trim() === ''

  const change = useCallback((next: Partial<Filled> | ((before: Filled) => Partial<Filled>)) => setFilled((before) => ({ ...before, ...(typeof next === 'function' ? next(before) : next) })), [])
  const forget = (path: string) => setServer((before) => (path in before ? Object.fromEntries(Object.entries(before).filter(([key]) => key !== path)) : before))

  return {
    ask, view, filled, judged, change, kept,
    setValue: (key, value, names = {}) => {
      forget(`values.${key}`)
      change((before) => ({ values: { ...before.values, [key]: value }, names: { ...before.names, ...names } }))
    },
    addFiles: (picked) => change((before) => ({ picked: [...before.picked, ...picked] })),
    removeFile: (id) => change((before) => ({
      picked: before.picked.filter((each) => each.id !== id),
      evidence: before.evidence?.filter((each) => each !== id) ?? null,
      values: Object.fromEntries(Object.entries(before.values).map(([key, value]) => [key, value === id ? null : Array.isArray(value) && (value as readonly string[]).includes(id) ? (value as readonly string[]).filter((each) => each !== id) : value])),
    })),
    faultAt: (path) => {
      const said = server[path]
      if (said !== undefined) return bare(path, said)
      if (!asked && !left.has(path)) return undefined
      if (path === 'reason') return reasonMissing ? { zh: '请填写', en: 'is needed' }[locale] : undefined
      const found = judged.faults.find((fault) => fault.path === path)?.[locale]
      return found === undefined ? undefined : bare(path, found)
    },
    faultCount: asked ? judged.faults.length + (reasonMissing ? 1 : 0) : 0,
    // A moment later: a fault that appears between press and release would push the next button away from under the finger.
    leave: (path) => void setTimeout(() => setLeft((before) => (before.has(path) ? before : new Set([...before, path]))), 300),
    check: () => {
      const { faults } = judge(definition, filled, about)
      const wrong = new Set(faults.map((fault) => fault.path))
      if (ask.needsReason && filled.reason.trim() === '') wrong.add('reason')
      setAsked(true)
      const first = order(view).find((path) => wrong.has(path))
      if (first !== undefined) setTimeout(() => focusOn(first))
      return wrong.size === 0
    },
    takeFaults: (error) => {
      if (!(error instanceof CallError) || error.issues.length === 0) return
      const found = Object.fromEntries(error.issues.map((issue) => [issue.path.replace(/^body\./, ''), issue.message]))
      setServer(found)
      const first = order(view).find((path) => path in found)
      if (first !== undefined) setTimeout(() => focusOn(first))
    },
    startOver: () => {
      setFilled(emptyFilled(view.days.to, draft.filled.departmentId))
      setAsked(false)
      setLeft(new Set())
      setServer({})
      void dropDraft(draft.id)
    },
  }
}

/** Keeps the form on this device; an entry that may have arrived before stays even where it was emptied. */
const useDraft = (draft: Draft, filled: Filled): Kept =>
  useKept(filled, { put: (filled, savedAt) => (isTouched(filled) || draft.earlier !== null ? keepDraft({ ...draft, filled, savedAt }) : dropDraft(draft.id)), keeps: keepsDrafts })
