import type { ContingencyTable } from './contingency-table.js'

/**
 * Of the pairs of examples, how many are together in both partitions, against what chance gives with the same sizes:
 *
 *   (Σ C(n_{uv}, 2) − e)/(½(A + B) − e),   A = Σ_u C(n_u, 2),  B = Σ_v C(n_v, 2),  e = A·B/C(N, 2).
 *
 * 1 where both are the same but for names, 0 on average by chance, and below 0 where fewer are together than by chance.
 * Source: Hubert and Arabie 1985, "Comparing Partitions", eq. 5.
 */
export function adjustedRandIndex({ counts, clusters, classes, examples }: ContingencyTable): number {
  const together = counts.reduce((sum, row) => sum + pairsIn(row), 0)
  const [inClusters, inClasses] = [pairsIn(clusters), pairsIn(classes)]
  const mean = (inClusters + inClasses) / 2
  // All pairs together in both, or none in either: the same partition, of which the formula is 0/0.
  if (mean === 0 || mean === pairs(examples)) return 1
  const expected = (inClusters * inClasses) / pairs(examples)
  return (together - expected) / (mean - expected)
}

function pairsIn(sizes: readonly number[]): number {
  return sizes.reduce((sum, n) => sum + pairs(n), 0)
}

/** C(n, 2). */
function pairs(n: number): number {
  return (n * (n - 1)) / 2
}
