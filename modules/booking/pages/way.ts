import { systemActor } from '../../../kernel/actor.ts'
import type { Session } from '../../../server/platform/session.ts'
import type { PageAnswer } from '../../../server/platform/pages.ts'

/** Citizens have no scope of their own on rows of hospitals: the pages read and write as the system, after asking whose a row is. */
export const portalActor = systemActor('portal.booking')
export const asPortal = { as: portalActor } as const

/** The account of a citizen who is signed in; staff in their own browser are nobody here. */
export const accountOf = ({ session }: { readonly session: Session }): string | null => (session.actor.kind === 'citizen' ? session.accountId : null)

/** Rule TG-9: signing in leads back to what was chosen. */
export const enterFirst = (path: string): PageAnswer => ({ redirect: `/enter?back=${encodeURIComponent(path)}` })
