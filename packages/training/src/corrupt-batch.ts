import type { Key, NoiseModel, Params } from '@hourglass/core'
import { stopGradient } from '@hourglass/engine'
import { cast, concat, notEqual, type Tensor2D, tile } from '@tensorflow/tfjs-core'

import type { ObjectiveParts } from './objective.js'

/** The rows of one step: every example as often as it was corrupted. */
export interface CorruptedBatch {
  /** The clean x of each row. */
  readonly target: Tensor2D
  readonly xTilde: Tensor2D
  /** 1 where the noise chose to corrupt, else 0; made when it is asked for. */
  touched(): Tensor2D
}

/** How often each example stands in a batch: L·(walkback + 1) times under a noise, else once. */
export function rowsPerExample({ noise, noiseUse }: Pick<ObjectiveParts, 'noise' | 'noiseUse'>): number {
  return noise === undefined ? 1 : noiseUse.samples * (noiseUse.walkback + 1)
}

/**
 * L corruptions of a batch below each other, and below those, for each of `walkback` steps, where a chain of
 * reconstruction and corruption that starts at them has come:
 *
 *   x̃⁰ ~ q(· | x),   x′ ~ p(· | θ(h(x̃ˢ⁻¹))),   x̃ˢ ~ q(· | x′),
 *
 * each to be brought back to x. What the chain draws is a constant to the gradient.
 * Source: Bengio, Yao, Alain, Vincent 2013, "Generalized Denoising Auto-Encoders as Generative Models", Algorithm 1.
 */
export function corruptBatch(
  { model, loss, noise, noiseUse, random }: ObjectiveParts,
  params: Params,
  x: Tensor2D,
  key: Key,
): CorruptedBatch {
  if (noise === undefined)
    return { target: x, xTilde: x, touched: () => touchedBy({ corrupt: (same) => same }, x, x, key) }
  const corruptions = Array.from({ length: noiseUse.samples }, (_, l) => {
    const drawKey = random.fold(key, 'noise', l)
    return { from: x, xTilde: noise.corrupt(x, drawKey), key: drawKey }
  })
  let last = { xTilde: stack(corruptions.map(({ xTilde }) => xTilde)) }
  for (let step = 1; step <= noiseUse.walkback; step++) {
    const theta = model.decode(params, model.encode(params, last.xTilde))
    const from = stopGradient(loss.sample(theta, random.fold(key, 'walkback', step, 'sample')))
    const drawKey = random.fold(key, 'walkback', step, 'noise')
    const drawn = { from, xTilde: noise.corrupt(from, drawKey), key: drawKey }
    corruptions.push(drawn)
    last = drawn
  }
  const xTilde = stack(corruptions.map((drawn) => drawn.xTilde))
  const times = rowsPerExample({ noise, noiseUse })
  return {
    target: times === 1 ? x : tile(x, [times, 1]),
    xTilde,
    touched: once(() => stack(corruptions.map((drawn) => touchedBy(noise, drawn.from, drawn.xTilde, drawn.key)))),
  }
}

/** Made at the first call, and kept for the others of the same step: several draws of a code ask for it. */
function once(make: () => Tensor2D): () => Tensor2D {
  let made: Tensor2D | undefined
  return () => (made ??= make())
}

function touchedBy(noise: NoiseModel, x: Tensor2D, xTilde: Tensor2D, key: Key): Tensor2D {
  return noise.touched?.(x, key) ?? (cast(notEqual(xTilde, x), 'float32') as Tensor2D)
}

function stack(parts: readonly Tensor2D[]): Tensor2D {
  return parts.length === 1 ? parts[0]! : concat([...parts], 0)
}
