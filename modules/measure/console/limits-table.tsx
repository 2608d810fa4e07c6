import type { z } from 'zod'
import { Facts } from '../../../ui/facts.tsx'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { FunnelLimit } from '../contract.ts'
import { showAmount, showValue, type Shown } from '../rules/show.ts'
import { texts } from './texts.ts'

/** The limits of chance at one's own denominator, as figures. */
export function LimitsTable({ limits, of, shown }: { limits: readonly z.infer<typeof FunnelLimit>[]; of: number | null; shown: Shown }) {
  const t = useTexts(texts)
  const locale = useLocale()
  const own = limits.find((each) => each.of === of)
  if (own === undefined || of === null) return null
  const said = ({ low, high }: { low: number; high: number }) => {
    const how = { unit: shown.unit, decimals: shown.decimals }
    return <span className="number">{`${showValue(low, how, locale)} — ${showValue(high, how, locale)}`}</span>
  }
  return (
    <>
      <p className="soft">{t('limitsAt', { n: showAmount(of) })}</p>
      <Facts items={[[t('limits95'), said(own.warning)], [t('limits998'), said(own.alarm)]]} />
    </>
  )
}
