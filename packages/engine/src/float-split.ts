import type { Split } from '@hourglass/core'

export interface SplitFloats {
  /** Row-major, examples × `dimensions`. Kept, not copied: do not change it afterwards. */
  readonly values: Float32Array
  /** The class of each example in `values`. */
  readonly labels?: Uint8Array
  /** Numbers per example, d_x. */
  readonly dimensions: number
  /** Which of the examples make up the split, in its order; all of them, as they stand, where absent. */
  readonly examples?: Int32Array
}

/**
 * A split over numbers that are not bytes. Splits with different `examples` share one array.
 *
 * @throws RangeError where the lengths do not fit one another, or an example is asked for that is not there
 */
export function floatSplit({ values, labels, dimensions, examples }: SplitFloats): Split {
  const available = values.length / dimensions
  if (!Number.isInteger(available) || (labels !== undefined && labels.length !== available))
    throw new RangeError(`${values.length} numbers and ${labels?.length} labels are no examples of ${dimensions}`)
  const wrong = examples?.find((place) => place < 0 || place >= available)
  if (wrong !== undefined) throw new RangeError(`example ${wrong} was asked for; there are 0 … ${available - 1}`)
  const size = examples?.length ?? available
  const classes =
    labels === undefined || examples === undefined ? labels : Uint8Array.from(examples, (place) => labels[place]!)
  return {
    size,
    ...(classes !== undefined && { labels: classes }),
    rows(indices) {
      const batch = new Float32Array(indices.length * dimensions)
      for (let row = 0; row < indices.length; row++) {
        const index = indices[row]!
        if (!Number.isInteger(index) || index < 0 || index >= size)
          throw new RangeError(`example ${index} was asked for; there are 0 … ${size - 1}`)
        const place = examples?.[index] ?? index
        batch.set(values.subarray(place * dimensions, (place + 1) * dimensions), row * dimensions)
      }
      return batch
    },
  }
}
