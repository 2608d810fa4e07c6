import { Button } from 'antd'
import { useState } from 'react'
import { useReason } from '../../../ui/act-button.tsx'
import { call } from '../../../ui/call.ts'
import { Facts } from '../../../ui/facts.tsx'
import { Card, Fault } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import type { Matter } from './kind-names.ts'
import { texts } from './matter-texts.ts'

type Author = Awaited<ReturnType<typeof call<typeof matterContract.readAuthor>>>

/** Who brought it, shown only when asked for: each reading is recorded, so it is never read along with the page. */
export function AuthorCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const reason = useReason()
  const [author, setAuthor] = useState<Author | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { kept, mayRead } = matter.author
  const show = async () => {
    setBusy(true)
    setError(null)
    try {
      setAuthor(await call(matterContract.readAuthor, { params: { institutionId: matter.institutionId, matterId: matter.id } }))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title={t('author')}>
      {matter.confidentiality === 'ordinary' ? null : <p><StatusMark tone={matter.confidentiality === 'secret' ? 'bad' : 'warn'} compact>{t(matter.confidentiality === 'secret' ? 'authorSecret' : 'authorProtected')}</StatusMark></p>}
      {!kept ? <p className="soft">{t('authorNone')}</p> : mayRead !== null ? <p className="soft">{reason(mayRead)}</p> : author === null ? (
        <>
          <p className="soft">{t('authorHint')}</p>
          <Button loading={busy} onClick={() => void show()}>{t('authorShow')}</Button>
        </>
      ) : (
        <>
          <Facts items={[[t('a_name'), author.name], [t('a_phone'), author.phone === '' ? null : <a key="phone" className="number" href={`tel:${author.phone}`}>{author.phone}</a>], [t('a_idNumber'), author.idNumber], [t('a_address'), author.address]]} />
          <p className="card-action"><Button onClick={() => setAuthor(null)}>{t('authorHide')}</Button></p>
        </>
      )}
      {error === null ? null : <Fault error={error} />}
    </Card>
  )
}
