export interface Matching {
  /** Σ w[u][π(u)]. */
  readonly total: number
  /** π(u) for each row u; undefined for a row that is left alone, where there are more rows than columns. */
  readonly columns: readonly (number | undefined)[]
}

/**
 * The matching with the greatest Σ w[u][π(u)] over all matchings π of rows to columns, each used once at most; w ≥ 0 may have more of the
 * one than of the other. Of several that are best, always the same one. The Hungarian method with potentials, O(n³): each row in turn joins by a shortest alternating
 * path, and the rows and columns on the way change their partners.
 * Source: Kuhn 1955, "The Hungarian Method for the Assignment Problem"; Jonker and Volgenant 1987 (shortest paths).
 */
export function bestMatching(weights: readonly (readonly number[])[]): Matching {
  const size = Math.max(weights.length, ...weights.map((row) => row.length))
  // Least cost of a square matrix; rows and columns that are made up cost nothing, as if left alone.
  const cost = (row: number, column: number): number => -(weights[row]?.[column] ?? 0)
  const rowPotential = new Float64Array(size)
  const columnPotential = new Float64Array(size + 1)
  /** The row of each column; the last column, which no row may keep, holds the row that joins. */
  const rowOf = new Int32Array(size + 1).fill(NONE)
  for (let joining = 0; joining < size; joining++) {
    const distance = new Float64Array(size).fill(Infinity)
    const before = new Int32Array(size).fill(size)
    const done = new Uint8Array(size + 1)
    let column = size
    rowOf[size] = joining
    while (rowOf[column] !== NONE) {
      done[column] = 1
      const row = rowOf[column]!
      let next = NONE
      for (let c = 0; c < size; c++) {
        if (done[c]) continue
        const reduced = cost(row, c) - rowPotential[row]! - columnPotential[c]!
        if (reduced < distance[c]!) {
          distance[c] = reduced
          before[c] = column
        }
        if (next === NONE || distance[c]! < distance[next]!) next = c
      }
      const step = distance[next]!
      for (let c = 0; c <= size; c++)
        if (done[c]) {
          rowPotential[rowOf[c]!]! += step
          columnPotential[c]! -= step
        } else if (c < size) distance[c]! -= step
      column = next
    }
    for (; column !== size; column = before[column]!) rowOf[column] = rowOf[before[column]!]!
  }
  const columns = weights.map(({ length }, row) => {
    const column = rowOf.indexOf(row)
    return column < length ? column : undefined
  })
  const total = rowOf.subarray(0, size).reduce((sum, row, column) => sum - cost(row, column), 0)
  return { total, columns }
}

const NONE = -1
