import { Button, Switch } from 'antd'
import { useCallback, useEffect, useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useTexts } from '../../../ui/texts.ts'
import { queueContract } from '../contract.ts'
import type { RoomView } from '../contract/room.ts'
import { QueueNav } from './queue-nav.tsx'
import { TakeoverAsks } from './takeover-ask.tsx'
import { texts } from './texts.ts'
import { TicketMarks, useWait, type Ticket } from './ticket-marks.tsx'

type Room = z.output<typeof RoomView>
type Key = keyof Room['blocked']
const keys: readonly (readonly [Key, string])[] = [['next', 'N'], ['recall', 'R'], ['serve', 'S'], ['pass', 'P'], ['send', 'E'], ['done', 'D'], ['undo', 'U']]

/** A doctor's or a clerk's own window: who is here, and one key for each step. */
export function RoomScreen() {
  const t = useTexts(texts)
  const room = useRead(queueContract.loadRoom, {}, { refetchInterval: 4000 })
  return (
    <Page title={t('nRoom')} lead={t('roomLead')}>
      <QueueNav />
      <TakeoverAsks />
      {room.error === null ? null : <Fault error={room.error} retry={() => void room.refetch()} />}
      {room.data === undefined ? (room.error === null ? <Loading /> : null) : room.data.window === null ? <ChooseWindow room={room.data} /> : <Panel room={room.data} windowId={room.data.window.id} />}
    </Page>
  )
}

function ChooseWindow({ room }: { room: Room }) {
  const t = useTexts(texts)
  const open = useDo(queueContract.openWindow)
  return (
    <Card title={t('chooseWindow')}>
      {open.error === null ? null : <Fault error={open.error} />}
      {room.windows.length === 0 ? <Nothing>{t('noQueues')}</Nothing> : null}
      <div className="room-keys">
        {room.windows.map((window) => (
          <Button key={window.id} className="window-choice" disabled={window.open} loading={open.isPending && open.variables.params?.windowId === window.id} onClick={() => open.mutate({ params: { windowId: window.id } })}>
            {`${window.queueName} ${window.name}${window.open ? ` · ${t('taken', { name: window.staffName })}` : ''}`}
          </Button>
        ))}
      </div>
    </Card>
  )
}

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

function Panel({ room, windowId }: { room: Room; windowId: string }) {
  const t = useTexts(texts)
  const next = useDo(queueContract.callNext)
  const move = useDo(queueContract.moveAtWindow)
  const undo = useDo(queueContract.undo)
  const close = useDo(queueContract.closeWindow)
  const [hasKeys, setKeys] = useState(true)
  const isBusy = next.isPending || move.isPending || undo.isPending || close.isPending
  const error = [next, move, undo, close].find((each) => each.error !== null)?.error ?? null
  const reset = useCallback(() => [next, move, undo, close].forEach((each) => each.reset()), [next, move, undo, close])
  const press = useCallback(
    (key: Key) => {
      if (isBusy || room.blocked[key] !== null) return
      reset()
      const params = { windowId }
      if (key === 'next') next.mutate({ params })
      else if (key === 'undo') undo.mutate({ params })
      else move.mutate({ params, body: { move: key } })
    },
    [isBusy, room.blocked, reset, next, undo, move, windowId],
  )
  useEffect(() => {
    if (!hasKeys) return undefined
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
      const found = keys.find(([, letter]) => letter === event.key.toUpperCase())
      if (found !== undefined) press(found[0])
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [hasKeys, press])
  const { present } = room
  return (
    <>
      <Card title={`${room.queueName} ${room.window?.name ?? ''}`} extra={<Button onClick={() => close.mutate({ params: { windowId } })}>{t('closeWindow')}</Button>}>
        {error === null ? null : <Fault error={error} />}
        <div className="room-present" aria-live="assertive">
          {present === null ? <p className="soft">{t('nobody')}</p> : (
            <>
              <div className="ticket-label">{present.label}</div>
              <p>{`${present.calledName} · ${t(`s_${present.state}`)}${present.calls > 1 ? ` · ${t('called', { n: present.calls })}` : ''}`}</p>
              <TicketMarks ticket={present} />
            </>
          )}
        </div>
        <div className="room-keys">
          {keys.map(([key, letter]) => (
            <ActButton key={key} type={key === 'next' ? 'primary' : 'default'} blocked={room.blocked[key]} disabled={isBusy} aria-keyshortcuts={hasKeys ? letter : undefined} onClick={() => press(key)}>
              {t(`k_${key}`)}
              {hasKeys ? <kbd aria-hidden="true">{letter}</kbd> : null}
            </ActButton>
          ))}
        </div>
        <p className="row">
          <Switch checked={hasKeys} onChange={setKeys} aria-label={t('keys')} />
          <span>{t('keys')}</span>
          {hasKeys ? <span className="soft">{t('keysHint')}</span> : null}
        </p>
      </Card>
      <div className="room-lists">
        <Card title={`${t('nextUp')} (${room.line.length})`}>{room.line.length === 0 ? <Nothing>{t('emptyLine')}</Nothing> : <Tickets rows={room.line} />}</Card>
        <Card title={`${t('passedHere')} (${room.passed.length})`}><Tickets rows={room.passed} /></Card>
        <Card title={`${t('away')} (${room.returning.length})`}><Tickets rows={room.returning} /></Card>
      </div>
    </>
  )
}

function Tickets({ rows }: { rows: readonly Ticket[] }) {
  const wait = useWait()
  return (
    <ol>
      {rows.map((ticket) => (
        <li key={ticket.id}>
          <b>{ticket.label}</b>
          <span>{ticket.calledName}</span>
          <TicketMarks ticket={ticket} />
          <span className="soft">{wait(ticket)}</span>
        </li>
      ))}
    </ol>
  )
}
