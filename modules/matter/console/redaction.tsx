import { Alert, Button, Form } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../../../ui/call.ts'
import { Fault } from '../../../ui/page.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import type { Sort } from '../rules/redact.ts'
import type { Matter } from './kind-names.ts'
import { texts } from './move-texts.ts'

const sorts = ['name', 'phone', 'id-number', 'address', 'email', 'bank-card', 'plate', 'case-number'] as const satisfies readonly Sort[]
type Redacted = Awaited<ReturnType<typeof call<typeof matterContract.redact>>>
type Words = { readonly title: string; readonly question: string; readonly answer: string }

/** What citizens would read of these words, asked a moment after the last key. */
function useRedacted({ institutionId, id }: Matter, { title, question, answer }: Words): { redacted: Redacted | null; error: unknown } {
  const [redacted, setRedacted] = useState<Redacted | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    let isLatest = true
    const timer = setTimeout(() => {
      call(matterContract.redact, { params: { institutionId, matterId: id }, body: { title, question, answer } }).then(
        (reply) => { if (isLatest) { setRedacted(reply); setError(null) } },
        (caught: unknown) => { if (isLatest) setError(caught) },
      )
    }, 400)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [institutionId, id, title, question, answer])
  return { redacted, error }
}

/** Beside each other: how it stands, and how citizens would read what is in the form; the form begins with the redacted words. */
export function RedactionPreview({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const form = Form.useFormInstance<{ title?: string; text?: string; publicText?: string }>()
  const [title = '', question = '', answer = ''] = [Form.useWatch('title', form), Form.useWatch('text', form), Form.useWatch('publicText', form)]
  const original: Words = { title: matter.title, question: matter.body, answer: matter.answer ?? '' }
  const start = useRedacted(matter, original)
  const isEmpty = title === '' && question === '' && answer === ''
  const { redacted, error } = useRedacted(matter, isEmpty ? original : { title, question, answer })
  const { redacted: begun } = start
  const take = (words: Words) => form.setFieldsValue({ title: words.title, text: words.question, publicText: words.answer })
  useEffect(() => {
    // What was written before is never written over.
    const held = form.getFieldsValue(['title', 'text', 'publicText'])
    if (begun !== null && Object.values(held).every((words) => words === undefined || words === '')) form.setFieldsValue({ title: begun.title, text: begun.question, publicText: begun.answer })
  }, [begun, form])
  const said = (removed: Redacted['removed']) => removed.filter((each) => each.count > 0).map((each) => {
    const sort = sorts.find((known) => known === each.sort)
    return `${sort === undefined ? each.sort : t(`s_${sort}`)} ${each.count}`
  })
  const still = isEmpty || redacted === null ? [] : said(redacted.removed)
  const out = begun === null ? [] : said(begun.removed)
  const problem = error ?? start.error
  return (
    <section aria-label={t('redactTitle')} className="stack">
      <p className="soft">{t('redactHint')}</p>
      {problem === null ? null : <Fault error={problem} />}
      {still.length === 0 || redacted === null ? null : <Alert type="warning" showIcon title={t('stillThere', { what: still.join('、') })} action={<Button onClick={() => take(redacted)}>{t('takeOut')}</Button>} />}
      <div className="sides">
        <div><h3>{t('original')}</h3><p><b>{original.title}</b></p><p>{original.question}</p>{original.answer === '' ? null : <p>{original.answer}</p>}</div>
        <div><h3>{t('redacted')}</h3>{redacted === null ? <p className="soft">…</p> : <><p><b>{redacted.title}</b></p><p>{redacted.question}</p>{redacted.answer === '' ? null : <p>{redacted.answer}</p>}</>}</div>
      </div>
      <p role="status" className="soft">{begun === null ? '' : out.length === 0 ? t('removedNone') : t('removed', { what: out.join('、') })}</p>
    </section>
  )
}
