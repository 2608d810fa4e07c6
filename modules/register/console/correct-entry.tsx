import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Alert, App, Result as Outcome } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { useReason } from '../../../ui/act-button.tsx'
import { newKey } from '../../../ui/device-store.ts'
import { nowHere } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { registerContract, type EntryView } from '../contract.ts'
import { isFileField } from '../rules/values.ts'
import { findDraft, type Definition, type Draft } from './drafts.ts'
import { hrefOf } from './entry-files.tsx'
import { EntryForm } from './entry-form.tsx'
import type { EntryParams } from './entry-params.ts'
import type { Filled } from './filled.ts'
import { texts as formTexts } from './form-texts.ts'
import { texts } from './texts.ts'

type Entry = z.output<typeof EntryView>

/** The form as the entry stands: sealed values are not in it and stay unless they are touched. */
export function filledOf(entry: Entry): Filled {
  const fields = entry.definition.fields
  return {
    on: entry.on,
    departmentId: entry.departmentId,
    values: Object.fromEntries(fields.flatMap((field) => (field.personal || field.type === 'number' ? [] : [[field.key, entry.values[field.key] ?? null] as const]))),
    numbers: Object.fromEntries(fields.flatMap((field) => (typeof entry.values[field.key] === 'number' ? [[field.key, String(entry.values[field.key])] as const] : []))),
    picked: [],
    names: { ...entry.names, ...(entry.departmentId === null ? {} : { [entry.departmentId]: entry.departmentName ?? '' }) },
    evidence: entry.files.filter((file) => file.field === null || !fields.some((field) => field.key === file.field && isFileField(field))).map((file) => file.id),
    reason: '',
  }
}

/** The same form over an entry that is there; the earlier version and its author are kept. */
export function CorrectEntryScreen() {
  const t = useTexts(texts)
  const reason = useReason()
  const params = useParams({ strict: false }) as EntryParams
  const me = useRead(identityContract.me)
  const entry = useRead(registerContract.loadEntry, { params })
  const view = useRead(registerContract.loadRegister, { params: { key: params.key }, query: { version: entry.data?.version } }, { enabled: entry.data !== undefined })
  const error = entry.error ?? view.error ?? me.error
  if (error !== null) return <Page title={t('correct')}><Fault error={error} retry={() => void Promise.all([entry.refetch(), view.refetch()])} /></Page>
  if (entry.data === undefined || view.data === undefined || me.data === undefined) return <Loading />
  if (entry.data.blocked.correct !== null) {
    return (
      <Page title={t('correct')}>
        <Card><Nothing action={<Link to="/registers/$key/$institutionId/$entryId" params={params}>{t('entry')}</Link>}>{reason(entry.data.blocked.correct)}</Nothing></Card>
      </Page>
    )
  }
  return <Correcting entry={entry.data} view={{ ...view.data, definition: entry.data.definition, version: entry.data.version }} params={params} account={me.data.actor.id} />
}

function Correcting({ entry: opened, view, params, account }: { entry: Entry; view: Definition; params: EntryParams; account: string }) {
  const t = useTexts(texts)
  const f = useTexts(formTexts)
  const name = useName()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const search = useSearch({ strict: false }) as { draft?: string }
  // The form stays as it was opened, whatever is read again meanwhile.
  const [entry] = useState(opened)
  const [draft, setDraft] = useState<{ draft: Draft; restoredAt: string | null; stale: boolean } | null>(null)
  const [says, setSays] = useState<string | null>(null)
  const [stored, setStored] = useState(false)
  const first = useRef({ entry, view, account, search, key: params.key })
  useEffect(() => {
    const { entry, view, account, search, key } = first.current
    const target = { institutionId: entry.institutionId, entryId: entry.id, revision: entry.revision }
    const take = (found: Draft | undefined) => {
      setSays(found?.says ?? null)
      if (found === undefined) setDraft({ draft: { id: newKey(), account, registerKey: key, target, filled: filledOf(entry), view, earlier: null, says: null, savedAt: nowHere() }, restoredAt: null, stale: false })
      else setDraft({ draft: { ...found, target, view }, restoredAt: found.savedAt, stale: found.target?.revision !== entry.revision })
    }
    void findDraft(account, key, { draftId: search.draft, entryId: entry.id }).then(take, () => take(undefined))
  }, [])
  const title = f('correctTitle', { name: name(view.definition.name) })
  if (draft === null) return <Loading />
  if (stored) return <Page title={title}><Card><Outcome status="warning" title={f('stored')} subTitle={f('storedHint')} extra={<Link to="/registers/$key" params={{ key: params.key }} className="plain-link">{f('backToList')}</Link>} /></Card></Page>
  const files = entry.files.map((file) => ({ id: file.id, name: file.name, size: file.size, mediaType: file.mediaType, href: hrefOf(params, file.id, true) }))
  return (
    <Page title={title} lead={<Link to="/registers/$key/$institutionId/$entryId" params={params}>{entry.title}</Link>}>
      {draft.stale ? <Alert className="page-alert" type="warning" showIcon title={t('stale')} /> : null}
      <EntryForm
        ask={{ draft: draft.draft, today: view.days.to, institutionId: entry.institutionId, onBefore: entry.on, sealed: entry.sealed, files, needsReason: entry.needsReason }}
        says={says}
        restoredAt={draft.restoredAt}
        onSent={(result) => {
          if (result.kind !== 'delivered') return setStored(true)
          void message.success(f('corrected'))
          void queries.invalidateQueries()
          return void navigate({ to: '/registers/$key/$institutionId/$entryId', params })
        }}
        onRefused={(error) => setSays(error instanceof Error ? error.message : String(error))}
      />
    </Page>
  )
}
