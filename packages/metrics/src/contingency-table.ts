/** Counts n_{uv} of examples in cluster u and class v, with their sums. */
export interface ContingencyTable {
  /** [clusters][classes]; only those that occur, in the order of their numbers. */
  readonly counts: readonly (readonly number[])[]
  /** The numbers of its clusters, in the order of the rows. */
  readonly clusterNames: readonly number[]
  /** Those of its classes, in the order of the columns. */
  readonly classNames: readonly number[]
  /** Σ_v n_{uv}. */
  readonly clusters: readonly number[]
  /** Σ_u n_{uv}. */
  readonly classes: readonly number[]
  /** N. */
  readonly examples: number
}

/** @throws RangeError where there is no example, or not one class for each */
export function contingencyTable(clusters: ArrayLike<number>, classes: ArrayLike<number>): ContingencyTable {
  if (clusters.length !== classes.length || clusters.length === 0)
    throw new RangeError(`${clusters.length} examples in clusters, ${classes.length} in classes`)
  const [rows, columns] = [placesOf(clusters), placesOf(classes)]
  const counts = Array.from(rows, () => Array.from(columns, () => 0))
  for (let i = 0; i < clusters.length; i++) counts[rows.get(clusters[i]!)!]![columns.get(classes[i]!)!]!++
  return {
    counts,
    clusterNames: [...rows.keys()],
    classNames: [...columns.keys()],
    clusters: counts.map((row) => sum(row)),
    classes: Array.from(columns, (_, v) => sum(counts.map((row) => row[v]!))),
    examples: clusters.length,
  }
}

/** The numbers that occur, and the place of each among them. */
function placesOf(names: ArrayLike<number>): Map<number, number> {
  const present = [...new Set(Array.from(names))].toSorted((a, b) => a - b)
  return new Map(present.map((name, place) => [name, place]))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
