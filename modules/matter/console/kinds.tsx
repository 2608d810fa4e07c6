import { Link } from '@tanstack/react-router'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { useKinds, type Kind } from './kind-names.ts'
import { texts as kindTexts } from './kind-texts.ts'
import { MatterNav } from './matter-nav.tsx'
import { texts as shared } from './texts.ts'

const texts = { ...shared, ...kindTexts }

/** What a kind is like, in a few words. */
export function KindMarks({ kind }: { kind: Kind }) {
  const t = useTexts(texts)
  return (
    <span className="row">
      {kind.confidentiality === 'ordinary' ? null : <StatusMark tone={kind.confidentiality === 'secret' ? 'bad' : 'warn'} compact>{t(`conf_${kind.confidentiality}`)}</StatusMark>}
      {kind.anonymous ? <StatusMark tone="quiet" compact>{t('anonymous')}</StatusMark> : null}
      {kind.ledger ? <StatusMark tone="quiet" compact>{t('ledger')}</StatusMark> : null}
      {kind.publishes ? <StatusMark tone="quiet" compact>{t('publishes')}</StatusMark> : null}
    </span>
  )
}

/** Every kind that concerns me, in plain words. */
export function KindsScreen() {
  const t = useTexts(texts)
  const name = useName()
  const { kinds, pending, error, retry } = useKinds()
  if (pending) return <Loading />
  return (
    <Page title={t('title')} lead={t('lead')}>
      <MatterNav />
      {error === null ? null : <Fault error={error} retry={retry} />}
      {error === null && kinds.length === 0 ? <Card><Nothing>{t('none')}</Nothing></Card> : null}
      <ul className="tiles">
        {kinds.map((kind) => (
          <li key={kind.key}>
            <Link to="/matter-kinds/$key" params={{ key: kind.key }} className="tile">
              <b>{name(kind.name)}</b>
              <span>{name(kind.about)}</span>
              <span className="tile-foot"><KindMarks kind={kind} /><span className="number small">{t('prefix', { prefix: kind.prefix })}</span></span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}
