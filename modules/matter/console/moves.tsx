import { useState } from 'react'
import { ActButton, useReason } from '../../../ui/act-button.tsx'
import { Card, Nothing } from '../../../ui/page.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { Kind, Matter, Move } from './kind-names.ts'
import { texts } from './matter-texts.ts'
import { MoveDialog } from './move-dialog.tsx'

const mostUnfolded = 4
const typeOf = (move: Move, isFirst: boolean) => (move.weight === 'main' && isFirst ? 'primary' : 'default')

/** What I can do now as buttons, the main one first; what I may but cannot yet stands below with its reason. */
export function MovesCard({ matter, kind, reload }: { matter: Matter; kind: Kind | undefined; reload: () => Promise<unknown> }) {
  const t = useTexts(texts)
  const name = useName()
  const reason = useReason()
  const [open, setOpen] = useState<Move | null>(null)
  const mine = matter.moves.filter((move) => move.mine)
  const able = mine.filter((move) => move.blocked === null)
  const first = able.filter((move) => move.weight === 'main')
  const plain = able.filter((move) => move.weight === 'plain')
  const rest = able.filter((move) => move.weight === 'quiet' || move.weight === 'danger')
  const blocked = mine.filter((move) => move.blocked !== null)
  const button = (move: Move, isFirst: boolean) => <ActButton key={move.key} blocked={null} type={typeOf(move, isFirst)} danger={move.weight === 'danger'} onClick={() => setOpen(move)}>{name(move.name)}</ActButton>
  const shown = [...first, ...plain]
  // A few need no folding: who may take a transfer sees beside it that it may be refused.
  const isFew = able.length <= mostUnfolded || shown.length === 0
  return (
    <Card title={t('next')}>
      {mine.length === 0 ? <Nothing>{t('nextNone')}</Nothing> : null}
      <div className="matter-acts touch">{(isFew ? [...shown, ...rest] : shown).map((move) => button(move, move === shown[0]))}</div>
      {isFew || rest.length === 0 ? null : (
        <details className="matter-more">
          <summary>{t('otherMoves')}</summary>
          <div className="matter-acts touch">{rest.map((move) => button(move, false))}</div>
        </details>
      )}
      {blocked.length === 0 ? null : (
        <details className="matter-more">
          <summary>{t('notYet', { n: blocked.length })}</summary>
          <ul className="matter-blocked">
            {blocked.map((move) => <li key={move.key}><b>{name(move.name)}</b><span className="soft">{reason(move.blocked)}</span></li>)}
          </ul>
        </details>
      )}
      {open === null ? null : <MoveDialog key={open.key} matter={matter} move={open} kind={kind} reload={reload} onClose={() => setOpen(null)} />}
    </Card>
  )
}
