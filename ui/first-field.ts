import { useCallback } from 'react'

/**
 * A ref for whatever holds a form: the first field takes the focus when it appears, so that one can type at once.
 * Not on a touch screen, where a keyboard would jump up over what is to be read.
 */
export function useFirstField(): (holder: HTMLElement | null) => void {
  return useCallback((holder) => {
    if (holder === null || window.matchMedia('(pointer: coarse)').matches) return
    // The dialog takes the focus itself while it opens; this comes after it.
    setTimeout(() => {
      // Whoever was quicker keeps the field chosen.
      if (holder.contains(document.activeElement)) return
      holder.querySelector<HTMLElement>('input:not([disabled]):not([type=file]), textarea')?.focus()
    }, 120)
  }, [])
}
