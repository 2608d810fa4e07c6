import { opens } from '../../../ui/access.ts'
import { useRead } from '../../../ui/query.ts'
import { SectionNav } from '../../../ui/section-nav.tsx'
import { useTexts } from '../../../ui/texts.ts'
import { identityContract } from '../../identity/contract.ts'
import { figuresContract } from '../contract/figures.ts'
import { spotContract } from '../contract/spots.ts'
import { matterContract } from '../contract.ts'
import './matter.css'
import { texts } from './texts.ts'

const sections = [
  { to: '/matters', text: 'n_list', endpoint: matterContract.listMatters, ofBody: false },
  { to: '/matters/ledger', text: 'n_ledger', endpoint: matterContract.listLedger, ofBody: false },
  { to: '/matters/chase', text: 'n_chase', endpoint: matterContract.listChased, ofBody: false },
  { to: '/matters/figures', text: 'n_figures', endpoint: figuresContract.loadFigures, ofBody: false },
  { to: '/matter-kinds', text: 'n_kinds', endpoint: matterContract.listKinds, ofBody: false },
  { to: '/matters/canned', text: 'n_canned', endpoint: matterContract.listCanned, ofBody: true },
  { to: '/matters/roster', text: 'n_roster', endpoint: matterContract.listRoster, ofBody: true },
  { to: '/matters/spots', text: 'n_spots', endpoint: spotContract.listSpots, ofBody: true },
] as const

/** The pages of matters that a person's posts open; what belongs to one body is not offered to a commission. */
export function MatterNav() {
  const t = useTexts(texts)
  const me = useRead(identityContract.me)
  const isCommission = me.data?.institution?.kind === 'commission'
  const shown = sections.filter((section) => opens(section.endpoint, me.data?.roles) && !(section.ofBody && isCommission))
  return <SectionNav label={t('sections')} sections={shown.map(({ to, text }) => ({ to, name: t(text) }))} />
}
