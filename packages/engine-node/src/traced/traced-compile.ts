import type { TensorRecord } from '@hourglass/core'
import { dispose, type Tensor, tidy } from '@tensorflow/tfjs-core'

import type { NativeTensor, TensorFlowBackend } from '../tensorflow-backend.js'
import { flatten, replaced } from './flatten.js'
import { recordTrace, UntraceableStep } from './record-trace.js'
import { difference, type Trace } from './trace.js'
import { TracedGraph } from './traced-graph.js'

export type Step<Inputs extends TensorRecord, Outputs extends TensorRecord> = (inputs: Inputs) => Outputs

export interface TracedCompileOptions {
  /** Told once for each step that has to stay eager, and why. */
  readonly refused: (reason: string) => void
}

/** Relative to the largest magnitude in a tensor: the library may fuse operations of a graph, which rounds otherwise. */
const TOLERANCE = 1e-4
/** More shapes than these of one step are run eagerly. */
const MOST_SHAPES = 16

/**
 * `tf.function` for tfjs-node: a pure step traced into a graph, and run by one call.
 *
 * For every combination of input shapes, the first two calls run eagerly and are recorded; where the two traces differ in
 * anything but their inputs, something would be frozen into the graph (a number of JavaScript that changes, a draw made
 * on the host, a captured tensor), and the step stays eager. The third call runs the graph and the eager step side by
 * side, which must agree; so does the 10th, 100th, 1000th, …, by a new trace, for numbers that change late. All else is
 * the graph alone.
 */
export function tracedCompile(backend: TensorFlowBackend, { refused }: TracedCompileOptions) {
  const graphs = new Set<TracedGraph>()
  const compile = <Inputs extends TensorRecord, Outputs extends TensorRecord>(
    step: Step<Inputs, Outputs>,
  ): Step<Inputs, Outputs> => {
    const eager: Step<Inputs, Outputs> = (inputs) => tidy(() => step(inputs) as never)
    const shapes = new Map<string, ShapedStep<Inputs, Outputs>>()
    let given: string | undefined
    const refuse = (reason: string): void => {
      if (given === undefined) refused(reason)
      given = reason
    }
    return (inputs) => {
      if (given !== undefined) return eager(inputs)
      const signature = signatureOf(inputs)
      let shaped = shapes.get(signature)
      if (shaped === undefined) {
        if (shapes.size >= MOST_SHAPES) return eager(inputs)
        shaped = new ShapedStep(backend, eager, refuse, graphs)
        shapes.set(signature, shaped)
      }
      return shaped.call(inputs)
    }
  }
  const release = (): void => {
    for (const graph of graphs) graph.dispose()
    graphs.clear()
  }
  return { compile, release }
}

/** A step at inputs of given shapes. */
class ShapedStep<Inputs extends TensorRecord, Outputs extends TensorRecord> {
  #calls = 0
  #nextCheck = 10
  #first: Trace | undefined
  #graph: TracedGraph | undefined
  /** The results' structure, with tensors that are not used. */
  #outputs: Outputs | undefined

  constructor(
    readonly backend: TensorFlowBackend,
    readonly eager: Step<Inputs, Outputs>,
    readonly refuse: (reason: string) => void,
    readonly graphs: Set<TracedGraph>,
  ) {}

  call(inputs: Inputs): Outputs {
    this.#calls++
    try {
      if (this.#graph === undefined) return this.#record(inputs)
      if (this.#calls === 3) return this.#compare(inputs, this.#graph)
      if (this.#calls === this.#nextCheck) return this.#traceAgain(inputs)
      return this.#run(inputs, this.#graph)
    } catch (error) {
      if (!(error instanceof UntraceableStep)) throw error
      this.refuse(error.message)
      return this.eager(inputs)
    }
  }

  /** The first call and the second one. */
  #record(inputs: Inputs): Outputs {
    const { outputs, trace } = this.#trace(inputs)
    if (this.#first === undefined) {
      this.#first = trace
      return outputs
    }
    const changed = difference(this.#first, trace)
    if (changed !== undefined) this.refuse(changed)
    else
      try {
        this.#graph = new TracedGraph(this.backend, trace)
        this.graphs.add(this.#graph)
        this.#outputs = outputs
      } catch (error) {
        this.refuse(`the library does not take its graph: ${(error as Error).message}`)
      }
    return outputs
  }

  #traceAgain(inputs: Inputs): Outputs {
    this.#nextCheck *= 10
    const { outputs, trace } = this.#trace(inputs)
    const changed = difference(this.#first!, trace)
    if (changed !== undefined) this.refuse(changed)
    return outputs
  }

  #trace(inputs: Inputs): { outputs: Outputs; trace: Trace } {
    // Handles of its own for every input, so that one tensor in two places is two inputs.
    const own = flatten(inputs).map(({ tensor }) => identity(this.backend, tensor))
    const natives = own.map((tensor) => nativeOf(this.backend, tensor))
    const { result, trace } = recordTrace(this.backend, natives, () => this.eager(replaced(inputs, own.values())))
    const made = flatten(result).map(({ tensor }) => tensor)
    const traced = trace(made.map((tensor) => nativeOf(this.backend, tensor)))
    // A step may hand an input on as it is: then it is the caller's own tensor that comes back.
    const given = flatten(inputs)
    const outputs = made.map((tensor) => (own.includes(tensor) ? given[own.indexOf(tensor)]!.tensor : tensor))
    dispose(own)
    return { outputs: replaced(result, outputs.values()), trace: traced }
  }

  #run(inputs: Inputs, graph: TracedGraph): Outputs {
    const given = flatten(inputs).map(({ tensor }) => tensor)
    const made = graph.run(this.backend.getInputTensorIds(given)).values()
    const outputs = graph.outputs.map((source) =>
      source.kind === 'input' ? given[source.place]! : this.backend.createOutputTensor(made.next().value!),
    )
    return replaced(this.#outputs!, outputs.values())
  }

  #compare(inputs: Inputs, graph: TracedGraph): Outputs {
    const expected = this.eager(inputs)
    const found = this.#run(inputs, graph)
    const others = flatten(found)
    for (const [place, { path, tensor }] of flatten(expected).entries()) {
      const error = relativeDifference(tensor, others[place]!.tensor)
      if (error <= TOLERANCE) continue
      this.refuse(`its graph gives another ${path.join('.')}: relative difference ${error.toExponential(1)}`)
      disposeBut(found, inputs)
      return expected
    }
    disposeBut(expected, inputs)
    return found
  }
}

function disposeBut(outputs: TensorRecord, inputs: TensorRecord): void {
  const kept = new Set(flatten(inputs).map(({ tensor }) => tensor))
  dispose(
    flatten(outputs)
      .map(({ tensor }) => tensor)
      .filter((tensor) => !kept.has(tensor)),
  )
}

function signatureOf(inputs: TensorRecord): string {
  return flatten(inputs)
    .map(({ path, tensor }) => `${path.join('.')}:${tensor.dtype}[${tensor.shape.join()}]`)
    .join(' ')
}

function identity(backend: TensorFlowBackend, tensor: Tensor): Tensor {
  const [id] = backend.getInputTensorIds([tensor])
  const { dtype } = backend.tensorMap.get(tensor.dataId)
  const type = { name: 'T', type: backend.binding.TF_ATTR_TYPE, value: dtype }
  return backend.createOutputTensor(backend.binding.executeOp('Identity', [type], [id!], 1)[0]!)
}

function nativeOf(backend: TensorFlowBackend, tensor: Tensor): NativeTensor {
  const [id] = backend.getInputTensorIds([tensor])
  const { dtype } = backend.tensorMap.get(tensor.dataId)
  return { id: id!, shape: tensor.shape, dtype }
}

/** max |a − b| / max |a|; where both are the same, NaN included, 0. */
function relativeDifference(a: Tensor, b: Tensor): number {
  const [x, y] = [a.dataSync(), b.dataSync()]
  let [worst, largest] = [0, 0]
  for (const [place, value] of x.entries()) {
    if (Object.is(value, y[place])) continue
    const difference = Math.abs(value - y[place]!)
    worst = Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference)
  }
  for (const value of x) largest = Math.max(largest, Math.abs(value) || 0)
  return worst === 0 ? 0 : worst / Math.max(largest, 1e-30)
}
