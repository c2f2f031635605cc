import { HourglassError, type TensorRecord } from '@hourglass/core'
import { clone, dispose, scalar, type Tensor } from '@tensorflow/tfjs-core'

import type { NativeTensor, TensorFlowBackend } from '../tensorflow-backend.js'
import { disagreement } from './agreement.js'
import { flatten } from './flatten.js'
import { RecordLayout } from './record-layout.js'
import { recordTrace, UntraceableStep } from './record-trace.js'
import { type RewriteOptions, rewriteTrace } from './rewrites/rewrite-trace.js'
import { difference, type Trace } from './trace.js'
import { TracedGraph } from './traced-graph.js'

/** A pure function of tensors. */
export type Step<Inputs extends TensorRecord, Outputs extends TensorRecord> = (inputs: Inputs) => Outputs

/** How a step is run, and what to do where it has to stay eager. */
export interface Execution<Inputs extends TensorRecord, Outputs extends TensorRecord> {
  readonly backend: TensorFlowBackend
  readonly eager: Step<Inputs, Outputs>
  /** The step stays eager from now on. */
  readonly refuse: (reason: string) => void
  /** `undefined`: not at all. */
  readonly rewriting: RewriteOptions | undefined
  readonly tolerance: number
  /** Owns the graphs. */
  readonly graphs: Set<TracedGraph>
}

interface Recorded<Outputs> {
  readonly outputs: Outputs
  readonly trace: Trace
}

/** The calls at which the graph is compared with the eager step; at every tenth power only the traces are. */
const FIRST_CHECKS = 3

/**
 * A step at inputs of given shapes. The first call runs it twice, eagerly and recorded, and makes the graph; the results
 * are the graph's from the first call on, so that they do not depend on how often the step was called before.
 */
export class ShapedStep<Inputs extends TensorRecord, Outputs extends TensorRecord> {
  #calls = 0
  #nextCheck = 10
  #first: Recorded<Outputs> | undefined
  #graph: TracedGraph | undefined
  #results: RecordLayout<Outputs> | undefined
  /** Which results are an input itself, and no copy of it. */
  #handedOn: readonly boolean[] = []

  constructor(readonly execution: Execution<Inputs, Outputs>) {}

  /** @throws HourglassError `step-changed` where a later call needs another graph than the first ones did */
  call(inputs: Inputs, given: readonly Tensor[]): Outputs {
    this.#calls++
    if (this.#graph !== undefined && this.#calls > FIRST_CHECKS && this.#calls !== this.#nextCheck)
      return this.#run(this.#graph, given)
    if (this.#calls === this.#nextCheck) this.#nextCheck *= 10
    try {
      return this.#graph === undefined ? this.#start(inputs, given) : this.#check(inputs, given, this.#graph)
    } catch (error) {
      if (!(error instanceof UntraceableStep)) throw error
      this.#refuse(error.message)
      return this.execution.eager(inputs)
    }
  }

  #start(inputs: Inputs, given: readonly Tensor[]): Outputs {
    const first = this.#record(inputs, given)
    return disposing(first.outputs, given, () => this.#startAfter(first, inputs, given))
  }

  #startAfter(first: Recorded<Outputs>, inputs: Inputs, given: readonly Tensor[]): Outputs {
    const second = this.#record(inputs, given)
    disposeBut(second.outputs, given)
    const changed = differenceOf(first, second)
    if (changed !== undefined) {
      this.#refuse(changed)
      return first.outputs
    }
    this.#first = first
    this.#results = new RecordLayout(first.outputs)
    this.#handedOn = flatten(first.outputs).map(({ tensor }) => given.includes(tensor))
    // A library may lack a kernel that rewriting uses; the plain graph has only those that the eager step ran.
    const refusals: string[] = []
    const { rewriting } = this.execution
    const rewritten = rewriting === undefined ? [] : [rewriteTrace(second.trace, rewriting)]
    for (const trace of [...rewritten, second.trace]) {
      const graph = this.#load(trace, given, refusals)
      if (graph === undefined) continue
      this.#graph = graph
      return this.#compared(inputs, given, graph, first.outputs)
    }
    this.#refuse(`the library does not run its graph: ${refusals.at(-1)}`)
    return first.outputs
  }

  #load(trace: Trace, given: readonly Tensor[], refusals: string[]): TracedGraph | undefined {
    const { backend, graphs } = this.execution
    let graph: TracedGraph | undefined
    try {
      graph = new TracedGraph(backend, trace)
      for (const { id } of graph.run(backend.getInputTensorIds(given))) backend.binding.deleteTensor(id)
      graphs.add(graph)
      return graph
    } catch (error) {
      graph?.dispose()
      refusals.push((error as Error).message)
      return undefined
    }
  }

  /** Traces again, for numbers that change late, and compares. */
  #check(inputs: Inputs, given: readonly Tensor[], graph: TracedGraph): Outputs {
    const recorded = this.#record(inputs, given)
    return disposing(recorded.outputs, given, () => this.#checkAfter(recorded, inputs, given, graph))
  }

  #checkAfter(recorded: Recorded<Outputs>, inputs: Inputs, given: readonly Tensor[], graph: TracedGraph) {
    const { outputs } = recorded
    const changed = differenceOf(this.#first!, recorded)
    const late = this.#calls > FIRST_CHECKS
    if (changed === undefined && late) {
      // The same trace is the same graph. Its numbers were compared while gradients were large: near a minimum they are
      // differences of nearly equal sums, and rounding is most of them.
      disposeBut(outputs, given)
      return this.#run(graph, given)
    }
    if (changed === undefined) return this.#compared(inputs, given, graph, outputs)
    if (late)
      throw new HourglassError('step-changed', `a compiled step is not what it was: ${changed}`, {
        expected: `a step that depends on its inputs alone; the calls before the ${this.#calls}th may have used an old number`,
        remedy: 'hand the number in as a tensor of the inputs, or run without compiling: --compile off',
      })
    this.#refuse(changed)
    return outputs
  }

  #compared(inputs: Inputs, given: readonly Tensor[], graph: TracedGraph, expected: Outputs): Outputs {
    const found = this.#run(graph, given)
    const differs = disagreement(inputs, expected, found, this.execution.tolerance)
    if (differs === undefined) {
      disposeBut(expected, given)
      return found
    }
    disposeBut(found, given)
    this.#refuse(`its graph gives another ${differs}, at call ${this.#calls}`)
    return expected
  }

  #refuse(reason: string): void {
    if (this.#graph !== undefined) {
      this.execution.graphs.delete(this.#graph)
      this.#graph.dispose()
      this.#graph = undefined
    }
    this.execution.refuse(reason)
  }

  #run(graph: TracedGraph, given: readonly Tensor[]): Outputs {
    const { backend } = this.execution
    const made = graph.run(backend.getInputTensorIds(given)).values()
    const outputs = graph.outputs.map((source, place) => {
      if (source.kind !== 'input') return backend.createOutputTensor(made.next().value!)
      return this.#handedOn[place]! ? given[source.place]! : clone(given[source.place]!)
    })
    return this.#results!.fill(outputs.values())
  }

  #record(inputs: Inputs, given: readonly Tensor[]): Recorded<Outputs> {
    const { backend, eager } = this.execution
    // Handles of its own for every input, so that one tensor in two places is two inputs.
    const own = given.map((tensor) => identity(backend, tensor))
    // What was made before this one, the step has captured.
    const marker = scalar(0)
    marker.dispose()
    try {
      const natives = own.map((tensor) => nativeOf(backend, tensor))
      const { result, trace } = recordTrace(backend, natives, () => eager(new RecordLayout(inputs).fill(own.values())))
      const results = flatten(result).map(({ tensor }) => tensor)
      // A step may hand an input on as it is: then it is the caller's own tensor that comes back. Of a captured tensor it
      // is a copy, as it is from the graph.
      const outputs = results.map((tensor) => {
        if (own.includes(tensor)) return given[own.indexOf(tensor)]!
        return tensor.id < marker.id ? clone(tensor) : tensor
      })
      const recorded = new RecordLayout(result).fill(outputs.values())
      return disposing(recorded, given, () => ({
        outputs: recorded,
        trace: trace(results.map((tensor) => nativeOf(backend, tensor))),
      }))
    } finally {
      dispose(own)
    }
  }
}

function differenceOf<Outputs extends TensorRecord>(a: Recorded<Outputs>, b: Recorded<Outputs>): string | undefined {
  const names = ({ outputs }: Recorded<Outputs>): string => JSON.stringify(flatten(outputs).map(({ path }) => path))
  return names(a) === names(b) ? difference(a.trace, b.trace) : 'it names its results otherwise from call to call'
}

/** An action after which results are in use; where it fails, they are not left behind. */
function disposing<Result>(outputs: TensorRecord, given: readonly Tensor[], action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    disposeBut(outputs, given)
    throw error
  }
}

function disposeBut(outputs: TensorRecord, given: readonly Tensor[]): void {
  const kept = new Set(given)
  for (const { tensor } of flatten(outputs)) if (!kept.has(tensor)) tensor.dispose()
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
