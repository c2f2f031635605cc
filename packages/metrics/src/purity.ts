import type { ContingencyTable } from './contingency-table.js'

/** (1/N) Σ_u max_v n_{uv}: the fraction of examples in the class that is most frequent in their cluster. */
export function purity({ counts, examples }: ContingencyTable): number {
  return counts.reduce((sum, row) => sum + Math.max(...row), 0) / examples
}
