const GLASS = 'M6 3h12M6 21h12M7.5 3c0 5 4.5 6 4.5 9s-4.5 4-4.5 9M16.5 3c0 5-4.5 6-4.5 9s4.5 4 4.5 9'
const SAND = 'M9.6 20c.3-2 1.2-3 2.4-3.6 1.2.6 2.1 1.6 2.4 3.6zM9.4 7h5.2c-.6 1-1.7 2-2.6 3.2C11.7 9 10 8 9.4 7z'

/** The mark in the page's own colours. */
export function Hourglass() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={SAND} fill="var(--accent)" />
      <path d={GLASS} fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
    </svg>
  )
}

/** The mark as a `data:` URI: the icon of the page's tab, which fetches nothing. */
export function hourglassIcon(): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${SAND}" fill="#d97706"/>` +
    `<path d="${GLASS}" fill="none" stroke="#8a6a3f" stroke-width="1.8" stroke-linecap="round"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
