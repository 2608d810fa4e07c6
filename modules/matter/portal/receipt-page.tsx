/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { sayDay } from '../../../portal/days.ts'
import type { Followed } from './followed.ts'
import { followTexts as t } from './follow-texts.ts'

/** What is taken home: number, code, and what comes next with its dates. */
export const receiptPage = (frame: PageFrame, lang: Lang, given: { matter: Followed; code: string; hasTail: boolean; qrSvg: string }): string => {
  const { matter } = given
  return page(
    { ...frame, script: true },
    <div class="receipt" data-receipt="1">
      <h1>{t.receiptTitle[lang]}</h1>
      <p>{t.receiptLead[lang]}</p>
      <section class="card">
        <dl class="facts">
          <dt>{t.number[lang]}</dt>
          <dd>{matter.number}</dd>
          <dt>{t.code[lang]}</dt>
          <dd class="code big">
            {given.code.split('-').map((group) => (
              <span key={group}>{group}</span>
            ))}
          </dd>
        </dl>
        <p>{given.hasTail ? t.receiptTail[lang] : t.receiptNoTail[lang]}</p>
        {frame.elder ? (
          <p>
            <b>{t.receiptWrite[lang]}</b>
          </p>
        ) : null}
        <p class="soft">{t.receiptKeep[lang]}</p>
        <p class="qr" role="img" aria-label={t.receiptScan[lang]} dangerouslySetInnerHTML={{ __html: given.qrSvg }} />
        <p class="soft">{t.receiptScan[lang]}</p>
        <p>
          <button type="button" class="quiet" data-print hidden>
            {t.print[lang]}
          </button>
        </p>
      </section>
      <h2>{t.next[lang]}</h2>
      <ol class="steps">
        <li>{t.nextReceived[lang]}</li>
        {matter.dueOn === null ? null : <li>{t.dueBy[lang].replace('{day}', sayDay(matter.dueOn, lang))}</li>}
        <li>{t.nextAsk[lang]}</li>
        <li>{t.nextAccept[lang]}</li>
        <li>{t.nextEnd[lang]}</li>
      </ol>
      <dl class="facts">
        <dt>{t.kind[lang]}</dt>
        <dd>{matter.kindName[lang]}</dd>
        <dt>{t.at[lang]}</dt>
        <dd>{matter.institutionName}</dd>
      </dl>
      <p class="no-print">
        <a class="button" href="/follow">
          {t.follow[lang]}
        </a>{' '}
        <a class="button quiet" href="/say">
          {t.again[lang]}
        </a>
      </p>
    </div>,
  )
}
