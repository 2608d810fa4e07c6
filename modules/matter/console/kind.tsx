import { Link, useParams } from '@tanstack/react-router'
import { roleNames, type StaffRole } from '../../../kernel/actor.ts'
import { Facts } from '../../../ui/facts.tsx'
import { useAppearance } from '../../../ui/look.tsx'
import { Card, Fault, Loading, Page } from '../../../ui/page.tsx'
import { useRead } from '../../../ui/query.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { matterContract } from '../contract.ts'
import { KindChart } from './kind-chart.tsx'
import { isAnytime, staysThere } from './kind-moves.ts'
import type { FullKind } from './kind-names.ts'
import { texts as kindTexts } from './kind-texts.ts'
import { useKindWords } from './kind-words.ts'
import { KindMarks } from './kinds.tsx'
import { MatterState } from './marks.tsx'
import { useCertainty } from './matter-cards.tsx'
import './matter.css'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...kindTexts }
type KindMove = FullKind['moves'][number]

/** One kind: its chart, and the same as a list of states with their moves and limits. */
export function KindScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { narrow } = useAppearance()
  const certainty = useCertainty()
  const { key = '' } = useParams({ strict: false }) as { key?: string }
  const found = useRead(matterContract.loadKind, { params: { kind: key } })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('title')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const kind = found.data
  const anytime = kind.moves.filter(isAnytime)
  const reasonsOf = (list: string, at: number) => {
    const known = (['declines', 'refusals', 'pauses', 'cancels'] as const).find((each) => each === list)
    return known === undefined ? `${t('reasons')} ${at + 1}` : t(`rs_${known}`)
  }
  const posts = (roles: readonly StaffRole[]) => roles.map((role) => name(roleNames[role])).join('、')
  return (
    <Page title={name(kind.name)} lead={<span className="row"><span>{name(kind.about)}</span><KindMarks kind={kind} /></span>} actions={<Link to="/matter-kinds" className="plain-link">{t('back')}</Link>}>
      <Card title={t('does')}>
        <p className="lead-text">{name(kind.does)}</p>
        <p className="soft">{`${t('source')}：${kind.source.zh} · ${certainty(kind.source.certainty)} · ${t(kind.seesAll ? 'sees' : 'seesOwn')}`}</p>
      </Card>
      {narrow ? null : (
        <Card title={t('chart')}>
          <p className="soft">{t('chartHint')}</p>
          <KindChart kind={kind} />
        </Card>
      )}
      <Card title={t('states')}><States kind={kind} /></Card>
      {anytime.length === 0 ? null : <Card title={t('anytime')}><ul className="chart-moves">{anytime.map((move) => <MoveLine key={move.key} move={move} kind={kind} />)}</ul></Card>}
      <Limits kind={kind} />
      <Card title={t('who')}>
        <Facts items={[[t('officers'), posts(kind.officers)], [t('heads'), posts(kind.heads)], [t('superiors'), posts(kind.superiors)], [t('readers'), <Readers key="readers" kind={kind} />], [t('channelsOf'), kind.channels.map((channel) => t(`c_${channel}`)).join('、')], [t('categories'), kind.categories.map((each) => name(each)).join('、')], [t('verdicts'), kind.verdicts.map((each) => name(each)).join('、')], ...Object.entries(kind.reasons).map(([list, choices], at) => [reasonsOf(list, at), choices.map((each) => name(each)).join('、')] as const)]} />
      </Card>
    </Page>
  )
}

function Readers({ kind }: { kind: FullKind }) {
  const { who } = useKindWords()
  return <>{kind.author.length === 0 ? '—' : who(kind.author)}</>
}

function States({ kind }: { kind: FullKind }) {
  const t = useTexts(texts)
  const name = useName()
  const { waits } = useKindWords()
  const certainty = useCertainty()
  return (
    <ol className="chart-states">
      {kind.states.map((state) => (
        <li key={state.key}>
          <h3><MatterState kind={kind} state={state.key} /><span className="soft small">{[state.key === kind.initial ? t('begins') : '', state.waits === 'nobody' ? '' : t('waitsFor', { who: waits(state.waits) })].filter(Boolean).join(' · ')}</span></h3>
          {state.citizen === null ? null : <div className="small"><span className="soft">{t('citizenReads')} </span>{name(state.citizen)}</div>}
          {state.clocks.map((clock) => (
            <div key={`${clock.when}${clock.rule ?? ''}`} className="small">
              <span className="soft">{`${t('clock')}（${t(`x_${clock.when}`)}） `}</span>
              {clock.rule === null ? t('byLimit') : (clock.says === null ? (clock.name === null ? clock.rule : name(clock.name)) : name(clock.says))}
              {clock.source === null ? null : <span className="soft">{` ${clock.source} · ${certainty(clock.certainty)}`}</span>}
            </div>
          ))}
          <ul className="chart-moves">{kind.moves.filter((move) => !isAnytime(move) && move.from.includes(state.key)).map((move) => <MoveLine key={move.key} move={move} kind={kind} />)}</ul>
        </li>
      ))}
    </ol>
  )
}

function MoveLine({ move, kind }: { move: KindMove; kind: FullKind }) {
  const t = useTexts(texts)
  const name = useName()
  const { who, needs } = useKindWords()
  const target = kind.states.find((state) => state.key === move.to)
  const goes = staysThere(move) ? t('stays') : move.to === 'back' ? t('goesBack') : target === undefined ? (move.to ?? '') : t('to', { state: name(target.name) })
  return <li><b>{name(move.name)}</b> <span className="soft">{[goes, t('byWhom', { who: who(move.by) }), move.requires.length === 0 ? '' : t('needs', { what: needs(move.requires) })].filter(Boolean).join(' · ')}</span></li>
}

/** Reminders up the ladder, and how it closes, is reopened and looked at again. */
function Limits({ kind }: { kind: FullKind }) {
  const t = useTexts(texts)
  const name = useName()
  const { who } = useKindWords()
  const stateName = (key: string) => {
    const state = kind.states.find((each) => each.key === key)
    return state === undefined ? key : name(state.name)
  }
  const moveName = (key: string) => {
    const move = kind.moves.find((each) => each.key === key)
    return move === undefined ? key : name(move.name)
  }
  const { closing, reopen, callBack, recheck } = kind
  const told = (tells: string) => (tells === 'commission' ? t('w_commission') : who([tells as 'officer']))
  return (
    <>
      {kind.ladder.length === 0 ? null : <Card title={t('ladder')}><ul className="chart-moves">{kind.ladder.map((rung) => <li key={`${rung.after}${rung.tells}`}>{rung.after === 0 ? t('atDue', { who: told(rung.tells) }) : t(rung.after < 0 ? 'before' : 'after', { n: Math.abs(rung.after), unit: t(`u_${rung.unit}`), who: told(rung.tells) })}</li>)}</ul></Card>}
      {closing === null && reopen === null && recheck === null ? null : (
        <Card title={t('ends')}>
          <ul className="chart-moves">
            {closing === null ? null : <li>{t('closes', { state: stateName(closing.state), n: closing.days, move: moveName(closing.move) })}</li>}
            {reopen === null ? null : <li>{t('reopens', { n: reopen.days, most: reopen.most })}</li>}
            {callBack === null ? null : <li>{t('callsBack', { share: Math.round(callBack.share * 100) })}</li>}
            {recheck === null ? null : <li>{t('rechecks', { n: recheck.weeks, share: Math.round(recheck.share * 100) })}</li>}
          </ul>
        </Card>
      )}
    </>
  )
}
