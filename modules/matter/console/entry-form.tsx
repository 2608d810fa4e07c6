import { Alert, Button, Checkbox, Input, Modal } from 'antd'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { BigChoice } from '../../../ui/big-choice.tsx'
import { CallError } from '../../../ui/call.ts'
import { newKey } from '../../../ui/device-store.ts'
import { showInstant } from '../../../ui/dates.ts'
import { ariaOf, FieldShell } from '../../../ui/field-shell.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { Card } from '../../../ui/page.tsx'
import { useDo } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { longest, matterContract } from '../contract.ts'
import type { Channel } from '../rules/definition.ts'
import { faultsOf, filingOf, isWholePhone, isWritten, type Entry, type EntryDraft, type EntryFault } from './entry-draft.ts'
import { AboutFields, OwnerFields, type Taken } from './entry-fields.tsx'
import { texts as entryTexts } from './entry-texts.ts'
import { Earlier } from './earlier.tsx'
import type { Kind } from './kind-names.ts'
import { entryShelf } from './move-draft.ts'
import { FilesField } from './move-fields.tsx'
import { RemoteBody } from './remote-body.tsx'
import { texts as shared } from './texts.ts'
import { useEntry } from './use-entry.ts'

const texts = { ...shared, ...entryTexts }
export type Filed = { institutionId: string; matterId: string; number: string; receiptCode: string | null }
type Props = { draft: EntryDraft; restoredAt: string | null; kinds: readonly Kind[]; channels: readonly Channel[]; ownBody: string; isCommission: boolean; onFiled: (filed: Filed, kind: Kind) => void; onStartOver: () => void }

const places: Readonly<Record<string, string>> = { institutionId: 'e-institution', kind: 'e-kind', originNumber: 'e-origin', phone: 'e-phone', body: 'e-body' }
/** Where a control is its first answer, that takes the focus. */
const focusOn = (id: string) => {
  const found = document.getElementById(id)
  const control = found?.matches('input, textarea') === true ? found : (found?.querySelector<HTMLElement>('input') ?? found)
  control?.focus()
  found?.closest('.field')?.scrollIntoView({ block: 'center' })
}

/** A new matter, written while somebody speaks: words and number first; complete without a mouse. */
export function EntryForm({ draft, restoredAt, kinds, channels, ownBody, isCommission, onFiled, onStartOver }: Props) {
  const t = useTexts(texts)
  const name = useName()
  const { narrow } = useAppearance()
  const { entry, change, kept, settle } = useEntry(draft)
  const [asked, setAsked] = useState(false)
  const [says, setSays] = useState<string | null>(null)
  const [isAsking, setAsking] = useState(false)
  const attempt = useRef(newKey())
  const send = useDo(matterContract.enterMatter)
  const fitting = kinds.filter((kind) => kind.channels.includes(entry.channel))
  const kind = fitting.find((each) => each.key === entry.kind)
  const found = faultsOf(entry, kind, { needsInstitution: isCommission })
  // With the phone at the ear one types at once; not on a touch screen, where a keyboard would jump up over the form.
  const { channel } = draft.entry
  useEffect(() => {
    if (window.matchMedia('(pointer: coarse)').matches) return undefined
    const timer = setTimeout(() => (document.getElementById(channel === 'phone' ? 'e-phone' : 'e-body') ?? document.getElementById('e-body'))?.focus({ preventScroll: true }), 120)
    return () => clearTimeout(timer)
  }, [channel])
  const faultAt = (place: keyof typeof found): string | undefined => {
    const code: EntryFault | undefined = asked ? found[place] : undefined
    return code === undefined ? undefined : t(code)
  }
  const n = asked ? Object.keys(found).length : 0
  const submit = async () => {
    if (send.isPending) return
    setAsked(true)
    const [first] = Object.keys(found)
    if (first !== undefined || kind === undefined) return void setTimeout(() => focusOn(places[first ?? 'kind'] ?? ''))
    setSays(null)
    const { body, files } = filingOf(entry, kind, draft.id)
    try {
      const filed = await send.mutateAsync({ body, files, key: attempt.current })
      await settle()
      onFiled(filed, kind)
    } catch (caught) {
      if (!(caught instanceof CallError) || caught.status !== 0) attempt.current = newKey()
      setSays(caught instanceof Error ? [caught.message, ...(caught instanceof CallError ? caught.issues.map((issue) => issue.message) : [])].join(' ') : String(caught))
    }
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void submit()
    }
  }
  const taken: Taken = { entry, change, kind, institutionId: isCommission ? entry.institutionId : ownBody, faultAt }
  const earlier = kind?.hasAuthor === true && entry.channel !== 'box' ? <Earlier phone={entry.anonymous ? '' : entry.phone} kinds={kinds} /> : null
  return (
    <div className="two">
      <Card>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter works in every field of the form; its button sends it as well */}
        <form className="entry-box" onSubmit={(event) => { event.preventDefault(); void submit() }} onKeyDown={key} noValidate>
          {restoredAt === null ? null : <Alert type="info" showIcon className="page-alert" title={t('restored', { time: showInstant(restoredAt) })} action={<Button onClick={() => setAsking(true)}>{t('startOver')}</Button>} />}
          <p className="soft form-lead">{t(entryShelf.keeps() ? 'must' : 'notKept')}</p>
          <FieldShell id="e-channel" label={t('channel')} group>
            {(control) => <BigChoice control={control} value={entry.channel} onChange={(channel) => change(kindFor(entry, channel, kinds))} options={channels.map((value) => ({ value, label: t(`c_${value}`) }))} />}
          </FieldShell>
          {isCommission ? <RemoteBody fault={faultAt('institutionId')} value={entry.institutionId} onChange={(institutionId) => change({ institutionId, departmentId: null, ownerDepartmentId: null, owner: [], subjects: [] })} /> : null}
          <FieldShell id="e-kind" label={t('kind')} required group fault={faultAt('kind')} hint={fitting.length === 0 ? t('noKind') : undefined}>
            {(control) => <BigChoice control={control} value={kind?.key ?? null} onChange={(chosen) => change({ kind: chosen, category: null })} options={fitting.map((each) => ({ value: each.key, label: name(each.name) }))} />}
          </FieldShell>
          {kind?.hasAuthor === false ? null : <Caller {...taken} />}
          {narrow && earlier !== null && isWholePhone(entry.phone) ? earlier : null}
          <FieldShell id="e-body" label={t('body')} required hint={t('bodyHint')} fault={faultAt('body')}>
            {(control) => <Input.TextArea {...ariaOf(control)} autoSize={{ minRows: 5, maxRows: 20 }} maxLength={longest} value={entry.body} onChange={(event) => change({ body: event.target.value })} />}
          </FieldShell>
          <div className="field"><Checkbox checked={entry.harm} onChange={(event) => change({ harm: event.target.checked })}>{t('harm')}</Checkbox></div>
          <AboutFields {...taken} />
          {kind?.ledger === true ? <OwnerFields {...taken} /> : null}
          <FieldShell id="e-files" label={t('files')} group>{(control) => <FilesField control={control} label={t('files')} value={[...entry.files]} onChange={(files) => change({ files })} most={6} />}</FieldShell>
          <div aria-live="assertive">{says === null ? null : <Alert type="error" showIcon className="page-alert" title={t('saidNo', { says })} />}</div>
          <div className="foot-bar">
            <Button type="primary" size="large" htmlType="submit" loading={send.isPending}>{t('submit')}</Button>
            <span aria-live="polite" className={n > 0 ? 'late small' : 'soft small'}>{send.isPending ? t('sending') : n > 0 ? t('faults', { n }) : kept.failed ? t('keepFailed') : kept.at === null ? '' : t('keptAt', { time: kept.at })}</span>
          </div>
        </form>
        <Modal open={isAsking} title={t('startOverSure')} okText={t('startOver')} okButtonProps={{ danger: true }} onCancel={() => setAsking(false)} onOk={() => { void settle().then(onStartOver) }} />
      </Card>
      <div className="caller-side">
        {narrow ? null : earlier}
        {kind === undefined ? null : <Card title={t('kindAbout')}><p>{name(kind.about)}</p></Card>}
      </div>
    </div>
  )
}

/** The kind stays where the channel allows it; else the first one that fits. */
function kindFor(entry: Entry, channel: Channel, kinds: readonly Kind[]): Partial<Entry> {
  const fitting = kinds.filter((kind) => kind.channels.includes(channel))
  return { channel, ...(fitting.some((kind) => kind.key === entry.kind) ? {} : { kind: fitting[0]?.key ?? '', category: null }), ...(isWritten(entry) ? {} : { originNumber: '' }) }
}

/** Who speaks: the number first, for the matters that came from it before. */
function Caller({ entry, change, kind, faultAt }: Taken) {
  const t = useTexts(texts)
  const field = (part: 'name' | 'idNumber' | 'address', more: object = {}) => (
    <FieldShell id={`e-${part}`} label={t(part)}>
      {(control) => <Input {...ariaOf(control)} {...more} autoComplete="off" maxLength={part === 'address' ? 200 : part === 'name' ? 60 : 30} value={entry[part]} onChange={(event) => change({ [part]: event.target.value })} />}
    </FieldShell>
  )
  return (
    <>
      {kind?.anonymous === true ? <div className="field"><Checkbox checked={entry.anonymous} onChange={(event) => change({ anonymous: event.target.checked })}>{t('anonymous')}</Checkbox>{entry.anonymous ? <div className="field-hint" role="status">{t('anonymousHint')}</div> : null}</div> : null}
      {entry.anonymous && kind?.anonymous === true ? null : (
        <>
          <div className="pair">
            <FieldShell id="e-phone" label={t('phone')} fault={faultAt('phone')}>
              {(control) => <Input {...ariaOf(control)} type="tel" inputMode="tel" autoComplete="off" maxLength={30} value={entry.phone} onChange={(event) => change({ phone: event.target.value })} />}
            </FieldShell>
            {field('name')}
          </div>
          <p className="field-hint">{t('phoneHintOther')}</p>
          <details className="matter-more"><summary>{`${t('idNumber')}、${t('address')}`}</summary><div className="pair">{field('idNumber')}{field('address')}</div></details>
        </>
      )}
    </>
  )
}
