/** @jsxImportSource preact */
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { yuan } from '../rules/messages.ts'
import { payTexts as t } from './texts.ts'

type Shown = { readonly at: string; readonly about: string; readonly cents: number; readonly state: 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND'; readonly failed: boolean }

/** What stands where the wallet of a phone would be; it says what it is before anything else. */
export const standInPage = (frame: PageFrame, lang: Lang, shown: Shown): string =>
  page(
    frame,
    <>
      <h1>{t.standInTitle[lang]}</h1>
      <p class="notice">{t.standIn[lang]}</p>
      <Done sentence={shown.state === 'SUCCESS' ? t.standInPaid[lang] : shown.state === 'REFUND' ? t.standInRefunded[lang] : null} />
      <Notice sentence={shown.failed || shown.state === 'CLOSED' ? t.standInClosed[lang] : null} />
      <dl class="facts card">
        <div>
          <dt>{t.about[lang]}</dt>
          <dd>{shown.about}</dd>
        </div>
        <div>
          <dt>{t.amount[lang]}</dt>
          <dd>{t.yuan[lang].replace('{n}', yuan(shown.cents))}</dd>
        </div>
      </dl>
      {shown.state === 'NOTPAY' && !shown.failed ? (
        <form method="post" action={shown.at}>
          <p class="go">
            <button type="submit" class="wide">
              {t.standInPay[lang].replace('{n}', yuan(shown.cents))}
            </button>
          </p>
        </form>
      ) : null}
    </>,
  )
