import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Form, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { todayHere } from '../../../ui/dates.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRequired } from '../../../ui/form-rules.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { templateContract, type BindingView, type TemplateClauseView, type TemplateView } from '../contract.ts'
import { sayDay } from '../rules/words.ts'
import { texts } from './texts.ts'

type Template = z.infer<typeof TemplateView>
type Clause = z.infer<typeof TemplateClauseView>
type Binding = z.infer<typeof BindingView>
type Shown = 'all' | 'live' | 'planned'

/** One template, clause by clause: what is ordered, what the system does for it, live or planned. */
export function TemplateScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { templateId } = useParams({ strict: false }) as { templateId: string }
  const found = useRead(templateContract.loadTemplate, { params: { templateId } })
  const me = useRead(identityContract.me)
  const [shown, setShown] = useState<Shown>('all')
  const [making, setMaking] = useState(false)
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const template = found.data
  const fits = (clause: Clause) => shown === 'all' || clause.duties.some((duty) => duty.bind.live === (shown === 'live'))
  const parts = template.parts.map((part) => ({ ...part, clauses: part.clauses.filter(fits) })).filter((part) => shown === 'all' || part.clauses.length > 0)
  return (
    <Page
      title={name(template.name)}
      lead={<>{name(template.about)} <span className="number">{`${template.clauses} ${t('clauses')} · ${t('carriedOf', { live: template.live, duties: template.duties })} · ${t('version', { n: template.version })}`}</span></>}
      actions={
        <>
          <Link to="/templates"><Button>{t('back')}</Button></Link>
          {opens(templateContract.makeDraft, me.data?.actor.roles) ? <Button type="primary" onClick={() => setMaking(true)}>{t('draft')}</Button> : null}
        </>
      }
    >
      <Phases template={template} />
      <div className="filters">
        <Segmented<Shown> aria-label={t('show')} value={shown} onChange={setShown} options={[{ value: 'all', label: t('all') }, { value: 'live', label: t('onlyLive') }, { value: 'planned', label: t('onlyPlanned') }]} />
      </div>
      {parts.length === 0 ? <Card><Nothing>{t('noneShown')}</Nothing></Card> : null}
      {parts.map((part) => (
        <Card key={part.id} title={`${part.printed}${part.title}`}>
          {part.clauses.map((clause) => <ClauseBlock key={clause.id} clause={clause} />)}
        </Card>
      ))}
      {making ? <MakeDraft template={template} onClose={() => setMaking(false)} /> : null}
    </Page>
  )
}

function Phases({ template }: { template: Template }) {
  const t = useTexts(texts)
  const name = useName()
  if (template.phases.length === 0) return null
  const day = (planDay: string | null) => (planDay === null ? t('undated') : name(sayDay(planDay)))
  return (
    <Card title={t('phases')}>
      <ol className="plain">
        {template.phases.map((phase) => (
          <li key={phase.id}>
            <b>{phase.name}</b> <span className="soft number">{`${day(phase.start)} — ${day(phase.end)}`}</span>
            {phase.note === null ? null : <div className="soft">{phase.note}</div>}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function ClauseBlock({ clause }: { clause: Clause }) {
  const t = useTexts(texts)
  const name = useName()
  return (
    <article className="template-clause">
      <h3>{clause.title}</h3>
      <p>{clause.text}</p>
      <p className="soft">{[`${t('bodies')}：${clause.bodies}`, ...(clause.numbers === null ? [] : [`${t('numbers')}：${clause.numbers}`])].join('；')}</p>
      {clause.duties.length === 0 ? <p className="soft">{t('context')}</p> : null}
      <ul className="template-duties">
        {clause.duties.map((duty) => (
          <li key={`${duty.bind.name} ${duty.text}`}>
            <BindMark bind={duty.bind} />
            <div>
              <div>
                {duty.text}
                {duty.when === null && duty.target === null ? null : <span className="soft">{` （${[duty.when === null ? null : name(duty.when), duty.target].filter((each) => each !== null).join('，')}）`}</span>}
                {duty.who === 'commission' ? <span className="soft">{` · ${t('own')}`}</span> : null}
              </div>
              {duty.only === null ? null : <div className="soft">{t('only', { what: name(duty.only) })}</div>}
              {duty.unasked === null ? null : <div className="soft">{name(duty.unasked)}</div>}
              {duty.levels === null ? null : <div className="soft">{t('levels', { which: name(duty.levels) })}</div>}
              <div className="soft">
                {duty.bind.link !== null && duty.bind.step === null ? <Link to={duty.bind.link}>{name(duty.bind)}</Link> : name(duty.bind)}
                {`：${duty.bind.does}`}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </article>
  )
}

function BindMark({ bind }: { bind: Binding }) {
  const t = useTexts(texts)
  return <StatusMark tone={bind.live ? 'good' : 'quiet'}>{bind.live ? t('live') : bind.step === null ? t('planned') : t('plannedStep', { n: bind.step })}</StatusMark>
}

function MakeDraft({ template, onClose }: { template: Template; onClose: () => void }) {
  const t = useTexts(texts)
  const required = useRequired()
  const navigate = useNavigate()
  const make = useDo(templateContract.makeDraft, ({ draftId }) => void navigate({ to: '/reader/$draftId', params: { draftId } }))
  const thisYear = Number(todayHere().slice(0, 4))
  return (
    <FormDialog<{ title: string; issuer?: string; year: number }>
      open
      title={t('draft')}
      okText={t('make')}
      hint={t('draftHint')}
      initial={{ title: `${template.name.zh}实施方案`, year: thisYear }}
      onCancel={onClose}
      onSubmit={({ issuer, ...values }) => make.mutateAsync({ params: { templateId: template.id }, body: { ...values, issuer: issuer === undefined || issuer === '' ? null : issuer } })}
    >
      <Form.Item name="title" label={t('planTitle')} rules={[required(t('planTitle'))]}><Input maxLength={200} /></Form.Item>
      <Form.Item name="issuer" label={t('issuer')}><Input maxLength={100} /></Form.Item>
      <Form.Item name="year" label={t('year')} rules={[required(t('year'))]}><InputNumber min={2020} max={2100} /></Form.Item>
    </FormDialog>
  )
}
