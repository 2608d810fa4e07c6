/** @jsxImportSource preact */
import { printDate } from '../../../kernel/calendar.ts'
import { Field } from '../../../portal/fields.tsx'
import { Done, Notice as Told, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { fewestWords, kindNames, mostWords, type ExemplarKind, type ExemplarState } from '../rules/exemplar.ts'
import { exemplarTexts as t } from './exemplar-texts.ts'

type Notice = {
  readonly exemplarId: string; readonly kind: ExemplarKind; readonly state: Exclude<ExemplarState, 'nominated'>; readonly title: string; readonly bodyName: string; readonly commissionName: string; readonly deeds: string; readonly fromOn: string; readonly untilOn: string
  readonly decisionReason: string | null; readonly withdrawnReason: string | null
}
type Listed = Notice & { readonly open: boolean }

const stands = (notice: Pick<Notice, 'state'>, open: boolean, lang: Lang): string => (open ? t.open : t[notice.state])[lang]
const day = (date: string, lang: Lang) => (lang === 'zh' ? (printDate(date, 'zh').split(' ')[0] ?? date) : date)
const period = (notice: Notice, lang: Lang) => t.period[lang].replace('{from}', day(notice.fromOn, lang)).replace('{until}', day(notice.untilOn, lang))
/** A hospital is called by its own name once. */
const called = (notice: Pick<Notice, 'title' | 'bodyName'>) => (notice.title === notice.bodyName ? notice.title : `${notice.bodyName} ${notice.title}`)

export const noticesPage = (frame: PageFrame, lang: Lang, list: { readonly rows: readonly Listed[]; readonly next: string | null; readonly later: boolean }): string =>
  page(
    frame,
    <>
      <p>
        <a href="/">{t.home[lang]}</a>
      </p>
      <h1>{t.title[lang]}</h1>
      <p>{t.lead[lang]}</p>
      {list.rows.length === 0 ? <p class="soft">{(list.later ? t.noneLater : t.none)[lang]}</p> : null}
      <ul class="cards">
        {list.rows.map((row) => (
          <li class="card" key={row.exemplarId}>
            <h2>
              <a href={`/exemplars/${row.exemplarId}`}>{called(row)}</a>
            </h2>
            <p>{`${kindNames[row.kind][lang]} · ${stands(row, row.open, lang)}`}</p>
            <p class="soft">{period(row, lang)}</p>
          </li>
        ))}
      </ul>
      <p>
        {list.later ? (
          <a class="button quiet" href="/exemplars">
            {t.newest[lang]}
          </a>
        ) : null}{' '}
        {list.next === null ? null : (
          <a class="button" href={`/exemplars?after=${encodeURIComponent(list.next)}`}>
            {t.older[lang]}
          </a>
        )}
      </p>
    </>,
  )

export type Typed = { readonly token: string; readonly said: string; readonly name: string; readonly phone: string; /** What nobody sees and programs fill. */ readonly site: string }
type Own = { readonly said: string; readonly answer: string | null; readonly founded: boolean | null }
export type NoticeShown = {
  readonly notice: Notice; readonly open: boolean; readonly typed: Typed; readonly sentence: string | null; /** The code that was asked about. */ readonly asked: string
  /** Undefined: no code was given; null: there is none with it. */
  readonly own: Own | null | undefined
}

export const noticePage = (frame: PageFrame, lang: Lang, { notice, open, typed, sentence, asked, own }: NoticeShown): string =>
  page(
    frame,
    <>
      <p>
        <a href="/exemplars">{t.all[lang]}</a>
      </p>
      <h1>{called(notice)}</h1>
      <p>
        <b>{`${kindNames[notice.kind][lang]} · ${stands(notice, open, lang)}`}</b>
      </p>
      <p class="soft">{`${t.by[lang]}：${notice.commissionName}`}</p>
      <p class="soft">{period(notice, lang)}</p>
      {notice.withdrawnReason === null ? null : <Words title={t.withdrawnWhy[lang]} words={notice.withdrawnReason} />}
      {notice.decisionReason === null ? null : <Words title={t.reason[lang]} words={notice.decisionReason} />}
      {notice.deeds === '' ? null : <Words title={t.deeds[lang]} words={notice.deeds} />}
      {open ? <ObjectForm notice={notice} lang={lang} typed={typed} sentence={sentence} /> : <Closed lang={lang} sentence={sentence} />}
      <section class="card">
        <h2>{t.follow[lang]}</h2>
        {own === null ? <Told sentence={t.noCode[lang]} /> : own === undefined ? null : <OwnObjection own={own} lang={lang} />}
        <form method="get" action={`/exemplars/${notice.exemplarId}`}>
          <Field id="code" label={t.code[lang]}>
            <input id="code" name="code" class="code" autoComplete="off" autoCapitalize="characters" spellcheck={false} maxLength={40} required value={asked} />
          </Field>
          <p class="go">
            <button type="submit" class="quiet">
              {t.look[lang]}
            </button>
          </p>
        </form>
      </section>
    </>,
  )

const Words = ({ title, words }: { title: string; words: string }) => (
  <section>
    <h2>{title}</h2>
    <p class="clause">{words}</p>
  </section>
)

const Closed = ({ lang, sentence }: { lang: Lang; sentence: string | null }) => (
  <>
    <Told sentence={sentence} />
    <p class="soft">
      {t.closed[lang]} <a href="/say">{t.complaints[lang]}</a>
    </p>
  </>
)

const OwnObjection = ({ own, lang }: { own: Own; lang: Lang }) => (
  <div class="notice quiet" role="status">
    <p class="clause">{own.said}</p>
    {own.answer === null ? (
      <p>{t.waiting[lang]}</p>
    ) : (
      <>
        <p>
          <b>{`${t.answered[lang]}：${(own.founded === true ? t.founded : t.unfounded)[lang]}`}</b>
        </p>
        <p class="clause">{own.answer}</p>
      </>
    )}
  </div>
)

const ObjectForm = ({ notice, lang, typed, sentence }: { notice: Notice; lang: Lang; typed: Typed; sentence: string | null }) => (
  <section class="card" id="object">
    <h2>{t.object[lang]}</h2>
    <Told sentence={sentence} />
    <form method="post" action={`/exemplars/${notice.exemplarId}`}>
      <input type="hidden" name="token" value={typed.token} />
      <Field id="said" label={t.said[lang]} hint={t.saidHint[lang].replace('{n}', String(fewestWords))}>
        <textarea id="said" name="said" required maxLength={mostWords} aria-describedby="said-hint" value={typed.said} />
      </Field>
      <Field id="name" label={t.name[lang]}>
        <input id="name" name="name" autoComplete="name" maxLength={60} value={typed.name} />
      </Field>
      <Field id="phone" label={t.phone[lang]} hint={t.secret[lang]}>
        <input id="phone" name="phone" type="tel" inputMode="tel" autoComplete="tel" maxLength={20} aria-describedby="phone-hint" value={typed.phone} />
      </Field>
      <p class="aside" aria-hidden="true">
        <label htmlFor="site">{t.trap[lang]}</label>
        <input id="site" name="site" tabIndex={-1} autoComplete="off" value={typed.site} />
      </p>
      <p class="go">
        <button type="submit">{t.send[lang]}</button>
      </p>
    </form>
  </section>
)

export const filedPage = (frame: PageFrame, lang: Lang, { exemplarId, code }: { readonly exemplarId: string; readonly code: string }): string =>
  page(
    frame,
    <>
      <h1>{t.filed[lang]}</h1>
      <Done sentence={t.filedLead[lang]} />
      <p class="code big">{code}</p>
      <p>
        <a class="button" href={`/exemplars/${exemplarId}`}>
          {t.back[lang]}
        </a>
      </p>
    </>,
  )
