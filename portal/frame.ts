import type { Platform } from '../server/platform/act.ts'
import type { PageLang } from '../server/platform/pages.ts'
import type { Session } from '../server/platform/session.ts'
import type { PageFrame } from './layout.tsx'

/** The frame of a page that speaks both languages. */
export const frameOf = ({ elder, lang, session, platform }: { elder: boolean; lang: PageLang; session: Session; platform: Platform }, title: string, path: string): PageFrame & { lang: PageLang } => ({
  title, elder, lang, path, demo: platform.demo, name: session.actor.kind === 'citizen' ? '1' : null,
})
