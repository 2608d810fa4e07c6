/** @jsxImportSource preact */
import { sayDay } from '../../../portal/days.ts'
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { BookingState } from '../rules/booking.ts'
import { sayBegin, sayVisit } from './clock.ts'
import { mineTexts as t, stateWords } from './mine-texts.ts'

export type MineRow = { readonly href: string; readonly startsAt: string; readonly endsAt: string; readonly state: BookingState; readonly hospital: string; readonly clinic: string; readonly name: string }
type WaitingRow = { readonly institutionId: string; readonly id: string; readonly onDate: string; readonly hospital: string; readonly clinic: string; readonly name: string; readonly place: number }
export type DrawRow = { readonly releaseId: string; readonly ticket: string; readonly hospital: string; readonly clinic: string; readonly name: string; readonly closesAt: string; readonly drawn: boolean }
export type BlockShown = {
  readonly institutionId: string
  readonly id: string
  readonly hospital: string
  readonly name: string
  readonly toOn: string
  readonly state: 'stands' | 'appealed' | 'lifted'
  readonly missed: readonly { readonly onDate: string; readonly clinicName: string }[]
  readonly windowDays: number
  readonly decision: string | null
  readonly mayAppeal: boolean
}
export type MineShown = { readonly coming: readonly MineRow[]; readonly past: readonly MineRow[]; readonly waiting: readonly WaitingRow[]; readonly draws: readonly DrawRow[]; readonly blocks: readonly BlockShown[]; readonly done: string | null; readonly sentence: string | null; readonly appeal: { readonly id: string; readonly words: string } | null }

const Rows = ({ rows, lang }: { rows: readonly MineRow[]; lang: Lang }) => (
  <ul class="cards">
    {rows.map((row) => (
      <li class="card" key={row.href}>
        <h3>
          <a href={row.href}>{sayVisit(row.startsAt, row.endsAt, lang)}</a>
        </h3>
        <p>
          <b>{stateWords[row.state][lang]}</b>
          {` · ${row.name}`}
        </p>
        <p class="soft">{`${row.hospital} · ${row.clinic}`}</p>
      </li>
    ))}
  </ul>
)

/** What comes, what is waited for, what was missed: and what can be done about each. */
export const minePage = (frame: PageFrame, lang: Lang, shown: MineShown): string =>
  page(
    frame,
    <>
      <h1>{t.title[lang]}</h1>
      <Done sentence={shown.done} />
      <Notice sentence={shown.sentence} />
      {shown.blocks.map((block) => (
        <BlockCard key={block.id} block={block} lang={lang} typed={shown.appeal?.id === block.id ? shown.appeal.words : null} />
      ))}
      <h2>{t.coming[lang]}</h2>
      {shown.coming.length === 0 ? <p class="soft">{t.comingNone[lang]}</p> : <Rows rows={shown.coming} lang={lang} />}
      <p>
        <a class="button" href="/book">
          {t.book[lang]}
        </a>{' '}
        <a class="button quiet" href="/my/people">
          {t.people[lang]}
        </a>
      </p>
      {shown.waiting.length === 0 ? null : (
        <>
          <h2>{t.waiting[lang]}</h2>
          <p class="soft">{t.waitNote[lang]}</p>
          <ul class="cards">
            {shown.waiting.map((row) => (
              <li class="card" key={row.id}>
                <h3>{sayDay(row.onDate, lang)}</h3>
                <p>
                  <b>{t.place[lang].replace('{n}', String(row.place))}</b>
                  {` · ${row.name}`}
                </p>
                <p class="soft">{`${row.hospital} · ${row.clinic}`}</p>
                <form method="post" action={`/my/waiting/${row.institutionId}/${row.id}/withdraw`}>
                  <button class="quiet" type="submit">
                    {t.withdraw[lang]}
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown.draws.length === 0 ? null : (
        <>
          <h2>{t.draws[lang]}</h2>
          <ul class="cards">
            {shown.draws.map((row) => (
              <li class="card" key={`${row.releaseId} ${row.ticket}`}>
                <h3>
                  <a href={`/draws/${row.releaseId}`}>{`${row.hospital} · ${row.clinic}`}</a>
                </h3>
                <p>{`${row.name} · ${row.drawn ? t.drawn[lang] : t.entered[lang].replace('{at}', sayBegin(row.closesAt, lang))}`}</p>
                <p class="soft">{`${t.ticket[lang]} ${row.ticket}`}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {shown.past.length === 0 ? null : (
        <>
          <h2>{t.past[lang]}</h2>
          <Rows rows={shown.past} lang={lang} />
        </>
      )}
      <p>
        <a href="/my">{t.matters[lang]}</a>
      </p>
    </>,
  )

function BlockCard({ block, lang, typed }: { block: BlockShown; lang: Lang; typed: string | null }) {
  return (
    <section class="card move">
      <h2>{block.state === 'lifted' ? t.lifted[lang] : t.block[lang].replace('{day}', sayDay(block.toOn, lang))}</h2>
      <p class="soft">{block.hospital}</p>
      <p>{t.blockWhy[lang].replace('{name}', block.name).replace('{days}', String(block.windowDays)).replace('{n}', String(block.missed.length))}</p>
      <ul>
        {block.missed.map((each) => (
          <li key={`${each.onDate} ${each.clinicName}`}>{[sayDay(each.onDate, lang), each.clinicName].filter((part) => part !== '').join(' · ')}</li>
        ))}
      </ul>
      <p>{t.blockStill[lang]}</p>
      {block.state === 'appealed' ? <p><b>{t.appealed[lang]}</b></p> : null}
      {block.decision === null ? null : <p class="said">{`${t.decision[lang]}${lang === 'zh' ? '：' : ': '}${block.decision}`}</p>}
      {!block.mayAppeal ? null : (
        <details open={typed !== null}>
          <summary>{t.appeal[lang]}</summary>
          <form method="post" action={`/my/blocks/${block.institutionId}/${block.id}/appeal`}>
            <p>{t.appealLead[lang]}</p>
            <label htmlFor={`words-${block.id}`}>{t.appealWords[lang]}</label>
            <textarea id={`words-${block.id}`} name="words" rows={4} required maxLength={500} value={typed ?? ''} />
            <p class="go">
              <button type="submit">{t.appealDo[lang]}</button>
            </p>
          </form>
        </details>
      )}
    </section>
  )
}
