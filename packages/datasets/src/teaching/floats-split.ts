import type { Split } from '@hourglass/core'

/**
 * A split over floats, row-major, examples × `dimensions`; they are kept, not copied.
 *
 * @throws RangeError from `rows` where an example is asked for that is not there
 */
export function floatsSplit(numbers: Float32Array, dimensions: number, labels?: Uint8Array): Split {
  const size = numbers.length / dimensions
  return {
    size,
    ...(labels !== undefined && { labels }),
    rows(indices) {
      const batch = new Float32Array(indices.length * dimensions)
      for (let row = 0; row < indices.length; row++) {
        const index = indices[row]!
        if (!Number.isInteger(index) || index < 0 || index >= size)
          throw new RangeError(`example ${index} was asked for; there are 0 … ${size - 1}`)
        batch.set(numbers.subarray(index * dimensions, (index + 1) * dimensions), row * dimensions)
      }
      return batch
    },
  }
}
