/** @jsxImportSource preact */
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import type { Relation } from '../rules/visitors.ts'
import { bookTexts as t, relationOf } from './book-texts.ts'
import { mineTexts } from './mine-texts.ts'

/** Whom an account books for. */
export const peoplePage = (frame: PageFrame, lang: Lang, shown: { people: readonly { id: string; name: string; idNumber: string; relation: Relation }[]; done: string | null; sentence: string | null }): string =>
  page(
    frame,
    <>
      <p>
        <a href="/my/bookings">{mineTexts.back[lang]}</a>
      </p>
      <h1>{t.people[lang]}</h1>
      <Done sentence={shown.done} />
      <Notice sentence={shown.sentence} />
      <p class="soft">{t.realName[lang]}</p>
      {shown.people.length === 0 ? <p>{t.peopleNone[lang]}</p> : null}
      <ul class="cards">
        {shown.people.map((each) => (
          <li class="card" key={each.id}>
            <h2>{`${each.name}（${relationOf(each.relation)[lang]}）`}</h2>
            <p>{each.idNumber}</p>
            <form method="post" action="/my/people/remove">
              <input type="hidden" name="who" value={each.id} />
              <button class="quiet" type="submit" aria-label={`${t.remove[lang]} ${each.name}`}>
                {t.remove[lang]}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </>,
  )
