import type { Turn } from './turn.js'

export const INTERPOLATIONS = ['bilinear', 'nearest', 'bicubic'] as const
export type Interpolation = (typeof INTERPOLATIONS)[number]

/** The weight of a pixel that lies t before a point along an axis, and how far the weights reach. */
const KERNELS: Record<Interpolation, { readonly reach: 1 | 2; weight(t: number): number }> = {
  nearest: { reach: 1, weight: (t) => (t > -0.5 && t <= 0.5 ? 1 : 0) },
  bilinear: { reach: 1, weight: (t) => 1 - Math.abs(t) },
  // Keys 1981, "Cubic convolution interpolation for digital image processing", a = −1/2.
  bicubic: {
    reach: 2,
    weight(t) {
      const d = Math.abs(t)
      return d <= 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2
    },
  },
}

/**
 * A square picture of bytes turned counter-clockwise about its centre ((s − 1)/2, (s − 1)/2), row-major: the pixel at
 * (x, y) from the centre, y downwards, is what stands at (x cos − y sin, x sin + y cos), interpolated among the pixels
 * around, those outside of the picture being 0, and rounded to the nearest byte.
 */
export function rotate(picture: Uint8Array, { cos, sin }: Turn, interpolation: Interpolation): Uint8Array {
  const side = Math.sqrt(picture.length)
  const centre = (side - 1) / 2
  const { reach, weight } = KERNELS[interpolation]
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= side || row >= side ? 0 : picture[row * side + column]!
  const turned = new Uint8Array(picture.length)
  for (let place = 0; place < turned.length; place++) {
    const x = (place % side) - centre
    const y = Math.floor(place / side) - centre
    const column = centre + (x * cos - y * sin)
    const row = centre + (x * sin + y * cos)
    const [left, top] = [Math.floor(column), Math.floor(row)]
    let sum = 0
    for (let j = top + 1 - reach; j <= top + reach; j++) {
      const tall = weight(row - j)
      for (let i = left + 1 - reach; i <= left + reach; i++) sum += tall * weight(column - i) * at(i, j)
    }
    turned[place] = Math.min(255, Math.max(0, Math.floor(sum + 0.5)))
  }
  return turned
}
