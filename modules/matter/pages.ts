import type { Pages } from '../../server/platform/pages.ts'
import { followPages } from './pages/follow.ts'
import type { PagesGiven } from './pages/given.ts'
import { letterPages } from './pages/letter.ts'
import { complaintsOfBody, newOpenMonths } from './pages/open-months.ts'
import { openPages } from './pages/open.ts'
import { sayPages } from './pages/say.ts'

/** The public pages of matters: the form, the receipt, following, what was answered, figures, the letter. Answers what the page of a hospital tells of its complaints. */
export function matterPages(pages: Pages, given: PagesGiven): ReturnType<typeof complaintsOfBody> {
  const ofMonth = newOpenMonths(given.visitsOf)
  sayPages(pages, given)
  followPages(pages, given)
  openPages(pages, given, ofMonth)
  letterPages(pages)
  return complaintsOfBody(ofMonth)
}
