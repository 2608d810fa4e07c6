/** @jsxImportSource preact */
import { Done, Notice, page, type PageFrame } from '../../../portal/layout.tsx'
import type { Lang } from '../../../portal/texts.ts'
import { AuthorMove, type MoveTyped } from './author-move.tsx'
import { sayDay, sayMoment } from '../../../portal/days.ts'
import { Field } from '../../../portal/fields.tsx'
import type { Followed } from './followed.ts'
import { followTexts as t } from './follow-texts.ts'

/** The way in: code and last four digits. */
export const askPage = (frame: PageFrame, lang: Lang, given: { code: string; tail: string; sentence: string | null; note: string | null }): string =>
  page(
    { ...frame, script: true },
    <>
      <h1>{t.title[lang]}</h1>
      {given.note === null ? null : <p class="notice done">{given.note}</p>}
      <Notice sentence={given.sentence} />
      <p>{t.lead[lang]}</p>
      <form method="post" action="/follow" noValidate>
        <Field id="code" label={t.code[lang]} hint={t.codeHint[lang]}>
          <input id="code" name="code" class="code" autoComplete="off" autoCapitalize="characters" spellcheck={false} maxLength={40} required data-from-hash="1" aria-describedby="code-hint" value={given.code} />
        </Field>
        <Field id="tail" label={t.tail[lang]} hint={t.tailHint[lang]}>
          <input id="tail" name="tail" inputMode="numeric" autoComplete="off" maxLength={8} aria-describedby="tail-hint" value={given.tail} />
        </Field>
        <p class="go">
          <button type="submit">{t.look[lang]}</button>
        </p>
      </form>
      <p class="soft">
        {t.lost[lang]} <a href="/enter">{t.signIn[lang]}</a>
      </p>
    </>,
  )

export type FollowShown = {
  readonly matter: Followed
  readonly today: string
  readonly sentence: string | null
  readonly done: boolean
  /** A move that was not taken, with what was typed into it. */
  readonly typed: MoveTyped | null
  /** Where its forms and files are: the receipt's page, or a page of somebody signed in. */
  readonly at: string
  readonly canLeave: boolean
}

/** One matter as its author sees it. */
export function followPage(frame: PageFrame, lang: Lang, shown: FollowShown): string {
  const { matter } = shown
  const colon = lang === 'zh' ? '：' : ': '
  return page(
    { ...frame, script: true },
    <>
      <h1 class="said">{matter.title}</h1>
      <Done sentence={shown.done ? t.done[lang] : null} />
      <Notice sentence={shown.sentence} />
      <Standing lang={lang} matter={matter} today={shown.today} />
      <Answer lang={lang} matter={matter} />
      <Moves lang={lang} shown={shown} matter={matter} part="" />
      {matter.parts.length === 0 ? null : (
        <>
          <h2>{t.parts[lang]}</h2>
          {matter.parts.map((part) => (
            <article key={part.matterId} aria-label={`${part.number} ${part.title}`}>
              <h3 class="said">{`${part.number} ${part.title}`}</h3>
              <Standing lang={lang} matter={part} today={shown.today} />
              <Answer lang={lang} matter={part} isPart />
              <Moves lang={lang} shown={shown} matter={part} part={part.matterId} />
              <details>
                <summary>{t.steps[lang]}</summary>
                <Steps lang={lang} steps={part.steps} />
              </details>
            </article>
          ))}
        </>
      )}
      <h2>{t.steps[lang]}</h2>
      <Steps lang={lang} steps={matter.steps} />
      {matter.elsewhere.length === 0 ? null : (
        <section class="card">
          <h2>{t.elsewhere[lang]}</h2>
          {matter.elsewhere.map((each) => (
            <div key={each.institutionName}>
              <p>{`${each.institutionName}${colon}${each.state[lang]}`}</p>
              {each.answer === null ? null : <p class="said">{each.answer}</p>}
            </div>
          ))}
        </section>
      )}
      <h2>{t.said[lang]}</h2>
      <p class="said">{matter.body}</p>
      {matter.files.length === 0 ? null : (
        <>
          <h3>{t.files[lang]}</h3>
          <ul>
            {matter.files.map((file) => (
              <li key={file.id}>
                <a href={`${shown.at}/files/${file.id}`}>{file.name}</a> <span class="soft">{`${file.mine ? t.byMe[lang] : t.byHouse[lang]}${lang === 'zh' ? '，' : ', '}${size(file.size)}`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <dl class="facts">
        <dt>{t.number[lang]}</dt>
        <dd>{matter.number}</dd>
        <dt>{t.kind[lang]}</dt>
        <dd>{matter.kindName[lang]}</dd>
        <dt>{t.at[lang]}</dt>
        <dd>{matter.institutionName}</dd>
        <dt>{t.received[lang]}</dt>
        <dd>{sayMoment(matter.receivedAt, lang)}</dd>
      </dl>
      {shown.canLeave ? (
        <form method="post" action="/follow/leave">
          <p>
            <button type="submit" class="quiet">
              {t.leave[lang]}
            </button>{' '}
            <button type="button" class="quiet" data-print hidden>
              {t.print[lang]}
            </button>
          </p>
        </form>
      ) : null}
    </>,
  )
}

type One = Followed['parts'][number]

/** Where it stands and until when it is owed. */
function Standing({ lang, matter, today }: { lang: Lang; matter: One; today: string }) {
  const isLate = matter.phase === 'open' && matter.dueOn !== null && matter.dueOn < today
  return (
    <section class="card stand">
      <p class="state">{matter.state[lang]}</p>
      {matter.phase !== 'open' || matter.dueOn === null ? null : (
        <>
          <p>{t.dueBy[lang].replace('{day}', sayDay(matter.dueOn, lang))}</p>
          {isLate ? <p class="wrong">{t.late[lang]}</p> : null}
          {matter.deadline === null ? null : (
            <details>
              <summary>{t.why[lang]}</summary>
              <p>{matter.deadline[lang]}</p>
            </details>
          )}
        </>
      )}
    </section>
  )
}

function Answer({ lang, matter, isPart = false }: { lang: Lang; matter: One; isPart?: boolean }) {
  const Heading = isPart ? 'h4' : 'h2'
  if (matter.answer === null) return null
  return (
    <section class="card">
      <Heading>{t.answer[lang]}</Heading>
      <p class="said">{matter.answer}</p>
      {matter.verdict === null ? null : <p>{`${t.verdict[lang]}${lang === 'zh' ? '：' : ': '}${matter.verdict[lang]}`}</p>}
      <p class="soft">{matter.answeredAt === null ? '' : `${matter.institutionName} · ${sayMoment(matter.answeredAt, lang)}`}</p>
    </section>
  )
}

/** What the author can do with it; `part` names what was split off. */
function Moves({ lang, shown, matter, part }: { lang: Lang; shown: FollowShown; matter: One; part: string }) {
  if (matter.moves.length === 0) return null
  const Heading = part === '' ? 'h2' : 'h4'
  return (
    <section>
      <Heading>{t.youCan[lang]}</Heading>
      {inOrder(matter.moves).map((move) => (
        <AuthorMove key={move.key} lang={lang} at={shown.at} part={part} move={move} revision={matter.revision} isOpen={false} typed={shown.typed?.move === move.key && shown.typed.part === part ? shown.typed : null} />
      ))}
    </section>
  )
}

const Steps = ({ lang, steps }: { lang: Lang; steps: One['steps'] }) => (
  <ol class="steps">
    {steps.toReversed().map((step) => (
      <li key={step.seq} class={step.mine ? 'mine' : ''}>
        <span class="soft">{sayMoment(step.at, lang)}</span>
        <br />
        {step.says[lang]}
        {step.words === '' ? null : <p class="said">{step.words}</p>}
      </li>
    ))}
  </ol>
)

/** Solved or not comes first, and both stand side by side: nobody is led to the pleasant answer. */
const order: readonly string[] = ['confirm', 'reopen', 'rate', 'add', 'withdraw']
const rank = (move: Followed['moves'][number]) => (order.includes(move.effect) ? order.indexOf(move.effect) : order.length)
const inOrder = (moves: Followed['moves']) => [...moves].sort((a, b) => rank(a) - rank(b))

const size = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`)
