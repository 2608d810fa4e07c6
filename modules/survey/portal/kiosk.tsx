/** @jsxImportSource preact */
import { described, Field } from '../../../portal/fields.tsx'
import { Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { surveyTexts as t } from './survey-texts.ts'

/** The address of the machine that a page was opened from; null: a device of one's own. */
export type Kiosk = string | null

/** Seconds without touch until the machine is ready for the next one; and, where no script can see a touch, at most until then. */
const still = { page: 90, atMost: 240 } as const

/** The way back to the machine's first screen, which is taken by itself once nobody touches it: what one has chosen the next one does not see. `open`: a sheet would be given up by it. */
export const BackToKiosk = ({ kiosk, lang, open = false }: { readonly kiosk: Kiosk; readonly lang: Lang; readonly open?: boolean }) =>
  kiosk === null ? null : (
    <section class="no-print">
      <noscript>
        <meta http-equiv="refresh" content={`${still.atMost};url=/kiosk/${kiosk}`} />
      </noscript>
      <p>
        <a class={open ? 'button quiet leave' : 'button leave'} href={`/kiosk/${kiosk}`} data-still={still.page}>
          {(open ? t.giveUp : t.leave)[lang]}
        </a>
      </p>
      <p class="soft">{(open ? t.giveUpHint : t.leaveHint)[lang]}</p>
    </section>
  )

/** What a form of a page at a machine carries along. */
export const KioskField = ({ kiosk }: { readonly kiosk: Kiosk }) => (kiosk === null ? null : <input type="hidden" name="kiosk" value={kiosk} />)

type Asked = { readonly institutionId: string; readonly kiosk: string; readonly visit: string }

/** On a machine at the entrance: the sheet of a visit that has ended, by whatever the visitor holds. */
export const kioskForm = (lang: Lang, { institutionId, kiosk, visit }: Asked) => (
  <section class="card">
    <h2>{t.kioskTitle[lang]}</h2>
    <form method="post" action="/survey/visit">
      <input type="hidden" name="institutionId" value={institutionId} />
      <KioskField kiosk={kiosk} />
      <Field id="visit" label={t.kioskVisit[lang]} hint={t.kioskHint[lang]}>
        <input id="visit" name="visit" class="code" autoComplete="off" autoCapitalize="characters" spellcheck={false} maxLength={300} required {...described('visit', { hint: t.kioskHint[lang] })} value={visit} />
      </Field>
      <p class="go">
        <button type="submit" class="wide">
          {t.start[lang]}
        </button>
      </p>
    </form>
  </section>
)

/** Why a machine opens no sheet, and the way on: once more, where that may help, or back. */
export const kioskRefusedPage = (frame: PageFrame, lang: Lang, given: { readonly kiosk: string; readonly sentence: string; readonly again: Asked | null }): string =>
  page(
    frame,
    <>
      <h1>{t.title[lang]}</h1>
      <Notice sentence={given.sentence} />
      {given.again === null ? null : kioskForm(lang, given.again)}
      <BackToKiosk kiosk={given.kiosk} lang={lang} open={given.again !== null} />
    </>,
  )
