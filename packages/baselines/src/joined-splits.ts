import type { Split } from '@hourglass/core'

/** The examples of one split, then those of another; labels where both have them. */
export function joinedSplits(first: Split, second: Split): Split {
  const row = (index: number): Float32Array =>
    index < first.size ? first.rows([index]) : second.rows([index - first.size])
  return {
    size: first.size + second.size,
    rows(indices) {
      if (indices.length === 0) return new Float32Array(0)
      const dimensions = row(indices[0]!).length
      const rows = new Float32Array(indices.length * dimensions)
      for (let place = 0; place < indices.length; place++) rows.set(row(indices[place]!), place * dimensions)
      return rows
    },
    ...(first.labels !== undefined &&
      second.labels !== undefined && { labels: Uint8Array.from([...first.labels, ...second.labels]) }),
  }
}
