import type { Split } from '@hourglass/core'

/** The first n examples of a split; the split itself where it has no more. */
export function firstExamples(split: Split, n: number): Split {
  if (split.size <= n) return split
  return {
    size: n,
    rows: (indices) => split.rows(indices),
    ...(split.labels !== undefined && { labels: split.labels.subarray(0, n) }),
  }
}
