import { bestMatching } from './best-matching.js'
import type { ContingencyTable } from './contingency-table.js'

/**
 * The fraction of examples whose class is that of their cluster, under the best matching of clusters to classes, one to
 * one. Clusters beyond the number of classes are matched to none, and their examples count as wrong.
 */
export function matchedAccuracy({ counts, examples }: ContingencyTable): number {
  return bestMatching(counts).total / examples
}
