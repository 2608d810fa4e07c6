import { useAppearance } from '../../../ui/look.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { showDate } from '../../../ui/dates.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import type { z } from 'zod'
import type { DrugView, Sheet as SheetShape } from '../contract/shapes.ts'
import { deskTexts } from './desk-texts.ts'

type Sheet = z.infer<typeof SheetShape>
type Drug = z.infer<typeof DrugView>
export const yuan = (cents: number): string => (cents / 100).toFixed(2)

/** Days, months or years, as a prescription has to say it. */
function useAge(): (days: number | null) => string {
  const t = useTexts(deskTexts)
  const locale = useLocale()
  return (days) => {
    if (days === null) return t('noAge')
    const [count, unit] = days < 31 ? [days, ['天', 'days']] as const : days < 730 ? [Math.floor(days / 30.4375), ['个月', 'months']] as const : [Math.floor(days / 365.25), ['岁', 'years']] as const
    return locale === 'zh' ? `${count}${unit[0]}` : `${count} ${unit[1]}`
  }
}

/** A prescription as its readers see it, without who wrote it. */
export function PrescriptionSheet({ sheet }: { sheet: Sheet }) {
  const t = useTexts(deskTexts)
  const locale = useLocale()
  const age = useAge()
  return (
    <>
      <Facts
        items={[
          [t('kind'), t(sheet.visitKind)], [t('when'), showDate(sheet.onDate, locale)], [t('department'), sheet.departmentName], [t('age'), age(sheet.ageDays)], [t('diagnoses'), <b key="d">{sheet.diagnoses === '' ? t('noDiagnosis') : sheet.diagnoses}</b>],
          [t('longTerm'), sheet.longTerm ? t('yes') : null], [t('reason'), sheet.reason], [t('amount'), t('yuan', { n: yuan(sheet.amountCents) })], [t('ref'), sheet.ref],
        ]}
      />
      <Drugs drugs={sheet.drugs} />
    </>
  )
}

function Marks({ drug }: { drug: Drug }) {
  const t = useTexts(deskTexts)
  return drug.marks.length === 0 ? null : <span className="rx-marks">{drug.marks.map((mark) => <span key={mark} className={mark === 'essential' || mark === 'injection' || mark === 'herbal' ? 'rx-mark' : 'rx-mark rx-mark-strong'}>{t(`m_${mark}`)}</span>)}</span>
}

const doseOf = (drug: Drug): string => (drug.dose === null ? '—' : `${drug.dose}${drug.doseUnit}`)

function Drugs({ drugs }: { drugs: readonly Drug[] }) {
  const t = useTexts(deskTexts)
  const { narrow } = useAppearance()
  if (drugs.length === 0) return <p className="soft">{t('noDrugs')}</p>
  if (narrow)
    return (
      <ul className="rx-cards" aria-label={t('drugs')}>
        {drugs.map((drug) => (
          <li key={drug.code}>
            <b>{drug.name}</b> <span className="soft">{drug.strength}</span> <Marks drug={drug} />
            <div>{[doseOf(drug), drug.frequency, drug.route, drug.days === null ? '' : t('daysOf', { n: drug.days })].filter((each) => each !== '').join(' · ')}</div>
            <div className="soft">{`${drug.quantity}${drug.unit} · ${t('yuan', { n: yuan(drug.amountCents) })}`}</div>
          </li>
        ))}
      </ul>
    )
  return (
    <div className="rx-scroll" role="region" aria-label={t('drugs')} tabIndex={0}>
      <table className="rx-table">
        <thead>
          <tr>{([['drug'], ['strength'], ['dose'], ['frequency'], ['route'], ['days', 'number'], ['quantity', 'number'], ['amount', 'number']] as const).map(([key, kind]) => <th key={key} scope="col" className={kind}>{t(key)}</th>)}</tr>
        </thead>
        <tbody>
          {drugs.map((drug) => (
            <tr key={drug.code}>
              <th scope="row">{drug.name} <Marks drug={drug} />{drug.genericName !== null && drug.genericName !== drug.name ? <div className="soft small">{drug.genericName}</div> : null}</th>
              <td>{drug.strength === '' ? '—' : drug.strength}</td>
              <td>{doseOf(drug)}</td>
              <td>{drug.frequency === '' ? '—' : drug.frequency}</td>
              <td>{drug.route === '' ? '—' : drug.route}</td>
              <td className="number">{drug.days ?? '—'}</td>
              <td className="number">{`${drug.quantity}${drug.unit}`}</td>
              <td className="number">{yuan(drug.amountCents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
