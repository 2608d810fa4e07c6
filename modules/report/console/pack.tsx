import { Link, useParams } from '@tanstack/react-router'
import { Alert } from 'antd'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { ActButton } from '../../../ui/act-button.tsx'
import { call } from '../../../ui/call.ts'
import { AskForWords } from '../../../ui/confirm.tsx'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useDo, useRead } from '../../../ui/query.ts'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { reportContract, type PackView } from '../contract.ts'
import type { SectionContent } from '../rules/content.ts'
import { StateMark, TimeMark, useLeft } from './marks.tsx'
import { PapersCard, VersionsCard } from './papers.tsx'
import './report.css'
import { EvidenceCard, FiguresTable, LedgerCard, ReadOnlyContent } from './sections.tsx'
import { SignDialog } from './sign-dialog.tsx'
import { texts } from './texts.ts'
import { NoteField, WordField } from './words.tsx'

type Pack = z.infer<typeof PackView>
type Dialog = 'sign' | 'submit' | 'withdraw' | 'return' | null
const lookedAfterMs = 4000

/** One report pack: figures that fill themselves, words, signature, handing in, and what became of it. */
export function PackScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { institutionId = '', packId = '' } = useParams({ strict: false })
  const params = { institutionId, packId }
  const found = useRead(reportContract.loadPack, { params })
  const [dialog, setDialog] = useState<Dialog>(null)
  const isThere = found.data !== undefined
  // Who stays for a moment has seen the figures; the marks of this visit stay until the next one.
  useEffect(() => {
    if (!isThere) return undefined
    const timer = setTimeout(() => void call(reportContract.lookAtPack, { params: { institutionId, packId } }).catch(() => undefined), lookedAfterMs)
    return () => clearTimeout(timer)
  }, [isThere, institutionId, packId])
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const pack = found.data
  const isLocked = pack.state === 'submitted' || pack.state === 'accepted'
  const close = () => setDialog(null)
  return (
    <Page title={name(pack.formName)} lead={<Lead pack={pack} />} actions={<Actions pack={pack} open={setDialog} />}>
      <Alerts pack={pack} />
      <About pack={pack} />
      {isLocked || pack.state === 'signed' ? <ReadOnlyContent content={pack.content} /> : pack.content.sections.map((section) => <EditableSection key={section.key} pack={pack} section={section} />)}
      {isLocked || pack.state === 'signed' || pack.content.bodies === null ? null : <ReadOnlyContent content={{ ...pack.content, sections: [] }} />}
      <PapersCard pack={pack} />
      <VersionsCard pack={pack} />
      {dialog === 'sign' ? <SignDialog pack={pack} onClose={close} /> : null}
      {dialog === 'submit' ? <SubmitDialog pack={pack} onClose={close} /> : null}
      {dialog === 'withdraw' ? <WithdrawDialog pack={pack} onClose={close} /> : null}
      <ReturnDialog pack={pack} open={dialog === 'return'} onClose={close} />
    </Page>
  )
}

function Lead({ pack }: { pack: Pack }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const left = useLeft()
  const isLocked = pack.state === 'submitted' || pack.state === 'accepted'
  return (
    <span className="row">
      <StateMark state={pack.state} unopened={pack.unopened} />
      {isLocked ? <TimeMark onTime={pack.onTime} /> : pack.daysLeft === null ? null : <span className={pack.daysLeft < 0 ? 'late' : ''}>{left(pack.daysLeft)}</span>}
      <span className="number">{`${showDate(pack.content.window.fromOn, locale)} — ${showDate(pack.content.window.toOn, locale)}`}</span>
      <span>{`${pack.institutionName} · ${t('revision', { n: pack.revision })}`}</span>
    </span>
  )
}

function Actions({ pack, open }: { pack: Pack; open: (dialog: Dialog) => void }) {
  const t = useTexts(texts)
  const params = { institutionId: pack.institutionId, packId: pack.packId }
  const ask = useDo(reportContract.askForSignature)
  const accept = useDo(reportContract.acceptPack)
  const isLocked = pack.state === 'submitted' || pack.state === 'accepted'
  if (isLocked) {
    return (
      <>
        {pack.state === 'submitted' && pack.blocked.decide === null ? <ActButton blocked={pack.blocked.decide} onClick={() => open('return')}>{t('giveBack')}</ActButton> : null}
        {pack.state === 'submitted' && pack.blocked.decide === null ? <ActButton blocked={pack.blocked.decide} type="primary" loading={accept.isPending} onClick={() => accept.mutate({ params, body: { revision: pack.revision } })}>{t('accept')}</ActButton> : null}
        {accept.error === null ? null : <Fault error={accept.error} />}
      </>
    )
  }
  if (pack.state === 'signed') {
    return (
      <>
        <ActButton blocked={pack.blocked.withdraw} onClick={() => open('withdraw')}>{t('withdraw')}</ActButton>
        <ActButton blocked={pack.blocked.submit} type="primary" onClick={() => open('submit')}>{t('submit')}</ActButton>
      </>
    )
  }
  return (
    <>
      {pack.askedAt === null && pack.blocked.sign === 'report.not_the_head' ? <ActButton blocked={pack.blocked.ask} loading={ask.isPending} onClick={() => ask.mutate({ params, body: { revision: pack.revision } })}>{t('askSign')}</ActButton> : null}
      <ActButton blocked={pack.blocked.sign} type="primary" onClick={() => open('sign')}>{t('sign')}</ActButton>
      {ask.error === null ? null : <Fault error={ask.error} />}
    </>
  )
}

function Alerts({ pack }: { pack: Pack }) {
  const t = useTexts(texts)
  const name = useName()
  const last = pack.versions.at(-1)
  const missing = [...pack.gaps.short.map((each) => `“${each}”`), ...(pack.gaps.evidence ? [t('gapEvidence')] : [])]
  return (
    <>
      {pack.state === 'returned' && last !== undefined ? <Alert className="page-alert" type="warning" showIcon title={t('remarkGiven')} description={<span className="prewrap">{last.remark}</span>} /> : null}
      {pack.signature === null ? null : <Alert className="page-alert" type="info" showIcon title={t('signedBy', { name: pack.signature.name, post: pack.signature.post, at: showInstant(pack.signature.at) })} />}
      {pack.movedSinceSigned.length === 0 ? null : <Alert className="page-alert" type="warning" showIcon title={t('movedSigned', { lines: pack.movedSinceSigned.map((line) => name(line.label)).join('、') })} />}
      {pack.askedAt !== null && (pack.state === 'draft' || pack.state === 'returned') ? <Alert className="page-alert" type="info" showIcon title={`${t('askedSign')} · ${showInstant(pack.askedAt)}`} /> : null}
      {pack.blocked.write === null && pack.state !== 'signed' && missing.length > 0 ? <Alert className="page-alert" type="info" showIcon title={t('gaps', { what: missing.join('、') })} /> : null}
      {pack.moved.length === 0 ? null : <Alert className="page-alert" type="info" showIcon title={t('movedCount', { n: pack.moved.length })} />}
    </>
  )
}

function About({ pack }: { pack: Pack }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const { content } = pack
  return (
    <Card>
      <Facts
        items={[
          [t('plan'), <Link key="plan" to="/plans/$planId" params={{ planId: pack.planId }}>{pack.planTitle}</Link>],
          [t('clause'), pack.kind === 'rollup' ? null : <Link key="duty" to="/obligations/$institutionId/$periodId" params={{ institutionId: pack.institutionId, periodId: pack.packId }}>{`${pack.clause} ${pack.duty}`}</Link>],
          [t('receiver'), pack.commissionName],
          [t('due'), pack.dueAt === null ? null : <span key="due" className="number">{`${showDate(pack.dueOn, locale, { weekday: true })} ${showInstant(pack.dueAt).slice(11).replace('00:00', '24:00')}`}</span>],
          [t('window'), <span key="window" className="number">{`${showDate(content.window.fromOn, locale)} — ${showDate(content.window.toOn, locale)}`}</span>],
          [t('asOf'), <span key="as-of" className="number">{showInstant(content.asOf)}</span>],
        ]}
      />
    </Card>
  )
}

function EditableSection({ pack, section }: { pack: Pack; section: SectionContent }) {
  const name = useName()
  const fieldOf = (key: string) => pack.fields.find((field) => field.key === key)
  if (section.kind === 'ledger') return <LedgerCard section={section} planId={pack.planId} />
  if (section.kind === 'evidence') return <EvidenceCard section={section} />
  if (section.kind === 'summary') {
    return (
      <Card title={name(section.title)}>
        {section.fields.map(({ key }) => {
          const field = fieldOf(key)
          return field === undefined ? null : <WordField key={key} pack={pack} field={field} />
        })}
      </Card>
    )
  }
  const texts = section.lines.filter((line) => line.how === 'text')
  return (
    <Card title={name(section.title)} flush>
      <FiguresTable
        title={name(section.title)} lines={section.lines} planId={pack.planId} moved={pack.moved} sums={pack.content.bodies !== null}
        notes={(line) => {
          const field = fieldOf(`${line.key}.note`)
          return field === undefined ? null : <NoteField pack={pack} field={field} line={name(line.label)} />
        }}
      />
      {texts.length === 0 ? null : (
        <div className="words-box">
          {texts.map((line) => {
            const field = fieldOf(line.key)
            return field === undefined ? null : <WordField key={line.key} pack={pack} field={field} />
          })}
        </div>
      )}
    </Card>
  )
}

const keyOf = (pack: Pack) => ({ params: { institutionId: pack.institutionId, packId: pack.packId } })

function SubmitDialog({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const t = useTexts(texts)
  const name = useName()
  const submit = useDo(reportContract.submitPack, onClose)
  const hasMoved = pack.movedSinceSigned.length > 0
  return (
    <FormDialog
      open title={t('submit')} okText={t(hasMoved ? 'asSigned' : 'submit')} onCancel={onClose}
      hint={<p>{hasMoved ? t('movedSigned', { lines: pack.movedSinceSigned.map((line) => name(line.label)).join('、') }) : t('submitHint')}</p>}
      onSubmit={() => submit.mutateAsync({ ...keyOf(pack), body: { revision: pack.revision, asSigned: hasMoved } })}
    >
      {null}
    </FormDialog>
  )
}

function WithdrawDialog({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const t = useTexts(texts)
  const withdraw = useDo(reportContract.withdrawSignature, onClose)
  return (
    <FormDialog open title={t('withdraw')} okText={t('withdraw')} onCancel={onClose} hint={<p>{t('withdrawHint')}</p>} onSubmit={() => withdraw.mutateAsync({ ...keyOf(pack), body: { revision: pack.revision } })}>
      {null}
    </FormDialog>
  )
}

function ReturnDialog({ pack, open, onClose }: { pack: Pack; open: boolean; onClose: () => void }) {
  const t = useTexts(texts)
  const giveBack = useDo(reportContract.returnPack, onClose)
  return <AskForWords open={open} title={t('giveBack')} label={t('remark')} hint={<p className="soft">{t('returnHint')}</p>} okText={t('giveBack')} danger minLength={4} onCancel={onClose} onSubmit={(remark) => giveBack.mutateAsync({ ...keyOf(pack), body: { revision: pack.revision, remark } })} />
}
