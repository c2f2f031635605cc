import { HourglassError } from '@hourglass/core'
import { encode } from 'fast-png'

import { diverging, grey, type Rgb } from './colour-map.js'

const DEFAULT_SCALE = 3

/** Images of one size, one after the other, each row by row. */
export interface ImageBatch {
  /** `count · height · width` values. */
  readonly pixels: Float32Array | Uint8Array
  readonly count: number
  readonly height: number
  readonly width: number
}

export interface ImageGridOptions {
  /** Images side by side; fewer where there are fewer images. */
  readonly columns: number
  /** Pixels of the PNG per pixel of an image, along each axis. Default 3, which stays sharp when it is shown smaller. */
  readonly scale?: number
  /** Transparent pixels of the PNG between neighbours. Default `scale`. */
  readonly gap?: number
  /**
   * - `[lo, hi]`: grey, black at lo, white at hi, clamped outside. The default: `[0, 1]`, for bytes `[0, 255]`.
   * - `'each'`: grey, every image from its own least to its own greatest value.
   * - `'each-symmetric'`: blue – white – red about zero, ±the greatest magnitude of each image; for weights.
   *
   * The extremes are taken over finite values. NaN is magenta.
   */
  readonly range?: readonly [lo: number, hi: number] | 'each-symmetric' | 'each'
}

/** Width and height, in pixels, of the PNG that `imageGridPng` makes. */
export function imageGridSize(
  { count, height, width }: Omit<ImageBatch, 'pixels'>,
  { columns, scale = DEFAULT_SCALE, gap = scale }: ImageGridOptions,
): { width: number; height: number } {
  const across = Math.min(columns, count)
  const down = Math.ceil(count / columns)
  return { width: across * (scale * width + gap) - gap, height: down * (scale * height + gap) - gap }
}

/**
 * Images in a grid, row by row, as an RGBA PNG of `columns · (scale · width + gap) − gap` by
 * `⌈count / columns⌉ · (scale · height + gap) − gap` pixels. What no image covers is transparent.
 *
 * @throws HourglassError `invalid-image-grid`
 */
export function imageGridPng(images: ImageBatch, options: ImageGridOptions): Uint8Array {
  const { pixels, count, height, width } = images
  const { columns, scale = DEFAULT_SCALE, gap = scale } = options
  const range = options.range ?? (pixels instanceof Uint8Array ? [0, 255] : [0, 1])
  check({ count, height, width, columns, scale }, gap, pixels, range)
  const size = imageGridSize(images, options)
  const data = new Uint8Array(size.width * size.height * 4)
  for (let image = 0; image < count; image++) {
    const left = (image % columns) * (scale * width + gap)
    const top = Math.floor(image / columns) * (scale * height + gap)
    const values = pixels.subarray(image * height * width, (image + 1) * height * width)
    const colour = colouring(values, range)
    for (const [index, value] of values.entries()) {
      const rgba = [...colour(value), 255]
      const x = left + (index % width) * scale
      const y = top + Math.floor(index / width) * scale
      for (let dy = 0; dy < scale; dy++)
        for (let dx = 0; dx < scale; dx++) data.set(rgba, ((y + dy) * size.width + x + dx) * 4)
    }
  }
  return encode({ ...size, data, channels: 4, depth: 8 })
}

function colouring(values: Float32Array | Uint8Array, range: NonNullable<ImageGridOptions['range']>) {
  let [lo, hi] = typeof range === 'string' ? extremes(values) : range
  if (range === 'each-symmetric') {
    const magnitude = Math.max(Math.abs(lo), Math.abs(hi)) || 1
    return (value: number): Rgb => diverging(value / magnitude)
  }
  // An image of one value has no range of its own: it is shown black.
  if (lo === hi) hi = lo + 1
  return (value: number): Rgb => grey((value - lo) / (hi - lo))
}

function extremes(values: Float32Array | Uint8Array): [number, number] {
  let [lo, hi] = [Infinity, -Infinity]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    lo = Math.min(lo, value)
    hi = Math.max(hi, value)
  }
  return lo <= hi ? [lo, hi] : [0, 0]
}

function check(
  naturals: Record<string, number>,
  gap: number,
  pixels: ArrayLike<number>,
  range: NonNullable<ImageGridOptions['range']>,
): void {
  const fail = (message: string, expected: string): never => {
    throw new HourglassError('invalid-image-grid', message, { expected })
  }
  for (const [name, value] of Object.entries(naturals))
    if (!Number.isInteger(value) || value < 1) fail(`${name} of an image grid is ${value}`, 'an integer of 1 or more')
  if (!Number.isInteger(gap) || gap < 0) fail(`gap of an image grid is ${gap}`, 'an integer of 0 or more')
  const { count, height, width } = naturals as { count: number; height: number; width: number }
  if (pixels.length !== count * height * width)
    fail(
      `${pixels.length} pixels are not ${count} images of ${height} × ${width}`,
      `count · height · width = ${count * height * width} pixels`,
    )
  if (typeof range !== 'string' && !(range[0] < range[1] && range.every(Number.isFinite)))
    fail(`range of an image grid is [${range.join(', ')}]`, 'two finite numbers, the lower first')
}
