import type { Split } from '@hourglass/core'

/** The first examples of a split; classes in turn where there are labels. Fewer where a class has no more. */
export function showcase({ labels, size }: Split, most: number): Int32Array {
  const count = Math.min(most, size)
  if (labels === undefined) return Int32Array.from({ length: count }, (_, place) => place)
  const classes = [...new Set(labels)].toSorted((a, b) => a - b)
  const next = new Map<number, number>()
  const chosen: number[] = []
  while (chosen.length < count) {
    const label = classes[chosen.length % classes.length]!
    const place = labels.indexOf(label, next.get(label) ?? 0)
    if (place < 0) break
    next.set(label, place + 1)
    chosen.push(place)
  }
  return Int32Array.from(chosen)
}
