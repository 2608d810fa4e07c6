import { useLocale } from '../../../ui/texts.ts'
import type { StoredWhy } from '../rules/why.ts'
import { sayWhy } from '../rules/why-texts.ts'

/** A verdict's reason in words. */
export function useWhyText(): (why: StoredWhy) => string {
  const locale = useLocale()
  return (why) => sayWhy(why, locale)
}
