import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/** The eigenvalues of MᵀM, largest first, for M [rows, columns] row-major; rounding below 0 is cut off. In float64. */
export function gramEigenvalues(values: ArrayLike<number>, rows: number, columns: number): number[] {
  const M = Matrix.from1DArray(rows, columns, values as number[])
  // The other product, MMᵀ, has the same eigenvalues but for zeros.
  const gram = columns <= rows ? M.transpose().mmul(M) : M.mmul(M.transpose())
  return eigenvaluesOf(gram)
}

/** The eigenvalues of a positive semidefinite matrix [d, d], largest first; rounding below 0 is cut off. */
export function semidefiniteEigenvalues(values: ArrayLike<number>, d: number): number[] {
  return eigenvaluesOf(Matrix.from1DArray(d, d, values as number[]))
}

function eigenvaluesOf(matrix: Matrix): number[] {
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true })
  return realEigenvalues.map((value) => Math.max(0, value)).toSorted((a, b) => b - a)
}
