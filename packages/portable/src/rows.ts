import { HourglassError } from '@hourglass/core'
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'

/** Examples: numbers one after the other, row-major, or a list of rows. */
export type Rows = ArrayLike<number> | readonly ArrayLike<number>[]

/** [n, dimensions]. @throws HourglassError `invalid-examples` */
export function rowsTensor(rows: Rows, dimensions: number, what: string): Tensor2D {
  const values = flat(rows, dimensions, what)
  if (values.length % dimensions !== 0) throw invalid(`${values.length} numbers are no whole`, dimensions, what)
  return tensor2d(values, [values.length / dimensions, dimensions])
}

function flat(rows: Rows, dimensions: number, what: string): Float32Array {
  if (rows.length === 0 || typeof rows[0] === 'number') return Float32Array.from(rows as ArrayLike<number>)
  const values = new Float32Array(rows.length * dimensions)
  for (const [place, row] of Array.from(rows as readonly ArrayLike<number>[]).entries()) {
    if (row.length !== dimensions)
      throw invalid(`row ${place} has ${row.length} numbers, so these are no`, dimensions, what)
    values.set(Array.from(row), place * dimensions)
  }
  return values
}

function invalid(message: string, dimensions: number, what: string): HourglassError {
  return new HourglassError('invalid-examples', `${message} ${what}s of this model`, {
    expected: `${dimensions} numbers for each ${what}, as one list or as a list of rows`,
  })
}
