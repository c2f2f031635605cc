import type { Autoencoder, DataSpec, Engine, Key, OutputDistribution, Params } from '@hourglass/core'
import { add, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import type { NumericRecord } from './numeric-record.js'

/** A model by its formulas, in float64, one example at a time, in plain loops: made of the paper, not of the code. */
export interface ModelReference {
  /** h(x). */
  encode(params: NumericRecord, x: Float64Array): ArrayLike<number>
  /** θ(h), p blocks of d_x numbers. */
  decode(params: NumericRecord, h: Float64Array): ArrayLike<number>
}

/** A model where the checks of `testModel` look at it. */
export interface ModelProbe {
  readonly engine: Engine
  readonly model: Autoencoder
  readonly data: DataSpec
  readonly output: OutputDistribution
  readonly reference?: ModelReference | undefined
  /** Moved away from where they start: biases of 0 would hide what they do. */
  readonly params: Params
  /** Three examples. */
  readonly x: Tensor2D
  key(...label: readonly (string | number)[]): Key
}

const EXAMPLES = 3
const SPREAD = 0.3

export function probeModel(given: Omit<ModelProbe, 'params' | 'x'>, spread = SPREAD): ModelProbe {
  const { engine, model, key } = given
  const params = tidy(() => {
    const start = model.init(key('init'))
    const moved = Object.entries(start).map(([name, w]) => {
      return [name, add(w, engine.random.normal(key('moved', name), w.shape as [number], 0, spread))] as const
    })
    return Object.fromEntries(moved)
  })
  return { ...given, params, x: drawExamples(given, 'x', EXAMPLES) }
}

/** Examples that the data set could hold: uniform in its range, N(0, 1) where that has no end. */
export function drawExamples(
  { engine: { random }, data, key }: Pick<ModelProbe, 'engine' | 'data' | 'key'>,
  label: string,
  count: number,
): Tensor2D {
  const [low, high] = data.range
  const shape: [number, number] = [count, data.dimensions]
  if (!Number.isFinite(high - low)) return random.normal<never>(key(label), shape as never)
  return random.uniform<never>(key(label), shape as never, low, high)
}
