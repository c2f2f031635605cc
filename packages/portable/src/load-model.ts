import {
  CLUSTER_CENTRES,
  type DataSpec,
  type Engine,
  HourglassError,
  type Params,
  type Plugin,
  READOUT,
} from '@hourglass/core'
import { createCpuEngine, decodeSafetensors, free, nearestCentres } from '@hourglass/engine'
import { argMax, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

import { checkWeights } from './check-weights.js'
import { type ComposedModel, composeModel } from './compose-model.js'
import { CONFIG_FILE, type ModelConfig, parseModelConfig, specOf, WEIGHTS_FILE } from './model-config.js'
import { type ModelSource, nameOf, readModelFiles } from './model-files.js'
import { readOut } from './read-out.js'
import { parameterShapes } from './parameter-shapes.js'
import { type Rows, rowsTensor } from './rows.js'
import { weightsHash } from './weights-hash.js'

export interface LoadModelOptions {
  /** Besides @hourglass/models, @hourglass/losses and @hourglass/regularizers. */
  readonly plugins?: readonly Plugin[]
  /** What computes; absent: the cpu engine, which runs everywhere. It is made current. */
  readonly engine?: Engine
}

/** A trained model. Takes numbers and gives numbers, row-major: n rows in, n rows out. */
export interface PortableModel {
  readonly config: ModelConfig
  /** What examples are like. */
  readonly spec: DataSpec
  /** d_h. */
  readonly codeDimensions: number
  /** h(x), n·d_x → n·d_h. */
  encode(x: Rows): Float32Array
  /** E[y | θ(h)], n·d_h → n·d_x, in the units of the data. */
  decode(h: Rows): Float32Array
  /** θ(h), the loss's natural parameters (logits, means): n·d_h → n·d_x·p. */
  theta(h: Rows): Float32Array
  /** E[y | θ(h(x))], n·d_x → n·d_x. */
  reconstruct(x: Rows): Float32Array
  /** The class of each example; absent where no stage has trained a read-out. */
  readonly classify?: (x: Rows) => Int32Array
  /** The cluster of each example, the nearest of the centres; absent where no stage has found any. */
  readonly cluster?: (x: Rows) => Int32Array
  /** For programs that go on with tensors; they stay this model's. */
  readonly tensors: Pick<ComposedModel, 'model' | 'loss'> & { readonly params: Params }
  /** Frees the weights; no other method can be called then. */
  dispose(): void
}

/**
 * Reads a model that `hourglass export` wrote, in Node or in a browser. Nothing is imported by what the files say: a model
 * of a plugin of one's own needs that plugin in `plugins`.
 *
 * @throws HourglassError `model-not-found`, `invalid-model-config`, `newer-model-format`, `weights-changed`,
 *   `invalid-safetensors`, `weights-do-not-fit`, `plugin-missing`, `insecure-page`, and what creating the model throws
 */
export async function loadModel(source: ModelSource, options: LoadModelOptions = {}): Promise<PortableModel> {
  const files = await readModelFiles(source)
  const [configName, weightsName] = [nameOf(source, CONFIG_FILE), nameOf(source, WEIGHTS_FILE)]
  const config = parseModelConfig(new TextDecoder().decode(files[CONFIG_FILE]), configName)
  const sha256 = await weightsHash(files[WEIGHTS_FILE])
  if (sha256 !== config.weights.sha256)
    throw new HourglassError('weights-changed', 'these are not the weights that config.json names', {
      place: { source: weightsName },
      expected: `SHA-256 ${config.weights.sha256}; it is ${sha256}`,
      remedy: 'fetch or export both files again',
    })
  const { plugins = [], engine = await createCpuEngine() } = options
  const composed = at(configName, () => composeModel(config, plugins, engine))
  try {
    const params = decodeSafetensors(files[WEIGHTS_FILE], weightsName)
    composed.scope.onDispose(() => free(params))
    const most = Object.values(params).reduce((sum, { size }) => sum + size, 0)
    at(weightsName, () =>
      checkWeights(params, parameterShapes(config, plugins, engine, most), composed.model.codeDimensions),
    )
    return portable(config, composed, params)
  } catch (error) {
    composed.scope.dispose()
    throw error
  }
}

function portable(config: ModelConfig, { model, loss, scope }: ComposedModel, params: Params): PortableModel {
  const { codeDimensions } = model
  const spec = specOf(config.data)
  let disposed = false
  const mapping =
    (dimensions: number, what: string, map: (rows: Tensor2D) => Tensor2D | Tensor1D) =>
    (rows: Rows): Float32Array | Int32Array => {
      if (disposed) throw new HourglassError('model-disposed', 'this model has been disposed of')
      return tidy(() => numbersOf(map(rowsTensor(rows, dimensions, what))))
    }
  type Numbers = (rows: Rows) => Float32Array
  type Names = (rows: Rows) => Int32Array
  const ofExamples = (map: (x: Tensor2D) => Tensor2D | Tensor1D) => mapping(spec.dimensions, 'example', map)
  const ofCodes = (map: (h: Tensor2D) => Tensor2D) => mapping(codeDimensions, 'code', map) as Numbers
  const encode = (x: Tensor2D) => model.encode(params, x)
  const decode = (h: Tensor2D) => model.decode(params, h)
  const centres = params[CLUSTER_CENTRES] as Tensor2D | undefined
  return {
    config,
    spec,
    codeDimensions,
    encode: ofExamples(encode) as Numbers,
    decode: ofCodes((h) => loss.mean(decode(h))),
    theta: ofCodes(decode),
    reconstruct: ofExamples((x) => loss.mean(decode(encode(x)))) as Numbers,
    ...(READOUT.weights in params && {
      classify: ofExamples((x) => argMax(readOut(params, encode(x)), 1) as Tensor1D) as Names,
    }),
    ...(centres && { cluster: ofExamples((x) => nearestCentres(encode(x), centres).assignments) as Names }),
    tensors: { model, loss, params },
    dispose() {
      disposed = true
      scope.dispose()
    },
  }
}

/** On the cpu engine what was cast from bool is bytes still, though its dtype is float32. */
function numbersOf(tensor: Tensor): Float32Array | Int32Array {
  const values = tensor.dataSync<'float32' | 'int32'>()
  return values instanceof Float32Array || values instanceof Int32Array ? values : Float32Array.from(values)
}

function at<Made>(source: string, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    throw error instanceof HourglassError ? error.at({ source }) : error
  }
}
