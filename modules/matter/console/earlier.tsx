import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { call } from '../../../ui/call.ts'
import { showInstant } from '../../../ui/dates.ts'
import { Card, Fault } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import { isWholePhone } from './entry-draft.ts'
import { texts } from './entry-texts.ts'
import { placeOf, type Kind, type Row } from './kind-names.ts'
import { DueMark, limitOf, MatterState } from './marks.tsx'

type Found = { phone: string; rows: readonly Row[] | null; error: unknown }

/** What the caller brought before, beside the form; asked for once the number is whole, because each look-up is recorded. */
export function Earlier({ phone, kinds }: { phone: string; kinds: readonly Kind[] }) {
  const t = useTexts(texts)
  const name = useName()
  const [found, setFound] = useState<Found | null>(null)
  const isWhole = isWholePhone(phone)
  useEffect(() => {
    if (!isWhole) return undefined
    let isLatest = true
    const timer = setTimeout(() => {
      call(matterContract.earlierMatters, { body: { phone } }).then(
        (reply) => { if (isLatest) setFound({ phone, rows: reply.rows, error: null }) },
        (error: unknown) => { if (isLatest) setFound({ phone, rows: null, error }) },
      )
    }, 900)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [phone, isWhole])
  const shown = found !== null && found.phone === phone && isWhole ? found : null
  const nameOf = (row: Row) => {
    const kind = kinds.find((each) => each.key === row.kind)
    return kind === undefined ? row.kind : name(kind.name)
  }
  return (
    <Card title={t('earlier')}>
      <div aria-live="polite">
        {!isWhole ? <p className="soft">{t('earlierAsk')}</p> : shown === null ? <p className="soft">{t('earlierSearching')}</p> : shown.error !== null ? <Fault error={shown.error} /> : shown.rows?.length === 0 ? <p className="soft">{t('earlierNone')}</p> : null}
      </div>
      {shown?.rows == null || shown.rows.length === 0 ? null : (
        <ul className="lines">
          {shown.rows.map((row) => (
            <li key={row.id}>
              {/* In a window of its own: the call goes on in this one. */}
              <Link {...placeOf(row)} target="_blank">{row.title}</Link>
              <div className="row small"><MatterState kind={kinds.find((each) => each.key === row.kind)} state={row.state} compact />{row.phase === 'open' ? <DueMark limit={limitOf(row)} compact /> : null}<span className="soft number">{[nameOf(row), row.number, showInstant(row.receivedAt).slice(0, 10)].join(' · ')}</span></div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
