import { useCallback, useEffect, useRef, useState } from 'react'
import { nowHere, showInstant } from './dates.ts'

/** When the form was last kept on this device, and whether that failed. */
export type Kept = { readonly at: string | null; readonly failed: boolean; /** While it is held nothing is written. */ hold(held: boolean): void }
/** Where it is kept: `put` also takes away what is empty again; `keeps` is false where the browser keeps nothing. */
type Place<T> = { put(value: T, savedAt: string): Promise<void>; keeps(): boolean }

/** Keeps what stands in a form on this device a moment after the last key, and at once when the page goes. */
export function useKept<T>(value: T, place: Place<T>): Kept {
  const [state, setState] = useState<{ at: string | null; failed: boolean }>({ at: null, failed: false })
  const latest = useRef({ place, value, saved: value, held: false })
  const save = useCallback(async () => {
    const { place, value, saved, held } = latest.current
    if (value === saved || held) return
    latest.current.saved = value
    const savedAt = nowHere()
    try {
      await place.put(value, savedAt)
      setState({ at: place.keeps() ? showInstant(savedAt).slice(11) : null, failed: false })
    } catch {
      setState({ at: null, failed: true })
    }
  }, [])
  useEffect(() => {
    latest.current.place = place
  })
  useEffect(() => {
    latest.current.value = value
    const timer = setTimeout(() => void save(), 400)
    return () => clearTimeout(timer)
  }, [value, save])
  useEffect(() => {
    const now = () => void save()
    window.addEventListener('pagehide', now)
    document.addEventListener('visibilitychange', now)
    return () => {
      window.removeEventListener('pagehide', now)
      document.removeEventListener('visibilitychange', now)
      now()
    }
  }, [save])
  const hold = useCallback((held: boolean) => {
    latest.current.held = held
  }, [])
  return { ...state, hold }
}
