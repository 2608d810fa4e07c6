import { createContext, useContext } from 'react'

export type Locale = 'zh' | 'en'
export type Text = { readonly zh: string; readonly en: string }
/** Every text of a screen lives in a catalogue of this shape; `{name}` is filled in. */
export type Texts = Readonly<Record<string, Text>>

export const LocaleContext = createContext<Locale>('zh')
export const useLocale = (): Locale => useContext(LocaleContext)

export const fill = (text: string, values: Readonly<Record<string, string | number>> = {}): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole))

/** `const t = useTexts(texts); t('title'); t('left', { n: 3 })`. */
export function useTexts<T extends Texts>(texts: T): (key: keyof T & string, values?: Readonly<Record<string, string | number>>) => string {
  const locale = useLocale()
  return (key, values) => {
    const text = texts[key]
    return text === undefined ? key : fill(text[locale], values)
  }
}

/** For names that come as {zh, en} from the kernel or a contract. */
export function useName(): (text: Text) => string {
  const locale = useLocale()
  return (text) => text[locale]
}
