import type { Pages } from '../../server/platform/pages.ts'
import { followPages } from './pages/follow.ts'
import type { PagesGiven } from './pages/given.ts'
import { letterPages } from './pages/letter.ts'
import { openPages } from './pages/open.ts'
import { sayPages } from './pages/say.ts'

export { complaintsOfBody } from './pages/open.ts'

/** The public pages of matters: the form, the receipt, following, what was answered, figures, the letter. */
export function matterPages(pages: Pages, given: PagesGiven): void {
  sayPages(pages, given)
  followPages(pages, given)
  openPages(pages, given)
  letterPages(pages)
}
