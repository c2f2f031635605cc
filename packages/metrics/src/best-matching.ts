import { munkres } from 'munkres'

export interface Matching {
  /** Σ w[u][π(u)]. */
  readonly total: number
  /** π(u) for each row u; undefined for a row that is left alone, where there are more rows than columns. */
  readonly columns: readonly (number | undefined)[]
}

/**
 * The matching with the greatest Σ w[u][π(u)] over all matchings π of rows to columns, each used once at most; w ≥ 0 may
 * have more of the one than of the other. Of several that are best, always the same one.
 * Source: Kuhn 1955, "The Hungarian Method for the Assignment Problem".
 */
export function bestMatching(weights: readonly (readonly number[])[]): Matching {
  const columns = weights.map((): number | undefined => undefined)
  // The library looks for the least cost.
  const pairs = munkres(weights.map((row) => row.map((weight) => -weight)))
  for (const [row, column] of pairs) columns[row] = column
  return { total: pairs.reduce((sum, [row, column]) => sum + weights[row]![column]!, 0), columns }
}
