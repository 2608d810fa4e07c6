import { App, Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
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
import type { ScreenView } from '../contract/settings.ts'
import { QueueDialog, type QueueSet } from './queue-dialog.tsx'
import { QueueNav } from './queue-nav.tsx'
import { texts } from './texts.ts'

type Screen = z.output<typeof ScreenView>

/** Queues with rule and windows, and the displays over each area. */
export function SettingsScreen() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const settings = useRead(queueContract.listSettings)
  const [shown, setShown] = useState<{ queue: QueueSet | null } | null>(null)
  const [isAddingScreen, setAddingScreen] = useState(false)
  const [windowOf, setWindowOf] = useState<QueueSet | null>(null)
  const mayArrange = opens(queueContract.createQueue, me.data?.roles)
  const queues = settings.data?.queues ?? []
  const acts = (queue: QueueSet) => (mayArrange ? <div className="row"><Button aria-label={t('editQueue', { name: queue.name })} onClick={() => setShown({ queue })}>{t('edit')}</Button><Button aria-label={`${queue.name} ${t('addWindow')}`} onClick={() => setWindowOf(queue)}>{t('addWindow')}</Button></div> : null)
  return (
    <Page title={t('nSettings')} lead={t('settingsLead')} actions={mayArrange ? <div className="row"><Button type="primary" onClick={() => setShown({ queue: null })}>{t('addQueue')}</Button>{queues.length === 0 ? null : <Button onClick={() => setAddingScreen(true)}>{t('addScreen')}</Button>}</div> : undefined}>
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
      <Screens screens={settings.data?.screens ?? []} loading={settings.isPending} mayArrange={mayArrange} />
      {shown === null ? null : <QueueDialog queue={shown.queue} institutionId={me.data?.institution?.id} onClose={() => setShown(null)} />}
      {isAddingScreen ? <ScreenDialog queues={queues} onClose={() => setAddingScreen(false)} /> : null}
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

function Screens({ screens, loading, mayArrange }: { screens: readonly Screen[]; loading: boolean; mayArrange: boolean }) {
  const t = useTexts(texts)
  const { modal } = App.useApp()
  const change = useDo(queueContract.changeScreen)
  const shown = screens.filter((screen) => screen.active)
  const stop = (screen: Screen) => void modal.confirm({ title: t('stopScreenSure', { area: screen.area }), okText: t('stopScreen'), cancelText: t('cancel'), okButtonProps: { danger: true }, onOk: () => change.mutateAsync({ params: { screenId: screen.id }, body: { area: screen.area, queueIds: screen.queueIds, speaks: screen.speaks, active: false, revision: screen.revision } }).catch(() => undefined) })
  const link = (url: string) => <a className="number" href={url} target="_blank" rel="noreferrer">{url}</a>
  const act = (screen: Screen) => (mayArrange ? <Button danger onClick={() => stop(screen)} aria-label={`${t('stopScreen')} ${screen.area}`}>{t('stopScreen')}</Button> : null)
  return (
    <Card flush title={t('screens')}>
      {change.error === null ? null : <Fault error={change.error} />}
      <ListTable<Screen>
        label={t('screens')} rows={shown} rowKey={(screen) => screen.id} loading={loading} empty={t('screensNone')}
        columns={[
          { title: t('area'), width: 160, render: (_, screen) => <b>{screen.area}</b> },
          { title: t('address'), width: 320, render: (_, screen) => link(screen.url) },
          { title: t('kioskAddress'), width: 320, render: (_, screen) => link(screen.kioskUrl) },
          { title: '', width: 100, render: (_, screen) => act(screen) },
        ]}
        card={(screen) => (
          <>
            <b>{screen.area}</b>
            <div>{t('address')}<br />{link(screen.url)}</div>
            <div>{t('kioskAddress')}<br />{link(screen.kioskUrl)}</div>
            <div className="card-action touch">{act(screen)}</div>
          </>
        )}
      />
    </Card>
  )
}

function ScreenDialog({ queues, onClose }: { queues: readonly QueueSet[]; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const create = useDo(queueContract.createScreen, onClose)
  return (
    <FormDialog<{ area: string; queueIds: string[]; speaks?: boolean }> open title={t('addScreen')} okText={t('save')} initial={{ speaks: true }} onCancel={onClose} onSubmit={({ area, queueIds, speaks }) => create.mutateAsync({ body: { area, queueIds, speaks: speaks !== false } })}>
      <Form.Item name="area" label={t('area')} rules={[required(t('area'))]}><Input maxLength={40} /></Form.Item>
      <Form.Item name="queueIds" label={t('showsQueues')} rules={[{ required: true, message: t('showsQueues') }]}><Select mode="multiple" maxCount={20} optionFilterProp="label" options={queues.filter((queue) => queue.active).map((queue) => ({ value: queue.id, label: queue.name }))} /></Form.Item>
      <Form.Item name="speaks" label={t('speaks')} valuePropName="checked"><Switch /></Form.Item>
    </FormDialog>
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
