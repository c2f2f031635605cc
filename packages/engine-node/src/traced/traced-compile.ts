import type { TensorRecord } from '@hourglass/core'
import { type Tensor, tidy } from '@tensorflow/tfjs-core'

import type { TensorFlowBackend } from '../tensorflow-backend.js'
import { flatten } from './flatten.js'
import { ShapedStep, type Step } from './shaped-step.js'
import type { TracedGraph } from './traced-graph.js'

export interface TracedCompileOptions {
  /** Told once for each step that has to stay eager, and why; may throw instead. */
  readonly refused: (reason: string) => void
  /**
   * Default true: fewer operations than the step's own, of the same mathematics, that round otherwise in places. Without,
   * the graph gives the eager step's bits.
   */
  readonly rewrite?: boolean
  /**
   * Relative to the largest change of a result: how far the graph's may be from the eager step's (see `disagreement`).
   * Default 10⁻⁴, for products in float32.
   */
  readonly tolerance?: number
}

/** More shapes than these of one step are run eagerly. */
const MOST_SHAPES = 16

/**
 * `tf.function` for tfjs-node: a pure step traced into a graph, and run by one call of the library.
 *
 * For every combination of input shapes the first call runs the step twice, eagerly and recorded. Where the two traces
 * differ in anything, something would be frozen into the graph (a number of JavaScript that changes, a draw made on the
 * host, a captured tensor), and where the step reads a value to the host there is no graph: it stays eager. Else the
 * trace is rewritten into fewer operations, and made a graph. The first three calls, and the 10th, 100th, 1000th, …, run
 * the graph and a new trace side by side, which must agree (see `disagreement`).
 */
export function tracedCompile(
  backend: TensorFlowBackend,
  { refused, rewrite = true, tolerance = 1e-4 }: TracedCompileOptions,
) {
  const all = new Set<Set<TracedGraph>>()
  // A step that nobody holds any more takes its graphs with it.
  const forgotten = new FinalizationRegistry<Set<TracedGraph>>((graphs) => {
    free(graphs)
    all.delete(graphs)
  })
  const compile = <Inputs extends TensorRecord, Outputs extends TensorRecord>(
    step: Step<Inputs, Outputs>,
  ): Step<Inputs, Outputs> => {
    const eager: Step<Inputs, Outputs> = (inputs) => tidy(() => step(inputs) as never)
    const graphs = new Set<TracedGraph>()
    all.add(graphs)
    const shapes = new Map<string, ShapedStep<Inputs, Outputs>>()
    let staysEager = false
    const refuse = (reason: string): void => {
      const told = staysEager
      staysEager = true
      if (!told) refused(reason)
    }
    const compiled: Step<Inputs, Outputs> = (inputs) => {
      if (staysEager) return eager(inputs)
      const given: Tensor[] = []
      const signature = collect(inputs, given)
      let shaped = shapes.get(signature)
      if (shaped === undefined) {
        if (shapes.size >= MOST_SHAPES) return eager(inputs)
        shaped = new ShapedStep({ backend, eager, refuse, graphs, rewrite, tolerance })
        shapes.set(signature, shaped)
      }
      return shaped.call(inputs, given)
    }
    forgotten.register(compiled, graphs)
    return compiled
  }
  const release = (): void => {
    for (const graphs of all) free(graphs)
    all.clear()
  }
  return { compile, release }
}

function free(graphs: Set<TracedGraph>): void {
  for (const graph of graphs) graph.dispose()
  graphs.clear()
}

/** Puts a record's tensors into a list; returns their names, types and shapes as one text. */
function collect(record: TensorRecord, tensors: Tensor[]): string {
  let signature = ''
  for (const { path, tensor } of flatten(record)) {
    tensors.push(tensor)
    signature += `${path.join('.')}:${tensor.dtype}[${tensor.shape.join()}] `
  }
  return signature
}
