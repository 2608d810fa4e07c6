/** @jsxImportSource preact */
import type { Lang } from '../../../portal/texts.ts'
import type { Followed } from './followed.ts'
import { FaultList, Field } from '../../../portal/fields.tsx'
import { FilesField } from './files-field.tsx'
import { followTexts as t } from './follow-texts.ts'

type Move = Followed['moves'][number]
export type MoveTyped = { readonly move: string; /** What was split off, by its id; '' for the whole. */ readonly part: string; readonly values: Readonly<Record<string, string>>; readonly faults: readonly { readonly field: string; readonly text: string }[] }

const has = (move: Move, input: string) => move.requires.some((each) => each === input) || move.offers.some((each) => each === input)
const needs = (move: Move, input: string) => move.requires.some((each) => each === input)

/** One thing the author can do, as a form that opens without a script. What the move asks for, the form asks for. */
export function AuthorMove({ lang, at, part, move, revision, isOpen, typed }: { lang: Lang; at: string; part: string; move: Move; revision: number; isOpen: boolean; typed: MoveTyped | null }) {
  const id = (field: string) => `${part === '' ? '' : `${part}-`}${move.key}-${field}`
  const value = (field: string) => typed?.values[field] ?? ''
  const words = needs(move, 'text') ? t.words[lang] : t.wordsOptional[lang]
  return (
    <details class="card move" open={isOpen || typed !== null}>
      <summary>{move.name[lang]}</summary>
      <FaultList lead={t.notYet[lang]} faults={typed === null ? [] : typed.faults.map((fault) => ({ id: id(fault.field), text: fault.text }))} />
      <form method="post" action={`${at}/moves/${move.key}`} encType="multipart/form-data" noValidate>
        <input type="hidden" name="revision" value={revision} />
        {part === '' ? null : <input type="hidden" name="part" value={part} />}
        {has(move, 'solved') ? <YesNo id={id('solved')} name="solved" ask={t.solved[lang]} yes={t.solvedYes[lang]} no={t.solvedNo[lang]} value={value('solved')} /> : null}
        {has(move, 'satisfied') ? <YesNo id={id('satisfied')} name="satisfied" ask={t.satisfied[lang]} yes={t.satisfiedYes[lang]} no={t.satisfiedNo[lang]} value={value('satisfied')} /> : null}
        {has(move, 'text') ? (
          <Field id={id('text')} label={words}>
            <textarea id={id('text')} name="text" rows={4} maxLength={4000} value={value('text')} />
          </Field>
        ) : null}
        {has(move, 'files') ? <FilesField lang={lang} id={id('files')} /> : null}
        <p class="go">
          <button type="submit" class={isOpen ? '' : 'quiet'}>
            {move.name[lang]}
          </button>
        </p>
      </form>
    </details>
  )
}

const YesNo = ({ id, name, ask, yes, no, value }: { id: string; name: string; ask: string; yes: string; no: string; value: string }) => (
  <fieldset id={id}>
    <legend>{ask}</legend>
    <label class="pick">
      <input type="radio" name={name} value="yes" checked={value === 'yes'} /> {yes}
    </label>
    <label class="pick">
      <input type="radio" name={name} value="no" checked={value === 'no'} /> {no}
    </label>
  </fieldset>
)
