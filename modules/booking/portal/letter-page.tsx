/** @jsxImportSource preact */
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { letterTexts as t } from './letter-texts.ts'

/** The letter word for word, and the ways that it speaks of. */
export const letterPage = (frame: PageFrame, lang: Lang, shown: { hospital: string; body: string; phone: string; on: string }): string =>
  page(
    frame,
    <>
      <h1>{t.title[lang]}</h1>
      <p class="soft">{t.from[lang].replace('{hospital}', shown.hospital).replace('{on}', shown.on)}</p>
      <section class="card said" lang="zh-CN">
        {shown.body.split('\n').map((line, at) => (line.trim() === '' ? null : <p key={`${at}${line.slice(0, 8)}`}>{line}</p>))}
      </section>
      {shown.phone === '' ? null : (
        <p>
          {`${t.phone[lang]} `}
          <a href={`tel:${shown.phone}`}>{shown.phone}</a>
        </p>
      )}
      <p>
        <a class="button" href="/book">
          {t.book[lang]}
        </a>{' '}
        <a class="button quiet" href="/say">
          {t.complain[lang]}
        </a>
      </p>
    </>,
  )
