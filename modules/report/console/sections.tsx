import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { ListTable } from '../../../ui/list-table.tsx'
import { Card } from '../../../ui/page.tsx'
import { StatusMark } from '../../../ui/status-mark.tsx'
import { useName, useTexts } from '../../../ui/texts.ts'
import type { PackView } from '../contract.ts'
import type { LineContent, PackContent, RollupLine, SectionContent } from '../rules/content.ts'
import { isKept, printFigure, printTarget } from '../rules/figures.ts'
import { ledgerLink, sourceLink } from '../rules/links.ts'
import { PlaceMark, TimeMark } from './marks.tsx'
import { texts } from './texts.ts'

type Moved = z.infer<typeof PackView>['moved']
type Of<Kind extends SectionContent['kind']> = Extract<SectionContent, { kind: Kind }>

/** What a figure was when this reader looked last. */
function Was({ line, moved, part }: { line: LineContent; moved: Moved; part: 'period' | 'cumulative' }) {
  const t = useTexts(texts)
  const before = moved.find((each) => each.key === line.key)
  const now = part === 'period' ? line.period : line.cumulative
  if (before === undefined || before[part] === now?.value) return null
  return <div className="figure-was">{t('moved', { was: printFigure({ value: before[part], numerator: null, denominator: null }, line) })}</div>
}

function KeptMark({ line }: { line: LineContent }) {
  const t = useTexts(texts)
  const kept = isKept(line.period, line.target)
  return (
    <div className="row">
      <span className="number">{printTarget(line)}</span>
      {kept === null ? null : <StatusMark tone={kept ? 'good' : 'warn'} compact>{t(kept ? 'kept' : 'missed')}</StatusMark>}
    </div>
  )
}

/** The figures of a table section, each linked to where it comes from. */
export function FiguresTable({ title, lines, planId, moved = [], notes, sums = false }: { title: string; lines: readonly LineContent[]; planId: string; moved?: Moved; notes?: (line: LineContent) => React.ReactNode; sums?: boolean }) {
  const t = useTexts(texts)
  const name = useName()
  const figures = lines.filter((line) => line.how !== 'text')
  const label = (line: LineContent) => {
    const to = sums ? null : sourceLink(line.from, planId)
    return to === null ? name(line.label) : <Link to={to} title={t('source')}>{name(line.label)}</Link>
  }
  const isMoved = (line: LineContent) => moved.some((each) => each.key === line.key)
  return (
    <ListTable<LineContent>
      label={title}
      rows={figures}
      rowKey={(line) => line.key}
      columns={[
        { title: t('line'), render: (_, line) => <span className={isMoved(line) ? 'figure-moved' : ''}>{label(line)}</span> },
        { title: t('thisPeriod'), width: 150, align: 'right', render: (_, line) => <><b className="number">{printFigure(line.period, line)}</b><Was line={line} moved={moved} part="period" /></> },
        { title: t('cumulative'), width: 150, align: 'right', render: (_, line) => <><span className="number">{printFigure(line.cumulative, line)}</span><Was line={line} moved={moved} part="cumulative" /></> },
        { title: t('target'), width: 170, render: (_, line) => <KeptMark line={line} /> },
        ...(notes === undefined ? [] : [{ title: t('note'), width: 320, render: (_: unknown, line: LineContent) => notes(line) }]),
      ]}
      card={(line) => (
        <>
          <div className="line-split"><span className={isMoved(line) ? 'figure-moved' : ''}>{label(line)}</span><b className="number">{printFigure(line.period, line)}</b></div>
          <Was line={line} moved={moved} part="period" />
          <div className="line-split soft"><span>{t('cumulative')}</span><span className="number">{printFigure(line.cumulative, line)}</span></div>
          <KeptMark line={line} />
          {notes?.(line)}
        </>
      )}
    />
  )
}

/** Rows of a ledger: what was due and its verdict, or the entries of a register. */
export function LedgerCard({ section, planId }: { section: Of<'ledger'>; planId: string }) {
  const t = useTexts(texts)
  const name = useName()
  type Row = Readonly<Record<string, string>>
  const rows: Row[] = section.rows.map((row, at) => ({ ...row, '#': String(at + 1) }))
  const widths: Readonly<Record<string, number>> = { clause: 200, on: 130, due: 130, verdict: 110, claimed: 130, verified: 130, department: 140 }
  const isWide = (key: string) => key === 'duty' || key === 'description' || key === 'title'
  return (
    <Card title={name(section.title)} flush extra={<Link to={ledgerLink(section.of, planId)}>{t('source')}</Link>}>
      {rows.length === 0 ? <p className="soft none-here">{t('ledgerEmpty')}</p> : <ListTable<Row>
        label={name(section.title)}
        rows={rows}
        rowKey={(row) => row['#'] ?? ''}
        columns={[
          { title: '#', width: 64, render: (_, row) => <span className="number">{row['#']}</span> },
          ...section.columns.map((column) => ({ title: name(column.label), ...(isWide(column.key) ? {} : { width: widths[column.key] ?? 140 }), render: (_: unknown, row: Row) => <span className="clamp">{row[column.key]}</span> })),
        ]}
        card={(row) => section.columns.map((column) => ((row[column.key] ?? '') === '' ? null : <div key={column.key}><span className="field-label">{name(column.label)}</span>{row[column.key]}</div>))}
      />}
      {section.left === 0 ? null : <p className="soft list-more">{t('left', { n: section.left })}</p>}
    </Card>
  )
}

export function EvidenceCard({ section }: { section: Of<'evidence'> }) {
  const t = useTexts(texts)
  const name = useName()
  type Row = (typeof section.files)[number]
  return (
    <Card title={name(section.title)} flush>
      {section.files.length === 0 ? <p className="soft none-here">{t('evidenceEmpty')}</p> : <ListTable<Row>
        label={name(section.title)}
        rows={section.files}
        rowKey={(file) => `${file.sha256}${file.on}${file.name}${file.proves}`}
        columns={[
          { title: t('file'), width: 280, render: (_, file) => <span className="clamp">{file.name}</span> },
          { title: t('proves'), render: (_, file) => <span className="clamp">{file.proves}</span> },
          { title: t('day'), width: 120, render: (_, file) => <span className="number">{file.on}</span> },
          { title: t('hash'), width: 170, render: (_, file) => <code className="number" title={file.sha256}>{file.sha256.slice(0, 12)}…</code> },
        ]}
        card={(file) => <><b>{file.name}</b><div className="soft">{file.proves}</div><div className="soft number">{`${file.on} · ${file.sha256.slice(0, 12)}…`}</div></>}
      />}
      {section.left === 0 ? null : <p className="soft list-more">{t('left', { n: section.left })}</p>}
    </Card>
  )
}

function BodiesCard({ bodies }: { bodies: readonly RollupLine[] }) {
  const t = useTexts(texts)
  return (
    <Card title={t('bodies')} flush>
      <ListTable<RollupLine>
        label={t('bodies')}
        rows={bodies}
        rowKey={(body) => body.institutionId}
        columns={[
          { title: t('institution'), render: (_, body) => body.name },
          { title: t('state'), width: 130, render: (_, body) => <PlaceMark place={body.place} /> },
          { title: t('submittedAt'), width: 240, render: (_, body) => <TimeMark onTime={body.onTime} /> },
        ]}
        card={(body) => <div className="line-split"><span>{body.name}</span><span className="row"><PlaceMark place={body.place} compact /><TimeMark onTime={body.onTime} /></span></div>}
      />
    </Card>
  )
}

/** A content as it was locked, with nothing to change. */
export function ReadOnlyContent({ content }: { content: PackContent }) {
  const name = useName()
  const planId = content.plan.id
  return (
    <>
      {content.sections.map((section) => {
        if (section.kind === 'ledger') return <LedgerCard key={section.key} section={section} planId={planId} />
        if (section.kind === 'evidence') return <EvidenceCard key={section.key} section={section} />
        if (section.kind === 'summary') return <Card key={section.key} title={name(section.title)}>{section.fields.map((field) => <Words key={field.key} label={name(field.label)} text={field.text} />)}</Card>
        return (
          <Card key={section.key} title={name(section.title)} flush>
            <FiguresTable title={name(section.title)} lines={section.lines} planId={planId} notes={(line) => <span className="prewrap">{line.note}</span>} />
            <TextLines lines={section.lines} />
          </Card>
        )
      })}
      {content.bodies === null ? null : <BodiesCard bodies={content.bodies} />}
    </>
  )
}

const Words = ({ label, text }: { label: string; text: string }) => (
  <div className="words">
    <h3 className="words-label">{label}</h3>
    <p className="prewrap lead-text">{text === '' ? '—' : text}</p>
  </div>
)

function TextLines({ lines }: { lines: readonly LineContent[] }) {
  const name = useName()
  const found = lines.filter((line) => line.how === 'text')
  return found.length === 0 ? null : <div className="words-box">{found.map((line) => <Words key={line.key} label={name(line.label)} text={line.note} />)}</div>
}
