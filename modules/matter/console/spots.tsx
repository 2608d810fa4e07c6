import { useNavigate } from '@tanstack/react-router'
import { App, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Page } from '../../../ui/page.tsx'
import { useDo, usePages, useRead } from '../../../ui/query.ts'
import { RemoteSelect } from '../../../ui/remote-select.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { directoryContract } from '../../directory/contract.ts'
import { identityContract } from '../../identity/contract.ts'
import { spotContract, type SpotView } from '../contract/spots.ts'
import { texts as deskTexts } from './desk-texts.ts'
import { MatterNav } from './matter-nav.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...deskTexts }
type Spot = z.output<typeof SpotView>

/** Counters and wards with a poster of their own; chosen ones are printed together. */
export function SpotsScreen() {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const { modal } = App.useApp()
  const me = useRead(identityContract.me)
  const pages = usePages(spotContract.listSpots, { query: { limit: 200 } })
  const change = useDo(spotContract.changeSpot)
  const [isAdding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const mayKeep = opens(spotContract.createSpots, me.data?.roles)
  const active = pages.rows.filter((spot) => spot.active)
  const turn = (spot: Spot) => setChosen(chosen.includes(spot.id) ? chosen.filter((id) => id !== spot.id) : [...chosen, spot.id])
  const toPosters = (ids: readonly string[]) => void navigate({ to: '/matters/spots/posters', search: { spots: ids.join(',') } })
  const set = (spot: Spot, isActive: boolean) => change.mutateAsync({ params: { institutionId: spot.institutionId, spotId: spot.id }, body: { departmentId: spot.departmentId, place: spot.place, active: isActive, revision: spot.revision } }).catch(() => undefined)
  const stop = (spot: Spot) => void modal.confirm({ title: t('spotStopSure', { place: spot.place }), okText: t('spotStop'), cancelText: t('cancel'), okButtonProps: { danger: true }, onOk: () => set(spot, false) })
  const box = (spot: Spot) => (spot.active ? <Checkbox checked={chosen.includes(spot.id)} onChange={() => turn(spot)} aria-label={t('spotBox', { place: spot.place })} /> : null)
  const mark = (spot: Spot) => <StatusMark tone={spot.active ? 'good' : 'quiet'} compact>{t(spot.active ? 'spotActive' : 'spotRetired')}</StatusMark>
  const acts = (spot: Spot) => (
    <div className="row">
      {spot.active ? <Button aria-label={t('spotPrintOne', { place: spot.place })} onClick={() => toPosters([spot.id])}>{t('print')}</Button> : null}
      {!mayKeep ? null : spot.active ? <Button aria-label={t('spotStopOf', { place: spot.place })} onClick={() => stop(spot)}>{t('spotStop')}</Button> : <Button aria-label={t('spotStartOf', { place: spot.place })} onClick={() => void set(spot, true)}>{t('spotStart')}</Button>}
    </div>
  )
  return (
    <Page title={t('spotsTitle')} lead={t('spotsLead')} actions={mayKeep ? <Button type="primary" onClick={() => setAdding(true)}>{t('spotsAdd')}</Button> : undefined}>
      <MatterNav />
      {pages.error === null ? null : <Fault error={pages.error} retry={pages.retry} />}
      {change.error === null ? null : <Fault error={change.error} />}
      {active.length === 0 ? null : (
        <div className="row filters touch">
          <Button onClick={() => setChosen(active.map((spot) => spot.id))}>{t('spotChooseAll')}</Button>
          <Button type={chosen.length > 0 ? 'primary' : 'default'} disabled={chosen.length === 0} onClick={() => toPosters(chosen)}>{t('spotPrint')}</Button>
          <span className="soft" aria-live="polite">{t('spotChoose', { n: chosen.length })}</span>
        </div>
      )}
      {pages.error !== null && pages.rows.length === 0 ? null : (
        <Card flush>
          <ListTable<Spot>
            label={t('spotsTitle')} rows={pages.rows} rowKey={(spot) => spot.id} loading={pages.loading} empty={t('spotsNone')} more={pages.more} loadingMore={pages.loadingMore}
            columns={[
              { title: '', width: 56, render: (_, spot) => box(spot) },
              { title: t('spotPlace'), width: 240, render: (_, spot) => <b>{spot.place}</b> },
              { title: t('spotDepartment'), width: 160, render: (_, spot) => spot.department ?? <span className="soft">{t('spotNoDepartment')}</span> },
              { title: t('spotState'), width: 110, render: (_, spot) => mark(spot) },
              { title: t('spotUrl'), width: 240, render: (_, spot) => <span className="soft number">{spot.url}</span> },
              { title: '', width: 190, render: (_, spot) => acts(spot) },
            ]}
            card={(spot) => (
              <>
                <div className="row">{box(spot)}<b>{spot.place}</b>{mark(spot)}</div>
                <div className="soft">{spot.department ?? t('spotNoDepartment')}</div>
                <div className="card-action touch">{acts(spot)}</div>
              </>
            )}
          />
        </Card>
      )}
      {isAdding ? <SpotDialog institutionId={me.data?.institution?.id} onClose={() => setAdding(false)} /> : null}
    </Page>
  )
}

function SpotDialog({ institutionId, onClose }: { institutionId: string | undefined; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const create = useDo(spotContract.createSpots, onClose)
  const save = ({ places, departmentId }: { places: string; departmentId?: string | null }) => {
    const spots = places.split('\n').map((place) => place.trim()).filter((place) => place !== '').map((place) => ({ place, departmentId: departmentId ?? null }))
    return create.mutateAsync({ body: { spots } })
  }
  return (
    <FormDialog<{ places: string; departmentId?: string | null }> open title={t('spotsAdd')} okText={t('save')} onCancel={onClose} onSubmit={save}>
      <Form.Item name="places" label={t('spotPlaces')} extra={t('spotPlacesHint')} rules={[required(t('spotPlaces'))]}><Input.TextArea autoSize={{ minRows: 3, maxRows: 14 }} /></Form.Item>
      <Form.Item name="departmentId" label={t('spotDepartment')}>
        <RemoteSelect endpoint={directoryContract.listDepartments} query={(search) => ({ ...(institutionId === undefined ? {} : { institutionId }), search, limit: 100 })} allowClear placeholder={t('spotNoDepartment')} options={(reply) => reply.rows.map((row) => ({ value: row.id, label: row.name }))} />
      </Form.Item>
    </FormDialog>
  )
}
