import type { z } from 'zod'
import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { SectionNav } from '../../../ui/section-nav.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { reviewContract } from '../contract.ts'
import type { CycleRow, ItemRow, TalkView } from '../contract/shapes.ts'
import './review.css'
import { texts } from './texts.ts'

const sections = [
  { to: '/review/desk', text: 'desk', endpoint: reviewContract.loadDesk },
  { to: '/review/rounds', text: 'rounds', endpoint: reviewContract.listCycles },
  { to: '/review/mine', text: 'mine', endpoint: reviewContract.listFindings },
  { to: '/review/experts', text: 'experts', endpoint: reviewContract.listToDecide },
  { to: '/review/talks', text: 'talks', endpoint: reviewContract.listAfter },
  { to: '/review/results', text: 'results', endpoint: reviewContract.listResults },
  { to: '/review/setting', text: 'setting', endpoint: reviewContract.loadSetting },
] as const

/** The pages of review that a person's posts open. */
export function ReviewNav() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  return <SectionNav label={t('nav')} sections={sections.filter((section) => opens(section.endpoint, me.data?.roles)).map(({ to, text }) => ({ to, name: t(text) }))} />
}

const cycleTones = { reading: 'wait', feedback: 'warn', published: 'good' } as const
export function CycleMark({ state }: { state: z.infer<typeof CycleRow>['state'] }) {
  const t = useTexts(texts)
  return <StatusMark tone={cycleTones[state]}>{t(`s_${state}`)}</StatusMark>
}

const itemTones = { open: 'wait', second: 'wait', split: 'warn', settled: 'good', replied: 'warn', final: 'good' } as const
export function ItemMark({ state }: { state: z.infer<typeof ItemRow>['state'] }) {
  const t = useTexts(texts)
  return <StatusMark tone={itemTones[state]}>{t(`i_${state}`)}</StatusMark>
}

const talkTones = { due: 'wait', held: 'warn', closed: 'good' } as const
export function TalkMark({ state, late }: Pick<z.infer<typeof TalkView>, 'state' | 'late'>) {
  const t = useTexts(texts)
  return late ? <StatusMark tone="bad">{`${t(`t_${state}`)} · ${t('late')}`}</StatusMark> : <StatusMark tone={talkTones[state]}>{t(`t_${state}`)}</StatusMark>
}

/** Codes in words enough to be known without the sheet. */
export function Codes({ codes }: { codes: readonly string[] | null }) {
  const t = useTexts(texts)
  return codes === null ? <>—</> : codes.length === 0 ? <>{t('reasonable')}</> : <b className="number">{codes.join('、')}</b>
}
