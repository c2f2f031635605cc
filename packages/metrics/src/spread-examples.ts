import type { Split } from '@hourglass/core'

/**
 * `count` examples of a split, evenly spaced through it, because a split may be sorted: those at ⌊k·size/count⌋. The
 * whole split where it has no more than these, or where no count is given.
 */
export function spreadExamples(split: Split, count: number | undefined): Split {
  if (count === undefined || count >= split.size) return split
  const places = Int32Array.from({ length: count }, (_, k) => Math.floor((k * split.size) / count))
  const { labels } = split
  return {
    size: count,
    rows: (indices) => split.rows(Array.from(indices, (index) => places[index]!)),
    ...(labels && { labels: Uint8Array.from(places, (place) => labels[place]!) }),
  }
}
