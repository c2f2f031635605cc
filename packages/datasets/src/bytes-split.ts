import type { Split } from '@hourglass/core'

/** byte / 255, of every byte. */
const FRACTIONS = Float32Array.from({ length: 256 }, (_, byte) => byte / 255)

export interface SplitBytes {
  /** One byte per number, row-major, examples × `dimensions`. Kept, not copied: do not change it afterwards. */
  readonly pixels: Uint8Array
  /** The class of each example in `pixels`. */
  readonly labels?: Uint8Array
  /** Numbers per example, d_x. */
  readonly dimensions: number
  /** Which of the examples make up the split, in its order; all of them, as they stand, where absent. */
  readonly examples?: ArrayLike<number>
}

/**
 * A split over bytes that stay bytes: a batch becomes float32 in [0, 1], x = byte / 255, only when it is asked for.
 * Splits with different `examples` share one array of pixels.
 *
 * @throws RangeError where the lengths do not fit one another, or an example is asked for that is not there
 */
export function bytesSplit({ pixels, labels, dimensions, examples }: SplitBytes): Split {
  if (!Number.isInteger(dimensions) || dimensions < 1)
    throw new RangeError(`an example has a whole number of dimensions, at least 1, not ${dimensions}`)
  const available = pixels.length / dimensions
  if (!Number.isInteger(available))
    throw new RangeError(`${pixels.length} bytes are no whole number of examples of ${dimensions} bytes`)
  if (labels !== undefined && labels.length !== available)
    throw new RangeError(`${labels.length} labels for ${available} examples`)

  const places = examples === undefined ? undefined : Int32Array.from(examples, checkedIndex(available))
  const size = places?.length ?? available
  const check = checkedIndex(size)

  return {
    size,
    bytes: places === undefined ? { pixels } : { pixels, rows: places },
    labels: labels === undefined || places === undefined ? labels : Uint8Array.from(places, (place) => labels[place]!),
    rows(indices) {
      const batch = new Float32Array(indices.length * dimensions)
      for (let row = 0, to = 0; row < indices.length; row++) {
        const index = check(indices[row]!)
        let from = (places === undefined ? index : places[index]!) * dimensions
        const end = from + dimensions
        // Four at a time: a third less time, and a step waits for this loop.
        for (; from + 3 < end; from += 4, to += 4) {
          batch[to] = FRACTIONS[pixels[from]!]!
          batch[to + 1] = FRACTIONS[pixels[from + 1]!]!
          batch[to + 2] = FRACTIONS[pixels[from + 2]!]!
          batch[to + 3] = FRACTIONS[pixels[from + 3]!]!
        }
        for (; from < end; from++, to++) batch[to] = FRACTIONS[pixels[from]!]!
      }
      return batch
    },
  }
}

function checkedIndex(size: number): (index: number) => number {
  return (index) => {
    if (Number.isInteger(index) && index >= 0 && index < size) return index
    throw new RangeError(`example ${index} was asked for; there are 0 … ${size - 1}`)
  }
}
