/** @jsxImportSource preact */
import { printDate } from '../../../kernel/calendar.ts'
import { shanghaiDate, shanghaiTime } from '../../../kernel/instant.ts'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { isComplaints, type BulletinContent, type ComplaintContent } from '../rules/content.ts'
import { printMonth } from '../rules/month.ts'
import { fieldNames } from '../rules/names.ts'
import { WorkTables } from './work-tables.tsx'
import { columnKeys, columnNames, leastVisits, printCell, smallest, type Cells, type ColumnKey } from '../rules/shown.ts'

type Listed = { readonly bulletinId: string; readonly title: string; readonly issuerName: string; readonly numberPrinted: string; readonly month: string; readonly firstPublishedAt: string; readonly version: number }
type Version = { readonly bulletinId: string; readonly version: number; readonly numberPrinted: string; readonly publishedAt: string; readonly changeNote: string | null }

const day = (instant: string) => printDate(shanghaiDate(instant), 'zh').split(' ')[0]

/** All bulletins, newest first. */
export const bulletinListPage = (frame: PageFrame, list: { readonly rows: readonly Listed[]; readonly next: string | null; readonly later: boolean }): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">← 返回首页</a>
      </p>
      <h1>通报</h1>
      <p>卫生健康委每月公布各医疗机构投诉举报的办理、问题整改和各项重点工作的进展情况。</p>
      {list.rows.length === 0 ? <p class="soft">{list.later ? '没有更早的通报。' : '目前还没有发布通报。'}</p> : null}
      <ul class="cards">
        {list.rows.map((row) => (
          <li class="card" key={row.bulletinId}>
            <h2>
              <a href={`/bulletins/${row.bulletinId}`}>{row.title}</a>
            </h2>
            <p class="soft">{`${row.issuerName} · ${row.numberPrinted} · ${day(row.firstPublishedAt)}发布${row.version > 1 ? `，第${row.version}版（已更正）` : ''}`}</p>
          </li>
        ))}
      </ul>
      <p>
        {list.later ? (
          <a class="button quiet" href="/bulletins">
            回到最新
          </a>
        ) : null}{' '}
        {list.next === null ? null : (
          <a class="button" href={`/bulletins?after=${encodeURIComponent(list.next)}`}>
            看更早的
          </a>
        )}
      </p>
    </>,
  )

export type Shown = { readonly version: Version; readonly content: BulletinContent; readonly versions: readonly Version[]; readonly hasPdf: boolean }

/** One version of a bulletin as it was published. */
export const bulletinPage = (frame: PageFrame, { version, content, versions, hasPdf }: Shown): string => {
  const newest = versions.at(-1)
  const paper = `/api/open/bulletins/${version.bulletinId}/${version.version}/bulletin`
  return page(
    frame,
    <>
      <p>
        <a href="/bulletins">← 全部通报</a>
      </p>
      <h1>{content.title}</h1>
      <p class="soft">{`${content.issuer.name} · ${version.numberPrinted} · ${day(version.publishedAt)}发布`}</p>
      {newest === undefined || newest.version === version.version ? null : (
        <p class="notice" role="note">
          {`这是第${version.version}版，内容已经更正。`}
          <a href={`/bulletins/${version.bulletinId}`}>{`请看第${newest.version}版（最新）`}</a>
        </p>
      )}
      {version.changeNote === null ? null : (
        <section class="card">
          <h2>{`更正说明（第${version.version}版）`}</h2>
          <p class="clause">{version.changeNote}</p>
        </section>
      )}
      {content.passages.map((passage) => (
        <section key={passage.key}>
          <h2>{fieldNames[passage.key].zh}</h2>
          <p class="clause">{passage.text}</p>
        </section>
      ))}
      <h2>各单位情况</h2>
      {isComplaints(content) ? <ComplaintFigures content={content} elder={frame.elder} /> : <WorkTables content={content} elder={frame.elder} />}
      <h2>下载</h2>
      <p>
        <a class="button" href={`${paper}.docx`}>
          下载公文（.docx）
        </a>{' '}
        {hasPdf ? (
          <a class="button quiet" href={`${paper}.pdf`}>
            下载PDF
          </a>
        ) : null}
      </p>
      {versions.length < 2 ? null : (
        <>
          <h2>各版本</h2>
          <ul>
            {versions.map((each) => (
              <li key={each.version}>
                {each.version === version.version ? <b>{`第${each.version}版`}</b> : <a href={`/bulletins/${each.bulletinId}?v=${each.version}`}>{`第${each.version}版`}</a>}
                {` ${day(each.publishedAt)}${each.changeNote === null ? '' : `：${each.changeNote}`}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>,
  )
}

const withUnit = (cells: Cells, key: ColumnKey): string => {
  const said = printCell(cells[key], key)
  return cells[key].value === null ? said : `${said}${columnNames[key].unit}`
}

const ComplaintFigures = ({ content, elder }: { content: ComplaintContent; elder: boolean }) => (
  <>
    {elder ? null : (
      <>
        <Table caption="投诉办理" content={content} columns={['complaints', 'answerRate', 'satisfiedRate']} heads={['投诉', '按时答复', '满意率']} />
        <Table caption="问题整改" content={content} columns={['problemsEntered', 'problemsSignedOff', 'problemsOverdue']} heads={['新增', '销号', '超期']} />
        <h3>逐家详细数据</h3>
      </>
    )}
    <Detail name="全部单位合计" cells={content.total} />
    {content.bodies.map((body) => (
      <Detail key={body.institutionId} name={body.name} cells={body.cells} />
    ))}
    <p class="soft">{`统计期间：${printMonth(content.month)}；“超期”是截至${day(content.asOf)}${shanghaiTime(content.asOf)}的情况。`}</p>
    <p class="soft">{`“*”表示数量较小（涉及个人的1至${smallest - 1}件，或不足${smallest}件、诊疗不足${leastVisits}人次的比率），为保护个人信息不公布。“—”表示没有可计算的数据。`}</p>
  </>
)

function Table({ caption, content, columns, heads }: { caption: string; content: ComplaintContent; columns: readonly ColumnKey[]; heads: readonly string[] }) {
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">单位</th>
          {heads.map((head) => (
            <th scope="col" class="figure" key={head}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[{ institutionId: '', name: '合计', cells: content.total }, ...content.bodies].map((body) => (
          <tr key={body.institutionId}>
            <th scope="row">{body.name}</th>
            {columns.map((key) => (
              <td class="figure" key={key}>
                {withUnit(body.cells, key)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Detail = ({ name, cells }: { name: string; cells: Cells }) => (
  <details class="card">
    <summary>{name}</summary>
    <dl>
      {columnKeys.map((key) => (
        <div key={key}>
          <dt class="soft">{columnNames[key].zh}</dt>
          <dd>{withUnit(cells, key)}</dd>
        </div>
      ))}
    </dl>
  </details>
)
