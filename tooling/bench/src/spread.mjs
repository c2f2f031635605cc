/** Median, quartiles, least and most of a list that is not empty. */
export function spreadOf(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.round(share * (sorted.length - 1))]
  return { median: at(0.5), low: at(0.25), high: at(0.75), least: at(0), most: at(1), count: sorted.length }
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
