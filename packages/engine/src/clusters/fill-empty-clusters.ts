import { type Assigned, clusterSizes } from './points.js'

/** An example that was moved into a cluster that had none. */
export interface Filled {
  readonly cluster: number
  readonly example: number
}

/**
 * Gives each cluster without examples the one that is farthest from its centre, out of a cluster that has others; the
 * first of several equally far. Its centre then being that example, Σ‖x_i − c_{a(i)}‖² does not grow. There must be as
 * many examples as clusters.
 */
export function fillEmptyClusters(
  { assignments, squaredDistances }: Assigned,
  k: number,
): { readonly assignments: Int32Array; readonly filled: readonly Filled[] } {
  const sizes = clusterSizes(assignments, k)
  const after = assignments.slice()
  const filled: Filled[] = []
  for (const [cluster, size] of sizes.entries()) {
    if (size > 0) continue
    let example = -1
    for (const [place, from] of after.entries())
      if (sizes[from]! > 1 && (example < 0 || squaredDistances[place]! > squaredDistances[example]!)) example = place
    sizes[after[example]!]!--
    sizes[cluster] = 1
    after[example] = cluster
    filled.push({ cluster, example })
  }
  return { assignments: after, filled }
}
