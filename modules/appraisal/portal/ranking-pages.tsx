/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Correction } from '../rules/corrections.ts'
import { explainRow, lossesOf, movementWords, sayGroup, sayPart, whyWords } from '../rules/explain.ts'
import type { LeagueContent, LeagueGroup, LeagueRow } from '../rules/league.ts'
import { methodOf } from '../rules/method.ts'
import { printPeriod } from '../rules/period.ts'
import { Afterwards, day } from './ranking-afterwards.tsx'

type State = 'published' | 'superseded' | 'withdrawn'
type Shown = { readonly leagueId: string; readonly issuerName: string; readonly publishedAt: string; readonly state: State; readonly supersededBy: string | null; readonly objectionsUntil: string | null; readonly content: LeagueContent; readonly corrections: readonly Correction[] }

const places = (row: LeagueRow) => (row.places === null || row.places.from === row.places.to ? null : `可能是第${row.places.from}—${row.places.to}名`)
const corrected = (later: Correction | undefined) => (later === undefined ? null : later.score === null ? '更正后数据不足' : `更正后${later.score.toFixed(1)}分`)

const standing = ({ state, issue }: { readonly state: State; readonly issue: number }): string => (state === 'withdrawn' ? ' · 已撤回' : state === 'superseded' ? ' · 已由更正后的一期取代' : issue > 1 ? ' · 重新公布' : '')

/** All published leagues, newest first. */
export const rankingListPage = (frame: PageFrame, rows: readonly { readonly leagueId: string; readonly issuerName: string; readonly publishedAt: string; readonly name: string; readonly printed: string; readonly corrected: number; readonly state: State; readonly issue: number }[]): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">← 返回首页</a>
      </p>
      <h1>机构排名</h1>
      <p>卫生健康委定期公布各医疗机构的得分和名次。数字由系统里的记录算出，不由单位自己填报。</p>
      {rows.length === 0 ? <p class="soft">目前还没有公布排名。</p> : null}
      <ul class="cards">
        {rows.map((row) => (
          <li class="card" key={row.leagueId}>
            <h2>
              <a href={`/rankings/${row.leagueId}`}>{`${row.name}：${row.printed}`}</a>
            </h2>
            <p class="soft">{`${row.issuerName} · ${day(row.publishedAt)}公布${row.corrected > 0 ? '，部分数据已更正' : ''}${standing(row)}`}</p>
          </li>
        ))}
      </ul>
    </>,
  )

/** One league as it was published, with what was corrected since beside it, and how it is made; `today` tells whether one may still object. */
export const rankingPage = (frame: PageFrame, shown: Shown, today: string): string => {
  const { content, corrections } = shown
  return page(
    frame,
    <>
      <p>
        <a href="/rankings">← 全部排名</a>
      </p>
      <h1>{`${content.name.zh}：${printPeriod(content.period).zh}`}</h1>
      <Afterwards {...shown} isOpen={shown.state === 'published' && shown.objectionsUntil !== null && today <= shown.objectionsUntil} corrects={content.corrects} />
      <p>
        <a href="#method">排名是怎么算的</a>
      </p>
      {corrections.length === 0 ? null : <p class="notice" role="note">{`公布以后有${corrections.length}家的数据更正过。名次和得分保持公布时的样子，更正后的得分写在旁边。`}</p>}
      {content.groups.map((group) => (
        <Group key={group.key} group={group} shown={shown} elder={frame.elder} />
      ))}
      <section id="method">
        <h2>排名是怎么算的</h2>
        {methodOf(content).map((part) => (
          <section key={part.title.zh}>
            <h3>{part.title.zh}</h3>
            <ul>
              {part.lines.map((line) => (
                <li key={line.zh}>{line.zh}</li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </>,
  )
}

function Group({ group, shown, elder }: { group: LeagueGroup; shown: Shown; elder: boolean }) {
  const later = (row: LeagueRow) => shown.corrections.find((each) => each.id === row.id)
  const ranked = group.rows.filter((row) => row.rank !== null)
  const small = group.rows.filter((row) => row.rank === null)
  const link = (row: LeagueRow) => <a href={`/rankings/${shown.leagueId}/${row.id}`}>{row.name}</a>
  return (
    <section>
      <h2>{group.name.zh}</h2>
      <p>{sayGroup(group)?.zh ?? '没有一家的数据够得上排名。'}</p>
      {ranked.length === 0 ? null : elder ? (
        <ul class="cards">
          {ranked.map((row) => (
            <li class="card" key={row.id}>
              <p>
                <b>{`第${row.rank ?? ''}名${row.tied ? '（并列）' : ''}`}</b>
              </p>
              <p>{link(row)}</p>
              <p>{[`${row.score?.toFixed(1) ?? ''}分`, corrected(later(row)), places(row)].filter((each) => each !== null).join('，')}</p>
            </li>
          ))}
        </ul>
      ) : (
        <table>
          <caption class="soft">{`${group.name.zh}名次`}</caption>
          <thead>
            <tr>
              <th scope="col">名次</th>
              <th scope="col">机构</th>
              <th scope="col" class="figure">得分</th>
            </tr>
          </thead>
          <tbody>
            {ranked.map((row) => (
              <tr key={row.id}>
                <td>
                  {`${row.rank ?? ''}${row.tied ? '（并列）' : ''}`}
                  {places(row) === null ? null : (
                    <>
                      <br />
                      <span class="soft">{places(row)}</span>
                    </>
                  )}
                </td>
                <th scope="row">
                  {link(row)}
                  {row.movement === null ? null : (
                    <>
                      <br />
                      <span class="soft">{movementWords[row.movement].zh}</span>
                    </>
                  )}
                </th>
                <td class="figure">
                  {row.score?.toFixed(1)}
                  {later(row) === undefined ? null : (
                    <>
                      <br />
                      <span class="soft">{corrected(later(row))}</span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {small.length === 0 ? null : (
        <>
          <h3>数据不足，不排名</h3>
          <ul>
            {small.map((row) => (
              <li key={row.id}>
                {link(row)}
                {`：${whyWords[row.why ?? 'too_little'].zh}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** Why one institution stands where it stands. */
export const rankingRowPage = (frame: PageFrame, { content, group, own, leagueId, corrections, supersededBy }: Shown & { readonly group: LeagueGroup; readonly own: LeagueRow }): string => {
  const later = corrections.find((each) => each.id === own.id)
  const losses = lossesOf(content, own)
  return page(
    frame,
    <>
      <p>
        <a href={`/rankings/${leagueId}`}>{`← ${content.name.zh}：${printPeriod(content.period).zh}`}</a>
      </p>
      <h1>{own.name}</h1>
      {supersededBy === null ? null : <p class="notice" role="note">这一期已经更正，以<a href={`/rankings/${supersededBy}/${own.id}`}>更正后重新公布的一期</a>为准。</p>}
      {explainRow(content, group, own).map((line) => (
        <p key={line.zh}>{line.zh}</p>
      ))}
      {later === undefined ? null : <p class="notice" role="note">{`公布以后数据更正过：${corrected(later) ?? ''}${later.rank === null ? '' : `，按更正后的数据是第${later.rank}名`}。公布的名次不变。`}</p>}
      <h2>逐项得分</h2>
      <ul class="cards">
        {content.parts
          .filter((part) => part.weight > 0)
          .map((part) => {
            const score = own.parts.find((each) => each.key === part.key)
            const lost = losses.find((each) => each.part.key === part.key)?.lost ?? null
            const fixed = later?.parts.find((each) => each.key === part.key)
            return (
              <li class="card" key={part.key}>
                <h3>{`${part.name.zh}（占${part.weight}分）`}</h3>
                <p>{score === undefined ? whyWords.no_facts.zh : sayPart(part, score).zh}</p>
                {score?.points == null ? null : <p class="soft">{`这一项得${score.points.toFixed(1)}分（满分100），使总分少${(lost ?? 0).toFixed(1)}分${score.pooled > 1 ? `；本期数量少，与之前共${score.pooled}期合在一起算` : ''}。`}</p>}
                {fixed === undefined ? null : <p class="soft">{fixed.points === null ? '更正后数据不足。' : `更正后这一项得${fixed.points.toFixed(1)}分。`}</p>}
              </li>
            )
          })}
      </ul>
      <p>
        <a href={`/rankings/${leagueId}#method`}>排名是怎么算的</a> · <a href={`/bodies/${own.id}`}>看这家机构的公开数据</a>
      </p>
    </>,
  )
}
