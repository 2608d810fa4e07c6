import { useParams } from '@tanstack/react-router'
import { showInstant } from '../../../ui/dates.ts'
import { Facts } from '../../../ui/facts.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import { AuthorCard } from './author-card.tsx'
import { useKinds, type Matter } from './kind-names.ts'
import { DueMark, Flags, limitOf, MatterState } from './marks.tsx'
import { AboutCard, DeadlineCard, LedgerCard, OthersCard, PartsCard } from './matter-cards.tsx'
import { MatterFiles } from './matter-files.tsx'
import './matter.css'
import { MovesCard } from './moves.tsx'
import { TimelineCard } from './timeline.tsx'
import { texts as matterTexts } from './matter-texts.ts'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...matterTexts }

/** One matter: what it says, what is due, what can be done, and everything that was done. */
export function MatterScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { narrow } = useAppearance()
  const { institutionId = '', matterId = '' } = useParams({ strict: false })
  const { of } = useKinds()
  const found = useRead(matterContract.loadMatter, { params: { institutionId, matterId } })
  if (found.isPending) return <Loading />
  if (found.data === undefined) return <Page title={t('matter')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const matter = found.data
  const kind = of(matter.kind)
  const moves = <MovesCard matter={matter} kind={kind} reload={() => found.refetch()} />
  const side = (
    <>
      {kind?.ledger === true ? <LedgerCard matter={matter} /> : null}
      <AboutCard matter={matter} />
      {kind?.hasAuthor === true || matter.author.kept ? <AuthorCard matter={matter} /> : null}
      <OthersCard matter={matter} />
    </>
  )
  return (
    <Page
      title={matter.title}
      lead={
        <span className="row">
          <MatterState kind={kind} state={matter.state} />
          {matter.phase === 'closed' || (matter.dueAt === null && !matter.paused) ? null : <DueMark limit={limitOf(matter)} />}
          <Flags row={matter} />
          <span className="number">{[kind === undefined ? matter.kind : name(kind.name), matter.number].join(' ')}</span>
          <span>{matter.institutionName}</span>
        </span>
      }
    >
      {/* What could not be read anew is still shown, and said to be older. */}
      {found.error === null ? null : <div className="page-alert"><Fault error={found.error} retry={() => void found.refetch()} /></div>}
      <div className="two">
        <div>
          <Card title={t('says')}><p className="matter-says">{matter.body}</p></Card>
          {narrow ? <>{moves}<DeadlineCard matter={matter} /></> : null}
          <AnswerCard matter={matter} />
          <PartsCard matter={matter} />
          <MatterFiles matter={matter} />
          <TimelineCard matter={matter} />
        </div>
        <div className="matter-side">{narrow ? null : <>{moves}<DeadlineCard matter={matter} /></>}{side}</div>
      </div>
    </Page>
  )
}

/** What was answered and found, and what citizens read of it. */
function AnswerCard({ matter }: { matter: Matter }) {
  const t = useTexts(texts)
  const name = useName()
  const { answer, verdictName, published } = matter
  return (
    <>
      {answer === null && verdictName === null ? null : (
        <Card title={t(matter.answeredAt === null && answer !== null ? 'answerDraft' : 'answer')}>
          {answer === null ? null : <p className="matter-says">{answer}</p>}
          <Facts items={[[t('verdict'), verdictName === null ? null : name(verdictName)], [t('responsible'), matter.responsible.map((each) => each.name).join('、')]]} />
        </Card>
      )}
      {published === null ? null : (
        <Card title={t('published')} extra={<span className="soft number">{t('publishedAt', { at: showInstant(published.at) })}</span>}>
          <p><b>{published.title}</b></p>
          <p className="prewrap">{published.question}</p>
          <p className="remark prewrap">{published.answer}</p>
        </Card>
      )}
    </>
  )
}
