import { useAppearance } from '../../../ui/look.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Card } from '../../../ui/page.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import { isComplaints, type BulletinContent, type ComplaintContent } from '../rules/content.ts'
import { fieldNames } from '../rules/names.ts'
import { columnKeys, columnNames, printCell, type Cells } from '../rules/shown.ts'
import { texts } from './texts.ts'
import { WorkFigures } from './work-figures.tsx'

type Line = { readonly id: string; readonly name: string; readonly cells: Cells }

/** The passages as they are published. */
export function Passages({ content }: { content: BulletinContent }) {
  const t = useTexts(texts)
  const name = useName()
  return (
    <Card title={content.title}>
      <div className="bulletin-text">
        {content.changeNote === null ? null : <div><h3>{t('correctNote')}</h3><p>{content.changeNote}</p></div>}
        {content.passages.map((passage) => <div key={passage.key}><h3>{name(fieldNames[passage.key])}</h3><p>{passage.text}</p></div>)}
      </div>
    </Card>
  )
}

/** Every institution's figures as they are published. */
export const FiguresCard = ({ content }: { content: BulletinContent }) => (isComplaints(content) ? <ComplaintFigures content={content} /> : <WorkFigures content={content} />)

/** A table on a wide window, cards on a narrow one. */
function ComplaintFigures({ content }: { content: ComplaintContent }) {
  const t = useTexts(texts)
  const name = useName()
  const { narrow } = useAppearance()
  const lines: Line[] = [{ id: 'all', name: t('total'), cells: content.total }, ...content.bodies.map((body) => ({ id: body.institutionId, name: body.name, cells: body.cells }))]
  return (
    <Card title={t('figures')} flush>
      <p className="soft words-box-note">{t('figuresHint')}</p>
      {narrow ? (
        <ListTable<Line>
          label={t('figures')}
          rows={lines}
          rowKey={(line) => line.id}
          columns={[]}
          card={(line) => (
            <details className="bulletin-line" open={line.id === 'all'}>
              <summary><b>{line.name}</b><span className="soft number">{`${name(columnNames.complaints)} ${printCell(line.cells.complaints, 'complaints')}`}</span></summary>
              <Facts items={columnKeys.map((key) => [name(columnNames[key]), <span key={key} className="number">{printCell(line.cells[key], key)}</span>] as const)} />
            </details>
          )}
        />
      ) : (
        // A wide table scrolls in its own box, also with the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <div className="bulletin-table" tabIndex={0} role="region" aria-label={t('figures')}>
          <table>
            <thead><tr><th scope="col">{t('institution')}</th>{columnKeys.map((key) => <th scope="col" key={key}>{name(columnNames[key])}</th>)}</tr></thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id} className={line.id === 'all' ? 'bulletin-sum' : undefined}>
                  <th scope="row">{line.name}</th>
                  {columnKeys.map((key) => <td key={key}>{printCell(line.cells[key], key)}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
