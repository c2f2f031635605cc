import { HourglassError, type Key, type NoiseModel, type Random } from '@hourglass/core'
import {
  add,
  cast,
  clipByValue,
  floor,
  greaterEqual,
  less,
  logicalAnd,
  matMul,
  mul,
  range,
  reshape,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core'

export interface BlockOptions {
  /** s, a patch's side in pixels. */
  readonly size: number
  /** Patches per example; they may overlap. */
  readonly count: number
}

/**
 * Block noise: x̃_i = 0 inside of `count` squares of s × s pixels, else x_i. A square lies wholly within the picture, at
 * each of the (height − s + 1)(width − s + 1) places with equal probability, independently of the others.
 *
 * x, x̃: [batch, height·width], row-major. Source: the random blocks of Pathak et al. 2016, "Context Encoders", §3.3.
 *
 * @throws HourglassError `not-pictures` where the data are none; `block-too-large` where a patch does not fit in
 */
export function blockNoise(
  { size, count }: BlockOptions,
  image: readonly [height: number, width: number] | undefined,
  random: Random,
): NoiseModel {
  const [height, width] = requireRoom(size, image)
  /** 1 where line i of `lines` is one of a patch's, [batch, lines, count]. */
  const covered = (key: Key, batch: number, lines: number): Tensor3D => {
    // u < 1 is a multiple of 2⁻²³, so that u·n < n in float32 too: the first line is one of 0 … lines − s.
    const first = floor(mul(random.uniform(key, [batch, 1, count]), lines - size + 1))
    const line = reshape(range(0, lines), [1, lines, 1])
    return cast(logicalAnd(greaterEqual(line, first), less(line, add(first, size))), 'float32')
  }
  const touched: NonNullable<NoiseModel['touched']> = (x, key) => {
    const batch = x.shape[0]
    const rows = covered(random.fold(key, 'row'), batch, height)
    const columns = covered(random.fold(key, 'column'), batch, width)
    // Σ over patches of row × column counts how many lie over a pixel: small whole numbers, exact in any precision.
    const patches: Tensor = matMul(rows, columns, false, true)
    return reshape(clipByValue(patches, 0, 1), [batch, height * width]) as Tensor2D
  }
  return { touched, corrupt: (x, key) => mul(x, sub(1, touched(x, key))) }
}

function requireRoom(size: number, image: readonly [number, number] | undefined): readonly [number, number] {
  if (image === undefined)
    throw new HourglassError('not-pictures', 'block noise needs pictures, and these data do not say that they are', {
      expected: 'a height and a width in the data’s description (`image`)',
      remedy: 'masking noise, which needs no neighbourhood, or a data set of pictures',
    })
  const [height, width] = image
  if (size <= Math.min(height, width)) return image
  throw new HourglassError('block-too-large', `a patch of ${size} × ${size} does not fit into ${height} × ${width}`, {
    expected: `at most ${Math.min(height, width)} pixels`,
    remedy: 'a smaller `size`',
  })
}
