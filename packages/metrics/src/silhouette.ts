/**
 * The mean silhouette of points in clusters, from −1 to 1:
 *
 *   s(i) = (b − a)/max(a, b),
 *
 * a the mean distance of point i from the others of its cluster, b that from the points of the cluster that is nearest
 * by this mean. 0 for a point that is alone in its cluster, and for all where there is one cluster.
 * Source: Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis".
 */
export function silhouette(points: readonly ArrayLike<number>[], clusters: ArrayLike<number>): number {
  const sizes = new Map<number, number>()
  for (const cluster of Array.from(clusters)) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  if (sizes.size < 2) return 0
  /** Σ_j ‖x_i − x_j‖ over the points j of each cluster. */
  const sums = points.map(() => new Map<number, number>())
  for (let i = 0; i < points.length; i++)
    for (let j = 0; j < i; j++) {
      const apart = distance(points[i]!, points[j]!)
      sums[i]!.set(clusters[j]!, (sums[i]!.get(clusters[j]!) ?? 0) + apart)
      sums[j]!.set(clusters[i]!, (sums[j]!.get(clusters[i]!) ?? 0) + apart)
    }
  const total = sums.reduce((sum, of, i) => sum + silhouetteOf(of, clusters[i]!, sizes), 0)
  return total / points.length
}

function silhouetteOf(sums: ReadonlyMap<number, number>, own: number, sizes: ReadonlyMap<number, number>): number {
  if (sizes.get(own) === 1) return 0
  const a = sums.get(own)! / (sizes.get(own)! - 1)
  const others = [...sizes].filter(([cluster]) => cluster !== own)
  const b = Math.min(...others.map(([cluster, size]) => sums.get(cluster)! / size))
  return a === b ? 0 : (b - a) / Math.max(a, b)
}

function distance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0
  for (let d = 0; d < x.length; d++) sum += (x[d]! - y[d]!) ** 2
  return Math.sqrt(sum)
}
