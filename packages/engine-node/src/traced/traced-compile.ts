import type { TensorRecord } from '@hourglass/core'
import { type Tensor, tidy } from '@tensorflow/tfjs-core'

import type { TensorFlowBackend } from '../tensorflow-backend.js'
import { RecordLayout } from './record-layout.js'
import { isRecording } from './record-trace.js'
import type { RewriteOptions } from './rewrites/rewrite-trace.js'
import { ShapedStep, type Step } from './shaped-step.js'
import type { TracedGraph } from './traced-graph.js'

export interface TracedCompileOptions {
  /** Told once for each step that has to stay eager, and why; may throw instead. */
  readonly refused: (reason: string) => void
  /**
   * Default true: fewer operations than the step's own, of the same mathematics, that round otherwise in places. Without,
   * the graph gives the eager step's bits.
   */
  readonly rewrite?: boolean | RewriteOptions
  /**
   * Relative to the largest change of a result: how far the graph's may be from the eager step's (see `disagreement`).
   * Default 10⁻³, for products in float32: a wrong rule is wrong by far more, and rounding alone is 10⁻⁶ where
   * gradients are large.
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
 * trace is rewritten into fewer operations, and made a graph. The first three calls run the graph and the eager step side
 * by side, which must agree (see `disagreement`); they, and the 10th, 100th, 1000th, …, trace again, for what changes
 * from call to call.
 */
export function tracedCompile(
  backend: TensorFlowBackend,
  { refused, rewrite = true, tolerance = 1e-3 }: TracedCompileOptions,
) {
  const rewriting = typeof rewrite === 'boolean' ? (rewrite ? {} : undefined) : rewrite
  const all = new Set<Set<TracedGraph>>()
  /** How often all graphs were released. */
  let releases = 0
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
    let shapes: { readonly layout: RecordLayout<Inputs>; readonly shaped: ShapedStep<Inputs, Outputs> }[] = []
    let staysEager = false
    let releasesSeen = releases
    let manyTold = false
    const refuse = (reason: string): void => {
      const told = staysEager
      staysEager = true
      if (!told) refused(reason)
    }
    const compiled: Step<Inputs, Outputs> = (inputs) => {
      // Within another compiled step it is a part of that one.
      if (staysEager || isRecording(backend)) return eager(inputs)
      if (releasesSeen !== releases) shapes = []
      releasesSeen = releases
      let given: Tensor[] = []
      for (const { layout, shaped } of shapes) {
        if (layout.matches(inputs, given)) return shaped.call(inputs, given)
        given = []
      }
      if (shapes.length >= MOST_SHAPES) {
        if (!manyTold)
          refused(`it came with more than ${MOST_SHAPES} combinations of shapes, and further ones stay eager`)
        manyTold = true
        return eager(inputs)
      }
      const layout = new RecordLayout(inputs)
      const shaped = new ShapedStep({ backend, eager, refuse, graphs, rewriting, tolerance })
      shapes.push({ layout, shaped })
      layout.matches(inputs, given)
      return shaped.call(inputs, given)
    }
    forgotten.register(compiled, graphs)
    return compiled
  }
  const release = (): void => {
    for (const graphs of all) free(graphs)
    releases++
  }
  return { compile, release }
}

function free(graphs: Set<TracedGraph>): void {
  for (const graph of graphs) graph.dispose()
  graphs.clear()
}
