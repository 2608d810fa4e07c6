import { Form } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../../../ui/call.ts'
import { Fault } from '../../../ui/page.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import type { Matter } from './kind-names.ts'
import { texts } from './move-texts.ts'

type Redacted = Awaited<ReturnType<typeof call<typeof matterContract.redact>>>
const sorts = ['name', 'phone', 'id', 'address'] as const

/** Beside each other: how it stands, and how citizens would read it, as the words in the form change. */
export function RedactionPreview({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const form = Form.useFormInstance<{ title?: string; publicText?: string; text?: string }>()
  const typedTitle = Form.useWatch('title', form)
  const typedAnswer = Form.useWatch('publicText', form)
  const title = typedTitle === undefined || typedTitle.trim() === '' ? matter.title : typedTitle
  const answer = typedAnswer === undefined || typedAnswer.trim() === '' ? (matter.answer ?? '') : typedAnswer
  const [redacted, setRedacted] = useState<Redacted | null>(null)
  const [error, setError] = useState<unknown>(null)
  const { institutionId, id, body } = matter
  useEffect(() => {
    let isLatest = true
    const timer = setTimeout(() => {
      call(matterContract.redact, { params: { institutionId, matterId: id }, body: { title, question: body, answer } }).then(
        (reply) => { if (isLatest) { setRedacted(reply); setError(null) } },
        (caught: unknown) => { if (isLatest) setError(caught) },
      )
    }, 500)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [institutionId, id, body, title, answer])
  const what = (redacted?.removed ?? []).filter((each) => each.count > 0).map((each) => {
    const sort = sorts.find((known) => known === each.sort)
    return `${sort === undefined ? each.sort : t(`s_${sort}`)} ${each.count}`
  })
  return (
    <section aria-label={t('redactTitle')} className="stack">
      <p className="soft">{t('redactHint')}</p>
      {error === null ? null : <Fault error={error} />}
      <div className="sides">
        <div><h3>{t('original')}</h3><p><b>{title}</b></p><p>{body}</p>{answer === '' ? null : <p>{answer}</p>}</div>
        <div><h3>{t('redacted')}</h3>{redacted === null ? <p className="soft">…</p> : <><p><b>{redacted.title}</b></p><p>{redacted.question}</p>{redacted.answer === '' ? null : <p>{redacted.answer}</p>}</>}</div>
      </div>
      <p role="status" className="soft">{redacted === null ? '' : what.length === 0 ? t('removedNone') : t('removed', { what: what.join('、') })}</p>
    </section>
  )
}
