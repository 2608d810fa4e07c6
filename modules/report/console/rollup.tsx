import { DownloadOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { App, Button, Checkbox, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { urlOf } from '../../../ui/call.ts'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Figures } from '../../../ui/facts.tsx'
import { SearchField } from '../../../ui/fields.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { reportContract, type BodyView, type RollupView } from '../contract.ts'
import { places, type PlaceName } from '../rules/names.ts'
import { PlaceMark, TimeMark } from './marks.tsx'
import './report.css'
import { FiguresTable } from './sections.tsx'
import { texts } from './texts.ts'

type Rollup = z.infer<typeof RollupView>
type Body = z.infer<typeof BodyView>
const mostAtOnce = 100

/** Every body of a campaign, form and period with its standing, the sums, and the commission's own report on them. */
export function RollupScreen() {
  const t = useTexts(texts)
  const name = useName()
  const locale = useLocale()
  const navigate = useNavigate()
  const { planId = '', formKey = '', toOn = '' } = useParams({ strict: false })
  const params = { planId, formKey, toOn }
  const found = useRead(reportContract.loadRollup, { params })
  const open = useDo(reportContract.openRollup, (key) => void navigate({ to: '/reports/$institutionId/$packId', params: key }))
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('rollup')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const { data } = found
  return (
    <Page
      title={`${name(data.formName)} · ${t('rollup')}`}
      lead={<span className="number">{`${data.planTitle} · ${showDate(data.fromOn, locale)} — ${showDate(data.toOn, locale)}`}</span>}
      actions={
        <>
          <Button icon={<DownloadOutlined />} href={urlOf(reportContract.downloadRollup, { params })}>{t('exportXlsx')}</Button>
          {data.pack === null ? <ActButton blocked={data.blocked.open} type="primary" loading={open.isPending} onClick={() => open.mutate({ params })}>{t('openRollup')}</ActButton> : <Link to="/reports/$institutionId/$packId" params={{ institutionId: data.pack.institutionId, packId: data.pack.packId }}><Button type="primary">{t('seeRollup')}</Button></Link>}
        </>
      }
    >
      {open.error === null ? null : <Fault error={open.error} />}
      <Figures items={[[t('asked'), data.counts.asked], [t('in'), data.counts.in], [t('onTime'), data.counts.onTime], [t('late'), data.counts.late], [t('missing'), data.counts.missing], [t('returned'), data.counts.returned], [t('waiting'), data.counts.waiting], [t('accepted'), data.counts.accepted]]} />
      <Bodies rollup={data} />
      <Campaigns rollup={data} />
      <Card title={t('sums')} flush>
        <p className="soft rollup-tools">{t('sumsHint')}</p>
        <FiguresTable title={t('sums')} lines={data.lines} planId={planId} sums />
      </Card>
    </Page>
  )
}

function Bodies({ rollup }: { rollup: Rollup }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { message } = App.useApp()
  const [place, setPlace] = useState<PlaceName | ''>('')
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const accept = useDo(reportContract.acceptPacks, ({ rows }) => {
    const refused = rows.filter((row) => row.refused !== null).length
    setChosen(new Set())
    void message.info(`${t('acceptedSome', { done: rows.length - refused })}${refused === 0 ? '' : t('refusedSome', { n: refused })}`)
  })
  const mayDecide = (body: Body) => body.packId !== null && body.blocked.decide === null
  const shown = rollup.bodies.filter((body) => (place === '' || body.place === place) && body.name.includes(search.trim()))
  const waiting = shown.filter(mayDecide)
  const packs = rollup.bodies.filter((body) => chosen.has(body.institutionId) && mayDecide(body)).slice(0, mostAtOnce).flatMap((body) => (body.packId === null ? [] : [{ institutionId: body.institutionId, packId: body.packId, revision: body.revision }]))
  const choose = (body: Body, isChosen: boolean) => setChosen((before) => new Set(isChosen ? [...before, body.institutionId] : [...before].filter((id) => id !== body.institutionId)))
  const nameOf = (body: Body) => (body.packId === null ? body.name : <Link to="/reports/$institutionId/$packId" params={{ institutionId: body.institutionId, packId: body.packId }}>{body.name}</Link>)
  const box = (body: Body) => (mayDecide(body) ? <Checkbox aria-label={t('choose', { name: body.name })} checked={chosen.has(body.institutionId)} onChange={(event) => choose(body, event.target.checked)} /> : null)
  const when = (body: Body) => <span className="row"><span className="number">{body.submittedAt === null ? '—' : showInstant(body.submittedAt)}</span><TimeMark onTime={body.submittedAt === null ? null : body.onTime} /></span>
  return (
    <Card title={t('bodies')} flush>
      <div className="rollup-tools">
        <SearchField label={t('institution')} value={search} onSearch={setSearch} />
        <Select<PlaceName | ''> aria-label={t('filterPlace')} value={place} onChange={setPlace} style={{ minWidth: 140 }} options={[{ value: '' as const, label: t('all') }, ...places.map((each) => ({ value: each, label: t(`p_${each}`) }))]} />
        {waiting.length === 0 ? null : <Button onClick={() => setChosen(new Set(waiting.slice(0, mostAtOnce).map((body) => body.institutionId)))}>{t('chooseWaiting')}</Button>}
        {packs.length === 0 ? null : <Button type="primary" loading={accept.isPending} onClick={() => accept.mutate({ body: { packs } })}>{t('acceptChosen', { n: packs.length })}</Button>}
      </div>
      {accept.error === null ? null : <Fault error={accept.error} />}
      <ListTable<Body>
        label={t('bodies')}
        rows={shown}
        rowKey={(body) => body.institutionId}
        empty={t('bodiesEmpty')}
        columns={[
          { title: '', width: 56, render: (_, body) => box(body) },
          { title: t('institution'), render: (_, body) => <span className="row">{nameOf(body)}{body.imported ? <StatusMark tone="quiet" compact>{t('imported')}</StatusMark> : null}</span> },
          { title: t('state'), width: 150, render: (_, body) => <PlaceMark place={body.place} /> },
          { title: t('submittedAt'), width: 260, render: (_, body) => when(body) },
          { title: t('due'), width: 150, render: (_, body) => <span className="number">{showDate(body.dueOn, locale)}</span> },
          { title: t('version'), width: 80, render: (_, body) => <span className="number">{body.revision}</span> },
        ]}
        card={(body) => (
          <>
            <div className="line-split"><span>{nameOf(body)}</span>{box(body)}</div>
            <div className="row"><PlaceMark place={body.place} compact />{body.imported ? <StatusMark tone="quiet" compact>{t('imported')}</StatusMark> : null}</div>
            {when(body)}
          </>
        )}
      />
    </Card>
  )
}

/** Which campaigns of lower levels are counted in this one; nothing is shown where nobody has to choose. */
function Campaigns({ rollup }: { rollup: Rollup }) {
  const t = useTexts(texts)
  const link = useDo(reportContract.linkCampaign)
  const { strangers, linked, planId } = rollup
  if (strangers.length === 0 && linked.length === 0) return null
  const say = (lowerPlanId: string, counts: boolean) => link.mutate({ params: { planId }, body: { lowerPlanId, counts } })
  return (
    <Card title={strangers.length === 0 ? t('linkedTitle') : t('strangers')}>
      {link.error === null ? null : <Fault error={link.error} />}
      {strangers.length === 0 ? null : <p className="soft">{t('strangersHint')}</p>}
      <ul className="plain rollup-campaigns">
        {strangers.map((each) => (
          <li key={`${each.institutionId} ${each.planId}`} className="line-split">
            <span><b>{each.name}</b> {each.imported ? <StatusMark tone="quiet" compact>{t('imported')}</StatusMark> : null}<br /><span className="soft">{each.planTitle}</span></span>
            <ActButton blocked={rollup.blocked.link} loading={link.isPending} aria-label={t('countInOf', { name: each.name, plan: each.planTitle })} onClick={() => say(each.planId, true)}>{t('countIn')}</ActButton>
          </li>
        ))}
        {linked.map((each) => (
          <li key={each.planId} className="line-split">
            <span>{each.planTitle === '' ? t('otherCampaign') : each.planTitle} <StatusMark tone="good" compact>{t('linkedTitle')}</StatusMark></span>
            <ActButton blocked={rollup.blocked.link} loading={link.isPending} aria-label={t('countOutOf', { plan: each.planTitle })} onClick={() => say(each.planId, false)}>{t('countOut')}</ActButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}
