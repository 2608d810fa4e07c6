import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import './section-nav.css'

/** The pages of one part of the console, side by side; on a phone the one somebody is on is scrolled into sight. */
export function SectionNav({ label, sections }: { label: string; sections: readonly { readonly to: string; readonly name: string }[] }) {
  const bar = useRef<HTMLElement>(null)
  // They come with what is known of the person.
  const known = sections.length > 0
  useEffect(() => {
    if (!known) return
    const current = bar.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (current != null && bar.current !== null) bar.current.scrollLeft = Math.max(0, current.offsetLeft - 40)
  }, [known])
  return (
    <nav className="section-nav screen-only" aria-label={label} ref={bar}>
      {sections.map(({ to, name }) => <Link key={to} to={to} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>{name}</Link>)}
    </nav>
  )
}
