import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button, Result as Outcome } from 'antd'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { call, CallError } from '../../../ui/call.ts'
import { newKey } from '../../../ui/device-store.ts'
import { nowHere, todayHere } from '../../../ui/dates.ts'
import { useReason } from '../../../ui/act-button.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { registerContract } from '../contract.ts'
import { findDraft, findView, keepView, type Definition, type Draft } from './drafts.ts'
import { EntryForm } from './entry-form.tsx'
import { emptyFilled, isTouched } from './filled.ts'
import { texts } from './form-texts.ts'
import { outbox, type Posted, type Result } from './outbox.ts'

const none: readonly never[] = []

type Search = { draft?: string; on?: string; department?: string }
type Me = { account: string; institutionId: string; departmentIds: readonly string[] }

/** The department of the entry: the one asked for, else the first of my posts that may be entered for, else the only one there is. */
function departmentFor(view: Definition, asked: string | undefined, mine: readonly string[]): string | null {
  const open = view.departments.map((each) => each.id)
  return open.find((id) => id === asked) ?? mine.find((id) => open.includes(id)) ?? (open.length === 1 ? (open[0] ?? null) : null)
}

const freshDraft = (me: Me, view: Definition, ask: Search): Draft => ({
  id: newKey(), account: me.account, registerKey: view.definition.key, target: null, view, earlier: null, says: null, savedAt: nowHere(),
  filled: emptyFilled(ask.on !== undefined && ask.on >= view.days.from && ask.on <= view.days.to ? ask.on : view.days.to, view.needsDepartment ? departmentFor(view, ask.department, me.departmentIds) : null),
})

/** A new entry: the draft that was left here, or an empty form. */
export function NewEntryScreen() {
  const t = useTexts(texts)
  const { key = '' } = useParams({ strict: false }) as { key?: string }
  const me = useRead(identityContract.me)
  const institution = me.data?.institution ?? null
  const who = me.data === undefined || institution === null ? null : { account: me.data.actor.id, institutionId: institution.id, departmentIds: me.data.posts.flatMap((post) => (post.departmentId === null ? [] : [post.departmentId])) }
  if (me.error !== null) return <Page title={t('submit')}><Fault error={me.error} retry={() => void me.refetch()} /></Page>
  if (who === null) return <Loading />
  return <WithView key={key} registerKey={key} me={who} />
}

/** The definition from the server, or, without a network, as it was last seen on this device. */
function WithView({ registerKey, me }: { registerKey: string; me: Me }) {
  const t = useTexts(texts)
  const name = useName()
  const reason = useReason()
  const search = useSearch({ strict: false }) as Search
  const found = useRead(registerContract.loadRegister, { params: { key: registerKey } })
  // Undefined until this device was asked.
  const [stored, setStored] = useState<Definition | null | undefined>(undefined)
  const offline = found.fetchStatus === 'paused' || (found.error instanceof CallError && found.error.status === 0)
  useEffect(() => {
    if (offline) void findView(me.account, registerKey).then((view) => setStored(view === undefined ? null : { ...view, days: { ...view.days, to: todayHere() } }), () => setStored(null))
  }, [offline, me.account, registerKey])
  useEffect(() => {
    if (found.data !== undefined) void keepView(me.account, found.data).catch(() => undefined)
  }, [found.data, me.account])
  const view = found.data ?? stored ?? null
  if (view === null) {
    if (found.error !== null && !offline) return <Page title={t('submit')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
    return offline && stored === null ? <Page title={t('submit')}><Card><Nothing>{t('notOnDevice')}</Nothing></Card></Page> : <Loading />
  }
  const title = t('enterTitle', { name: name(view.definition.name) })
  if (view.blocked.enter !== null) {
    return (
      <Page title={title}>
        <Card><Nothing action={<Link to="/registers/$key" params={{ key: registerKey }}>{t('backToList')}</Link>}>{reason(view.blocked.enter)}</Nothing></Card>
      </Page>
    )
  }
  // Another draft is another form, also when it is opened from this one.
  return <Entering key={search.draft ?? ''} title={title} view={view} me={me} search={search} />
}

type Open = { draft: Draft; restoredAt: string | null }

/** The form stays as it was opened: a definition that changes meanwhile is met when the server refuses the old one. */
function Entering({ title, view: opened, me, search }: { title: string; view: Definition; me: Me; search: Search }) {
  const t = useTexts(texts)
  const name = useName()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [open, setOpen] = useState<Open | null>(null)
  const [says, setSays] = useState<string | null>(null)
  const [done, setDone] = useState<{ result: Result; posted: Posted } | null>(null)
  const first = useRef({ me, view: opened, search })
  useEffect(() => {
    const { me, view, search } = first.current
    const take = (found: Draft | undefined) => {
      const restored = found !== undefined && (isTouched(found.filled) || found.earlier !== null)
      setOpen(restored ? { draft: { ...found, view }, restoredAt: found.savedAt } : { draft: freshDraft(me, view, search), restoredAt: null })
      setSays(found?.says ?? null)
    }
    void findDraft(me.account, view.definition.key, { draftId: search.draft, entryId: null }).then(take, () => take(undefined))
  }, [])
  if (open === null) return <Loading />
  const { view } = open.draft
  const again = (before: Posted) => {
    const next: Search = { on: before.filled.on, ...(before.filled.departmentId === null ? {} : { department: before.filled.departmentId }) }
    if (search.draft !== undefined) return void navigate({ to: '.', search: next, replace: true })
    setOpen({ draft: freshDraft(me, view, next), restoredAt: null })
    setSays(null)
    return setDone(null)
  }
  /** The new form under what was typed, which the refusal has put back among the drafts. */
  const renew = async () => {
    const [renewed, kept] = await Promise.all([call(registerContract.loadRegister, { params: { key: view.definition.key } }), findDraft(me.account, view.definition.key, { draftId: open.draft.id, entryId: null })])
    if (kept === undefined) return
    setOpen({ draft: { ...kept, view: renewed }, restoredAt: null })
    setSays(t('newVersion'))
  }
  if (done !== null) return <Page title={title}><Done {...done} onAgain={() => again(done.posted)} /></Page>
  return (
    <Page title={title} lead={name(view.definition.why)}>
      <EntryForm
        key={`${open.draft.id} ${view.version}`}
        ask={{ draft: open.draft, today: view.days.to, institutionId: me.institutionId, sealed: none, files: none, needsReason: false }}
        says={says}
        restoredAt={open.restoredAt}
        onSent={(result, posted) => {
          setDone({ result, posted })
          window.scrollTo(0, 0)
          void queries.invalidateQueries()
        }}
        onRefused={(error) => {
          setSays(error instanceof Error ? error.message : String(error))
          if (error instanceof CallError && error.code === 'register.version_changed') void renew().catch(() => undefined)
        }}
      />
    </Page>
  )
}

/** What came of it, said so that nobody enters it twice. */
function Done({ result: first, posted, onAgain }: { result: Result; posted: Posted; onAgain: () => void }) {
  const t = useTexts(texts)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  // What waited may arrive while this stands on the screen.
  const later = useSyncExternalStore(outbox.subscribe, () => outbox.endOf(posted.id))
  const result = later?.kind === 'delivered' ? later : first
  const key = posted.registerKey
  const counts = posted.view.definition.confirm.length === 0
  const back = <Link key="back" to="/registers/$key" params={{ key }} className="plain-link">{t('backToList')}</Link>
  const more = <Button key="again" size="large" type="primary" onClick={onAgain}>{t('again')}</Button>
  return (
    <Card>
      <div ref={box} tabIndex={-1} role="status" className="done-box">
        {result.kind === 'delivered' ? (
          <Outcome
            status="success"
            title={`${t('done')}：${posted.title}`}
            subTitle={t(counts ? 'doneCounts' : 'doneWaits')}
            extra={[more, <Link key="see" to="/registers/$key/$institutionId/$entryId" params={{ key, institutionId: result.at.institutionId, entryId: result.at.entryId }} className="plain-link">{t('see')}</Link>, back]}
          />
        ) : (
          <Outcome status="warning" title={t('stored')} subTitle={t('storedHint')} extra={[more, back]} />
        )}
      </div>
    </Card>
  )
}
