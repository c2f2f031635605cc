const MINUS = '\u2212'

/**
 * A number for a reader: grouped integers, else `digits` significant digits, an exponent for what is very small or very
 * large; `NaN`, `∞` and `−∞` by name.
 */
export function formatNumber(value: number, digits = 4): string {
  const special = formatSpecial(value)
  if (special !== undefined) return special
  const magnitude = Math.abs(value)
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e9)) return withMinus(trimExponent(value, digits))
  if (Number.isInteger(value)) return withMinus(value.toLocaleString('en-US'))
  return withMinus(value.toLocaleString('en-US', { maximumSignificantDigits: digits }))
}

/**
 * Numbers that stand under each other: all with the same decimals, so many that the greatest has five significant
 * digits, fewer where the rest are zeros. Where that would hide a small number, each is formatted by itself.
 */
export function formatColumn(values: readonly number[]): string[] {
  const magnitudes = values.filter(Number.isFinite).map(Math.abs)
  const greatest = Math.max(0, ...magnitudes)
  const least = Math.min(...magnitudes.filter((magnitude) => magnitude > 0))
  const decimals = greatest === 0 ? 0 : Math.min(6, Math.max(0, 4 - Math.floor(Math.log10(greatest))))
  if (greatest >= 1e9 || least < 10 ** (1 - decimals)) return values.map((value) => formatNumber(value))
  const fixed = values.map((value) => formatSpecial(value) ?? value.toFixed(decimals))
  const needed = Math.max(0, ...fixed.filter((text) => text.includes('.')).map((text) => significantDecimals(text)))
  const format = { minimumFractionDigits: needed, maximumFractionDigits: needed }
  return values.map((value) => formatSpecial(value) ?? withMinus(value.toLocaleString('en-US', format)))
}

/** `0.42 s`, `12.3 s`, `3 min 05 s`, `1 h 02 min`. */
export function formatSeconds(seconds: number): string {
  const special = formatSpecial(seconds)
  if (special !== undefined) return `${special} s`
  if (seconds < 59.95) return `${formatNumber(Number(seconds.toFixed(seconds < 10 ? 2 : 1)))} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

function formatSpecial(value: unknown): string | undefined {
  // JSON turns NaN into null.
  if (typeof value !== 'number' || Number.isNaN(value)) return 'NaN'
  if (value === Infinity) return '∞'
  return value === -Infinity ? `${MINUS}∞` : undefined
}

function significantDecimals(fixed: string): number {
  return fixed.split('.')[1]!.replace(/0+$/, '').length
}

function trimExponent(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e')
  return `${Number(mantissa)}e${exponent!.replace('+', '')}`
}

function withMinus(text: string): string {
  return text.replaceAll('-', MINUS)
}
