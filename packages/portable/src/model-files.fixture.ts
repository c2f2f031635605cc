import { type DataSpec, type Engine, type Params, type Reference } from '@hourglass/core'
import { createCpuEngine, encodeSafetensors, free } from '@hourglass/engine'
import { add, type Tensor } from '@tensorflow/tfjs-core'

import { composeModel } from './compose-model.js'
import { dataOf, type ModelConfig } from './model-config.js'
import type { ModelFiles } from './model-files.js'
import { packModel } from './pack-model.js'

export const SPEC: DataSpec = { dimensions: 12, range: [0, 1], image: [3, 4], classes: 3 }

export interface SampleModel {
  readonly model: Reference
  readonly loss?: Reference
  readonly spec?: DataSpec
  /** Shapes of further tensors, by name. */
  readonly more?: Readonly<Record<string, readonly number[]>>
  readonly plugins?: Parameters<typeof composeModel>[1]
}

/** A model as if it had been trained: all its numbers, the biases too, moved away from where they start. */
export async function sampleFiles(sample: SampleModel): Promise<ModelFiles> {
  const { model, loss = { use: 'bernoulli' }, spec = SPEC, more = {}, plugins = [] } = sample
  const engine = await createCpuEngine()
  const config = { model, loss, data: dataOf(spec), plugins: [] as ModelConfig['plugins'] } as unknown as ModelConfig
  const composed = composeModel(config, plugins, engine)
  const initial = composed.model.init(engine.random.key('sample'))
  const shapes = { ...Object.fromEntries(Object.entries(initial).map(([name, { shape }]) => [name, shape])), ...more }
  const params = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, moved(engine, name, shape, initial)]),
  )
  const facts = {
    run: '0123456789ab',
    plugins: [{ name: '@hourglass/models', version: '0.0.0' }],
    engine: { name: engine.name, description: engine.description },
  }
  const files = await packModel({ ...facts, model, loss, spec, weights: encodeSafetensors(params) })
  free(params, { ...initial })
  composed.scope.dispose()
  return files
}

function moved({ random }: Engine, name: string, shape: readonly number[], initial: Params): Tensor {
  const draw = random.normal(random.fold(random.key('moved'), name), [...shape] as [number], 0, 0.3) as Tensor
  return initial[name] === undefined ? draw : add(initial[name], draw)
}

/** n rows of numbers in [0, 1), a fixed sequence. */
export function sampleRows(n: number, dimensions: number): Float32Array {
  return Float32Array.from({ length: n * dimensions }, (_, place) => (place * 0.618_034 + 0.1) % 1)
}
