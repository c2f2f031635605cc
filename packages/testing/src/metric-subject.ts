import type {
  Autoencoder,
  DataSpec,
  Dataset,
  Engine,
  Key,
  Metric,
  MetricContext,
  NoiseModel,
  OutputDistribution,
  Split,
} from '@hourglass/core'
import { free } from '@hourglass/engine'

import { type Bench, type VariantCase } from './describe-variant.js'
import { gaussianOutput } from './gaussian-output.js'
import { numbersOf, rowsOf } from './numbers-of.js'
import type { NumericRecord } from './numeric-record.js'
import { type ReferenceNetwork, referenceNetwork, type ReferenceNetworkOptions } from './reference-network.js'

/** What a metric is tried on. */
export interface MetricSubject extends VariantCase {
  /** The suite's network; absent: one sigmoid layer of three units. */
  readonly network?: Omit<ReferenceNetworkOptions, 'dimensions'>
  /** A model instead of the suite's network, for a metric that requires what that lacks (`freeEnergy`, `generate`). */
  readonly model?: (engine: Engine, data: DataSpec) => Autoencoder
  /** The experiment's noise; absent: none. */
  readonly noise?: (engine: Engine) => NoiseModel
  /** How many examples are measured on; absent: 1203, which is no multiple of any likely batch. */
  readonly examples?: number
}

/** The same subject in float64, for a reference in plain loops. */
export interface MetricReference {
  /** The examples measured on. */
  readonly rows: readonly Float64Array[]
  /** Their classes where the case's `data` has `classes`. */
  readonly labels?: Uint8Array | undefined
  readonly params: NumericRecord
  /** The suite's network; throws where the case has a `model` of its own. */
  readonly network: ReferenceNetwork
  readonly data: DataSpec
}

export interface PreparedSubject {
  readonly context: MetricContext
  readonly reference: MetricReference
  free(): void
}

/** A subject with examples and parameters drawn by `key`; the metric's own key is another one. */
export function prepareSubject(
  bench: Pick<Bench<Metric>, 'engine' | 'data'>,
  given: MetricSubject,
  key: Key,
  examples = given.examples ?? 1203,
): PreparedSubject {
  const { engine, data } = bench
  const { random } = engine
  const network = referenceNetwork(
    { hidden: [3], activation: 'sigmoid', ...given.network, dimensions: data.dimensions },
    random,
  )
  const model = given.model?.(engine, data) ?? network.model
  const loss: OutputDistribution = (given.output ?? gaussianOutput)(engine)
  const drawn = (label: string, size: number) => examplesOf(engine, data, random.fold(key, label), size)
  // The split to measure on is none of the data set's own: a metric that takes `dataset.test` instead is found out.
  const { split, rows } = drawn('split', examples)
  const dataset: Dataset = {
    ...{ name: 'synthetic', spec: data, hashes: {} },
    ...{ train: drawn('train', 60).split, validation: drawn('validation', 30).split, test: drawn('test', 30).split },
  }
  const params = model.init(random.fold(key, 'init'))
  const metricKey = random.fold(key, 'metric')
  const noiseUse = { samples: 1, walkback: 0 }
  const noise = given.noise?.(engine)
  return {
    context: { engine, dataset, model, loss, noise, noiseUse, regularizers: [], params, split, key: metricKey },
    reference: {
      rows,
      labels: split.labels,
      params: numbersOf(params),
      data,
      get network(): ReferenceNetwork {
        if (given.model === undefined) return network
        throw new Error('the case has a model of its own, so there is no reference network: compute from `params`')
      },
    },
    free: () => free(params, metricKey),
  }
}

/** Numbers spread evenly over the range of the data. */
function examplesOf(
  { random }: Engine,
  { dimensions, range, classes }: DataSpec,
  key: Key,
  size: number,
): { split: Split; rows: Float64Array[] } {
  const tensor = random.uniform(key, [size, dimensions], ...range)
  const rows = rowsOf(tensor)
  free(tensor, key)
  const split: Split = {
    size,
    rows: (indices) =>
      Float32Array.from(
        Array.from(indices).flatMap((index) => {
          if (rows[index] === undefined) throw new RangeError(`there is no example ${index} in a split of ${size}`)
          return [...rows[index]]
        }),
      ),
    ...(classes !== undefined && { labels: Uint8Array.from(rows, (_, place) => place % classes) }),
  }
  return { split, rows }
}
