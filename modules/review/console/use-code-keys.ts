import { useCallback, useEffect, useState } from 'react'
import { codesBeginning, typedCode } from '../rules/typed-code.ts'
import type { ProblemCode } from '../rules/codes.ts'

export type DeskKey = 'save' | 'takeAll' | 'back' | 'note' | 'skip' | 'undo' | 'help'
const letters: Readonly<Record<string, DeskKey>> = { Enter: 'save', t: 'takeAll', Backspace: 'back', n: 'note', s: 'skip', u: 'undo', '?': 'help', '？': 'help' }

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const isPressed = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('button, a, [role="button"], [role="combobox"], [role="option"]') !== null

/** One key for each step; digits put a code together. What is being typed is answered, so that it can be shown. */
export function useCodeKeys(isOn: boolean, press: (key: DeskKey) => void, toggle: (code: ProblemCode) => void): string {
  const [typed, setTyped] = useState('')
  const settle = useCallback(
    (text: string) => {
      const { code, rest } = typedCode(text)
      setTyped(rest)
      if (code !== null) toggle(code)
    },
    [toggle],
  )
  useEffect(() => {
    if (!isOn) return undefined
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || isTyping(event.target)) return
      if (/^\d$/.test(event.key)) return settle(`${typed}${event.key}`)
      if (typed !== '' && (event.key === ' ' || event.key === 'Enter')) {
        event.preventDefault()
        return settle(`${typed} `)
      }
      if (typed !== '' && (event.key === 'Escape' || event.key === 'Backspace')) return setTyped('')
      const key = letters[event.key] ?? letters[event.key.toLowerCase()]
      // A focused button does what is written on it.
      if (key === undefined || (key === 'save' && isPressed(event.target))) return undefined
      event.preventDefault()
      setTyped('')
      return press(key)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [isOn, typed, settle, press])
  return typed === '' ? '' : codesBeginning(typed)
}
