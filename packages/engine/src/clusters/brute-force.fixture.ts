import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

/** The least Σ‖x_i − mean of its cluster‖² over all ways to make at most k clusters, in float64. */
export function leastWithin(rows: readonly (readonly number[])[], k: number): number {
  let least = Infinity
  const assigned = rows.map(() => 0)
  const visit = (place: number, used: number): void => {
    if (place === rows.length) {
      least = Math.min(least, withinOf(rows, assigned))
      return
    }
    for (let cluster = 0; cluster < Math.min(k, used + 1); cluster++) {
      assigned[place] = cluster
      visit(place + 1, Math.max(used, cluster + 1))
    }
  }
  visit(0, 0)
  return least
}

/** Σ‖x_i − mean of its cluster‖², in float64. */
export function withinOf(rows: readonly (readonly number[])[], assignments: ArrayLike<number>): number {
  let within = 0
  for (const cluster of new Set(Array.from(assignments))) {
    const members = rows.filter((_, place) => assignments[place] === cluster)
    const mean = members[0]!.map((_, d) => members.reduce((sum, row) => sum + row[d]!, 0) / members.length)
    for (const row of members) within += row.reduce((sum, value, d) => sum + (value - mean[d]!) ** 2, 0)
  }
  return within
}

/** Rows in blocks of at most `size`. */
export function inBlocks(rows: readonly (readonly number[])[], size: number): Tensor2D[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, place) =>
    tensor2d(rows.slice(place * size, (place + 1) * size).map((row) => [...row])),
  )
}
