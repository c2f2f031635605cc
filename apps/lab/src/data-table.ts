/** Rows in columns, each as wide as its widest cell, two spaces apart; `right` aligns numbers. The last is not padded. */
export function dataTable(
  rows: readonly (readonly string[])[],
  right: (column: number) => boolean = () => false,
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => (right(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
}

/** `what  text` in two columns; a name that repeats the one above it is left out. */
export function labelled(entries: readonly (readonly [label: string, text: string])[]): string[] {
  return dataTable(entries.map(([label, text], place) => [label === entries[place - 1]?.[0] ? '' : label, text]))
}

/** 8000 → `8,000`. */
export function count(number: number): string {
  return number.toLocaleString('en-US')
}

/** For what there is none of: the mean of no examples is NaN. */
const NOTHING = '–'

/** Four significant digits, and no more zeros than they need: `0.1307`, `3`, `1.2e-7`. */
export function brief(value: number): string {
  if (Number.isNaN(value)) return NOTHING
  return String(Number(value.toPrecision(4)))
}

/** The same number of decimals for all numbers of a column: `0.1307`, and `1.200e-7` where that shows nothing. */
export function aligned(value: number): string {
  if (Number.isNaN(value)) return NOTHING
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-3 || size >= 1e4) ? value.toExponential(3) : value.toFixed(4)
}

/** 0.1234 → `12.34 %`. */
export function percent(fraction: number): string {
  return Number.isNaN(fraction) ? NOTHING : `${(100 * fraction).toFixed(2)} %`
}
