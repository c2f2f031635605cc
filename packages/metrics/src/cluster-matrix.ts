import type { Matrix } from '@hourglass/core'

import { bestMatching } from './best-matching.js'
import type { ContingencyTable } from './contingency-table.js'

/**
 * The counts of a contingency table with the clusters in the order of the classes that they are matched to, so that what
 * the accuracy counts as right stands on the diagonal where every class has a cluster; those that are matched to none
 * come last.
 */
export function clusterMatrix({ counts, clusterNames, classNames }: ContingencyTable): Matrix {
  const { columns } = bestMatching(counts)
  const placeOf = (row: number): number => columns[row] ?? classNames.length
  const order = [...counts.keys()].toSorted((a, b) => placeOf(a) - placeOf(b))
  return {
    rows: { label: 'cluster', names: order.map((row) => String(clusterNames[row])) },
    columns: { label: 'class', names: classNames.map(String) },
    values: order.map((row) => counts[row]!),
  }
}
