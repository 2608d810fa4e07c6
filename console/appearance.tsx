import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { AppearanceContext } from '../ui/look.tsx'
import { LocaleContext, type Locale } from '../ui/texts.ts'
import { themeOf } from '../ui/theme.ts'

type Scheme = 'auto' | 'light' | 'dark'
type Choice = { locale: Locale; scheme: Scheme; setLocale: (locale: Locale) => void; setScheme: (scheme: Scheme) => void }
const ChoiceContext = createContext<Choice>({ locale: 'zh', scheme: 'auto', setLocale: () => undefined, setScheme: () => undefined })
export const useChoice = (): Choice => useContext(ChoiceContext)

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches)
  useEffect(() => {
    const media = window.matchMedia(query)
    const change = () => setMatches(media.matches)
    media.addEventListener('change', change)
    return () => media.removeEventListener('change', change)
  }, [query])
  return matches
}

function useKept<T extends string>(name: string, first: T, allowed: readonly T[]): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => allowed.find((each) => each === localStorage.getItem(name)) ?? first)
  return [
    value,
    (next) => {
      localStorage.setItem(name, next)
      setValue(next)
    },
  ]
}

const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''

/** Menus and lists open inside the landmark or dialog they belong to, so that nothing floats outside the page's structure (a modal's own frame lets clicks through, its body does not). */
const landmarkOf = (trigger?: HTMLElement): HTMLElement => trigger?.closest<HTMLElement>('.ant-modal-body, [role="dialog"], main, header') ?? document.body

/** Language, colour scheme and width for everything below; kept on this device. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useKept<Locale>('huiyin.locale', 'zh', ['zh', 'en'])
  const [scheme, setScheme] = useKept<Scheme>('huiyin.scheme', 'auto', ['auto', 'light', 'dark'])
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const narrow = useMedia('(max-width: 860px)')
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const dark = scheme === 'dark' || (scheme === 'auto' && systemDark)
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.dataset['dark'] = String(dark)
  }, [locale, dark])
  const choice = useMemo(() => ({ locale, scheme, setLocale, setScheme }), [locale, scheme, setLocale, setScheme])
  const appearance = useMemo(() => ({ dark, narrow }), [dark, narrow])
  return (
    <ChoiceContext value={choice}>
      <LocaleContext value={locale}>
        <AppearanceContext value={appearance}>
          <ConfigProvider locale={locale === 'zh' ? zhCN : enUS} theme={themeOf(dark, still)} csp={{ nonce }} getPopupContainer={landmarkOf} button={{ autoInsertSpace: false }}>
            <AntApp component={false} message={{ maxCount: 3 }}>{children}</AntApp>
          </ConfigProvider>
        </AppearanceContext>
      </LocaleContext>
    </ChoiceContext>
  )
}
