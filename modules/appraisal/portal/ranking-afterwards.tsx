/** @jsxImportSource preact */
import { printDate } from '../../../kernel/calendar.ts'
import { shanghaiDate } from '../../../kernel/instant.ts'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import { sayChange } from '../rules/corrected.ts'
import type { Corrects } from '../rules/league.ts'

type Afterwards = { readonly issuerName: string; readonly publishedAt: string; readonly supersededBy: string | null; readonly objectionsUntil: string | null; readonly isOpen: boolean; readonly corrects: Corrects | undefined }

export const day = (instant: string): string => printDate(shanghaiDate(instant), 'zh').split(' ')[0] ?? ''

/** Rules AP-19 and AP-21: until when whoever is ranked may object; what this issue corrects and why, or what replaced it. */
export const Afterwards = ({ issuerName, publishedAt, supersededBy, objectionsUntil, isOpen, corrects }: Afterwards) => (
  <>
    <p class="soft">{`${issuerName} · ${day(publishedAt)}公布`}</p>
    {supersededBy === null ? null : (
      <p class="notice" role="note">
        这一期已经更正，名次以<a href={`/rankings/${supersededBy}`}>更正后重新公布的一期</a>为准；原来公布的内容保留在下面。
      </p>
    )}
    {corrects === undefined ? null : <Corrected corrects={corrects} />}
    {isOpen && objectionsUntil !== null ? <p class="soft">{`榜上单位在${printDate(objectionsUntil, 'zh').split(' ')[0] ?? ''}前（含当天）可以在系统中提出异议。`}</p> : null}
  </>
)

const Corrected = ({ corrects }: { corrects: Corrects }) => (
  <section class="card">
    <h2>更正说明</h2>
    <p>
      {`本期是更正后重新公布的，取代${day(corrects.publishedAt)}公布的`}
      <a href={`/rankings/${corrects.leagueId}`}>原来一期</a>。
    </p>
    <h3>更正原因</h3>
    <ul>
      {corrects.whys.map((why) => (
        <li key={why} class="clause">
          {why}
        </li>
      ))}
    </ul>
    <h3>名次和得分的变化</h3>
    <ul>
      {corrects.changes.map((change) => (
        <li key={change.id}>{sayChange(change).zh}</li>
      ))}
    </ul>
  </section>
)

type Withdrawn = { readonly title: string; readonly issuerName: string; readonly publishedAt: string; readonly withdrawnAt: string; readonly reason: string }

/** Rule AP-22: a league that was taken back says so, when and why, instead of its table. */
export const withdrawnPage = (frame: PageFrame, shown: Withdrawn): string =>
  page(
    frame,
    <>
      <p>
        <a href="/rankings">← 全部排名</a>
      </p>
      <h1>{shown.title}</h1>
      <p class="soft">{`${shown.issuerName} · ${day(shown.publishedAt)}公布`}</p>
      <p class="notice" role="note">
        <b>{`这一期排名已于${day(shown.withdrawnAt)}撤回，名次和得分不再有效。`}</b>
      </p>
      <h2>撤回原因</h2>
      <p class="clause">{shown.reason}</p>
    </>,
  )
