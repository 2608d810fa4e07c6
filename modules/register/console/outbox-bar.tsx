import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Modal } from 'antd'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { showInstant } from '../../../ui/dates.ts'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { texts } from './form-texts.ts'
import { openOutbox, outbox, sendAll, sendNow, takeBack, throwAway, type Posted } from './outbox.ts'
import { mayHaveArrived } from './parcel.ts'

/** The screens around a form, fetched while there is a network: without one, a click would lead nowhere. */
const warm = () => Promise.allSettled([import('./registers.tsx'), import('./register.tsx'), import('./new-entry.tsx'), import('./correct-entry.tsx'), import('./entry.tsx'), import('./missing.tsx')])

/** How often what waits is tried again while the page is open. */
const everyMs = 30_000

const subscribeOnline = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
const useOnline = (): boolean => useSyncExternalStore(subscribeOnline, () => navigator.onLine)

/** Sends what waits, from whatever screen is open, and shows it until it has arrived. */
export function OutboxBar() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const account = me.data?.actor.id
  const queries = useQueryClient()
  const { message } = App.useApp()
  const online = useOnline()
  const list = useSyncExternalStore(outbox.subscribe, outbox.now)
  const [open, setOpen] = useState(false)
  const waits = list.length > 0
  const entering = useLocation({ select: (location) => location.pathname.startsWith('/registers') })

  useEffect(() => {
    if (account !== undefined) void openOutbox(account).then(sendAll, () => undefined)
  }, [account])
  useEffect(() => {
    if (online) void sendAll()
  }, [online])
  useEffect(() => {
    if (!entering || !online) return undefined
    const timer = setTimeout(() => void warm(), 1500)
    return () => clearTimeout(timer)
  }, [entering, online])
  useEffect(() => {
    if (!waits) return undefined
    const timer = setInterval(() => void sendAll(), everyMs)
    return () => clearInterval(timer)
  }, [waits])
  useEffect(() => outbox.onEnd((posted, result) => {
    if (result.kind === 'refused') void message.error(t('wasRefused', { title: posted.title, says: result.says }), 12)
    if (result.kind !== 'delivered') return
    void queries.invalidateQueries()
    void message.success(t('nowEntered', { title: posted.title }), 6)
  }), [queries, message, t])

  // Once everything has arrived the list is closed; what waits later does not open it by itself.
  if (!waits && open) setOpen(false)
  if (!waits && online) return null
  const sending = list.filter((each) => each.state === 'sending').length
  const words = [online ? '' : t('offline'), sending > 0 ? t('sendingN', { n: sending }) : list.length > 0 ? t('waitingN', { n: list.length }) : ''].filter(Boolean).join(' · ')
  return (
    <section className="outbox" aria-label={t('waitingN', { n: list.length })}>
      <Alert type={online ? 'info' : 'warning'} banner showIcon title={<span role="status">{words}</span>} action={list.length === 0 ? undefined : <Button onClick={() => setOpen(true)}>{t('see')}</Button>} />
      {open && waits ? <Waiting list={list} online={online} onClose={() => setOpen(false)} /> : null}
    </section>
  )
}

function Waiting({ list, online, onClose }: { list: readonly Posted[]; online: boolean; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const navigate = useNavigate()
  const [throwing, setThrowing] = useState<Posted | null>(null)
  const reopen = async (posted: Posted) => {
    await takeBack(posted)
    onClose()
    const { registerKey: key, target, id } = posted
    if (target === null) await navigate({ to: '/registers/$key/new', params: { key }, search: { draft: id } })
    else await navigate({ to: '/registers/$key/$institutionId/$entryId/correct', params: { key, institutionId: target.institutionId, entryId: target.entryId }, search: { draft: id } })
  }
  return (
    <Modal open title={t('waitingN', { n: list.length })} footer={null} onCancel={onClose}>
      <ul className="lines">
        {list.map((posted) => (
          <li key={posted.id}>
            <b>{posted.title}</b>
            <div className="soft">{[name(posted.view.definition.name), t('waitingSince', { time: showInstant(posted.savedAt) })].join(' · ')}</div>
            {posted.says === null ? null : <div className="soft">{posted.says}</div>}
            {throwing?.id === posted.id ? (
              <div className="remark" role="alert">
                <p>{t('throwSure')}</p>
                {mayHaveArrived(posted) ? <p>{t('throwTried')}</p> : null}
                <div className="row touch">
                  <Button danger onClick={() => void throwAway(posted)}>{t('throwAway')}</Button>
                  <Button onClick={() => setThrowing(null)}>{t('keep')}</Button>
                </div>
              </div>
            ) : (
              <div className="row touch card-action">
                <Button disabled={!online || posted.state === 'sending'} loading={posted.state === 'sending'} onClick={() => void sendNow(posted)}>{t('sendNow')}</Button>
                <Button disabled={posted.state === 'sending'} onClick={() => void reopen(posted)}>{t('openWaiting')}</Button>
                <Button disabled={posted.state === 'sending'} onClick={() => setThrowing(posted)}>{t('throwAway')}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  )
}
