import { HourglassError } from '@hourglass/core'
import { argMax, type Tensor2D } from '@tensorflow/tfjs-core'

import { loadModel, type LoadModelOptions, type PortableModel } from '../load-model.js'
import type { ModelSource } from '../model-files.js'
import { readOut } from '../read-out.js'
import { onnxGraph } from './onnx-graph.js'
import { encodeOnnx } from './onnx-message.js'
import { type TraceEngine, withTraceEngine } from './trace-engine.js'
import { type TracedFunction, traceFunction } from './trace-function.js'

/** All that there may be. */
export const ONNX_FILES = ['encoder.onnx', 'decoder.onnx', 'classifier.onnx'] as const

/**
 * An exported model as ONNX, by file, any number of rows at a time (`batch`); opset 17.
 *
 * - `encoder.onnx`: x [batch, d_x] → h [batch, d_h]
 * - `decoder.onnx`: h → theta [batch, d_x·p], the loss's natural parameters, and mean [batch, d_x], E[y | θ]
 * - `classifier.onnx`, where there is a read-out: x → logits [batch, classes], and class, int32 [batch]
 *
 * The graphs are what the model's functions do: the kernels that they run are written down, so that a model of a plugin is
 * exported as the standard ones are. The same model gives the same bytes.
 *
 * @throws HourglassError `onnx-unsupported` naming the kernel, and what `loadModel` throws
 */
export async function onnxFiles(
  source: ModelSource,
  options: Pick<LoadModelOptions, 'plugins'> = {},
): Promise<Readonly<Record<string, Uint8Array>>> {
  return withTraceEngine(async (engine) => {
    const loaded = await loadModel(source, { ...options, engine })
    try {
      return Object.fromEntries(
        functionsOf(loaded).map((each) => [`${each.title}.onnx`, written(engine, loaded, each)]),
      )
    } finally {
      loaded.dispose()
    }
  })
}

function functionsOf({ spec, codeDimensions, tensors, classify }: PortableModel): readonly TracedFunction[] {
  const { model, loss, params } = tensors
  const x = { name: 'x', dimensions: spec.dimensions }
  const decoder = (h: Tensor2D) => {
    const theta = model.decode(params, h)
    return { theta, mean: loss.mean(theta) }
  }
  const classifier = (input: Tensor2D) => {
    const logits = readOut(params, model.encode(params, input))
    return { logits, class: argMax(logits, 1) }
  }
  return [
    { title: 'encoder', input: x, params, run: (input) => ({ h: model.encode(params, input) }) },
    { title: 'decoder', input: { name: 'h', dimensions: codeDimensions }, params, run: decoder },
    ...(classify ? [{ title: 'classifier', input: x, params, run: classifier }] : []),
  ]
}

function written(engine: TraceEngine, { config, tensors }: PortableModel, traced: TracedFunction): Uint8Array {
  const { run, model, loss, weights } = config
  try {
    const graph = onnxGraph(traceFunction(engine, traced), traced.input.name, tensors.params)
    const metadata = { run, model: JSON.stringify(model), loss: JSON.stringify(loss), weights: weights.sha256 }
    return encodeOnnx({ ...graph, metadata })
  } catch (error) {
    if (!(error instanceof HourglassError) || error.code !== 'onnx-unsupported') throw error
    const { code, message, expected, remedy, cause } = error
    throw new HourglassError(code, `model "${model.use}" cannot be written as ONNX: ${message}`, {
      expected,
      remedy,
      cause,
    })
  }
}
