/** Share of one processor, taken by others, from which a measurement is not to be believed. */
export const BUSY = 0.05

/** A Markdown table; the first row is the heading. */
export function table([heading, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(heading), line(heading.map((_, place) => (place === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')
}

export function milliseconds(value) {
  return value === undefined ? '–' : value.toFixed(value < 1 ? 3 : value < 100 ? 2 : 0)
}

/** Median, and the quartiles. */
export function spread(value) {
  if (value === undefined) return '–'
  return `${milliseconds(value.median)} [${milliseconds(value.low)} – ${milliseconds(value.high)}]`
}

export function share(value) {
  return Number.isFinite(value) ? `${Math.round(100 * value)} %` : '–'
}

export function ratio(value) {
  return Number.isFinite(value) ? value.toFixed(2) : '–'
}

export function whole(value) {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : '–'
}

export function oneLine(text) {
  return text.split('\n')[0].replaceAll('|', '\\|')
}
