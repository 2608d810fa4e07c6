import { App, Button, Form, Input, Switch } from 'antd'
import { useState } from 'react'
import { opens } from '../../../ui/access.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { queueContract } from '../contract.ts'
import { PostsCard } from './posts.tsx'
import { QueueDialog, type QueueSet } from './queue-dialog.tsx'
import { QueueNav } from './queue-nav.tsx'
import { ScreenDialog, type Screen } from './screen-dialog.tsx'
import { texts } from './texts.ts'

/** Queues with rule and windows, and the displays over each area. */
export function SettingsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const settings = useRead(queueContract.listSettings)
  const [shown, setShown] = useState<{ queue: QueueSet | null } | null>(null)
  const [screenShown, setScreenShown] = useState<{ screen: Screen | null } | null>(null)
  const [windowOf, setWindowOf] = useState<QueueSet | null>(null)
  const mayArrange = opens(queueContract.createQueue, me.data?.roles)
  const queues = settings.data?.queues ?? []
  const acts = (queue: QueueSet) => (mayArrange ? <div className="row"><Button aria-label={t('editQueue', { name: queue.name })} onClick={() => setShown({ queue })}>{t('edit')}</Button><Button aria-label={`${queue.name} ${t('addWindow')}`} onClick={() => setWindowOf(queue)}>{t('addWindow')}</Button></div> : null)
  return (
    <Page title={t('nSettings')} lead={t('settingsLead')} actions={mayArrange ? <div className="row"><Button type="primary" onClick={() => setShown({ queue: null })}>{t('addQueue')}</Button>{queues.length === 0 ? null : <Button onClick={() => setScreenShown({ screen: null })}>{t('addScreen')}</Button>}</div> : undefined}>
      <QueueNav />
      {settings.error === null ? null : <Fault error={settings.error} retry={() => void settings.refetch()} />}
      <Card flush title={t('queues')}>
        <ListTable<QueueSet>
          label={t('queues')} rows={queues} rowKey={(queue) => queue.id} loading={settings.isPending} empty={t('boardNone')}
          columns={[
            { title: t('qName'), width: 200, render: (_, queue) => <><b>{`${queue.letter} ${queue.name}`}</b><div className="soft">{queue.area}</div></> },
            { title: t('kind'), width: 90, render: (_, queue) => t(`k_${queue.kind}`) },
            { title: t('department'), width: 150, render: (_, queue) => queue.department },
            { title: t('windowsOf'), width: 260, render: (_, queue) => <Windows queue={queue} mayArrange={mayArrange} /> },
            { title: t('active'), width: 100, render: (_, queue) => <StatusMark tone={queue.active ? 'good' : 'quiet'} compact>{t(queue.active ? 'start' : 'stop')}</StatusMark> },
            { title: '', width: 210, render: (_, queue) => acts(queue) },
          ]}
          card={(queue) => (
            <>
              <div className="row"><b>{`${queue.letter} ${queue.name}`}</b><StatusMark tone={queue.active ? 'good' : 'quiet'} compact>{t(queue.active ? 'start' : 'stop')}</StatusMark></div>
              <div className="soft">{`${t(`k_${queue.kind}`)} · ${queue.department} ${queue.area}`}</div>
              <Windows queue={queue} mayArrange={mayArrange} />
              <div className="card-action touch">{acts(queue)}</div>
            </>
          )}
        />
      </Card>
      <PostsCard lines={queues} institutionId={me.data?.institution?.id} mayArrange={mayArrange} />
      <Screens screens={settings.data?.screens ?? []} loading={settings.isPending} mayArrange={mayArrange} onEdit={(screen) => setScreenShown({ screen })} />
      {shown === null ? null : <QueueDialog queue={shown.queue} institutionId={me.data?.institution?.id} onClose={() => setShown(null)} />}
      {screenShown === null ? null : <ScreenDialog screen={screenShown.screen} queues={queues} onClose={() => setScreenShown(null)} />}
      {windowOf === null ? null : <WindowDialog queue={windowOf} onClose={() => setWindowOf(null)} />}
    </Page>
  )
}

function Windows({ queue, mayArrange }: { queue: QueueSet; mayArrange: boolean }) {
  const t = useTexts(texts)
  const set = useDo(queueContract.setWindow)
  return (
    <div className="row">
      {queue.windows.map((window) => (
        <span key={window.id} className="row">
          <span>{window.open ? `${window.name} · ${window.staffName}` : window.name}</span>
          {mayArrange ? <Switch size="small" checked={window.active} disabled={window.open} aria-label={`${queue.name} ${window.name} ${t('active')}`} onChange={(active) => set.mutate({ params: { windowId: window.id }, body: { active } })} /> : null}
        </span>
      ))}
    </div>
  )
}

function Screens({ screens, loading, mayArrange, onEdit }: { screens: readonly Screen[]; loading: boolean; mayArrange: boolean; onEdit: (screen: Screen) => void }) {
  const t = useTexts(texts)
  const { modal } = App.useApp()
  const change = useDo(queueContract.changeScreen)
  const shown = screens.filter((screen) => screen.active)
  const stop = (screen: Screen) => void modal.confirm({ title: t('stopScreenSure', { area: screen.area }), okText: t('stopScreen'), cancelText: t('cancel'), okButtonProps: { danger: true }, onOk: () => change.mutateAsync({ params: { screenId: screen.id }, body: { area: screen.area, queueIds: screen.queueIds, speaks: screen.speaks, kioskMost: screen.kioskMost, kioskMinutes: screen.kioskMinutes, active: false, revision: screen.revision } }).catch(() => undefined) })
  const link = (url: string) => <a className="number" href={url} target="_blank" rel="noreferrer">{url}</a>
  const act = (screen: Screen) => (mayArrange ? <div className="row"><Button onClick={() => onEdit(screen)} aria-label={t('editScreen', { area: screen.area })}>{t('edit')}</Button><Button danger onClick={() => stop(screen)} aria-label={`${t('stopScreen')} ${screen.area}`}>{t('stopScreen')}</Button></div> : null)
  return (
    <Card flush title={t('screens')}>
      {change.error === null ? null : <Fault error={change.error} />}
      <ListTable<Screen>
        label={t('screens')} rows={shown} rowKey={(screen) => screen.id} loading={loading} empty={t('screensNone')}
        columns={[
          { title: t('area'), width: 160, render: (_, screen) => <b>{screen.area}</b> },
          { title: t('address'), width: 320, render: (_, screen) => link(screen.url) },
          { title: t('kioskAddress'), width: 320, render: (_, screen) => link(screen.kioskUrl) },
          { title: t('kioskLimit'), width: 150, render: (_, screen) => t('kioskLimitOf', { most: screen.kioskMost, minutes: screen.kioskMinutes }) },
          { title: '', width: 180, render: (_, screen) => act(screen) },
        ]}
        card={(screen) => (
          <>
            <b>{screen.area}</b>
            <div>{t('address')}<br />{link(screen.url)}</div>
            <div>{t('kioskAddress')}<br />{link(screen.kioskUrl)}</div>
            <div className="soft">{`${t('kioskLimit')} ${t('kioskLimitOf', { most: screen.kioskMost, minutes: screen.kioskMinutes })}`}</div>
            <div className="card-action touch">{act(screen)}</div>
          </>
        )}
      />
    </Card>
  )
}

function WindowDialog({ queue, onClose }: { queue: QueueSet; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const add = useDo(queueContract.addWindow, onClose)
  return (
    <FormDialog<{ name: string }> open title={`${queue.name} ${t('addWindow')}`} okText={t('save')} onCancel={onClose} onSubmit={(body) => add.mutateAsync({ params: { queueId: queue.id }, body })}>
      <Form.Item name="name" label={t('windowName')} rules={[required(t('windowName'))]}><Input maxLength={40} /></Form.Item>
    </FormDialog>
  )
}
