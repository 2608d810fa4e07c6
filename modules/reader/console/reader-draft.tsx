import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Popconfirm, Progress, Segmented, Select, Switch, Tabs, Upload } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { useAppearance } from '../../../ui/look.tsx'
import { Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { urlOf } from '../../../ui/call.ts'
import { readerContract } from '../contract.ts'
import { DeskContext, useSend, type Desk, type Draft } from './draft-context.ts'
import { EditDrawer, type Editing } from './edit-drawer.tsx'
import { ClauseSection, DiffSection, DutySection, HeadSection, MemberSection, PhaseSection, WarningSection } from './sections.tsx'
import { SourceText } from './source-text.tsx'
import { texts } from './texts.ts'

const tones = { draft: 'wait', launched: 'good', discarded: 'quiet' } as const

/** The lines that something was read from, and the first thing on each: for the marks and for going from text to item. */
function linesKnown(draft: Draft): ReadonlySet<number> {
  const known = new Set<number>()
  for (const duty of draft.understanding.duties) known.add(duty.line)
  for (const phase of draft.understanding.phases) known.add(phase.line)
  for (const clause of draft.understanding.clauses) if (clause.printed !== '') known.add(clause.lines[0])
  return known
}

/** Text left, understanding right, linked line by line. */
export function ReaderDraftScreen() {
  const t = useTexts(texts)
  const { draftId = '' } = useParams({ strict: false })
  const found = useRead(readerContract.loadDraft, { params: { draftId } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('reader')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  return <DraftDesk draft={found.data} />
}

function DraftDesk({ draft }: { draft: Draft }) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const { narrow } = useAppearance()
  const [lit, setLit] = useState<readonly [number, number] | null>(null)
  const [follow, setFollow] = useState(true)
  const [tab, setTab] = useState('duties')
  const [view, setView] = useState<'text' | 'understanding'>('understanding')
  const [onlyOpen, setOnlyOpen] = useState(false)
  const [editing, setEditing] = useState<Editing | null>(null)
  const right = useRef<HTMLDivElement>(null)
  const send = useSend(draft.id)
  const reread = useDo(readerContract.rereadDraft, (reply) => void navigate({ to: '/reader/$draftId', params: { draftId: reply.draftId } }))
  const known = useMemo(() => linesKnown(draft), [draft])
  const desk = useMemo<Desk>(
    () => ({
      draft,
      lit,
      light: (lines, from) => {
        setFollow(from === 'item')
        setLit(lines)
        if (from === 'item') setView((before) => before)
      },
      edit: setEditing,
      send,
      confirm: (items, confirmed = true) => send(readerContract.confirmItems, { params: { draftId: draft.id }, body: { items: [...items], confirmed } }),
    }),
    [draft, lit, send],
  )
  const choose = (no: number) => {
    setFollow(false)
    setLit([no, no])
    const { duties, phases } = draft.understanding
    const next = duties.some((duty) => duty.line === no) ? 'duties' : phases.some((phase) => phase.line === no) ? 'phases' : 'clauses'
    setTab(next)
    setTimeout(() => right.current?.querySelector('.item-lit')?.scrollIntoView({ block: 'center' }), 50)
  }
  const only = (id: string) => !onlyOpen || draft.confirmed[id] === undefined
  const items = draft.progress.reduce((sum, each) => sum + each.items, 0)
  const done = draft.progress.reduce((sum, each) => sum + each.confirmed, 0)
  const count = (...sections: readonly string[]) => {
    const own = draft.progress.filter((each) => sections.includes(each.section))
    return `${own.reduce((sum, each) => sum + each.confirmed, 0)}/${own.reduce((sum, each) => sum + each.items, 0)}`
  }
  const name = (text: string, figures: string) => <span>{text} <span className="soft number">{figures}</span></span>
  const tabs = [
    { key: 'duties', label: name(t('s_duties'), count('duties')), children: <DutySection only={only} /> },
    { key: 'phases', label: name(t('s_phases'), count('phases')), children: <PhaseSection only={only} /> },
    { key: 'head', label: name(t('s_head'), count('head')), children: <HeadSection /> },
    { key: 'clauses', label: name(t('s_clauses'), count('clauses')), children: <ClauseSection only={only} /> },
    { key: 'members', label: name(t('s_groups'), count('groups', 'members', 'attachments')), children: <MemberSection only={only} /> },
    { key: 'warnings', label: name(t('warnings'), String(draft.warnings.length)), children: <WarningSection /> },
    ...(draft.diff === null ? [] : [{ key: 'diff', label: t('diff'), children: <DiffSection /> }]),
  ]
  const text = (
    <section className="pane" aria-label={t('text')} tabIndex={0}>
      <div className="pane-head"><h2>{t('text')}</h2></div>
      <SourceText lines={draft.lines} lit={lit} known={known} choose={choose} follow={follow} />
    </section>
  )
  const understanding = (
    <section className="pane" aria-label={t('understanding')} ref={right} tabIndex={0}>
      <div className="pane-body">
        {narrow ? null : <div className="row" style={{ justifyContent: 'flex-end' }}><Switch size="small" checked={onlyOpen} onChange={setOnlyOpen} aria-label={t('onlyOpen')} /><span className="soft">{t('onlyOpen')}</span></div>}
        {narrow ? (
          <>
            {/* Tabs that do not fit hide in a menu of their own, which a reader of the screen cannot make sense of. */}
            <Select aria-label={t('understanding')} value={tab} onChange={setTab} options={tabs.map(({ key, label }) => ({ value: key, label }))} style={{ width: '100%', marginBottom: 12 }} />
            {tabs.find((each) => each.key === tab)?.children}
          </>
        ) : (
          <Tabs activeKey={tab} onChange={setTab} items={tabs} size="small" tabBarGutter={18} />
        )}
      </div>
    </section>
  )
  return (
    <DeskContext value={desk}>
      <div className="page-wide">
        <Page
          title={draft.title}
          lead={<span className="row"><StatusMark tone={tones[draft.state]} compact>{t(`state_${draft.state}`)}</StatusMark><a href={urlOf(readerContract.downloadDraft, { params: { draftId: draft.id } })}>{draft.fileName}</a></span>}
          actions={
            <>
              {draft.blocked.reread === null ? (
                <Upload accept=".txt,.docx,.doc,.pdf" showUploadList={false} beforeUpload={(file) => { reread.mutate({ params: { draftId: draft.id }, files: [file] }); return false }}>
                  <Button loading={reread.isPending} title={t('rereadHint')}>{t('reread')}</Button>
                </Upload>
              ) : null}
              {draft.blocked.discard === null ? <Popconfirm title={t('discardAsk')} okText={t('discard')} onConfirm={() => void send(readerContract.discardDraft, { params: { draftId: draft.id } })}><Button>{t('discard')}</Button></Popconfirm> : null}
              {draft.planId === null ? (
                <Button type="primary" disabled={draft.blocked.launch !== null} onClick={() => void navigate({ to: '/reader/$draftId/launch', params: { draftId: draft.id } })}>{t('launch')}</Button>
              ) : (
                <Link to="/plans/$planId" params={{ planId: draft.planId }}><Button type="primary">{t('openPlan')}</Button></Link>
              )}
            </>
          }
        >
          {reread.error === null ? null : <Fault error={reread.error} />}
          <div className="row" style={{ marginBottom: 12 }}>
            <span className="number">{`${t('checked')} ${done} / ${items}`}</span>
            <Progress percent={items === 0 ? 0 : Math.round((100 * done) / items)} showInfo={false} style={{ width: 160 }} aria-label={t('checked')} />
            {draft.warnings.length === 0 ? null : <Button size="small" type="link" onClick={() => setTab('warnings')}>{t('warningsN', { n: draft.warnings.length })}</Button>}
          </div>
          {draft.understanding.duties.length === 0 ? <Alert type="warning" showIcon title={t('notFound')} style={{ marginBottom: 12 }} /> : null}
          {narrow ? (
            <>
              <Segmented block value={view} onChange={setView} options={[{ value: 'understanding', label: t('understanding') }, { value: 'text', label: t('text') }]} style={{ marginBottom: 12 }} />
              {view === 'text' ? text : understanding}
            </>
          ) : (
            <div className="desk">{text}{understanding}</div>
          )}
          {editing === null ? null : <EditDrawer editing={editing} close={() => setEditing(null)} />}
        </Page>
      </div>
    </DeskContext>
  )
}
