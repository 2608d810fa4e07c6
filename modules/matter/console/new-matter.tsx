import { Link, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { newKey } from '../../../ui/device-store.ts'
import { nowHere } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { channels, type Channel } from '../rules/definition.ts'
import { emptyEntry, type EntryDraft } from './entry-draft.ts'
import { EntryForm, type Filed } from './entry-form.tsx'
import { texts } from './entry-texts.ts'
import { matterPlace, useKinds, type Kind } from './kind-names.ts'
import './matter.css'
import { SlipQr } from './slip-qr.tsx'
import { findEntryDraft } from './use-entry.ts'

type Search = { channel?: string; kind?: string; planId?: string }
/** Channels that a person fills; the others fill themselves. */
const byHand: readonly Channel[] = ['phone', 'counter', 'box', 'email', 'hotline', 'petition', 'opinion', 'inspection', 'self-check']

/** Entering a matter: what was left on this device, or an empty form for the channel asked for. */
export function NewMatterScreen() {
  const t = useTexts(texts)
  const search = useSearch({ strict: false }) as Search
  const me = useRead(identityContract.me)
  const { kinds, pending, error, retry } = useKinds()
  const title = t(search.channel === 'phone' ? 'titlePhone' : 'title')
  const institution = me.data?.institution
  if (error !== null || me.error !== null) return <Page title={title}><Fault error={error ?? me.error} retry={retry} /></Page>
  if (pending || me.data === undefined || institution == null) return <Loading />
  const mine = kinds.filter((kind) => kind.mayEnter)
  const open = byHand.filter((channel) => mine.some((kind) => kind.channels.includes(channel)))
  if (open.length === 0) return <Page title={title}><Card><Nothing action={<Link to="/matters">{t('back')}</Link>}>{t('mayNot')}</Nothing></Card></Page>
  return (
    <Page title={title} lead={t('lead')}>
      <Entering key={`${search.channel ?? ''} ${search.kind ?? ''}`} search={search} account={me.data.actor.id} kinds={mine} open={open} ownBody={institution.id} isCommission={institution.kind === 'commission'} />
    </Page>
  )
}

type Ask = { search: Search; account: string; kinds: readonly Kind[]; open: readonly Channel[]; ownBody: string; isCommission: boolean }

function freshDraft({ search, account, kinds, open }: Ask): EntryDraft {
  const asked = channels.find((each) => each === search.channel)
  const ofKind = kinds.find((each) => each.key === search.kind)
  const channel = asked !== undefined && open.includes(asked) ? asked : (ofKind?.channels.find((each) => open.includes(each)) ?? open[0] ?? 'phone')
  const kind = ofKind?.channels.includes(channel) === true ? ofKind : kinds.find((each) => each.channels.includes(channel))
  return { id: newKey(), account, entry: { ...emptyEntry(channel, kind?.key ?? ''), planId: search.planId ?? null }, savedAt: nowHere() }
}

function Entering(ask: Ask) {
  const [form, setForm] = useState<{ draft: EntryDraft; restoredAt: string | null } | null>(null)
  const [done, setDone] = useState<{ filed: Filed; kind: Kind } | null>(null)
  const opened = useRef(ask)
  const fresh = () => setForm({ draft: freshDraft(opened.current), restoredAt: null })
  useEffect(() => {
    const take = (found: EntryDraft | undefined) => setForm(found === undefined ? { draft: freshDraft(opened.current), restoredAt: null } : { draft: found, restoredAt: found.savedAt })
    void findEntryDraft(opened.current.account).then(take, () => take(undefined))
  }, [])
  if (form === null) return <Loading />
  if (done !== null) return <Done {...done} onAgain={() => { fresh(); setDone(null) }} />
  return <EntryForm key={form.draft.id} draft={form.draft} restoredAt={form.restoredAt} kinds={ask.kinds} channels={ask.open} ownBody={ask.ownBody} isCommission={ask.isCommission} onStartOver={fresh} onFiled={(filed, kind) => { setDone({ filed, kind }); window.scrollTo(0, 0) }} />
}

/** The number and the code, to be read out or handed over; the code is kept nowhere. */
function Done({ filed, kind, onAgain }: { filed: Filed; kind: Kind; onAgain: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <Card>
      <div ref={box} tabIndex={-1} role="status" className="done-box">
        <h2>{t('done', { number: filed.number })}</h2>
        {filed.receiptCode === null ? <p>{t('codeNone')}</p> : (
          <>
            <p className="soft">{`${name(kind.name)} · ${t('code')}`}</p>
            <p className="receipt-code">{filed.receiptCode}</p>
            <p>{t('codeSay')}</p>
            <SlipQr url={`${window.location.origin}/follow`} />
            <p className="soft">{t('slipWhere', { url: `${window.location.origin}/follow` })}</p>
          </>
        )}
        <div className="row screen-only touch">
          <Button type="primary" size="large" onClick={onAgain}>{t('again')}</Button>
          {filed.receiptCode === null ? null : <Button size="large" onClick={() => window.print()}>{t('print')}</Button>}
          <Link to={matterPlace} params={{ institutionId: filed.institutionId, matterId: filed.matterId }} className="plain-link">{t('see')}</Link>
          <Link to="/matters" className="plain-link">{t('back')}</Link>
        </div>
      </div>
    </Card>
  )
}
