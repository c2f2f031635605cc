import type { ModelReference, NumericRecord } from '@hourglass/testing'

import type { ConvolutionalOptions } from './convolutional.js'
import { affine, REFERENCE_ACTIVATIONS } from './dense-reference.fixture.js'

type Shape = readonly [height: number, width: number, channels: number]

/**
 * Calls `visit` for every pair of numbers that a kernel's number joins, as `SAME` padding has it: of p = max(0,
 * (⌈n/stride⌉ − 1)·stride + kernel − n) rows of padding ⌊p/2⌋ are above.
 */
function eachPair(
  big: Shape,
  small: Shape,
  { kernel, stride }: ConvolutionalOptions,
  visit: (inBig: number, inSmall: number, inKernel: number) => void,
): void {
  const before = [0, 1].map((axis) => Math.floor(Math.max(0, (small[axis]! - 1) * stride + kernel - big[axis]!) / 2))
  for (let row = 0; row < small[0]; row++)
    for (let column = 0; column < small[1]; column++)
      for (let i = 0; i < kernel; i++)
        for (let j = 0; j < kernel; j++) {
          const [r, c] = [row * stride + i - before[0]!, column * stride + j - before[1]!]
          if (r < 0 || c < 0 || r >= big[0] || c >= big[1]) continue
          for (let outer = 0; outer < big[2]; outer++)
            for (let inner = 0; inner < small[2]; inner++)
              visit(
                (r * big[1] + c) * big[2] + outer,
                (row * small[1] + column) * small[2] + inner,
                ((i * kernel + j) * big[2] + outer) * small[2] + inner,
              )
        }
}

/** The convolutional autoencoder by nested loops; a transposed convolution sends each number back along the pairs. */
export function convolutionReference(options: ConvolutionalOptions): ModelReference {
  const { image, filters, stride, parametersPerDimension: p = 1 } = options
  const [s, codeActivation] = [options.activation, options.codeActivation].map((name) => REFERENCE_ACTIVATIONS[name])
  const shapes: Shape[] = [[...image, 1]]
  for (const channels of filters) {
    const [height, width] = shapes.at(-1)!
    shapes.push([Math.ceil(height / stride), Math.ceil(width / stride), channels])
  }
  const zeros = ([height, width, channels]: Shape) => new Float64Array(height * width * channels)
  const biased = (maps: Float64Array, b: Float64Array) => maps.map((value, place) => value + b[place % b.length]!)
  return {
    encode(params: NumericRecord, x: Float64Array) {
      let e = x
      for (const [k, big] of shapes.slice(0, -1).entries()) {
        const [W, small] = [params[`encoder.${k}.W`]!, shapes[k + 1]!]
        const maps = zeros(small)
        eachPair(big, small, options, (from, to, w) => (maps[to]! += e[from]! * W[w]!))
        e = biased(maps, params[`encoder.${k}.b`]!).map((a) => s!(a))
      }
      return affine(e, params['encoder.code.W']!, params['encoder.code.b']!).map((a) => codeActivation!(a))
    },
    decode(params: NumericRecord, h: Float64Array) {
      let e = affine(h, params['decoder.code.W']!, params['decoder.code.b']!).map((a) => s!(a))
      for (let k = filters.length - 1; k >= 0; k--) {
        const [W, small] = [params[`decoder.${k}.W`]!, shapes[k + 1]!]
        const big: Shape = k === 0 ? [...image, p] : shapes[k]!
        const maps = zeros(big)
        eachPair(big, small, options, (to, from, w) => (maps[to]! += e[from]! * W[w]!))
        e = biased(maps, params[`decoder.${k}.b`]!).map((a) => (k === 0 ? a : s!(a)))
      }
      const d = image[0] * image[1]
      return e.map((_, place) => e[(place % d) * p + Math.floor(place / d)]!)
    },
  }
}
