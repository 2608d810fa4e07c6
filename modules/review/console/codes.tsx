import { CloseOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import type { Ref } from 'react'
import type { TextAreaRef } from 'antd/es/input/TextArea'
import { useLocale, useName, useTexts } from '../../../ui/texts.ts'
import { codeList, problemCodes, type ProblemCode } from '../rules/codes.ts'
import type { Hint } from '../rules/precheck.ts'
import { deskTexts } from './desk-texts.ts'
import type { Draft } from './use-draft.ts'

export const toggled = (codes: readonly ProblemCode[], code: ProblemCode): ProblemCode[] => (codes.includes(code) ? codes.filter((each) => each !== code) : [...codes, code])

/** Suggestions, what was chosen, and anything else of the sheet: each may be taken, none has to be. */
export function CodePicker({ hints, draft, set, note }: { hints: readonly Hint[]; draft: Draft; set: (change: (draft: Draft) => Draft) => void; note?: Ref<TextAreaRef> }) {
  const t = useTexts(deskTexts)
  const name = useName()
  const locale = useLocale()
  const toggle = (code: ProblemCode) => set((now) => ({ ...now, codes: toggled(now.codes, code) }))
  const own = draft.codes.filter((code) => !hints.some((each) => each.code === code))
  return (
    <div className="rx-codes">
      <div className="rx-hints" role="group" aria-label={t('hints')}>
        <div className="soft small">{hints.length === 0 ? t('noHints') : t('hints')}</div>
        {hints.map((hint) => (
          <Checkbox key={`${hint.code} ${hint.zh}`} checked={draft.codes.includes(hint.code)} onChange={() => toggle(hint.code)}>
            <b>{hint.code}</b> {name(problemCodes[hint.code])}
            <div className="soft small">{hint[locale]}</div>
          </Checkbox>
        ))}
      </div>
      <div className="rx-chosen" role="status" aria-live="polite">
        <span className="soft small">{t('chosen')}：</span>
        <b>{draft.codes.length === 0 ? t('reasonable') : draft.codes.join('、')}</b>
      </div>
      {own.length === 0 ? null : (
        <ul className="plain rx-own">
          {own.map((code) => (
            <li key={code}><b>{code}</b> {name(problemCodes[code])} <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('remove', { code })} onClick={() => toggle(code)} /></li>
          ))}
        </ul>
      )}
      <Select<ProblemCode | null> className="rx-add" aria-label={t('addCode')} placeholder={t('addCode')} value={null} showSearch={{ optionFilterProp: 'label' }} onSelect={(code: ProblemCode | null) => (code === null ? undefined : toggle(code))} options={codeList.filter((code) => !draft.codes.includes(code)).map((code) => ({ value: code, label: `${code} ${name(problemCodes[code])}` }))} />
      <Input.TextArea ref={note} aria-label={t('note')} placeholder={t('note')} value={draft.note} maxLength={1000} autoSize={{ minRows: 1, maxRows: 5 }} onChange={(event) => set((now) => ({ ...now, note: event.target.value }))} onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur() }} />
    </div>
  )
}
