import { EyeOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { useState } from 'react'
import { roleNames } from '../../../kernel/actor.ts'
import { ActButton, isForbidden } from '../../../ui/act-button.tsx'
import { call } from '../../../ui/call.ts'
import { showDate } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { DateField } from '../../../ui/fields.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../contract.ts'
import { VacantPostField } from './pickers.tsx'
import { AskForDay } from './post-dialogs.tsx'
import { StaffForm, type Person } from './staff-form.tsx'
import { texts } from './texts.ts'

type Held = Person['posts'][number]

/** One person: posts now, to come and before; the contact only on request, and on record. */
export function PersonScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const params = useParams({ strict: false }) as { institutionId: string; staffId: string }
  const found = useRead(directoryContract.loadStaff, { params })
  const [dialog, setDialog] = useState<'edit' | 'leave' | null>(null)
  const [moving, setMoving] = useState<Held | null>(null)
  const close = () => setDialog(null)
  const leave = useDo(directoryContract.leaveStaff, close)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('person')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const person = found.data
  return (
    <Page
      title={person.name}
      lead={
        <span className="row">
          <Link to="/directory/$institutionId" params={{ institutionId: person.institutionId }} search={{ tab: 'staff' }}>{t('back', { name: person.institutionName })}</Link>
          {person.leftOn === null ? null : <StatusMark tone="quiet" compact>{t('st_left')}</StatusMark>}
        </span>
      }
      actions={
        <>
          {person.leftOn === null ? <ActButton blocked={person.blocked.leave} onClick={() => setDialog('leave')}>{t('leave')}</ActButton> : null}
          <ActButton blocked={person.blocked.change} onClick={() => setDialog('edit')}>{t('edit')}</ActButton>
        </>
      }
    >
      <Card>
        <Facts
          items={[
            [t('employeeNumber'), <span key="number" className="number">{person.employeeNumber}</span>],
            [t('staffTitle'), person.title],
            [t('joinedOn'), showDate(person.joinedOn, locale)],
            [t('leftOn'), person.leftOn === null ? null : showDate(person.leftOn, locale)],
          ]}
        />
      </Card>
      <Contact person={person} />
      <Posts title={t('currentPosts')} posts={person.posts} empty={t('noPosts')} {...(person.blocked.appoint === null ? { onMove: setMoving } : {})} />
      {person.coming.length === 0 ? null : <Posts title={t('comingPosts')} posts={person.coming} />}
      {person.past.length === 0 ? null : <Posts title={t('pastPosts')} posts={person.past} />}
      {dialog === 'edit' ? <StaffForm institutionId={person.institutionId} person={person} onClose={close} onSaved={close} /> : null}
      {dialog === 'leave' ? <AskForDay danger title={t('leaveTitle', { name: person.name })} label={t('lastDay')} okText={t('leave')} hint={t('leaveHint')} onClose={close} onSubmit={(on) => leave.mutateAsync({ params, body: { on, revision: person.revision } })} /> : null}
      {moving === null ? null : <Move person={person} held={moving} onClose={() => setMoving(null)} />}
    </Page>
  )
}

/** Fetched only when asked for, kept out of every cache, gone when the page is left. */
function Contact({ person }: { person: Person }) {
  const t = useTexts(texts)
  const [clear, setClear] = useState<{ phone: string | null; idNumber: string | null } | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const show = async () => {
    setBusy(true)
    setError(null)
    try {
      setClear(await call(directoryContract.readContact, { params: { institutionId: person.institutionId, staffId: person.id } }))
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  const shown = clear ?? person
  const value = (text: string | null) => (text === null ? <span className="soft">{t('none')}</span> : <span className="number">{text}</span>)
  const nothing = person.phone === null && person.idNumber === null
  return (
    <Card title={t('contact')}>
      <Facts items={[[t('mobile'), value(shown.phone)], [t('idNumber'), value(shown.idNumber)]]} />
      {nothing || isForbidden(person.blocked.readContact) ? null : (
        <div className="row contact-act">
          {clear === null ? <Button icon={<EyeOutlined />} loading={busy} onClick={() => void show()}>{t('showContact')}</Button> : null}
          <span className="soft" aria-live="polite">{t(clear === null ? 'showContactHint' : 'contactRecorded')}</span>
        </div>
      )}
      {error === null ? null : <Fault error={error} />}
    </Card>
  )
}

function Posts({ title, posts, empty, onMove }: { title: string; posts: readonly Held[]; empty?: string; onMove?: (held: Held) => void }) {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  return (
    <Card title={title}>
      {posts.length === 0 ? <p className="soft">{empty}</p> : null}
      <ul className="lines">
        {posts.map((post) => (
          <li key={post.holdingId} className="row">
            <b>{[post.departmentName, post.title].filter(Boolean).join(' ')}</b>
            <span>{name(roleNames[post.role])}</span>
            <span className="soft number">{post.toOn === null ? t('from', { from: showDate(post.fromOn, locale) }) : t('fromTo', { from: showDate(post.fromOn, locale), to: showDate(post.toOn, locale) })}</span>
            {onMove === undefined ? null : <Button size="small" aria-label={`${t('move')}：${post.title}`} onClick={() => onMove(post)}>{t('move')}</Button>}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Move({ person, held, onClose }: { person: Person; held: Held; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const move = useDo(directoryContract.moveStaff, onClose)
  return (
    <FormDialog<{ toPostId: string; on: string }>
      open
      title={t('moveTitle', { name: person.name })}
      okText={t('move')}
      hint={<>{t('appointHint')}<div>{`${t('moveFrom')}：${held.title}`}</div></>}
      onCancel={onClose}
      onSubmit={(values) => move.mutateAsync({ params: { institutionId: person.institutionId, staffId: person.id }, body: { ...values, holdingId: held.holdingId } })}
    >
      <Form.Item name="toPostId" label={t('moveTo')} rules={[required(t('moveTo'))]}><VacantPostField institutionId={person.institutionId} without={held.postId} /></Form.Item>
      <Form.Item name="on" label={t('moveOn')} rules={[required(t('moveOn'))]}><DateField /></Form.Item>
    </FormDialog>
  )
}
