/** @jsxImportSource preact */
import { printDate } from '../kernel/calendar.ts'
import { homeTexts as t } from './home-texts.ts'
import { page, type PageFrame } from './layout.tsx'
import type { Lang } from './texts.ts'

export type HomePlan = { readonly id: string; readonly title: string; readonly issuer: string | null; readonly startsOn: string; readonly endsOn: string }

/** The things people come for; a picture beside each, so that they are found without reading. */
const tiles = [
  { href: '/book', name: t.book, hint: t.bookHint, path: 'M5 5h14v15H5zM5 10h14M9 3v4M15 3v4M12 13v4M10 15h4' },
  { href: '/line', name: t.line, hint: t.lineHint, path: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01' },
  { href: '/say', name: t.say, hint: t.sayHint, path: 'M4 5h16v11H9l-5 4z' },
  { href: '/follow', name: t.follow, hint: t.followHint, path: 'M12 3a9 9 0 1 0 .1 0M12 7v5l4 2' },
  { href: '/bodies', name: t.bodies, hint: t.bodiesHint, path: 'M4 21V8l8-5 8 5v13zM12 9v6M9 12h6' },
  { href: '/running', name: t.running, hint: t.runningHint, path: 'M4 12l5 5L20 6' },
] as const

export const homePage = (frame: PageFrame, lang: Lang, plans: readonly HomePlan[]): string =>
  page(
    frame,
    <>
      <h1>{t.h1[lang]}</h1>
      <p>{t.lead[lang]}</p>
      <ul class="tiles">
        {tiles.map((tile) => (
          <li key={tile.href}>
            <a href={tile.href}>
              <svg width="40" height="40" viewBox="0 0 24 24" aria-hidden="true">
                <path d={tile.path} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
              </svg>
              <b>{tile.name[lang]}</b>
              <span class="soft">{tile.hint[lang]}</span>
            </a>
          </li>
        ))}
      </ul>
      <h2>{t.more[lang]}</h2>
      <ul class="links">
        {([['/guide', t.guide], ['/windows', t.windows], ['/answers', t.answers], ['/figures', t.figures], ['/reviews', t.reviews], ['/rankings', t.rankings], ['/bulletins', t.bulletins], ['/exemplars', t.exemplars], ['/letter', t.letter], ['/open', t.open], ['/templates', t.templates]] as const).map(([href, words]) => (
          <li key={href}>
            <a href={href}>{words[lang]}</a>
          </li>
        ))}
      </ul>
      <h2>{t.plans[lang]}</h2>
      {plans.length === 0 ? <p class="soft">{t.noPlans[lang]}</p> : null}
      <ul class="cards">
        {plans.map((plan) => (
          <li class="card" key={plan.id}>
            <h3>
              <a href={`/plans/${plan.id}`}>{plan.title}</a>
            </h3>
            <p class="soft">{t.from[lang].replace('{from}', day(plan.startsOn, lang)).replace('{to}', day(plan.endsOn, lang))}</p>
            {plan.issuer === null ? null : <p class="soft">{plan.issuer}</p>}
          </li>
        ))}
      </ul>
    </>,
  )

export const day = (date: string, lang: Lang): string => (lang === 'zh' ? (printDate(date, 'zh').split(' ')[0] ?? date) : printDate(date, 'en'))
