/** @jsxImportSource preact */
import { Field } from '../../../portal/fields.tsx'
import { page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { bookTexts as t } from './book-texts.ts'
import { sayBegin, sayYuan } from './clock.ts'

type OfferShown = { readonly institutionId: string; readonly institutionName: string; readonly clinicId: string; readonly clinicName: string; readonly departmentName: string; readonly staffName: string | null; readonly feeCents: number; readonly free: number; readonly firstAt: string | null; }
type FindShown = {
  /** Few: a list to choose from. Null: too many, a name is typed. */
  readonly hospitals: readonly { readonly id: string; readonly name: string }[] | null
  readonly asked: { readonly body: string; readonly hospital: string; readonly text: string; readonly on: string; readonly symptom: string; readonly who: string }
  readonly complaint: string | null
  /** Complaints that what was typed may mean. */
  readonly meant: readonly { readonly href: string; readonly name: string }[]
  readonly dayWrong: boolean
  readonly today: string
  readonly offers: readonly OfferShown[]
  readonly next: string | null
  readonly signedIn: boolean
}

/** What is asked for, and beneath it who can see you soonest. */
export const findPage = (frame: PageFrame, lang: Lang, shown: FindShown): string =>
  page(
    frame,
    <>
      <h1>{t.title[lang]}</h1>
      <p>{t.lead[lang]}</p>
      <p>
        <a class="button quiet" href="/guide">
          {t.guideLink[lang]}
        </a>{' '}
        {shown.signedIn ? (
          <a class="button quiet" href="/my/bookings">
            {t.mineLink[lang]}
          </a>
        ) : null}
      </p>
      <form method="get" action="/book" role="search" class="card">
        {shown.asked.symptom === '' ? null : (
          <>
            <input type="hidden" name="symptom" value={shown.asked.symptom} />
            <input type="hidden" name="who" value={shown.asked.who} />
          </>
        )}
        <Hospital shown={shown} lang={lang} />
        <Field id="text" label={t.text[lang]}>
          <input id="text" name="text" type="search" maxLength={40} value={shown.asked.text} />
        </Field>
        <Field id="on" label={t.on[lang]} fault={shown.dayWrong ? t.dayWrong[lang] : undefined}>
          <input id="on" name="on" type="date" min={shown.today} value={shown.asked.on} />
        </Field>
        <p class="go">
          <button type="submit" class="wide">
            {t.find[lang]}
          </button>
        </p>
      </form>
      {shown.complaint === null ? null : <p class="here">{t.forComplaint[lang].replace('{name}', shown.complaint)}</p>}
      {shown.meant.length === 0 ? null : (
        <ul class="links">
          {shown.meant.map((each) => (
            <li key={each.href}>
              <a href={each.href}>{each.name}</a>
            </li>
          ))}
        </ul>
      )}
      {shown.offers.length === 0 ? <p>{t.none[lang]}</p> : null}
      <ul class="cards">
        {shown.offers.map((offer) => (
          <li class="card" key={offer.clinicId}>
            <OfferCard offer={offer} lang={lang} on={shown.asked.on} found={shown.asked.symptom === '' ? 'search' : 'guide'} />
          </li>
        ))}
      </ul>
      {shown.next === null ? null : (
        <p>
          <a class="button quiet" href={shown.next}>
            {t.more[lang]}
          </a>
        </p>
      )}
      <p class="urgent">{t.onsite[lang]}</p>
    </>,
  )

/** `found` says that a search led there, and whether the guide had led to the search; it is counted and taken out of the address. */
function OfferCard({ offer, lang, on, found }: { offer: OfferShown; lang: Lang; on: string; found: 'search' | 'guide' }) {
  const times = `/book/${offer.institutionId}/clinics/${offer.clinicId}?found=${found}${on === '' ? '' : `&on=${on}`}`
  const named = offer.staffName !== null && !offer.clinicName.includes(offer.staffName)
  return (
    <>
      <h2>{named ? `${offer.staffName} · ${offer.clinicName}` : offer.clinicName}</h2>
      <p class="soft">{`${offer.institutionName} · ${offer.departmentName} · ${offer.feeCents === 0 ? t.free[lang] : t.fee[lang].replace('{n}', sayYuan(offer.feeCents))}`}</p>
      {offer.firstAt === null ? (
        <>
          <p>{on === '' ? t.full[lang] : t.fullOn[lang]}</p>
          <p>
            <a class="button quiet" href={times}>
              {t.seeDays[lang]}
            </a>
          </p>
        </>
      ) : (
        <>
          <p>
            {`${t.soonest[lang]} `}
            <b>{sayBegin(offer.firstAt, lang)}</b>
            {` · ${t.places[lang].replace('{n}', String(offer.free))}`}
          </p>
          <p>
            <a class="button" href={times} aria-label={`${t.chooseTime[lang]}${lang === 'zh' ? '：' : ': '}${offer.clinicName}`}>
              {t.chooseTime[lang]}
            </a>
          </p>
        </>
      )}
    </>
  )
}

const Hospital = ({ shown, lang }: { shown: FindShown; lang: Lang }) =>
  shown.hospitals === null ? (
    <Field id="hospital" label={t.hospitalTyped[lang]}>
      <input id="hospital" name="hospital" type="search" maxLength={60} value={shown.asked.hospital} />
    </Field>
  ) : (
    <Field id="body" label={t.hospital[lang]}>
      <select id="body" name="body">
        <option value="">{t.anyHospital[lang]}</option>
        {shown.hospitals.map((each) => (
          <option key={each.id} value={each.id} selected={each.id === shown.asked.body}>
            {each.name}
          </option>
        ))}
      </select>
    </Field>
  )
