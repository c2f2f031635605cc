/**
 * Numbers of one column, all with the same decimals, so many that the one in the middle has four significant digits: a
 * single outlier takes no digit from the others. Each with an exponent where all are very small or one is very large.
 */
export function columnFormat(values: readonly number[]): (value: number) => string {
  const magnitudes = values
    .map(Math.abs)
    .filter((value) => value > 0 && Number.isFinite(value))
    .toSorted((a, b) => a - b)
  const greatest = magnitudes.at(-1)
  if (greatest === undefined) return (value) => value.toFixed(0)
  if (greatest < 1e-2 || greatest >= 1e7) return (value) => value.toExponential(2)
  const middle = magnitudes[Math.floor(magnitudes.length / 2)]!
  const decimals = Math.min(5, Math.max(0, 3 - Math.floor(Math.log10(middle))))
  return (value) => value.toFixed(decimals)
}
