import type { ContingencyTable } from './contingency-table.js'

/**
 * NMI = 2·I(U; V)/(H(U) + H(V)), from 0, independent, to 1, the same but for names; 1 where there is one cluster and
 * one class.
 */
export function normalizedMutualInformation({ counts, clusters, classes, examples }: ContingencyTable): number {
  const entropies = entropy(clusters, examples) + entropy(classes, examples)
  if (entropies === 0) return 1
  let information = 0
  for (const [u, row] of counts.entries())
    for (const [v, n] of row.entries())
      if (n > 0) information += (n / examples) * Math.log((n * examples) / (clusters[u]! * classes[v]!))
  // Rounding can leave less than nothing where the two are independent.
  return Math.max(0, (2 * information) / entropies)
}

/** −Σ p log p, in nats. */
function entropy(sizes: readonly number[], examples: number): number {
  return sizes.reduce((sum, n) => sum + (n / examples) * Math.log(examples / n), 0)
}
