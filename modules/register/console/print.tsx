import { PrinterOutlined } from '@ant-design/icons'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { showDate, showInstant } from '../../../ui/dates.ts'
import { Card, Fault, Loading, Nothing, Page } from '../../../ui/page.tsx'
import '../../../ui/print.css'
import { useRead } from '../../../ui/query.ts'
import { useLocale, useTexts } from '../../../ui/texts.ts'
import { registerContract } from '../contract.ts'
import { filtersOf } from './filters.ts'
import { texts } from './texts.ts'

/** A filtered list as it goes on paper: headings on every sheet, sums at the end, a line to sign. */
export function PrintScreen() {
  const t = useTexts(texts)
  const locale = useLocale()
  const { key = '' } = useParams({ strict: false }) as { key?: string }
  const filters = filtersOf(useSearch({ strict: false }))
  const found = useRead(registerContract.printEntries, { params: { key }, query: filters })
  if (found.isPending) return <Loading />
  if (found.error !== null) return <Page title={t('print')}><Fault error={found.error} retry={() => void found.refetch()} /></Page>
  const sheet = found.data
  const range = sheet.from === null && sheet.to === null ? t('printRangeAll') : t('printRange', { from: showDate(sheet.from, locale), to: showDate(sheet.to, locale) })
  return (
    <Page title={sheet.title} lead={<span className="row"><span>{sheet.institution}</span><span>{range}</span><span className="number">{t('rowsN', { n: sheet.rows.length })}</span></span>} actions={<><Link to="/registers/$key" params={{ key }} search={filters} className="plain-link screen-only">{t('back')}</Link><Button type="primary" icon={<PrinterOutlined />} disabled={sheet.rows.length === 0} onClick={() => window.print()}>{t('printNow')}</Button></>}>
      {sheet.cut ? <Alert className="page-alert" type="warning" showIcon title={t('printCut', { n: sheet.rows.length })} /> : null}
      {sheet.rows.length === 0 ? <Card><Nothing>{t('printEmpty')}</Nothing></Card> : (
        // A sheet is wider than a phone: it scrolls inside its own frame.
        <section className="paper" tabIndex={0} aria-label={sheet.title}>
          <table>
            <thead><tr>{sheet.columns.map((column) => <th key={column.key} scope="col" className={column.numeric ? 'right' : ''}>{column.title}</th>)}</tr></thead>
            <tbody>
              {sheet.rows.map((row, at) => (
                // Lines of paper have no name of their own; their order never changes.
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={at}>{sheet.columns.map((column) => <td key={column.key} className={column.numeric ? 'right number' : ''}>{row[column.key] ?? ''}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {sheet.totals.length === 0 ? null : <p className="paper-totals"><b>{t('total')}：</b>{sheet.totals.map((each) => <span key={each.key} className="number">{`${each.title} ${each.value}`}</span>)}</p>}
      <p className="paper-foot"><span>{t('printedAt', { at: showInstant(sheet.printedAt), by: sheet.printedBy })}</span><span className="print-only">{t('signLine')}</span></p>
    </Page>
  )
}
