/** @jsxImportSource preact */
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { yuan } from '../rules/messages.ts'
import { sayUntil } from './clock.ts'
import { payTexts as t } from './texts.ts'

type PayShown = {
  readonly at: string
  /** The booking it is for. */
  readonly booking: string
  readonly about: string
  readonly cents: number
  readonly until: string
  readonly holdUntil: string
  /** Null before it was asked for; then a code to scan or an address to open. */
  readonly pay: { readonly url: string; readonly qrSvg: string | null } | null
  readonly isStandIn: boolean
  readonly sentence: string | null
  readonly done: string | null
}

/** Paying a held booking without a script: a code, a button to have it looked up, and the desk as ever. */
export const payPage = (frame: PageFrame, lang: Lang, shown: PayShown): string =>
  page(
    { ...frame, script: true },
    <>
      <p>
        <a href={shown.booking}>{t.back[lang]}</a>
      </p>
      <h1>{t.title[lang]}</h1>
      <Done sentence={shown.done} />
      <Notice sentence={shown.sentence} />
      {shown.isStandIn ? <p class="notice">{t.standIn[lang]}</p> : null}
      <dl class="facts card">
        <div>
          <dt>{t.about[lang]}</dt>
          <dd>{shown.about}</dd>
        </div>
        <div>
          <dt>{t.amount[lang]}</dt>
          <dd>
            <b>{t.yuan[lang].replace('{n}', yuan(shown.cents))}</b>
          </dd>
        </div>
      </dl>
      <p>{t.until[lang].replace('{at}', sayUntil(shown.until, lang))}</p>
      {shown.pay === null ? <Start shown={shown} lang={lang} /> : <Pay shown={shown} pay={shown.pay} lang={lang} />}
      <p>{t.desk[lang].replace('{at}', sayUntil(shown.holdUntil, lang))}</p>
    </>,
  )

const Start = ({ shown, lang }: { shown: PayShown; lang: Lang }) => (
  <form method="post" action={shown.at} data-once={t.sending[lang]}>
    <p class="go">
      <button type="submit" class="wide">
        {t.start[lang]}
      </button>
    </p>
  </form>
)

const Pay = ({ shown, pay, lang }: { shown: PayShown; pay: NonNullable<PayShown['pay']>; lang: Lang }) => (
  <>
    <section class="card">
      {pay.qrSvg === null ? (
        <p class="go">
          <a class="button wide" href={pay.url}>
            {(shown.isStandIn ? t.standInOpen : t.open)[lang]}
          </a>
        </p>
      ) : (
        <>
          <h2>{(shown.isStandIn ? t.standInScan : t.scan)[lang]}</h2>
          <p class="qr" role="img" aria-label={t.scanAlt[lang]} dangerouslySetInnerHTML={{ __html: pay.qrSvg }} />
          {shown.isStandIn ? (
            <p>
              <a class="button quiet" href={pay.url}>
                {t.standInOpen[lang]}
              </a>
            </p>
          ) : (
            <p class="soft">{t.scanHint[lang]}</p>
          )}
        </>
      )}
    </section>
    <form method="post" action={`${shown.at}/asked`} data-once={t.sending[lang]}>
      <p class="go">
        <button type="submit" class="wide">
          {t.paid[lang]}
        </button>
      </p>
    </form>
    <p class="soft">{t.paidHint[lang]}</p>
  </>
)
